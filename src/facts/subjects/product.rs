//! Products as subjects.

use serde_json::{Map, Value, json};

use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::life_cycle::LifeCycle;
use crate::facts::origin::Origin;
use crate::facts::ownership::OutputPortRef;
use crate::facts::relation::path_json;
use crate::facts::service_level;
use crate::facts::subject::{SubjectRef, number};
use crate::snapshot::{Contract, Kind, OutputPort, Product};

use super::declared::{Interface, contract_json, names, origin_json, product_json, put_interface, put_native};
use super::{node_products, output_port, previous, product_life, product_lineage, product_service, registration};

pub(super) fn count(facts: &Facts, _kind: Kind) -> u32 {
    number(facts.snapshot.declared.products.len())
}

pub(super) fn key(facts: &Facts, subject: SubjectRef) -> (Box<str>, Box<str>) {
    find(facts, subject).map_or_else(
        || ("product".into(), "product".into()),
        |product| names(facts, product.document, product.id.as_ref(), product.name.as_ref()),
    )
}

pub(super) fn domain<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<&'f str> {
    facts.membership.domain_of(find(facts, subject)?.document)
}

pub(super) fn build(facts: &Facts, subject: SubjectRef, fields: &Fields) -> Map<String, Value> {
    let mut members = Map::new();
    let Some(product) = find(facts, subject) else {
        return members;
    };
    put_native(facts, product.document, fields, &mut members);
    let interface = Interface {
        standard: "odps",
        document: product.document,
        life_cycle: LifeCycle::of(product.status.as_ref().map(|status| &*status.value)).name(),
        team: product.team.as_ref(),
        custom: &product.custom,
        conformance: &product.conformance,
    };
    put_interface(facts, &interface, fields, &mut members);
    registration::put_catalog(facts, product, fields, &mut members);
    product_life::put(facts, subject, product, fields, &mut members);
    previous::put_product(facts, subject, product, fields, &mut members);
    if fields.wants("same_id") {
        let others = same_id(facts, subject).map(|other| product_json(facts, other));
        members.insert("same_id".into(), others.collect());
    }
    if fields.wants("output_ports") {
        let ports = product.outputs.iter().enumerate();
        let ports = ports.map(|(index, port)| output_port(facts, subject.index, product, (index, port)));
        members.insert("output_ports".into(), ports.collect());
    }
    if fields.wants("input_ports") {
        members.insert("input_ports".into(), input_ports(facts, subject, product));
    }
    product_lineage::put(facts, subject.index, product, fields, &mut members);
    product_service::put(facts, product, fields, &mut members);
    node_products::put_place(facts, subject, fields, &mut members);
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
                format!("another product with this id{of}"),
            )
        })
        .collect()
}

fn find<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<&'f Product> {
    facts.snapshot.declared.products.get(subject.index as usize)
}

/// The other products that state the same id.
fn same_id<'f>(facts: &'f Facts, subject: SubjectRef) -> impl Iterator<Item = &'f Product> {
    let id = find(facts, subject).and_then(|product| product.id.as_ref());
    let all = id.map_or(&[] as &[u32], |id| facts.ownership.products_with_id(&id.value));
    all.iter()
        .filter(move |other| **other != subject.index)
        .filter_map(|other| facts.ownership.product(*other))
}

fn output_port(facts: &Facts, of: u32, product: &Product, (index, port): (usize, &OutputPort)) -> Value {
    let contract = facts.contract_of(product, port);
    let mut members = json!({
        "index": index,
        "name": port.name,
        "version": port.version,
        "contractId": port.contract_id.as_ref().map(|id| &id.value),
        "path": path_json(&port.pointer),
        "contract": contract.map(|contract| exposed_contract(facts, contract)),
        "service_levels": contract.map(|contract| {
            let origin = origin_json(facts, contract.document);
            service_level::to_json(&contract.sla, Some(&origin))
        }),
    });
    if let Some(members) = members.as_object_mut() {
        let place = OutputPortRef {
            product: of,
            port: number(index),
        };
        output_port::put(facts, place, members);
    }
    members
}

fn exposed_contract(facts: &Facts, contract: &Contract) -> Value {
    let mut exposed = contract_json(facts, contract);
    let life_cycle = LifeCycle::of(contract.status.as_ref().map(|status| &*status.value));
    if let Some(members) = exposed.as_object_mut() {
        members.insert("life_cycle".into(), life_cycle.name().into());
    }
    exposed
}

fn input_ports(facts: &Facts, subject: SubjectRef, product: &Product) -> Value {
    let ports = product.inputs.iter().enumerate();
    let ports = ports.map(|(index, port)| {
        json!({
            "index": index,
            "name": port.name,
            "version": port.version,
            "contractId": port.contract_id.as_ref().map(|id| &id.value),
            "path": path_json(&port.pointer),
            "resolution": facts.lineage.edge(subject.index, number(index)).map(|edge| edge.resolution.name()),
        })
    });
    ports.collect()
}
