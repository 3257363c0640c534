//! From which blueprint a node was deployed, as the field `blueprint`.

use serde_json::{Value, json};

use crate::facts::derive::Facts;
use crate::facts::origin::Origin;
use crate::facts::ownership::same_version;
use crate::facts::place::PlaceId;
use crate::snapshot::{Kind, Located, Product};
use crate::text::Node;

use super::declared::document;

/// What a node says of its blueprint.
struct Stated<'f> {
    name: String,
    version: Option<String>,
    from: &'static str,
    origin: Origin<'f>,
}

/// How many blueprints are declared.
pub(super) fn count(facts: &Facts) -> usize {
    facts.catalogue.of(Kind::Blueprint).len()
}

/// The blueprint that the tags `blueprint` and `blueprintversion` name, else the custom properties `blueprint` and
/// `blueprintVersion` of the node's only product. `approved` where a Blueprint of that name is declared and, if it lists
/// versions, lists this one; its lowest version is `minimum`, which rules compare themselves.
pub(super) fn of(facts: &Facts, node: PlaceId) -> Value {
    let Some(stated) = tagged(facts, node).or_else(|| declared(facts, node)) else {
        return Value::Null;
    };
    let blueprint = find(facts, &stated.name);
    let texts = |node: &Node| -> Vec<String> { node.elements().iter().filter_map(text).collect() };
    let versions = blueprint.and_then(|root| root.get("versions")).map(texts);
    let minimum = blueprint.and_then(|root| root.get("minimumVersion")).and_then(text);
    let is_listed = versions.as_ref().is_none_or(|versions| {
        let stated = stated.version.as_deref();
        stated.is_some_and(|stated| versions.iter().any(|version| same_version(version, stated)))
    });
    json!({
        "name": stated.name,
        "version": stated.version,
        "from": stated.from,
        "declared": blueprint.is_some(),
        "approved": blueprint.is_some() && is_listed,
        "minimum": minimum,
        "versions": versions.unwrap_or_default(),
        "origin": stated.origin.to_json(facts.snapshot),
    })
}

fn tagged<'f>(facts: &'f Facts, node: PlaceId) -> Option<Stated<'f>> {
    let tag = |name: &str| Some(facts.node_tag(node, name)?.trim().to_owned());
    Some(Stated {
        name: tag("blueprint")?,
        version: tag("blueprintversion"),
        from: "tag",
        origin: Origin::Observed((&*facts.inventory.places.get(node)?.id).into()),
    })
}

fn declared<'f>(facts: &'f Facts, node: PlaceId) -> Option<Stated<'f>> {
    let [only] = facts.nodes.products(node) else {
        return None;
    };
    let product: &Product = facts.ownership.product(*only)?;
    let custom = |name: &str| product.custom.get(name).and_then(said);
    Some(Stated {
        name: custom("blueprint")?,
        version: custom("blueprintVersion"),
        from: "product",
        origin: Origin::Declared(product.document, product.custom.get("blueprint")?.pointer.clone()),
    })
}

fn said(property: &Located<Value>) -> Option<String> {
    match &property.value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn text(node: &Node) -> Option<String> {
    match node.to_json() {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The document of the first Blueprint of a name.
fn find<'f>(facts: &'f Facts, name: &str) -> Option<&'f Node> {
    let blueprints = facts.catalogue.of(Kind::Blueprint).iter();
    let mut blueprints = blueprints.filter_map(|index| facts.snapshot.declared.others.get(*index as usize));
    let found = blueprints.find(|blueprint| blueprint.name.value.trim() == name)?;
    Some(&document(facts, found.document)?.root)
}
