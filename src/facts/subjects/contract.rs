//! Contracts as subjects.

use serde_json::{Map, Value, json};

use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::life_cycle::LifeCycle;
use crate::facts::origin::Origin;
use crate::facts::ownership::OutputPortRef;
use crate::facts::relation::path_json;
use crate::facts::service_level;
use crate::facts::subject::{SubjectRef, number};
use crate::snapshot::{Contract, Kind};

use super::declared::{Interface, contract_json, names, origin_json, put_interface, put_native};
use super::{contract_columns, contract_life, contract_use, previous, standing};

pub(super) fn count(facts: &Facts, _kind: Kind) -> u32 {
    number(facts.snapshot.declared.contracts.len())
}

pub(super) fn key(facts: &Facts, subject: SubjectRef) -> (Box<str>, Box<str>) {
    find(facts, subject).map_or_else(
        || ("contract".into(), "contract".into()),
        |contract| names(facts, contract.document, contract.id.as_ref(), contract.name.as_ref()),
    )
}

pub(super) fn domain<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<&'f str> {
    facts.membership.domain_of(find(facts, subject)?.document)
}

pub(super) fn build(facts: &Facts, subject: SubjectRef, fields: &Fields) -> Map<String, Value> {
    let mut members = Map::new();
    let Some(contract) = find(facts, subject) else {
        return members;
    };
    put_native(facts, contract.document, fields, &mut members);
    let interface = Interface {
        standard: "odcs",
        document: contract.document,
        life_cycle: LifeCycle::of(contract.status.as_ref().map(|status| &*status.value)).name(),
        team: contract.team.as_ref(),
        custom: &contract.custom,
        conformance: &contract.conformance,
    };
    put_interface(facts, &interface, fields, &mut members);
    contract_life::put(facts, contract, fields, &mut members);
    previous::put_contract(facts, contract, fields, &mut members);
    if fields.wants("same_id") {
        let others = same_id(facts, subject).map(|other| contract_json(facts, other));
        members.insert("same_id".into(), others.collect());
    }
    if fields.wants("service_levels") {
        members.insert("service_levels".into(), service_level::to_json(&contract.sla, None));
    }
    if fields.wants("exposed_by") {
        members.insert("exposed_by".into(), exposed_by(facts, contract));
    }
    contract_columns::put(contract, fields, &mut members);
    contract_use::put(facts, subject.index, contract, fields, &mut members);
    standing::put_consents(facts, subject, fields, &mut members);
    members
}

pub(super) fn origin<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<Origin<'f>> {
    Some(Origin::document(find(facts, subject)?.document))
}

pub(super) fn related<'f>(facts: &'f Facts, subject: SubjectRef) -> Vec<(Origin<'f>, String)> {
    same_id(facts, subject)
        .map(|other| {
            let of = facts.membership.domain_of(other.document);
            let of = of.map_or(String::new(), |domain| format!(", of {domain}"));
            (
                Origin::document(other.document),
                format!("another contract with this id{of}"),
            )
        })
        .collect()
}

fn find<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<&'f Contract> {
    facts.snapshot.declared.contracts.get(subject.index as usize)
}

/// The other contracts that state the same id.
fn same_id<'f>(facts: &'f Facts, subject: SubjectRef) -> impl Iterator<Item = &'f Contract> {
    let id = find(facts, subject).and_then(|contract| contract.id.as_ref());
    let all = id.map_or(&[] as &[u32], |id| facts.ownership.contracts_with_id(&id.value));
    all.iter()
        .filter(move |other| **other != subject.index)
        .filter_map(|other| facts.ownership.contract(*other))
}

/// The output ports that name the contract.
fn exposed_by(facts: &Facts, contract: &Contract) -> Value {
    let ports = contract
        .id
        .as_ref()
        .map_or(&[] as &[OutputPortRef], |id| facts.ownership.ports_exposing(&id.value));
    let exposed = ports.iter().filter_map(|exposing| {
        let product = facts.ownership.product(exposing.product)?;
        let port = product.outputs.get(exposing.port as usize)?;
        let (id, name) = names(facts, product.document, product.id.as_ref(), product.name.as_ref());
        Some(json!({
            "product": id,
            "product_name": name,
            "domain": facts.membership.domain_of(product.document),
            "port": port.name,
            "path": path_json(&port.pointer),
            "origin": origin_json(facts, product.document),
        }))
    });
    exposed.collect()
}
