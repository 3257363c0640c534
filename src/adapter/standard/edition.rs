//! One version's JSON Schema, put together from facts that are written once for all versions.
//!
//! `$since`, `$until`, `$value`, `$by` and `$with` are explained in `schemas/standard/README.md`.

use serde_json::{Map, Value, json};

use crate::text::{Pointer, SchemaError};

/// A version of a standard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version {
    major: u32,
    minor: u32,
    patch: u32,
}

impl Version {
    /// From `3.1.0`, or `3.1`, which stands for a patch that nobody knows.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split('.').map(|number| number.parse::<u32>().ok());
        let (major, minor) = (numbers.next()??, numbers.next()??);
        let patch = numbers.next().unwrap_or(Some(u32::MAX))?;
        numbers.next().is_none().then_some(Self { major, minor, patch })
    }

    pub(super) const fn same_minor(self, other: Self) -> bool {
        self.major == other.major && self.minor == other.minor
    }
}

/// The schema of a version from the texts of its facts and the name of the definition that a document as a whole has.
pub(super) fn assemble(facts: &[&str], root: &str, version: Version) -> Result<Value, SchemaError> {
    let mut definitions = Map::new();
    for text in facts {
        let facts: Map<String, Value> = serde_json::from_str(text).map_err(|error| SchemaError {
            pointer: Pointer::root(),
            message: error.to_string().into(),
        })?;
        for (name, fact) in &facts {
            if let Some(fact) = standing(fact, version) {
                definitions.insert(name.clone(), fact);
            }
        }
    }
    let named = definitions.clone();
    definitions
        .values_mut()
        .for_each(|definition| join_properties(definition, &named));
    Ok(json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": format!("#/$defs/{root}"),
        "$defs": definitions,
    }))
}

/// What of a fact stands in a version.
fn standing(fact: &Value, version: Version) -> Option<Value> {
    match fact {
        Value::Array(elements) => Some(
            elements
                .iter()
                .filter_map(|element| standing(element, version))
                .collect(),
        ),
        Value::Object(members) => {
            let bound = |key: &str| members.get(key).and_then(Value::as_str).and_then(Version::parse);
            let is_early = bound("$since").is_some_and(|since| version < since);
            let is_late = bound("$until").is_some_and(|until| version > until);
            if is_early || is_late {
                return None;
            }
            if let Some(alternatives) = members.get("$by").and_then(Value::as_array) {
                return alternatives
                    .iter()
                    .find_map(|alternative| standing(alternative, version));
            }
            if let Some(value) = members.get("$value") {
                return standing(value, version);
            }
            let standing = members
                .iter()
                .filter(|(key, _)| !matches!(key.as_str(), "$since" | "$until"))
                .filter_map(|(key, member)| Some((key.clone(), standing(member, version)?)));
            Some(Value::Object(standing.collect()))
        }
        scalar => Some(scalar.clone()),
    }
}

/// Carries out every `$with` within a definition; what the definition says of a property itself wins.
fn join_properties(within: &mut Value, definitions: &Map<String, Value>) {
    match within {
        Value::Array(elements) => elements
            .iter_mut()
            .for_each(|element| join_properties(element, definitions)),
        Value::Object(members) => {
            if let Some(Value::String(name)) = members.remove("$with") {
                let mut joined = definitions
                    .get(&name)
                    .and_then(|definition| definition.get("properties"))
                    .and_then(Value::as_object)
                    .cloned()
                    .unwrap_or_default();
                if let Some(Value::Object(own)) = members.remove("properties") {
                    joined.extend(own);
                }
                members.insert("properties".to_owned(), Value::Object(joined));
            }
            members
                .values_mut()
                .for_each(|member| join_properties(member, definitions));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Version, assemble, standing};

    fn version(text: &str) -> Version {
        Version::parse(text).unwrap_or_else(|| panic!("{text} is a version"))
    }

    #[test]
    fn only_numbers_with_dots_are_versions() {
        for text in ["", "3", "a.b", "3.1.0.0", "3.1.0-beta", "-1.0", "3..1"] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
        assert!(version("3.10.0") > version("3.9.9"));
    }

    #[test]
    fn facts_stand_only_in_their_versions() {
        let fact = json!({
            "a": {"$since": "1.1.0", "type": "string"},
            "b": {"$until": "1.0.0", "$value": false},
            "c": [1, {"$since": "1.1.0", "$value": 2}],
            "d": {"$by": [{"$until": "1.0.0", "$value": "old"}, {"$since": "1.1.0", "$value": "new"}]},
        });
        assert_eq!(
            standing(&fact, version("1.0.0")),
            Some(json!({"b": false, "c": [1], "d": "old"}))
        );
        assert_eq!(
            standing(&fact, version("1.1.0")),
            Some(json!({"a": {"type": "string"}, "c": [1, 2], "d": "new"}))
        );
    }

    #[test]
    fn properties_of_another_definition_join_in_and_the_own_ones_win() {
        let facts =
            r#"{"A": {"properties": {"x": 1, "y": 1}}, "B": {"items": {"$with": "A", "properties": {"y": 2}}}}"#;
        let Ok(schema) = assemble(&[facts], "B", version("1.0.0")) else {
            panic!("the facts are JSON")
        };
        assert_eq!(schema["$defs"]["B"], json!({"items": {"properties": {"x": 1, "y": 2}}}));
    }
}
