//! What facts add to management groups.

use serde_json::Value;
use serde_json::value::RawValue;

use crate::facts::arm_id::ArmId;
use crate::facts::derive::Facts;
use crate::facts::place::Place;
use crate::facts::rows::{member, row_id};
use crate::facts::subject::number;

/// The field `children`: the management groups and subscriptions right below one. Null where its own row does not list them
/// and some subscription does not say where it is.
pub(super) fn children(facts: &Facts, row: &str) -> Value {
    let listed = member(row, "properties").and_then(|properties| member(properties, "children"));
    if let Some(listed) = listed.and_then(|listed| serde_json::from_str::<Vec<&RawValue>>(listed).ok()) {
        return number(listed.len()).into();
    }
    let hierarchy = facts.access.hierarchy();
    let mut subscriptions = facts
        .inventory
        .places
        .all()
        .map(|(_, place)| place)
        .filter(|place| place.subscription.is_none());
    let says = |place: &Place<'_>| {
        let subscription = ArmId::new(&place.id).subscription();
        subscription.is_some_and(|subscription| hierarchy.above(subscription).is_some())
    };
    let id = row_id(row);
    let name = ArmId::new(&id).management_group();
    match name.filter(|_| subscriptions.all(says)) {
        Some(name) => hierarchy.children(name).into(),
        None => Value::Null,
    }
}
