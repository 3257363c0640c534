//! In which nodes the two ends of an edge are.

use serde_json::{Map, Value};

use crate::facts::derive::Facts;
use crate::facts::fields::Fields;

use super::node_products::node_of;

/// Puts `node` into the ends that were built, and `crosses_nodes`: null where the node of an end is not known.
pub(super) fn put(
    facts: &Facts,
    (consumer, producer): (Option<u32>, Option<u32>),
    fields: &Fields,
    members: &mut Map<String, Value>,
) {
    for (end, product) in [("consumer", consumer), ("producer", producer)] {
        if let Some(Value::Object(end)) = members.get_mut(end) {
            end.insert("node".into(), node_of(facts, product));
        }
    }
    if fields.wants("crosses_nodes") {
        let of = |product: Option<u32>| product.and_then(|product| facts.nodes.of_product(product));
        let crosses = of(consumer).zip(of(producer)).map(|(one, other)| one != other);
        members.insert("crosses_nodes".into(), crosses.into());
    }
}
