//! What contracts say will end.

use serde_json::{Value, json};

use crate::facts::testing::{contract, custom, files, snapshot, subjects};
use crate::snapshot::Kind;

fn of(fields: Value) -> Value {
    subjects(&snapshot(&files(&[("c.json", contract("c", fields))])), Kind::Contract)[0].clone()
}

#[test]
fn elements_that_are_marked_in_any_way_are_deprecated() {
    let contract = of(json!({
        "schema": [{"name": "orders", "properties": [
            {"name": "a", "deprecated": true, "customProperties": custom(&[("successor", json!("b")), ("endOfSupport", json!("2027-01-01"))])},
            {"name": "b", "deprecated": false},
            {"name": "c", "tags": ["Deprecated"], "properties": [{"name": "d", "customProperties": custom(&[("deprecated", json!("use a"))])}]},
            {"name": "e", "customProperties": custom(&[("deprecated", json!(false))])},
        ]}],
        "slaProperties": [{"property": "endOfSupport", "value": "2028-02-03", "element": "orders.c"}, {"property": "endOfSupport", "value": "2030-01-01"}],
    }));
    let line = |one: &Value| {
        format!(
            "{} {} {} {}",
            one["name"], one["path"], one["successor"], one["end_of_support"]
        )
    };
    let lines: Vec<String> = contract["deprecated"]
        .as_array()
        .into_iter()
        .flatten()
        .map(line)
        .collect();
    assert_eq!(
        lines,
        [
            r#""orders.a" ["schema",0,"properties",0] "b" "2027-01-01""#,
            r#""orders.c" ["schema",0,"properties",2] null "2028-02-03""#,
            r#""orders.c.d" ["schema",0,"properties",2,"properties",0] null null"#,
        ]
    );
}

#[test]
fn a_contract_is_deprecated_by_its_status() {
    let found = of(json!({
        "name": "Orders", "status": "deprecated", "version": "v2.1.0",
        "customProperties": custom(&[("replacedBy", json!("orders-v3"))]),
        "slaProperties": [{"property": "endOfSupport", "value": "2030-01-01"}],
    }));
    assert_eq!(
        found["deprecated"],
        json!([{"name": "Orders", "path": ["status"], "successor": "orders-v3", "end_of_support": "2030-01-01"}])
    );
    assert_eq!(found["version_parts"], json!({"major": 2, "minor": 1, "patch": 0}));
    let active = of(json!({"version": "2"}));
    assert_eq!(
        (&active["deprecated"], &active["version_parts"]),
        (&json!([]), &Value::Null)
    );
}
