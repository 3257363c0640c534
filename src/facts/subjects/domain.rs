//! Domains as subjects: those that files declare, and those that are only named.

use serde_json::{Map, Value, json};

use crate::facts::derive::Facts;
use crate::facts::domains::Named;
use crate::facts::fields::Fields;
use crate::facts::origin::Origin;
use crate::facts::subject::SubjectRef;
use crate::snapshot::Kind;

use super::declared::{names, origin_json, put_native};
use super::domain_names;

pub(super) fn count(facts: &Facts, _kind: Kind) -> u32 {
    facts.domains.len()
}

pub(super) fn key(facts: &Facts, subject: SubjectRef) -> (Box<str>, Box<str>) {
    let name: Box<str> = find(facts, subject).map_or("domain", |domain| &domain.name).into();
    (name.clone(), name)
}

pub(super) fn domain<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<&'f str> {
    Some(&find(facts, subject)?.name)
}

pub(super) fn build(facts: &Facts, subject: SubjectRef, fields: &Fields) -> Map<String, Value> {
    let mut members = Map::new();
    let Some(domain) = find(facts, subject) else {
        return members;
    };
    match facts.domains.declarations(domain).next() {
        Some(declared) => put_native(facts, declared.document, fields, &mut members),
        None if fields.wants("domain_evidence") => {
            members.insert("domain_evidence".into(), Value::Null);
        }
        None => {}
    }
    let name = &*domain.name;
    if fields.wants("products") {
        let products = facts.membership.products_of(name).iter();
        let products = products.filter_map(|index| facts.ownership.product(*index));
        let products = products.map(|product| {
            let (id, name) = names(facts, product.document, product.id.as_ref(), product.name.as_ref());
            json!({"id": id, "name": name, "origin": origin_json(facts, product.document)})
        });
        members.insert("products".into(), products.collect());
    }
    if fields.wants("contracts") {
        let contracts = facts.membership.contracts_of(name).iter();
        let contracts = contracts.filter_map(|index| facts.ownership.contract(*index));
        let contracts = contracts.map(|contract| {
            let (id, name) = names(facts, contract.document, contract.id.as_ref(), contract.name.as_ref());
            json!({"id": id, "name": name, "origin": origin_json(facts, contract.document)})
        });
        members.insert("contracts".into(), contracts.collect());
    }
    if fields.wants("effective_nodes") {
        members.insert("effective_nodes".into(), nodes(facts, name));
    }
    domain_names::put(facts, domain, fields, &mut members);
    members
}

/// The first file that declares it, else the first place that names it.
pub(super) fn origin<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<Origin<'f>> {
    let domain = find(facts, subject)?;
    match facts.domains.declarations(domain).next() {
        Some(declared) => Some(Origin::document(declared.document)),
        None => domain_names::place(facts, *domain.mentions.first()?),
    }
}

/// The other files that declare a domain of this name.
pub(super) fn related<'f>(facts: &'f Facts, subject: SubjectRef) -> Vec<(Origin<'f>, String)> {
    let Some(domain) = find(facts, subject) else {
        return Vec::new();
    };
    let others = facts.domains.declarations(domain).skip(1);
    others
        .map(|other| (Origin::document(other.document), "another domain with this name".into()))
        .collect()
}

/// The nodes that belong to a domain, for whatever reason; `nodes` is the list of ids in its file.
fn nodes(facts: &Facts, domain: &str) -> Value {
    let all = (0..facts.count(Kind::Node)).map(|index| SubjectRef {
        kind: Kind::Node,
        index,
    });
    let own = all.filter(|node| facts.domain(*node) == Some(domain));
    own.map(|node| {
        let key = facts.key(node);
        let origin = super::origin(facts, node).map(|origin| origin.to_json(facts.snapshot));
        json!({"id": key.id, "name": key.name, "origin": origin})
    })
    .collect()
}

fn find<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<&'f Named<'f>> {
    facts.domains.get(subject.index)
}
