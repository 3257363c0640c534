//! Who pays, as the field `cost_center`: `{value, from, known, path?, origin}`.

use serde_json::{Map, Value, json};

use crate::facts::cost;
use crate::facts::derive::Facts;
use crate::facts::origin::Origin;
use crate::facts::place::PlaceId;

use super::terms;

/// The cost centre of a node: its tag, else what the only product placed in it says; null where neither says one.
pub(super) fn of_node(facts: &Facts, node: PlaceId) -> Value {
    let tagged = tagged(facts, node);
    if !tagged.is_null() {
        return tagged;
    }
    match facts.nodes.products(node) {
        [only] => facts.ownership.product(*only).map_or(Value::Null, |product| {
            terms::cost_center(facts, cost::of_product(product).as_ref())
        }),
        _ => Value::Null,
    }
}

/// Fills the field `cost_center` of a product that says none itself from the tag of its node.
pub(super) fn put_product(facts: &Facts, product: u32, members: &mut Map<String, Value>) {
    fill(facts, facts.nodes.of_product(product), members.get_mut("cost_center"));
}

/// Puts what the tag of a node says where a relation has a cost centre and states none.
pub(super) fn fill(facts: &Facts, node: Option<PlaceId>, stated: Option<&mut Value>) {
    if let (Some(node), Some(stated @ Value::Null)) = (node, stated) {
        *stated = tagged(facts, node);
    }
}

/// What the effective tag `costcenter` of a node says.
fn tagged(facts: &Facts, node: PlaceId) -> Value {
    let Some(value) = facts.node_tag(node, "costcenter") else {
        return Value::Null;
    };
    let value = value.trim();
    let origin = facts.inventory.places.get(node).map(|place| {
        let id: &str = &place.id;
        Origin::Observed(id.into()).to_json(facts.snapshot)
    });
    json!({"value": value, "from": "tag", "known": terms::is_listed(facts, value), "origin": origin})
}
