//! The products of a node, and the nodes of a product.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::facts::cost;
use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::node::placement;
use crate::facts::ownership::owners;
use crate::facts::place::PlaceId;
use crate::facts::product_place::names;
use crate::facts::subject::SubjectRef;
use crate::snapshot::{Kind, NodeKind};

use super::{cost_center, limits, row};

/// Adds to an element of a node's `products` what rules compare with the tags of the node.
pub(super) fn put_names(facts: &Facts, product: u32, members: &mut Map<String, Value>) {
    let Some(declared) = facts.ownership.product(product) else {
        return;
    };
    let owner_names: Vec<&str> = owners(declared.team.as_ref(), facts.as_of)
        .iter()
        .map(|owner| owner.name)
        .collect();
    members.insert("names".into(), names(declared).into());
    members.insert("owner_names".into(), owner_names.into());
    members.insert(
        "cost_center".into(),
        cost::of_product(declared).map(|center| center.value).into(),
    );
    members.insert("nodes".into(), nodes(facts, product));
}

/// Puts where a product is, `node`, `placement` and `nodes`, and what its node says of its costs.
pub(super) fn put_place(facts: &Facts, subject: SubjectRef, fields: &Fields, members: &mut Map<String, Value>) {
    let place = facts.nodes.of_product(subject.index);
    if fields.wants("node") {
        let mut node = row::node(facts, place);
        if let Value::Object(node) = &mut node {
            let kind = match facts.nodes.kind() {
                NodeKind::ResourceGroup => Kind::ResourceGroup,
                NodeKind::Subscription => Kind::Subscription,
            };
            node.insert("kind".into(), kind.name().into());
        }
        members.insert("node".into(), node);
    }
    if fields.wants("placement") {
        let product = facts.ownership.product(subject.index);
        let says_one = || product.is_some_and(|product| says_node(facts, product));
        let placement = match place {
            Some(_) => "placed",
            None if says_one() => "unknown",
            None => "none",
        };
        members.insert("placement".into(), placement.into());
    }
    cost_center::put_product(facts, subject.index, members);
    if fields.wants("nodes") {
        members.insert("nodes".into(), nodes(facts, subject.index));
    }
}

/// A node as edges speak of it: `{id, name}`.
pub(super) fn node_json(facts: &Facts, node: Option<PlaceId>) -> Value {
    node.map_or(Value::Null, |node| {
        let id = facts.inventory.places.get(node).map(|place| &*place.id);
        json!({"id": id, "name": limits::name(facts, node)})
    })
}

/// Whether a product says in which node it is. Where resource groups are the nodes, a subscription alone is none.
fn says_node(facts: &Facts, product: &crate::snapshot::Product) -> bool {
    let property = match facts.nodes.kind() {
        NodeKind::ResourceGroup => "azureResourceGroup",
        NodeKind::Subscription => "azureSubscriptionId",
    };
    let says = |name: &str| product.custom.get(name).and_then(|said| said.value.as_str());
    placement(product, facts.nodes.kind()).is_some() && says(property).is_some_and(|text| !text.trim().is_empty())
}

/// Every node that a product is placed in or whose tag means it, sorted by id.
fn nodes(facts: &Facts, product: u32) -> Value {
    let placed = facts.nodes.of_product(product).map(|place| (place, "placement"));
    let tagged = facts.tagged_nodes().of(product).iter().map(|place| (*place, "tag"));
    let mut nodes: BTreeMap<String, (PlaceId, &str)> = BTreeMap::new();
    for (place, evidence) in placed.into_iter().chain(tagged) {
        let id = facts.inventory.places.get(place).map(|place| place.id.to_lowercase());
        nodes.entry(id.unwrap_or_default()).or_insert((place, evidence));
    }
    let nodes = nodes.into_values();
    let nodes = nodes.map(|(place, evidence)| {
        let id = facts.inventory.places.get(place).map(|place| &*place.id);
        json!({
            "id": id,
            "name": limits::name(facts, place),
            "evidence": evidence,
            "environment": facts.node_tag(place, "environment"),
            "origin": {"azure_id": id},
        })
    });
    nodes.collect()
}
