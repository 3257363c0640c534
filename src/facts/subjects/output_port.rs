//! What an output port offers, and to whom.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::facts::column::columns;
use crate::facts::cost;
use crate::facts::derive::Facts;
use crate::facts::life_cycle::LifeCycle;
use crate::facts::origin::Origin;
use crate::facts::ownership::OutputPortRef;
use crate::facts::stated;
use crate::snapshot::{Contract, OutputPort, Product, Setting};

use super::{party, terms};

/// Puts who reads the port, and what its custom properties and its contract say of it.
pub(super) fn put(facts: &Facts, place: OutputPortRef, members: &mut Map<String, Value>) {
    let Some(product) = facts.ownership.product(place.product) else {
        return;
    };
    let Some(port) = product.outputs.get(place.port as usize) else {
        return;
    };
    let contract_index = facts.contract_index(product, port);
    let contract = contract_index.and_then(|contract| facts.ownership.contract(contract));
    let brief = contract_index.and_then(|contract| facts.brief(contract));
    let home = facts.membership.domain_of(product.document);
    let consumers = consumers(facts, place);
    members.insert("consumer_domains".into(), other_domains(&consumers, home));
    members.insert("consumers".into(), consumers.into());
    let charge = cost::charge(product, port, contract);
    members.insert("price".into(), terms::charge(facts, charge.as_ref()));
    put_circle(port, members);
    let class = brief.and_then(|brief| brief.classification.as_ref());
    members.insert("classification".into(), terms::classification(class));
    members.insert("server_types".into(), server_types(contract).into());
    members.insert("formats".into(), formats(contract).into());
    let status = contract.map(|contract| contract.status.as_ref().map(|status| &*status.value));
    members.insert(
        "life_cycle".into(),
        status.map(|status| LifeCycle::of(status).name()).into(),
    );
    members.insert("sample_data".into(), has_sample(port, contract).into());
}

/// Puts to whom the port is open: `visibility` and `audience`.
pub(super) fn put_circle(port: &OutputPort, members: &mut Map<String, Value>) {
    members.insert("visibility".into(), visibility(port).into());
    members.insert("audience".into(), stated::names(&port.custom, "audience").into());
}

/// The life cycle of a port: its own where it says one, else that of its contract.
pub(super) fn life_cycle(facts: &Facts, product: &Product, port: &OutputPort) -> Option<&'static str> {
    if port.is_deprecated {
        return Some(LifeCycle::Deprecated.name());
    }
    if let Some(own) = stated::text(&port.custom, "status") {
        return Some(LifeCycle::of(Some(&own)).name());
    }
    let contract = facts.contract_of(product, port)?;
    Some(LifeCycle::of(contract.status.as_ref().map(|status| &*status.value)).name())
}

/// The formats that a contract's servers state, sorted.
fn formats(contract: Option<&Contract>) -> Vec<&str> {
    let servers = contract.into_iter().flat_map(|contract| &contract.servers);
    let formats = servers.filter_map(|server| server.settings.get("format").and_then(Setting::literal));
    formats.collect::<BTreeSet<_>>().into_iter().collect()
}

fn server_types(contract: Option<&Contract>) -> Vec<&str> {
    let servers = contract.into_iter().flat_map(|contract| &contract.servers);
    let types = servers.filter_map(|server| server.kind.as_deref());
    types.collect::<BTreeSet<_>>().into_iter().collect()
}

fn visibility(port: &OutputPort) -> Option<&'static str> {
    match stated::text(&port.custom, "visibility")?.to_lowercase().as_str() {
        "public" => Some("public"),
        "protected" => Some("protected"),
        "private" => Some("private"),
        _ => None,
    }
}

fn has_sample(port: &OutputPort, contract: Option<&Contract>) -> bool {
    let own = stated::first(&port.custom, &["sampleData"]);
    own.map_or_else(
        || contract.is_some_and(|contract| columns(contract).iter().any(|column| column.native.has_examples)),
        |own| stated::affirms(&own.value),
    )
}

/// The products whose input ports read this port, each with the port that does.
fn consumers(facts: &Facts, place: OutputPortRef) -> Vec<Value> {
    let readers = facts.readers_of(place).into_iter();
    readers
        .map(|edge| {
            let mut consumer = party::party(facts, edge.product);
            let input = facts.lineage.input(edge);
            let name = input.and_then(|input| input.name.as_deref());
            consumer.insert("port".into(), name.into());
            let origin = input
                .zip(facts.ownership.product(edge.product))
                .map(|(input, product)| {
                    Origin::Declared(product.document, input.pointer.clone()).to_json(facts.snapshot)
                });
            consumer.insert("origin".into(), origin.into());
            Value::Object(consumer)
        })
        .collect()
}

fn other_domains(consumers: &[Value], home: Option<&str>) -> Value {
    let domains = consumers.iter().filter_map(|consumer| consumer["domain"].as_str());
    let domains: BTreeSet<&str> = domains.filter(|domain| Some(*domain) != home).collect();
    domains.into_iter().collect()
}
