//! What facts add to resources besides their place.

use serde_json::{Map, Value};

use crate::facts::allocation;
use crate::facts::data_type::carries_data;
use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::place::PlaceId;
use crate::facts::rows::text_of;

/// Puts the fields of a resource that somebody reads.
pub(super) fn put(facts: &Facts, row: &str, place: Option<PlaceId>, fields: &Fields, members: &mut Map<String, Value>) {
    if let Some(Value::Object(node)) = members.get_mut("node") {
        node.insert("domains".into(), domains(facts, place));
    }
    if fields.wants("carries_data") {
        let carries = text_of(row, "type").is_some_and(|kind| carries_data(&kind));
        members.insert("carries_data".into(), carries.into());
    }
    if fields.wants("allocation") {
        let text = facts.tagging.tag("allocation", row, place);
        let text = text.filter(|text| !text.trim().is_empty());
        members.insert(
            "allocation".into(),
            text.map_or(Value::Null, |text| allocation::parse(&text)),
        );
    }
}

/// All domains that claim the node of a place, sorted. Null where none does, and nobody read the node: a tag of it may.
fn domains(facts: &Facts, place: Option<PlaceId>) -> Value {
    let node = place.and_then(|place| facts.nodes.node_of(&facts.inventory, place));
    let is_read = node.is_none_or(|node| facts.inventory.row_of(node).is_some());
    let claims = node.map_or(&[][..], |node| facts.nodes.claims(node));
    let mut domains: Vec<&str> = claims.iter().map(|claim| &*claim.domain).collect();
    domains.sort_unstable();
    domains.dedup();
    if domains.is_empty() && !is_read {
        return Value::Null;
    }
    domains.into()
}
