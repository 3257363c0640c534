//! `customProperties`: the list of the standards, and the map that people write instead.

use std::collections::BTreeMap;

use crate::snapshot::Located;

use super::field::{Field, scalar};

/// The custom properties of an object by name, each with the place of its value. Of a repeated name the first counts.
pub(super) fn properties(owner: &Field<'_>) -> BTreeMap<Box<str>, Located<serde_json::Value>> {
    let mut properties = BTreeMap::new();
    let Some(field) = owner.get("customProperties") else {
        return properties;
    };
    let listed = field.elements().into_iter().filter_map(|entry| {
        let name = scalar(entry.node.get("property")?)?;
        Some((name, entry.get("value")?))
    });
    let mapped = field.members().map(|(name, value)| (Box::from(name), value));
    for (name, value) in listed.chain(mapped) {
        properties.entry(name).or_insert_with(|| Located {
            value: value.node.to_json(),
            pointer: value.pointer,
        });
    }
    properties
}
