//! What facts add to management groups.

use serde_json::Value;
use serde_json::value::RawValue;

use crate::facts::arm_id::ArmId;
use crate::facts::derive::Facts;
use crate::facts::rows::{member, row_id};
use crate::facts::subject::number;

/// The field `children`: the management groups and subscriptions right below one. Null where its own row does not list them
/// and some subscription does not say where it is.
pub(super) fn children(facts: &Facts, row: &str) -> Value {
    let listed = member(row, "properties").and_then(|properties| member(properties, "children"));
    if let Some(listed) = listed.and_then(|listed| serde_json::from_str::<Vec<&RawValue>>(listed).ok()) {
        return number(listed.len()).into();
    }
    let id = row_id(row);
    match ArmId::new(&id).management_group().filter(|_| facts.is_placed()) {
        Some(name) => facts.access.hierarchy().children(name).into(),
        None => Value::Null,
    }
}
