//! Who pays, as the field `cost_center`: `{value, from, known, path?, origin}`.

use serde_json::{Map, Value};

use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::origin::Origin;
use crate::facts::place::PlaceId;
use crate::facts::relation::path_json;
use crate::snapshot::Product;

use super::declared::document;

/// The cost centre of a node: its tag, else what the only product placed in it says; null where neither says one.
pub(super) fn of_node(facts: &Facts, node: PlaceId) -> Value {
    let tagged = tagged(facts, node);
    if !tagged.is_null() {
        return tagged;
    }
    match facts.nodes.products(node) {
        [only] => facts
            .ownership
            .product(*only)
            .map_or(Value::Null, |product| of_product(facts, product)),
        _ => Value::Null,
    }
}

/// Fills the field `cost_center` of a product that says none itself from the tag of its node.
pub(super) fn put_product(facts: &Facts, product: u32, fields: &Fields, members: &mut Map<String, Value>) {
    let is_open = members.get("cost_center").is_none_or(Value::is_null);
    if !fields.wants("cost_center") || !is_open {
        return;
    }
    let own = facts
        .ownership
        .product(product)
        .map_or(Value::Null, |product| of_product(facts, product));
    let node = facts.nodes.of_product(product).filter(|_| own.is_null());
    members.insert("cost_center".into(), node.map_or(own, |node| tagged(facts, node)));
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
    let id = facts.inventory.places.get(node).map(|place| &*place.id);
    let origin = id.map(|id| Origin::Observed(id.into()));
    cost_center(facts, value.trim(), "tag", origin).into()
}

/// What the custom property `costCenter` of a product says.
fn of_product(facts: &Facts, product: &Product) -> Value {
    let (Some(value), Some(property)) = (stated(product), product.custom.get("costCenter")) else {
        return Value::Null;
    };
    let origin = Origin::document(product.document);
    let mut members = cost_center(facts, &value, "product", Some(origin));
    members.insert("path".into(), path_json(&property.pointer));
    members.into()
}

/// The text of a product's custom property `costCenter`; one that looks like a number counts as its digits.
pub(super) fn stated(product: &Product) -> Option<String> {
    let text = match &product.custom.get("costCenter")?.value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn cost_center(facts: &Facts, value: &str, from: &str, origin: Option<Origin<'_>>) -> Map<String, Value> {
    let mut members = Map::new();
    members.insert("value".into(), value.into());
    members.insert("from".into(), from.into());
    members.insert("known".into(), is_known(facts, value).into());
    let origin = origin.map(|origin| origin.to_json(facts.snapshot));
    members.insert("origin".into(), origin.into());
    members
}

/// Whether the list of the mesh holds a cost centre; none where there is no such list.
fn is_known(facts: &Facts, value: &str) -> Option<bool> {
    let mesh = facts.snapshot.declared.meshes.first()?;
    let list = document(facts, mesh.document)?.root.get("costCenters")?;
    let mut known = list.elements().iter().filter_map(|element| match element.to_json() {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    });
    Some(known.any(|known| known.trim() == value))
}
