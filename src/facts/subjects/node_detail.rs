//! What facts add to nodes besides their claims, their products and who may do what there.

use serde_json::{Map, Value, json};

use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::place::PlaceId;

use super::{cost_center, limits, node_blueprint, node_owners};

/// Puts the fields of a node that somebody reads.
pub(super) fn put(facts: &Facts, place: Option<PlaceId>, fields: &Fields, members: &mut Map<String, Value>) {
    let mut put = |name: &str, value: &dyn Fn(PlaceId) -> Value| {
        if fields.wants(name) {
            members.insert(name.into(), place.map_or(Value::Null, value));
        }
    };
    put("cost_center", &|place| cost_center::of_node(facts, place));
    put("owners_below", &|place| node_owners::of(facts, place));
    put("blueprint", &|place| node_blueprint::of(facts, place));
    put("subscription", &|place| subscription(facts, place));
    if fields.wants("blueprints") {
        members.insert("blueprints".into(), node_blueprint::count(facts).into());
    }
}

/// The subscription that a node is or is in.
fn subscription(facts: &Facts, place: PlaceId) -> Value {
    let own = facts.inventory.places.get(place).and_then(|place| place.subscription);
    let subscription = own.unwrap_or(place);
    let id = facts.inventory.places.get(subscription).map(|place| &*place.id);
    json!({
        "id": id,
        "name": limits::name(facts, subscription),
        "domain": facts.nodes.domain(&facts.inventory, subscription),
    })
}
