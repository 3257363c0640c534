//! What all subjects that a document declares have in common.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::origin::Origin;
use crate::facts::relation::path_json;
use crate::snapshot::{Conformance, Contract, DocumentIndex, Located, Product, Team};
use crate::text::{Document, redact};

use super::registration;

/// The document with this index.
pub(super) fn document<'f>(facts: &'f Facts, index: DocumentIndex) -> Option<&'f Document> {
    facts.snapshot.documents.get(index.0 as usize).map(AsRef::as_ref)
}

/// Puts the native fields of a document that somebody reads, and how its domain was found.
pub(super) fn put_native(facts: &Facts, index: DocumentIndex, fields: &Fields, members: &mut Map<String, Value>) {
    let Some(document) = document(facts, index) else {
        return;
    };
    for entry in document.root.entries() {
        if fields.wants(&entry.key) {
            let mut native = entry.node.to_json();
            if &*entry.key == "servers" {
                redact(&mut native);
            }
            members.insert(entry.key.to_string(), native);
        }
    }
    if fields.wants("domain_evidence") {
        members.insert(
            "domain_evidence".into(),
            facts.membership.belonging(index).evidence().into(),
        );
    }
}

/// Puts what products and contracts have in common.
pub(super) fn put_interface(
    facts: &Facts,
    interface: &Interface<'_>,
    fields: &Fields,
    members: &mut Map<String, Value>,
) {
    if fields.wants("life_cycle") {
        members.insert("life_cycle".into(), interface.life_cycle.into());
    }
    registration::put(facts, interface.team, fields, members);
    if fields.wants("members") {
        members.insert("members".into(), super::members::of(facts, interface.team));
    }
    if fields.wants("custom") {
        let custom = interface.custom.iter();
        let custom = custom.map(|(name, value)| (name.to_string(), value.value.clone()));
        members.insert("custom".into(), Value::Object(custom.collect()));
    }
    if fields.wants("conformance") {
        members.insert(
            "conformance".into(),
            conformance(interface.standard, interface.conformance),
        );
    }
    if fields.wants("document") {
        let mut native = document(facts, interface.document).map_or(Value::Null, |document| document.root.to_json());
        if let Some(servers) = native.get_mut("servers") {
            redact(servers);
        }
        members.insert("document".into(), native);
    }
}

/// The parts that products and contracts share.
pub(super) struct Interface<'s> {
    pub(super) standard: &'static str,
    pub(super) document: DocumentIndex,
    pub(super) life_cycle: &'static str,
    pub(super) team: Option<&'s Team>,
    pub(super) custom: &'s BTreeMap<Box<str>, Located<Value>>,
    pub(super) conformance: &'s Conformance,
}

fn conformance(standard: &str, conformance: &Conformance) -> Value {
    let errors = conformance.errors.iter();
    let errors = errors.map(|error| json!({"message": error.message, "path": path_json(&error.pointer)}));
    json!({
        "standard": standard,
        "declared": conformance.declared,
        "judged_by": conformance.judged_by,
        "errors": errors.collect::<Vec<_>>(),
    })
}

/// The `id` and `name` of a declared subject: each stands in for the other, and the document's id for both.
pub(super) fn names(
    facts: &Facts,
    index: DocumentIndex,
    id: Option<&Located<Box<str>>>,
    name: Option<&Located<Box<str>>>,
) -> (Box<str>, Box<str>) {
    let stated = |located: Option<&Located<Box<str>>>| {
        located
            .map(|located| located.value.clone())
            .filter(|text| !text.trim().is_empty())
    };
    let (id, name) = (stated(id), stated(name));
    let id = id.or_else(|| name.clone()).unwrap_or_else(|| document_id(facts, index));
    let name = name.unwrap_or_else(|| id.clone());
    (id, name)
}

/// The id of a document: its file, and its number from 1 where the file holds several.
pub(super) fn document_id(facts: &Facts, index: DocumentIndex) -> Box<str> {
    let Some(document) = document(facts, index) else {
        return "document".into();
    };
    let file = document.source.name();
    let neighbour = |at: Option<u32>| {
        let other = at.and_then(|at| facts.snapshot.documents.get(at as usize));
        other.is_some_and(|other| other.source.name() == file)
    };
    if neighbour(index.0.checked_sub(1)) || neighbour(index.0.checked_add(1)) {
        format!("{file}#{}", document.index + 1).into()
    } else {
        file.into()
    }
}

/// The value of an `origin` field of a document.
pub(super) fn origin_json(facts: &Facts, index: DocumentIndex) -> Value {
    Origin::document(index).to_json(facts.snapshot)
}

/// A product as another subject speaks of it: `id`, `name`, `version`, `domain`, `origin`.
pub(super) fn product_json(facts: &Facts, product: &Product) -> Value {
    let (id, name) = names(facts, product.document, product.id.as_ref(), product.name.as_ref());
    json!({
        "id": id,
        "name": name,
        "version": product.version.as_ref().map(|version| &version.value),
        "domain": facts.membership.domain_of(product.document),
        "origin": origin_json(facts, product.document),
    })
}

/// A contract as another subject speaks of it: `id`, `name`, `version`, `domain`, `origin`.
pub(super) fn contract_json(facts: &Facts, contract: &Contract) -> Value {
    let (id, name) = names(facts, contract.document, contract.id.as_ref(), contract.name.as_ref());
    json!({
        "id": id,
        "name": name,
        "version": contract.version.as_ref().map(|version| &version.value),
        "domain": facts.membership.domain_of(contract.document),
        "origin": origin_json(facts, contract.document),
    })
}
