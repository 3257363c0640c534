//! What a contract says will end: elements of its schema that it marks as deprecated.

use serde_json::Value;

use crate::snapshot::{Contract, SlaProperty};
use crate::text::{self, Document, Node, Pointer};

use super::day;

/// A deprecated thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Deprecated {
    /// Its name; that of an element begins with the name of its schema object.
    pub(super) name: Box<str>,
    /// Where it is declared.
    pub(super) pointer: Pointer,
    /// What replaces it.
    pub(super) successor: Option<Box<str>>,
    /// The day until which it is supported.
    pub(super) end_of_support: Option<jiff::civil::Date>,
}

/// The deprecated elements of a contract, in the order of its document: those with `deprecated: true` (ODCS v3.2), a custom
/// property `deprecated`, or a tag of that name.
pub(super) fn elements(contract: &Contract, document: &Document) -> Vec<Deprecated> {
    let mut found = Vec::new();
    let schema = Pointer::root().key("schema");
    for (index, object) in children(&document.root, "schema").iter().enumerate() {
        walk(contract, object, &schema.index(index), "", &mut found);
    }
    found
}

/// The contract as a whole, told by its status.
pub(super) fn whole(contract: &Contract, name: Box<str>) -> Deprecated {
    let custom = |names: &[&str]| {
        let mut values = names.iter().filter_map(|name| contract.custom.get(*name));
        values.find_map(|property| property.value.as_str().map(str::to_owned))
    };
    let stated = custom(&["endOfSupport"]).and_then(|text| day::of(&text));
    Deprecated {
        name,
        pointer: Pointer::root().key("status"),
        successor: custom(SUCCESSOR).map(Into::into),
        end_of_support: stated.or_else(|| promised(contract, &[])),
    }
}

/// The custom properties that name a successor.
const SUCCESSOR: &[&str] = &["successor", "replacedBy"];

fn walk(contract: &Contract, element: &Node, pointer: &Pointer, within: &str, found: &mut Vec<Deprecated>) {
    let own = element.get("name").and_then(Node::as_str).unwrap_or("");
    let name = match (within, own) {
        (within, "") => within.to_owned(),
        ("", own) => own.to_owned(),
        (within, own) => format!("{within}.{own}"),
    };
    if is_deprecated(element) {
        let stated = custom(element, &["endOfSupport"]).and_then(|text| day::of(&text));
        found.push(Deprecated {
            pointer: pointer.clone(),
            successor: custom(element, SUCCESSOR),
            end_of_support: stated.or_else(|| promised(contract, &[&name, own])),
            name: name.as_str().into(),
        });
    }
    let below = pointer.key("properties");
    for (index, child) in children(element, "properties").iter().enumerate() {
        walk(contract, child, &below.index(index), &name, found);
    }
    if let Some(items) = element.get("items") {
        walk(contract, items, &pointer.key("items"), &name, found);
    }
}

fn children<'n>(node: &'n Node, key: &str) -> &'n [Node] {
    node.get(key).map_or(&[], Node::elements)
}

fn is_deprecated(element: &Node) -> bool {
    let says = |text: &str| !matches!(text.trim().to_lowercase().as_str(), "" | "false" | "no" | "0");
    let native = match element.get("deprecated").map(|node| &node.value) {
        Some(text::Value::Bool(value)) => *value,
        Some(text::Value::String(text)) => says(text),
        _ => false,
    };
    let tagged = || {
        let tags = children(element, "tags").iter().filter_map(Node::as_str);
        tags.map(str::trim).any(|tag| tag.eq_ignore_ascii_case("deprecated"))
    };
    native || custom(element, &["deprecated"]).is_some_and(|text| says(&text)) || tagged()
}

/// The first custom property with one of these names, as text.
fn custom(element: &Node, names: &[&str]) -> Option<Box<str>> {
    let entries = children(element, "customProperties");
    let stated = |property: &str| {
        let entry = entries
            .iter()
            .find(|entry| entry.get("property").and_then(Node::as_str) == Some(property))?;
        match entry.get("value")?.to_json() {
            Value::String(text) => Some(text.into()),
            Value::Bool(value) => Some(value.to_string().into()),
            _ => None,
        }
    };
    names.iter().find_map(|name| stated(name))
}

/// The `endOfSupport` among the service levels that speaks of one of these elements; without any, of the whole contract.
fn promised(contract: &Contract, elements: &[&str]) -> Option<jiff::civil::Date> {
    let is_meant = |property: &&SlaProperty| match (&property.element, elements) {
        (None, []) => true,
        (Some(written), [_, ..]) => written
            .split(',')
            .any(|one| elements.iter().any(|element| one.trim() == *element)),
        _ => false,
    };
    let ends = |property: &&SlaProperty| {
        let name = property.property.as_deref().unwrap_or("").to_lowercase();
        let name: String = name.chars().filter(|character| character.is_alphanumeric()).collect();
        matches!(name.as_str(), "endofsupport" | "es")
    };
    let mut properties = contract.sla.iter().filter(ends).filter(is_meant);
    properties.find_map(|property| day::of(property.value.as_str()?))
}

#[cfg(test)]
mod tests;
