//! Documents made from a schema, so that every property that it names is used.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

/// Right documents, or nearly so: each has what is required and one optional property, lists with one element each.
pub(crate) fn documents(schema: &Value) -> Vec<Value> {
    let maker = Maker { root: schema };
    let mut base = Map::new();
    let properties = schema["properties"].as_object().unwrap();
    for name in schema["required"].as_array().unwrap() {
        let name = name.as_str().unwrap();
        let value = match name {
            "apiVersion" => properties[name]["default"].clone(),
            _ => maker.variants(&properties[name], &mut Vec::new()).remove(0),
        };
        base.insert(name.to_owned(), value);
    }
    let mut documents = Vec::new();
    for (name, property) in properties.iter().filter(|(name, _)| *name != "apiVersion") {
        for value in maker.variants(property, &mut Vec::new()) {
            // One document for each element keeps them small.
            let values = match value {
                Value::Array(elements) if elements.len() > 1 => {
                    elements.into_iter().map(|element| json!([element])).collect()
                }
                value => vec![value],
            };
            for value in values {
                let mut document = base.clone();
                document.insert(name.clone(), value);
                documents.push(Value::Object(document));
            }
        }
    }
    documents
}

struct Maker<'s> {
    root: &'s Value,
}

impl<'s> Maker<'s> {
    /// Values that the schema speaks of: one for each of its alternatives and conditions.
    fn variants(&self, schema: &'s Value, within: &mut Vec<&'s str>) -> Vec<Value> {
        let Some(schema) = schema.as_object() else {
            return vec![json!("text")];
        };
        if schema.keys().all(|key| key == "description") {
            return vec![json!(1)];
        }
        let mut variants = vec![Value::Null];
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let times = within.iter().filter(|other| **other == reference).count();
            if times >= 2 {
                return vec![Value::Null];
            }
            within.push(reference);
            let target = self.root.pointer(reference.trim_start_matches('#')).unwrap();
            variants = self.variants(target, within);
            within.pop();
            if times == 1 {
                // Within itself, one of its kind is enough.
                variants.truncate(1);
            }
        }
        for variant in &mut variants {
            merge(variant, self.plain(schema, within));
        }
        let mut conditional = Vec::new();
        for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            if let Some(then) = part.get("then") {
                let mut condition = part["if"].clone();
                while let Some(first) = condition.get("anyOf").map(|any| any[0].clone()) {
                    condition = first;
                }
                conditional.push((condition, then));
                for other in part["if"]
                    .get("anyOf")
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                    .skip(1)
                {
                    conditional.push((other.clone(), then));
                }
            } else if let Some(absent) = part.pointer("/not/required/0").and_then(Value::as_str) {
                for variant in &mut variants {
                    variant.as_object_mut().unwrap().remove(absent);
                }
            } else {
                variants = product(&variants, &self.variants(part, within));
            }
        }
        if let Some(alternatives) = schema
            .get("oneOf")
            .or_else(|| schema.get("anyOf"))
            .and_then(Value::as_array)
        {
            let values: Vec<_> = alternatives.iter().flat_map(|one| self.variants(one, within)).collect();
            variants = product(&variants, &values);
        }
        let mut all = Vec::new();
        for (condition, then) in &conditional {
            for value in self.variants(then, within) {
                let mut variant = json!({});
                for (name, test) in condition["properties"].as_object().into_iter().flatten() {
                    let chosen = test.get("const").cloned().unwrap_or_else(|| json!("rowCount"));
                    variant[name] = chosen;
                }
                merge(&mut variant, value);
                merge(&mut variant, variants[0].clone());
                all.push(variant);
            }
        }
        all.append(&mut variants);
        all
    }

    /// A value by `type`, `enum` and the like, without alternatives.
    fn plain(&self, schema: &'s Map<String, Value>, within: &mut Vec<&'s str>) -> Value {
        if let Some(first) = schema.get("enum").and_then(|options| options.get(0)) {
            return first.clone();
        }
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            let mut members = Map::new();
            for (name, property) in properties {
                let mut values = self.variants(property, within);
                // Recursion ends with nothing.
                if !values[0].is_null() {
                    members.insert(name.clone(), values.remove(0));
                }
            }
            return Value::Object(members);
        }
        let sort = match &schema.get("type") {
            Some(Value::Array(sorts)) => sorts[0].as_str(),
            Some(sort) => sort.as_str(),
            None => None,
        };
        match sort {
            Some("object") => json!({}),
            Some("array") => match schema.get("items") {
                Some(items) => {
                    let mut elements = self.variants(items, within);
                    elements.retain(|element| !element.is_null());
                    let least = schema.get("minItems").and_then(Value::as_u64).unwrap_or(0);
                    if least > 1 {
                        elements = vec![json!(1), json!(2)];
                    }
                    Value::Array(elements)
                }
                None => json!(["text"]),
            },
            Some("string") => json!(text(schema)),
            Some("integer") => json!(3),
            Some("number") => json!(2.5),
            Some("boolean") => json!(true),
            _ => Value::Null,
        }
    }
}

fn text(schema: &Map<String, Value>) -> &'static str {
    let pattern = schema.get("pattern").and_then(Value::as_str).unwrap_or_default();
    match schema.get("format").and_then(Value::as_str) {
        Some("date") => "2024-02-29",
        Some("date-time") => "2024-02-29T12:00:00Z",
        Some("uri") if pattern.contains("sftp") => "sftp://example.com/a",
        Some("uri") => "https://example.com/a",
        _ if pattern.contains("ml#") => "schema/a_1/properties/b-2",
        _ if pattern.contains("\\.[A-Za-z_]") => "a_1.b",
        _ => "text_1",
    }
}

/// Every left one with every right one.
fn product(left: &[Value], right: &[Value]) -> Vec<Value> {
    let mut both = Vec::new();
    for value in left {
        for other in right {
            let mut joined = value.clone();
            merge(&mut joined, other.clone());
            both.push(joined);
        }
    }
    both
}

/// Adds what is not there yet.
fn merge(into: &mut Value, from: Value) {
    match (into, from) {
        (Value::Object(members), Value::Object(others)) => {
            for (name, other) in others {
                match members.get_mut(&name) {
                    Some(member) => merge(member, other),
                    None => {
                        members.insert(name, other);
                    }
                }
            }
        }
        (into, from) if into.is_null() => *into = from,
        _ => {}
    }
}

/// The keys of every object in a document.
pub(crate) fn keys(document: &Value) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    walk(document, &mut |value| {
        keys.extend(value.as_object().into_iter().flatten().map(|(key, _)| key.clone()));
    });
    keys
}

/// The names of every property that a schema speaks of.
pub(crate) fn properties(schema: &Value) -> BTreeSet<String> {
    plausible(schema).into_keys().collect()
}

/// Every property that a schema speaks of, with a value of its type.
pub(crate) fn plausible(schema: &Value) -> BTreeMap<String, Value> {
    let mut values = BTreeMap::new();
    add_plausible(schema, schema, &mut values);
    values
}

fn add_plausible(schema: &Value, root: &Value, values: &mut BTreeMap<String, Value>) {
    match schema {
        Value::Object(members) => {
            for (keyword, value) in members {
                match (keyword.as_str(), value.as_object()) {
                    ("properties", Some(properties)) => {
                        for (name, property) in properties {
                            values
                                .entry(name.clone())
                                .or_insert_with(|| of_its_type(property, root));
                            add_plausible(property, root, values);
                        }
                    }
                    ("examples" | "default", _) => {}
                    _ => add_plausible(value, root, values),
                }
            }
        }
        Value::Array(parts) => parts.iter().for_each(|part| add_plausible(part, root, values)),
        _ => {}
    }
}

fn of_its_type(property: &Value, root: &Value) -> Value {
    if let Some(reference) = property.get("$ref").and_then(Value::as_str) {
        return of_its_type(root.pointer(reference.trim_start_matches('#')).unwrap(), root);
    }
    match property.get("type").and_then(Value::as_str) {
        Some("boolean") => json!(true),
        Some("integer" | "number") => json!(7),
        Some("array") => json!([]),
        Some("object") => json!({}),
        _ => json!("zzz"),
    }
}

/// The values of every enumeration and constant, by the property that has it.
pub(crate) fn choices(schema: &Value) -> BTreeMap<String, Vec<Value>> {
    let mut choices: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    walk(schema, &mut |value| {
        for (name, property) in value.as_object().into_iter().flatten() {
            let options = property
                .get("enum")
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default();
            for option in options.into_iter().chain(property.get("const").cloned()) {
                let known = choices.entry(name.clone()).or_default();
                if option.is_string() && !known.contains(&option) {
                    known.push(option);
                }
            }
        }
    });
    choices
}

/// Texts that describe, long enough to be somebody's own.
pub(crate) fn sentences(schema: &Value) -> Vec<String> {
    let mut sentences = Vec::new();
    walk(schema, &mut |value| {
        for key in ["description", "title", "$comment"] {
            if let Some(text) = value.get(key).and_then(Value::as_str)
                && text.chars().count() > 40
            {
                sentences.push(text.to_owned());
            }
        }
        for example in value.get("examples").and_then(Value::as_array).into_iter().flatten() {
            sentences.extend(example.as_str().filter(|text| text.len() > 40).map(str::to_owned));
        }
    });
    sentences
}

fn walk(value: &Value, visit: &mut impl FnMut(&Value)) {
    visit(value);
    match value {
        Value::Object(members) => members.values().for_each(|member| walk(member, visit)),
        Value::Array(elements) => elements.iter().for_each(|element| walk(element, visit)),
        _ => {}
    }
}
