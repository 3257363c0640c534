//! JSON into the values of the interpreter, and back.

use std::collections::{BTreeMap, HashMap};

use regorus::Value;
use serde_json::Value as Json;

use crate::facts::Fields;

/// Keys that a worker remembers: subjects of one kind share theirs, tags bring new ones without end.
const MOST_KEYS: usize = 4096;

/// Converts subjects, and shares the keys of their objects among them.
#[derive(Debug, Default)]
pub(in crate::policy) struct Interner {
    keys: HashMap<Box<str>, Value>,
}

impl Interner {
    /// The fields of a subject that are wanted, as a value.
    pub(in crate::policy) fn subject(&mut self, subject: &Json, fields: &Fields) -> Value {
        match (subject, fields) {
            (Json::Object(members), Fields::Only(fields)) => {
                let mut kept = BTreeMap::new();
                for field in fields {
                    if let Some(value) = members.get(&**field) {
                        kept.insert(self.key(field), self.value(value));
                    }
                }
                Value::from(kept)
            }
            _ => self.value(subject),
        }
    }

    /// A whole JSON value.
    pub(in crate::policy) fn value(&mut self, json: &Json) -> Value {
        match json {
            Json::Null => Value::Null,
            Json::Bool(value) => Value::Bool(*value),
            Json::Number(number) => self.number(number),
            Json::String(text) => Value::String(text.as_str().into()),
            Json::Array(elements) => {
                Value::from(elements.iter().map(|element| self.value(element)).collect::<Vec<_>>())
            }
            Json::Object(members) => {
                let members: BTreeMap<Value, Value> = members
                    .iter()
                    .map(|(key, value)| (self.key(key), self.value(value)))
                    .collect();
                Value::from(members)
            }
        }
    }

    #[expect(clippy::unused_self, reason = "one of the kinds of value, beside those that need it")]
    fn number(&self, number: &serde_json::Number) -> Value {
        number
            .as_u64()
            .map(Value::from)
            .or_else(|| number.as_i64().map(Value::from))
            .or_else(|| number.as_f64().map(Value::from))
            .unwrap_or(Value::Null)
    }

    fn key(&mut self, key: &str) -> Value {
        if let Some(known) = self.keys.get(key) {
            return known.clone();
        }
        let value = Value::String(key.into());
        if self.keys.len() < MOST_KEYS {
            self.keys.insert(key.into(), value.clone());
        }
        value
    }
}

/// A value as JSON; `None` for one that has no JSON form. Sets become arrays, in order.
pub(in crate::policy) fn to_json(value: &Value) -> Option<Json> {
    match value {
        Value::Null => Some(Json::Null),
        Value::Bool(value) => Some(Json::Bool(*value)),
        Value::Number(number) => serde_json::from_str(&number.format_decimal()).ok(),
        Value::String(text) => Some(Json::String(text.to_string())),
        Value::Array(elements) => elements.iter().map(to_json).collect(),
        Value::Set(elements) => elements.iter().map(to_json).collect(),
        Value::Object(members) => members
            .iter_sorted()
            .map(|(key, value)| {
                let key = match key {
                    Value::String(text) => text.to_string(),
                    other => other.to_string(),
                };
                Some((key, to_json(value)?))
            })
            .collect::<Option<serde_json::Map<_, _>>>()
            .map(Json::Object),
        Value::Undefined => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Interner, to_json};
    use crate::facts::Fields;

    #[test]
    fn json_comes_back_as_it_went() {
        let json = json!({"a": [1, -2, 2.5, 1e300, u64::MAX, null, true, "é"], "": {"b": {}}});
        assert_eq!(to_json(&Interner::default().value(&json)), Some(json));
    }

    #[test]
    fn values_equal_those_that_the_interpreter_reads_itself() {
        let text = r#"{"a":[1,1.0,-7,0.1,18446744073709551615,{"k":null}],"b":"x"}"#;
        let json = serde_json::from_str(text).unwrap_or_default();
        assert_eq!(
            regorus::Value::from_json_str(text).ok(),
            Some(Interner::default().value(&json))
        );
    }

    #[test]
    fn only_wanted_fields_are_converted() {
        let fields = Fields::Only(["b", "z"].map(Box::from).into());
        let value = Interner::default().subject(&json!({"a": 1, "b": {"a": 2}}), &fields);
        assert_eq!(to_json(&value), Some(json!({"b": {"a": 2}})));
    }
}
