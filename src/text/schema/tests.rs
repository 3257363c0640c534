use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Formats, Schema, SchemaError};
use crate::text::Detail;

fn compiled(schema: &Value) -> Schema {
    Schema::compile(schema).unwrap_or_else(|error| panic!("{error} at {:?}", error.pointer.as_str()))
}

fn refusal(schema: &Value) -> SchemaError {
    match Schema::compile(schema) {
        Ok(_) => panic!("{schema} compiles"),
        Err(error) => error,
    }
}

/// Each breach as `pointer: message`.
fn told(schema: &Value, document: &Value) -> Vec<String> {
    compiled(schema)
        .breaches(document)
        .iter()
        .map(|breach| format!("{}: {}", breach.pointer, breach.message))
        .collect()
}

#[test]
fn messages_say_what_is_and_what_should_be() {
    let schema = json!({
        "type": "object",
        "required": ["id"],
        "additionalProperties": false,
        "properties": {
            "id": {"type": "string"},
            "level": {"enum": ["low", "high"]},
            "days": {"type": ["integer", "null"], "maximum": 90},
            "tags": {"type": "array", "minItems": 1, "uniqueItems": true, "items": {"type": "string", "pattern": "^[a-z]+$"}},
        },
    });
    let document = json!({"level": "medium", "days": 91, "tags": ["A b", 1, 1], "more": {"a": 1}});
    assert_eq!(
        told(&schema, &document),
        [
            ": unknown key \"more\"",
            ": missing \"id\"",
            "/days: is 91, should be at most 90",
            "/level: is \"medium\", should be \"low\" or \"high\"",
            "/tags: has the same item twice",
            "/tags/0: \"A b\" does not match ^[a-z]+$",
            "/tags/1: is a number, should be a string",
            "/tags/2: is a number, should be a string",
        ]
    );
    assert_eq!(told(&schema, &json!([])), [": is an array, should be an object"]);
}

#[test]
fn details_name_what_is_missing_unexpected_and_allowed() {
    let schema = json!({"required": ["a"], "properties": {"b": {"enum": [1, 2]}}, "unevaluatedProperties": false, "$schema": "https://json-schema.org/draft/2020-12/schema"});
    let details: Vec<_> = compiled(&schema)
        .breaches(&json!({"b": 3, "c/d": 4}))
        .into_iter()
        .map(|breach| breach.detail)
        .collect();
    assert!(details.contains(&Detail::Missing("a".into())), "{details:?}");
    assert!(
        details.contains(&Detail::Allowed(vec![json!(1), json!(2)])),
        "{details:?}"
    );
    assert!(
        details
            .iter()
            .any(|detail| matches!(detail, Detail::Unexpected(names) if names.iter().any(|name| &**name == "c/d"))),
        "{details:?}"
    );
}

#[test]
fn of_alternatives_the_nearest_one_is_told() {
    let schema = json!({"properties": {"team": {"oneOf": [
        {"type": "object", "properties": {"members": {"type": "array"}}, "additionalProperties": false},
        {"type": "array", "items": {"type": "object", "required": ["username"]}},
    ]}}});
    assert_eq!(
        told(&schema, &json!({"team": [{"username": "a"}, {}]})),
        ["/team/1: missing \"username\""]
    );
    assert_eq!(
        told(&schema, &json!({"team": {"members": 1}})),
        ["/team/members: is a number, should be an array"]
    );
    assert_eq!(
        told(&schema, &json!({"team": 1})),
        ["/team: is a number, should be an object or an array"]
    );
    let either = json!({"oneOf": [{"required": ["a"]}, {"required": ["b"]}]});
    assert_eq!(told(&either, &json!({})), [": needs \"a\" or \"b\""]);
    assert_eq!(
        told(&either, &json!({"a": 1, "b": 2})),
        [": fits more than one of the alternatives, of which it may be only one"]
    );
}

#[test]
fn long_values_are_cut_and_objects_never_shown() {
    let schema = json!({"properties": {"a": {"const": {"secret": 1}}, "b": {"pattern": "^x$"}}});
    let lines = told(&schema, &json!({"a": {"other": [1, 2, 3]}, "b": "y".repeat(5000)}));
    assert_eq!(lines[0], "/a: is an object, should be an object");
    assert!(lines[1].len() < 100, "{}", lines[1]);
}

#[test]
fn nothing_outside_is_read() {
    for reference in [
        "https://example.com/a.json",
        "file:///etc/passwd",
        "other.json",
        "#/$defs/none",
        "#anchor",
    ] {
        let error = refusal(&json!({"properties": {"a": {"$ref": reference}}}));
        assert!(error.message.starts_with("refers to "), "{reference}: {error}");
    }
    assert!(Schema::compile(&json!({"$schema": "https://example.com/own-draft"})).is_err());
}

#[test]
fn resources_given_beside_it_are_known() {
    let name = json!({"type": "string"});
    let schema = json!({"properties": {"a": {"$ref": "https://example.com/name"}}});
    let compiled = Schema::with_resources(&schema, &[("https://example.com/name", &name)], Formats::AsDraft);
    let Ok(compiled) = compiled else {
        panic!("the resource is at hand")
    };
    assert!(compiled.allows(&json!({"a": "x"})));
    assert!(!compiled.allows(&json!({"a": 1})));
}

#[test]
fn a_broken_schema_is_told_with_its_place() {
    let error = refusal(&json!({"properties": {"a": {"type": "strin"}}}));
    assert_eq!(error.pointer.as_str(), "/properties/a/type");
    let error = refusal(&json!({"properties": {"a": {"pattern": "("}}}));
    assert_eq!(error.pointer.as_str(), "/properties/a/pattern");
    assert_eq!(&*error.message, "\"(\" is no valid regex");
}

#[test]
fn formats_are_judged_as_asked() {
    let schema = |draft: &str| json!({"$schema": draft, "format": "date"});
    let allows = |schema: &Value, formats| {
        Schema::with_resources(schema, &[], formats).is_ok_and(|schema| schema.allows(&json!("soon")))
    };
    let (seven, twenty) = (
        schema("http://json-schema.org/draft-07/schema#"),
        schema("https://json-schema.org/draft/2020-12/schema"),
    );
    assert!(!allows(&seven, Formats::AsDraft) && allows(&twenty, Formats::AsDraft));
    assert!(!allows(&seven, Formats::Judged) && !allows(&twenty, Formats::Judged));
    assert!(allows(&seven, Formats::Remarked) && allows(&twenty, Formats::Remarked));
}

#[test]
fn patterns_that_look_around_work_within_bounds() {
    let schema = compiled(&json!({"pattern": "^(?!tmp).*$"}));
    assert!(schema.allows(&json!("orders")) && !schema.allows(&json!("tmp_orders")));
    let evil = compiled(&json!({"pattern": "^(?!x)(a+)+$"}));
    let start = Instant::now();
    evil.breaches(&json!(format!("{}!", "a".repeat(5_000))));
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[test]
fn hostile_schemas_end() {
    let start = Instant::now();
    // Each level refers to the next one twice: two to the power of forty ways through.
    let mut definitions = serde_json::Map::new();
    for level in 0..40 {
        let next = format!("#/$defs/{}", level + 1);
        definitions.insert(level.to_string(), json!({"allOf": [{"$ref": next}, {"$ref": next}]}));
    }
    definitions.insert("40".to_owned(), json!({"type": "string"}));
    let error = refusal(&json!({"$ref": "#/$defs/0", "$defs": definitions}));
    assert_eq!(&*error.message, "the schema leads to one place in more than 10000 ways");

    let circle = Schema::compile(&json!({"allOf": [{"$ref": "#"}, {"type": "string"}]}));
    if let Ok(circle) = circle {
        assert!(!circle.allows(&json!(1)));
    }

    // Both ways lead to the same children, on every level of the document.
    let twofold = compiled(&json!({"type": "array", "items": {"allOf": [{"$ref": "#"}, {"$ref": "#"}]}}));
    let nested = (0..60).fold(json!(1), |inner, _| json!([inner]));
    assert!(!twofold.allows(&nested));

    let deep = (0..100_000).fold(json!({}), |inner, _| {
        Value::Object(std::iter::once(("not".to_owned(), inner)).collect())
    });
    assert!(Schema::compile(&deep).is_err());
    // A value this deep cannot be dropped on the stack of a test.
    std::mem::forget(deep);

    let chain: serde_json::Map<_, _> = (0..100_000)
        .map(|step: u32| (step.to_string(), json!({"$ref": format!("#/$defs/{}", step + 1)})))
        .chain([("100000".to_owned(), json!(true))])
        .collect();
    assert!(Schema::compile(&json!({"$ref": "#/$defs/0", "$defs": chain})).is_err());
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn schemas_are_shared_by_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Schema>();
}
