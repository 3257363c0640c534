//! Products that nobody reads.

use serde_json::{Value, json};

use crate::facts::testing::{contract, custom, files, product, snapshot, subjects};
use crate::snapshot::Kind;

fn unused(fields: Value, others: &[(&str, Value)]) -> Value {
    let mut list = vec![("a.json", product("p", "sales", "aggregate", fields))];
    list.extend_from_slice(others);
    subjects(&snapshot(&files(&list)), Kind::Product)[0]["unused"].clone()
}

#[test]
fn the_last_use_counts_and_else_the_day_of_its_making() {
    let made = json!({"productCreatedTs": "2026-01-24T08:00:00Z"});
    assert_eq!(
        unused(made.clone(), &[]),
        json!({"since": "2026-01-24", "months": 9, "evidence": "created"})
    );
    let used =
        json!({"productCreatedTs": "2020-01-01", "customProperties": custom(&[("lastUsed", json!("2026-05-23"))])});
    assert_eq!(
        unused(used.clone(), &[]),
        json!({"since": "2026-05-23", "months": 6, "evidence": "last_used"})
    );
    assert_eq!(
        unused(json!({}), &[]),
        json!({"since": null, "months": null, "evidence": null})
    );
    let product = &subjects(
        &snapshot(&files(&[("a.json", product("p", "sales", "aggregate", used))])),
        Kind::Product,
    )[0];
    assert_eq!(
        (&product["created_on"], &product["last_used_on"]),
        (&json!("2020-01-01"), &json!("2026-05-23"))
    );
}

#[test]
fn a_product_that_somebody_asks_for_is_used() {
    let ports = json!({"outputPorts": [{"name": "out", "version": "1.0.0", "contractId": "c"}]});
    let reader = |id: &str, version: &str| {
        product(
            id,
            "hr",
            "aggregate",
            json!({"inputPorts": [{"name": "in", "version": version, "contractId": "c"}]}),
        )
    };
    assert_eq!(unused(ports.clone(), &[("b.json", reader("q", "1"))]), Value::Null);
    assert_eq!(unused(ports.clone(), &[("b.json", reader("q", "9"))]), Value::Null);
    let unexposed = contract("c", json!({"dataProduct": "p"}));
    assert_eq!(
        unused(json!({}), &[("b.json", reader("q", "1")), ("c.json", unexposed)]),
        Value::Null
    );
    let own = json!({"outputPorts": ports["outputPorts"], "inputPorts": [{"name": "in", "contractId": "c"}]});
    assert!(unused(own, &[]).is_object());
}
