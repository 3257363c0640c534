//! How subjects tell money and sensitivity.

use serde_json::{Value, json};

use crate::facts::classification::Classification;
use crate::facts::cost::{Charge, CostCenter};
use crate::facts::derive::Facts;
use crate::facts::relation::path_json;
use crate::facts::service_level::decimal;

use super::party;

/// `{name, rank, unclassified}`; null where there are no columns.
pub(super) fn classification(classification: Option<&Classification>) -> Value {
    classification.map_or(
        Value::Null,
        |class| json!({"name": class.name, "rank": class.rank, "unclassified": class.unclassified}),
    )
}

/// A cost centre, and whether the mesh's list holds it.
pub(super) fn cost_center(facts: &Facts, center: Option<&CostCenter<'_>>) -> Value {
    center.map_or(Value::Null, |center| {
        json!({
            "value": center.value,
            "from": center.from,
            "known": is_listed(facts, &center.value),
            "path": path_json(center.pointer),
            "origin": party::origin(facts, center.document),
        })
    })
}

/// Whether the mesh's list of cost centres holds one; none where there is no such list.
pub(super) fn is_listed(facts: &Facts, center: &str) -> Option<bool> {
    let list = facts.snapshot.declared.meshes.first()?.cost_centers.as_ref()?;
    Some(list.iter().any(|known| **known == *center))
}

/// What readers are charged.
pub(super) fn charge(facts: &Facts, charge: Option<&Charge<'_>>) -> Value {
    charge.map_or(Value::Null, |charge| {
        json!({
            "amount": charge.amount.map(decimal),
            "currency": charge.currency,
            "unit": charge.unit,
            "from": charge.from,
            "path": path_json(charge.pointer),
            "origin": party::origin(facts, charge.document),
        })
    })
}
