//! In which nodes the two ends of an edge are, and what the consumer's node says of its costs.

use serde_json::{Map, Value};

use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::place::PlaceId;

use super::cost_center;
use super::node_products::node_json;

/// Puts `node` into the ends that were built, and `crosses_nodes`: null where the node of an end is not known. A consumer
/// that states no cost centre has that of its node.
pub(super) fn put(
    facts: &Facts,
    (consumer, producer): (Option<PlaceId>, Option<PlaceId>),
    fields: &Fields,
    members: &mut Map<String, Value>,
) {
    if let Some(Value::Object(end)) = members.get_mut("consumer") {
        end.insert("node".into(), node_json(facts, consumer));
        cost_center::fill(facts, consumer, end.get_mut("cost_center"));
    }
    if let Some(Value::Object(end)) = members.get_mut("producer") {
        end.insert("node".into(), node_json(facts, producer));
    }
    cost_center::fill(facts, consumer, members.get_mut("payer"));
    if fields.wants("crosses_nodes") {
        let crosses = consumer.zip(producer).map(|(one, other)| one != other);
        members.insert("crosses_nodes".into(), crosses.into());
    }
}
