//! Documents with one thing changed, each sort of change once at each sort of place.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::editions::{Edition, Formats};
use crate::synthesis;

/// The mutations of one edition so far.
pub(crate) struct Mutations<'e> {
    edition: &'e Edition,
    /// What each property may be by the official schema: the values of its enumerations.
    choices: BTreeMap<String, Vec<Value>>,
    /// A value of the right type for each property that the official schema names anywhere.
    plausible: BTreeMap<String, Value>,
    seen: BTreeSet<(String, String)>,
    pub(crate) judged: usize,
    pub(crate) refused: usize,
}

impl<'e> Mutations<'e> {
    pub(crate) fn new(edition: &'e Edition) -> Self {
        Self {
            edition,
            choices: synthesis::choices(&edition.official),
            plausible: synthesis::plausible(&edition.official),
            seen: BTreeSet::new(),
            judged: 0,
            refused: 0,
        }
    }

    /// Judges every mutation of a document that was not judged at such a place before. A mutation is tried on the part of
    /// the document that leads to its place, which keeps thousands of them quick.
    pub(crate) fn judge(&mut self, document: &Value, file: &str) {
        let mut places = Vec::new();
        gather(document, String::new(), String::new(), &mut places);
        for (pointer, shape) in places {
            // Definitions repeat within themselves; the nearest steps say which one it is.
            let mut steps: Vec<_> = shape.rsplit('/').take(4).collect();
            steps.reverse();
            let shape = steps.join("/");
            let keys: Vec<_> = document
                .pointer(&pointer)
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
                .map(|(key, _)| key.as_str())
                .collect();
            if !self.is_new(&shape, format!("has {}", keys.join(" "))) {
                continue;
            }
            let tokens: Vec<_> = pointer.split('/').skip(1).collect();
            let (mut part, place) = slice(document, &tokens);
            self.replacements(&mut part, &place, &shape, file);
            self.removals(&mut part, &place, &shape, file);
            self.additions(&mut part, &place, &shape, file);
        }
    }

    fn replacements(&mut self, document: &mut Value, pointer: &str, shape: &str, file: &str) {
        let key = pointer.rsplit('/').next().unwrap_or_default();
        let mut values = strange_values();
        values.extend(self.choices.get(key).into_iter().flatten().cloned());
        for value in values {
            if self.is_new(shape, format!("= {value}")) {
                let place = document.pointer_mut(pointer).unwrap();
                // A format speaks of texts alone.
                let formats = if value.is_string() {
                    Formats::Both
                } else {
                    Formats::Remarks
                };
                let before = std::mem::replace(place, value);
                self.compare(document, pointer, file, formats);
                *document.pointer_mut(pointer).unwrap() = before;
            }
        }
    }

    fn removals(&mut self, document: &mut Value, pointer: &str, shape: &str, file: &str) {
        match document.pointer(pointer) {
            Some(Value::Object(members)) => {
                for key in members.keys().cloned().collect::<Vec<_>>() {
                    if self.is_new(shape, format!("- {key}")) {
                        let removed = object(document, pointer).remove(&key).unwrap();
                        self.compare(document, pointer, file, Formats::Remarks);
                        object(document, pointer).insert(key, removed);
                    }
                }
            }
            Some(Value::Array(elements)) if !elements.is_empty() && self.is_new(shape, "twice".to_owned()) => {
                let twice = elements[0].clone();
                let place = document.pointer_mut(pointer).unwrap().as_array_mut().unwrap();
                place.push(twice);
                self.compare(document, pointer, file, Formats::Remarks);
                document.pointer_mut(pointer).unwrap().as_array_mut().unwrap().pop();
            }
            _ => {}
        }
    }

    fn additions(&mut self, document: &mut Value, pointer: &str, shape: &str, file: &str) {
        if !document.pointer(pointer).is_some_and(Value::is_object) {
            return;
        }
        let unknown = [("zzz".to_owned(), json!(1)), (String::new(), json!(null))];
        for (name, value) in self.plausible.clone().into_iter().chain(unknown) {
            if !object(document, pointer).contains_key(&name) && self.is_new(shape, format!("+ {name}")) {
                object(document, pointer).insert(name.clone(), value);
                self.compare(document, pointer, file, Formats::Remarks);
                object(document, pointer).remove(&name);
            }
        }
    }

    fn is_new(&mut self, shape: &str, change: String) -> bool {
        self.seen.insert((shape.to_owned(), change))
    }

    fn compare(&mut self, document: &Value, pointer: &str, file: &str, formats: Formats) {
        self.judged += 1;
        let allowed = self.edition.assert_same_verdict(document, formats, || {
            let value = document.pointer(pointer).unwrap_or(&Value::Null);
            format!("{file}, changed at {pointer} to {value}")
        });
        self.refused += usize::from(!allowed);
    }
}

/// A value cut down to what leads to a place: of the lists on the way only the element on the way, of its other members
/// only small ones. With it comes where the place is then.
fn slice(value: &Value, tokens: &[&str]) -> (Value, String) {
    let Some((token, rest)) = tokens.split_first() else {
        return (value.clone(), String::new());
    };
    match value {
        Value::Object(members) => {
            let key = token.replace("~1", "/").replace("~0", "~");
            let (part, place) = slice(&members[&key], rest);
            let mut kept: serde_json::Map<String, Value> = members
                .iter()
                .filter(|(_, member)| is_small(member))
                .map(|(name, member)| (name.clone(), member.clone()))
                .collect();
            if members.contains_key("map") {
                // What a map cannot be without is not small.
                kept.entry("map").or_insert(json!({"key": {}, "value": {}}));
            }
            if members.contains_key("key") && members.contains_key("value") {
                kept.entry("key").or_insert(json!({}));
                kept.entry("value").or_insert(json!({}));
            }
            kept.insert(key, part);
            (Value::Object(kept), format!("/{token}{place}"))
        }
        Value::Array(elements) => {
            let (part, place) = slice(&elements[token.parse::<usize>().unwrap()], rest);
            (json!([part]), format!("/0{place}"))
        }
        _ => panic!("{token} leads through a scalar"),
    }
}

/// Whether there are few values within one.
fn is_small(value: &Value) -> bool {
    match value {
        Value::Object(members) => {
            members.len() < 8 && members.values().all(|member| !member.is_array() && !member.is_object())
        }
        Value::Array(elements) => {
            elements.len() < 5
                && elements
                    .iter()
                    .all(|element| !element.is_array() && !element.is_object())
        }
        _ => true,
    }
}

fn object<'d>(document: &'d mut Value, pointer: &str) -> &'d mut serde_json::Map<String, Value> {
    document.pointer_mut(pointer).unwrap().as_object_mut().unwrap()
}

fn strange_values() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(7),
        json!(""),
        json!("zzz"),
        json!("a b"),
        json!("a.b"),
        json!("schema/a/properties/b"),
        json!("2024-02-30"),
        json!([]),
        json!([7]),
        json!(["zzz"]),
        json!([1, 1]),
        json!([{}]),
        json!({}),
        json!({"zzz": 1}),
    ]
}

/// Every place with its shape: no indexes, but the types that decide what else is allowed.
fn gather(value: &Value, pointer: String, shape: String, places: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) => {
            let sorts: Vec<_> = ["type", "logicalType", "metric"]
                .iter()
                .filter_map(|key| members.get(*key).and_then(Value::as_str))
                .collect();
            let shape = if sorts.is_empty() {
                shape
            } else {
                format!("{shape}({})", sorts.join(" "))
            };
            for (key, member) in members {
                let token = key.replace('~', "~0").replace('/', "~1");
                gather(member, format!("{pointer}/{token}"), format!("{shape}/{key}"), places);
            }
            places.push((pointer, shape));
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                gather(element, format!("{pointer}/{index}"), format!("{shape}/*"), places);
            }
            places.push((pointer, shape));
        }
        _ => places.push((pointer, shape)),
    }
}
