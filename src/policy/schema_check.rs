//! Policies that are JSON Schemas.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::{Map, Value};

use crate::facts::Fields;
use crate::text::{Breach, Detail, Pointer, Schema, SchemaError, Step};

use super::panics;
use super::template::{Template, of_value};
use super::violation::{Fault, Judged, Violation};

/// Keywords that look at no field of the instance, or only at those that they name.
const HARMLESS: &[&str] = &[
    "$comment",
    "$defs",
    "$id",
    "$schema",
    "custom",
    "definitions",
    "description",
    "examples",
    "message",
    "title",
    "type",
];

/// A JSON Schema in which `{"$parameter": "name"}` stands for the value of a parameter.
#[derive(Debug)]
pub(super) struct SchemaCheck {
    document: Value,
    reads: Fields,
}

/// A JSON Schema with its parameters in place.
#[derive(Debug)]
pub(super) struct SchemaJudge {
    schema: Schema,
    document: Value,
}

impl SchemaCheck {
    pub(super) fn new(document: Value) -> Self {
        Self {
            reads: reads(&document),
            document,
        }
    }

    /// The schema as it is written.
    pub(super) fn document(&self) -> &Value {
        &self.document
    }

    /// The names of the parameters that stand in it.
    pub(super) fn parameters(&self) -> BTreeSet<Box<str>> {
        let mut names = BTreeSet::new();
        let mut waiting = vec![&self.document];
        while let Some(value) = waiting.pop() {
            match value {
                Value::Object(members) => {
                    if let Some(name) = members.get("$parameter").and_then(Value::as_str) {
                        names.insert(name.into());
                    }
                    waiting.extend(members.values());
                }
                Value::Array(elements) => waiting.extend(elements),
                _ => {}
            }
        }
        names
    }

    pub(super) fn reads(&self) -> &Fields {
        &self.reads
    }

    /// The schema with these parameters, compiled.
    pub(super) fn compile(&self, parameters: &BTreeMap<Box<str>, Value>) -> Result<SchemaJudge, SchemaError> {
        let document = substituted(&self.document, parameters);
        Ok(SchemaJudge {
            schema: Schema::compile(&document)?,
            document,
        })
    }

    pub(super) fn with(&self, parameters: &BTreeMap<Box<str>, Value>) -> Result<SchemaJudge, Fault> {
        self.compile(parameters).map_err(|error| Fault::Failed {
            message: error.message,
            line: None,
        })
    }
}

impl SchemaJudge {
    pub(super) fn evaluate(&self, subject: &Value) -> Result<Judged, Fault> {
        let breaches = panics::silently(|| catch_unwind(AssertUnwindSafe(|| self.schema.breaches(subject))));
        let breaches = breaches.map_err(|panic| Fault::Panicked {
            message: panics::message(&*panic).into(),
        })?;
        if breaches.is_empty() {
            return Ok(Judged::Pass);
        }
        Ok(Judged::Violations(
            breaches.iter().map(|breach| self.violation(breach, subject)).collect(),
        ))
    }

    fn violation(&self, breach: &Breach, subject: &Value) -> Violation {
        let instance = subject.pointer(breach.pointer.as_str()).unwrap_or(&Value::Null);
        let missing = match &breach.detail {
            Detail::Missing(name) => Some(name),
            _ => None,
        };
        let message = message_for(&self.document, &breach.schema_pointer)
            .and_then(|text| Template::parse(text).ok())
            .map(|template| {
                template.fill_with(|path| match path {
                    "missing" if missing.is_some() => missing.map(ToString::to_string),
                    "actual" => Some(instance.as_str().map_or_else(|| instance.to_string(), str::to_owned)),
                    path => of_value(instance, path).or_else(|| of_value(subject, path)),
                })
            });
        let message = message.unwrap_or_else(|| match breach.pointer.as_str() {
            "" => breach.message.to_string(),
            place => format!("`{place}` {}", breach.message),
        });
        let is_field = missing.is_none() && !breach.pointer.as_str().is_empty();
        Violation {
            message: message.into(),
            path: steps(&breach.pointer, subject),
            parties: Vec::new(),
            actual: is_field.then(|| instance.clone()),
            expected: match &breach.detail {
                Detail::Allowed(values) if values.len() == 1 => values.first().cloned(),
                Detail::Allowed(values) => Some(Value::Array(values.clone())),
                _ => None,
            },
            remediation: None,
            // Two members may be missing in one place.
            key: missing.cloned(),
            level: None,
            exception: None,
        }
    }
}

/// The steps of a pointer into a value: numbers are indexes only where the value has elements.
fn steps(pointer: &Pointer, value: &Value) -> Vec<Step> {
    let mut at = Some(value);
    pointer
        .tokens()
        .map(|token| {
            let index = token.parse::<usize>().ok().filter(|_| at.is_some_and(Value::is_array));
            let step = index.map_or_else(|| Step::Key(token.as_str().into()), Step::Index);
            at = at.and_then(|value| match &step {
                Step::Index(index) => value.get(index),
                Step::Key(key) => value.get(&**key),
            });
            step
        })
        .collect()
}

/// The `message` of the innermost schema around a keyword.
fn message_for<'s>(schema: &'s Value, keyword: &Pointer) -> Option<&'s str> {
    let mut at = schema;
    let mut message = None;
    for token in keyword.tokens() {
        if let Some(text) = at.get("message").and_then(Value::as_str) {
            message = Some(text);
        }
        let next = match at {
            Value::Array(elements) => token.parse::<usize>().ok().and_then(|index| elements.get(index)),
            other => other.get(&token),
        };
        at = match (token.as_str(), next) {
            ("$ref", Some(Value::String(target))) => {
                target.strip_prefix('#').and_then(|pointer| schema.pointer(pointer))?
            }
            (_, Some(next)) => next,
            (_, None) => break,
        };
    }
    message
}

/// A schema in which each `{"$parameter": "name"}` is the parameter's value.
fn substituted(schema: &Value, parameters: &BTreeMap<Box<str>, Value>) -> Value {
    match schema {
        Value::Object(members) => match parameter(members).and_then(|name| parameters.get(name)) {
            Some(value) => value.clone(),
            None => members
                .iter()
                .map(|(key, value)| (key.clone(), substituted(value, parameters)))
                .collect(),
        },
        Value::Array(elements) => elements
            .iter()
            .map(|element| substituted(element, parameters))
            .collect(),
        other => other.clone(),
    }
}

/// The parameter that an object stands for.
fn parameter(members: &Map<String, Value>) -> Option<&str> {
    members.get("$parameter").filter(|_| members.len() == 1)?.as_str()
}

/// The top-level fields that a schema can look at.
fn reads(schema: &Value) -> Fields {
    let mut fields = BTreeSet::new();
    if gather_reads(schema, &mut fields) && gather_placeholders(schema, &mut fields) {
        Fields::Only(fields)
    } else {
        Fields::All
    }
}

/// Adds what a schema of the subject itself looks at; false where that cannot be told.
fn gather_reads(schema: &Value, into: &mut BTreeSet<Box<str>>) -> bool {
    let members = match schema {
        Value::Bool(_) => return true,
        Value::Object(members) => members,
        _ => return false,
    };
    members.iter().all(|(keyword, value)| match keyword.as_str() {
        "properties" => {
            let Some(properties) = value.as_object() else {
                return false;
            };
            into.extend(properties.keys().map(|key| Box::from(key.as_str())));
            true
        }
        "required" => {
            let Some(names) = value.as_array() else { return false };
            into.extend(names.iter().filter_map(Value::as_str).map(Box::from));
            names.iter().all(Value::is_string)
        }
        "if" | "then" | "else" | "not" => gather_reads(value, into),
        "allOf" | "anyOf" | "oneOf" => value
            .as_array()
            .is_some_and(|schemas| schemas.iter().all(|schema| gather_reads(schema, into))),
        keyword => HARMLESS.contains(&keyword),
    })
}

/// Adds the first name of every placeholder in every message: it may be one of the subject's fields.
fn gather_placeholders(schema: &Value, into: &mut BTreeSet<Box<str>>) -> bool {
    match schema {
        Value::Object(members) => {
            if let Some(template) = members.get("message").and_then(Value::as_str).map(Template::parse) {
                let Ok(template) = template else { return false };
                into.extend(template.fields().map(Box::from));
            }
            members.values().all(|value| gather_placeholders(value, into))
        }
        Value::Array(elements) => elements.iter().all(|element| gather_placeholders(element, into)),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

    use std::collections::BTreeMap;

    use serde_json::{Value, json};

    use super::SchemaCheck;
    use crate::facts::Fields;
    use crate::policy::{Judged, Violation};
    use crate::text::Step;

    fn judged(schema: Value, parameters: &[(&str, Value)], subject: &Value) -> Vec<Violation> {
        let parameters: BTreeMap<Box<str>, Value> = parameters
            .iter()
            .map(|(name, value)| (Box::from(*name), value.clone()))
            .collect();
        match SchemaCheck::new(schema)
            .with(&parameters)
            .unwrap()
            .evaluate(subject)
            .unwrap()
        {
            Judged::Violations(violations) => violations,
            Judged::Pass => Vec::new(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn parameters_messages_and_places_are_filled() {
        let schema = json!({
            "properties": {"support": {"type": "array", "minItems": {"$parameter": "channels"}, "message": "{name} has {actual} only",
                "items": {"required": ["url"], "message": "a channel lacks its {missing}"}}},
        });
        let subject = json!({"name": "Orders", "support": [{"url": "x"}, {}]});
        let found = judged(schema, &[("channels", json!(3))], &subject);
        let told: Vec<(&str, &[Step])> = found
            .iter()
            .map(|violation| (&*violation.message, &*violation.path))
            .collect();
        let support = Step::Key("support".into());
        let expected: [(&str, &[Step]); 2] = [
            (r#"Orders has [{"url":"x"},{}] only"#, std::slice::from_ref(&support)),
            ("a channel lacks its url", &[support.clone(), Step::Index(1)]),
        ];
        assert_eq!(told, expected);
        assert_eq!(found.last().unwrap().key.as_deref(), Some("url"));
    }

    #[test]
    fn without_a_message_the_host_words_one() {
        let found = judged(json!({"properties": {"a": {"const": 1}}}), &[], &json!({"a": 2}));
        assert!(found.first().unwrap().message.starts_with("`/a` "), "{found:?}");
        assert_eq!(found.first().unwrap().expected, Some(json!(1)));
    }

    #[test]
    fn messages_are_found_through_references() {
        let schema = json!({"properties": {"a": {"$ref": "#/$defs/short"}}, "$defs": {"short": {"maxLength": 2, "message": "{actual} is long"}}});
        let found = judged(schema, &[], &json!({"a": "abc"}));
        assert_eq!(&*found.first().unwrap().message, "abc is long");
    }

    #[test]
    fn only_plain_keywords_let_fields_be_left_out() {
        let only = |names: &[&str]| Fields::Only(names.iter().map(|name| Box::from(*name)).collect());
        let reads = |schema: Value| SchemaCheck::new(schema).reads().clone();
        assert_eq!(
            reads(json!({"required": ["a"], "properties": {"b": {"minItems": 1}}, "message": "{c.d}"})),
            only(&["a", "b", "c"])
        );
        assert_eq!(
            reads(json!({"if": {"required": ["a"]}, "then": {"anyOf": [{"properties": {"b": {}}}, false]}})),
            only(&["a", "b"])
        );
        for schema in [
            json!({"additionalProperties": false}),
            json!({"$ref": "#/$defs/x", "$defs": {"x": {"required": ["a"]}}}),
            json!({"allOf": [{"minProperties": 1}]}),
            json!({"required": {"$parameter": "x"}}),
            json!({"enum": [{}]}),
            json!({"$parameter": "x"}),
        ] {
            assert_eq!(reads(schema.clone()), Fields::All, "{schema}");
        }
    }
}
