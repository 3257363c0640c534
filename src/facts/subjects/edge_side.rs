//! The two sides of an edge: who reads, and what is read.

use serde_json::{Map, Value, json};

use crate::facts::cost;
use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::life_cycle::LifeCycle;
use crate::facts::lineage::{Resolution, type_class};
use crate::facts::origin::Origin;
use crate::facts::ownership::OutputPortRef;
use crate::facts::relation::path_json;
use crate::facts::stated;
use crate::snapshot::Product;

use super::edge::Link;
use super::{output_port, party, terms};

/// Puts them, and how they are joined.
pub(super) fn put(facts: &Facts, link: Link<'_>, fields: &Fields, members: &mut Map<String, Value>) {
    let mut put = |name: &str, value: &dyn Fn() -> Value| {
        if fields.wants(name) {
            members.insert(name.into(), value());
        }
    };
    put("consumer", &|| consumer(facts, link));
    put("contractId", &|| match link {
        Link::Declared { input, .. } => input.contract_id.as_ref().map(|contract| &*contract.value).into(),
        Link::Undeclared { .. } => Value::Null,
    });
    put("version", &|| match link {
        Link::Declared { input, .. } => input.version.as_deref().into(),
        Link::Undeclared { .. } => Value::Null,
    });
    put("producer", &|| {
        link.producer().map_or(Value::Null, |port| producer(facts, port))
    });
    put("resolution", &|| match link {
        Link::Declared { edge, .. } => edge.resolution.name().into(),
        Link::Undeclared { .. } => Resolution::Undeclared.name().into(),
    });
    put("versions_offered", &|| match link {
        Link::Declared { edge, .. } => facts.lineage.versions_offered(&facts.ownership, edge).into(),
        Link::Undeclared { .. } => json!([]),
    });
}

fn consumer(facts: &Facts, link: Link<'_>) -> Value {
    let mut consumer = Map::new();
    party::put_product(facts, link.consumer(), &mut consumer);
    let product = link.consumer().and_then(|product| facts.ownership.product(product));
    consumer.insert("domain".into(), link.consumer_domain(facts).into());
    let alignment = product.and_then(|product| product.alignment.as_ref());
    consumer.insert("alignment".into(), alignment.map(|alignment| &*alignment.value).into());
    put_product(product, &mut consumer);
    let tier = product.and_then(|product| stated::text(&product.custom, "tier"));
    consumer.insert("tier".into(), tier.into());
    let end = product.and_then(|product| facts.end_of_life(product));
    consumer.insert("end_of_life".into(), end.map(|end| end.to_string()).into());
    let center = product.and_then(cost::of_product);
    consumer.insert("cost_center".into(), terms::cost_center(facts, center.as_ref()));
    let class = product.and_then(|product| facts.output_classification(product));
    consumer.insert("classification".into(), terms::classification(class.as_ref()));
    let origin = link.origin();
    let path = match &origin {
        Origin::Declared(_, pointer) => path_json(pointer),
        Origin::Observed(_) | Origin::Elsewhere(_) => json!([]),
    };
    consumer.insert("path".into(), path);
    consumer.insert("origin".into(), origin.to_json(facts.snapshot));
    Value::Object(consumer)
}

/// Puts what both sides say of their product.
fn put_product(product: Option<&Product>, members: &mut Map<String, Value>) {
    let status = product.map(|product| product.status.as_ref().map(|status| &*status.value));
    let life_cycle = status.map(|status| LifeCycle::of(status).name());
    members.insert("life_cycle".into(), life_cycle.into());
    members.insert("type_class".into(), product.and_then(type_class).into());
}

fn producer(facts: &Facts, port: OutputPortRef) -> Value {
    let Some(product) = facts.ownership.product(port.product) else {
        return Value::Null;
    };
    let mut members = Map::new();
    party::put_product(facts, Some(port.product), &mut members);
    members.insert("domain".into(), facts.membership.domain_of(product.document).into());
    put_product(Some(product), &mut members);
    members.insert("version".into(), facts.lineage.version_of(port).into());
    let output = product.outputs.get(port.port as usize);
    members.insert("port".into(), output.and_then(|output| output.name.as_deref()).into());
    if let Some(output) = output {
        output_port::put_circle(output, &mut members);
        let life_cycle = output_port::life_cycle(facts, product, output);
        members.insert("port_life_cycle".into(), life_cycle.into());
        let charge = cost::charge(product, output, facts.contract_of(product, output));
        members.insert("price".into(), terms::charge(facts, charge.as_ref()));
    }
    let contract = facts.contract_behind(port);
    let brief = contract.and_then(|contract| facts.brief(contract));
    let class = brief.and_then(|brief| brief.classification.as_ref());
    members.insert("classification".into(), terms::classification(class));
    members.insert("contract".into(), contract_json(facts, contract));
    let origin = output.map(|output| Origin::Declared(product.document, output.pointer.clone()));
    let origin = origin.map_or(Value::Null, |origin| origin.to_json(facts.snapshot));
    members.insert("origin".into(), origin);
    Value::Object(members)
}

/// The contract behind the port, and when it ends.
fn contract_json(facts: &Facts, index: Option<u32>) -> Value {
    let contract = index.and_then(|contract| facts.ownership.contract(contract));
    let (Some(contract), Some(brief)) = (contract, index.and_then(|contract| facts.brief(contract))) else {
        return Value::Null;
    };
    json!({
        "id": party::contract_id(facts, contract),
        "version": contract.version.as_ref().map(|version| &version.value),
        "life_cycle": LifeCycle::of(contract.status.as_ref().map(|status| &*status.value)).name(),
        "end_of_life": brief.end_of_life.map(|date| date.to_string()),
        "end_of_support": brief.end_of_support.map(|date| date.to_string()),
        "origin": party::origin(facts, contract.document),
    })
}
