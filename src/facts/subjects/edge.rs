//! Input ports as subjects, joined to what they read.

use serde_json::{Map, Value};

use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::lineage::Edge;
use crate::facts::origin::Origin;
use crate::facts::relation::path_json;
use crate::facts::subject::{SubjectRef, number};
use crate::snapshot::Kind;

use super::{edge_node, party};

pub(super) fn count(facts: &Facts, _kind: Kind) -> u32 {
    number(facts.lineage.edges().len())
}

pub(super) fn key(facts: &Facts, subject: SubjectRef) -> (Box<str>, Box<str>) {
    let Some((edge, product)) =
        edge(facts, subject).and_then(|edge| Some((edge, facts.ownership.product(edge.product)?)))
    else {
        return ("".into(), "".into());
    };
    let port = facts
        .lineage
        .input(edge)
        .and_then(|input| input.name.as_deref())
        .filter(|name| !name.trim().is_empty())
        .map_or_else(|| format!("#{}", edge.port), str::to_owned);
    let (id, name) = party::product_names(facts, product);
    (format!("{id}/{port}").into(), format!("{name} <- {port}").into())
}

/// The domain of the product that reads.
pub(super) fn domain<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<&'f str> {
    let product = facts.ownership.product(edge(facts, subject)?.product)?;
    facts.membership.domain_of(product.document)
}

pub(super) fn build(facts: &Facts, subject: SubjectRef, fields: &Fields) -> Map<String, Value> {
    let mut members = Map::new();
    let Some((edge, input)) = edge(facts, subject).and_then(|edge| Some((edge, facts.lineage.input(edge)?))) else {
        return members;
    };
    let mut put = |name: &str, value: &dyn Fn() -> Value| {
        if fields.wants(name) {
            members.insert(name.into(), value());
        }
    };
    put("consumer", &|| {
        let mut consumer = Map::new();
        party::put_product(facts, Some(edge.product), &mut consumer);
        let product = facts.ownership.product(edge.product);
        let domain = product.and_then(|product| facts.membership.domain_of(product.document));
        consumer.insert("domain".into(), domain.into());
        let alignment = product.and_then(|product| product.alignment.as_ref());
        consumer.insert("alignment".into(), alignment.map(|alignment| &*alignment.value).into());
        consumer.insert("path".into(), path_json(&input.pointer));
        consumer.insert(
            "origin".into(),
            place(facts, edge).map_or(Value::Null, |origin| origin.to_json(facts.snapshot)),
        );
        Value::Object(consumer)
    });
    put("contractId", &|| {
        let contract = input.contract_id.as_ref();
        contract.map(|contract| &*contract.value).into()
    });
    put("version", &|| input.version.as_deref().into());
    put("producer", &|| producer(facts, edge));
    put("resolution", &|| edge.resolution.name().into());
    put("versions_offered", &|| {
        facts.lineage.versions_offered(&facts.ownership, edge).into()
    });
    let node = |product: u32| facts.nodes.of_product(product);
    let ends = (node(edge.product), edge.producer.and_then(|port| node(port.product)));
    edge_node::put(facts, ends, fields, &mut members);
    members
}

pub(super) fn origin<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<Origin<'f>> {
    place(facts, edge(facts, subject)?)
}

pub(super) fn related<'f>(facts: &'f Facts, subject: SubjectRef) -> Vec<(Origin<'f>, String)> {
    let producer = edge(facts, subject).and_then(|edge| edge.producer);
    producer
        .and_then(|port| {
            let product = facts.ownership.product(port.product)?;
            let output = product.outputs.get(port.port as usize)?;
            let name = party::product_names(facts, product).1;
            let origin = Origin::Declared(product.document, output.pointer.clone());
            Some((origin, format!("exposed by product {name} here")))
        })
        .into_iter()
        .collect()
}

fn edge<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<&'f Edge> {
    facts.lineage.edges().get(subject.index as usize)
}

fn place<'f>(facts: &'f Facts, edge: &Edge) -> Option<Origin<'f>> {
    let product = facts.ownership.product(edge.product)?;
    let input = facts.lineage.input(edge)?;
    Some(Origin::Declared(product.document, input.pointer.clone()))
}

fn producer(facts: &Facts, edge: &Edge) -> Value {
    let Some((port, product)) = edge
        .producer
        .and_then(|port| Some((port, facts.ownership.product(port.product)?)))
    else {
        return Value::Null;
    };
    let output = product.outputs.get(port.port as usize);
    let mut members = Map::new();
    party::put_product(facts, Some(port.product), &mut members);
    members.insert("domain".into(), facts.membership.domain_of(product.document).into());
    members.insert("port".into(), output.and_then(|output| output.name.as_deref()).into());
    members.insert("version".into(), facts.lineage.version_of(port).into());
    let origin = output.map(|output| Origin::Declared(product.document, output.pointer.clone()));
    let origin = origin.map_or(Value::Null, |origin| origin.to_json(facts.snapshot));
    members.insert("origin".into(), origin);
    Value::Object(members)
}
