//! How an edge is used: what pipelines were seen to read, who pays, and what is done to the data on the way.

use serde_json::{Map, Value, json};

use crate::facts::consumer::touch_origin;
use crate::facts::cost;
use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::lineage::{Edge, Resolution};
use crate::facts::source::{Sight, Via};
use crate::facts::stated;

use super::edge::Link;
use super::terms;

/// Puts it.
pub(super) fn put(facts: &Facts, link: Link<'_>, fields: &Fields, members: &mut Map<String, Value>) {
    let mut put = |name: &str, value: &dyn Fn() -> Value| {
        if fields.wants(name) {
            members.insert(name.into(), value());
        }
    };
    put("declared", &|| matches!(link, Link::Declared { .. }).into());
    put("observed", &|| observed(facts, link));
    put("observable", &|| {
        let sight = link.consumer().and_then(|product| facts.sources.sight_of(product));
        (sight == Some(Sight::Whole)).into()
    });
    put("crosses_domains", &|| crosses_domains(facts, link).into());
    put("source", &|| match link {
        Link::Declared { edge, .. } => source(facts, edge),
        Link::Undeclared { .. } => Value::Null,
    });
    put("payer", &|| {
        let center = match link {
            Link::Declared { product, input, .. } => cost::payer(product, input),
            Link::Undeclared { edge, .. } => {
                let product = edge.consumer.and_then(|product| facts.ownership.product(product));
                product.and_then(cost::of_product)
            }
        };
        terms::cost_center(facts, center.as_ref())
    });
    put("deidentification", &|| {
        let product = link.consumer().and_then(|product| facts.ownership.product(product));
        let own = match link {
            Link::Declared { input, .. } => stated::text(&input.custom, "deidentification"),
            Link::Undeclared { .. } => None,
        };
        own.or_else(|| stated::text(&product?.custom, "deidentification"))
            .into()
    });
}

/// The copies of the consumer that read a dataset of the producer.
fn observed(facts: &Facts, link: Link<'_>) -> Value {
    let reads = match link {
        Link::Declared { index, .. } => facts.observed_edges.of_declared(index),
        Link::Undeclared { edge, .. } => &edge.reads,
    };
    let touches = reads
        .iter()
        .filter_map(|read| facts.sources.touches().get(*read as usize));
    let mut seen: Vec<Value> = Vec::new();
    let mut last = None;
    for touch in touches {
        // One copy may read several datasets of one producer.
        let here = (&touch.pipeline, &touch.copy, &touch.place);
        if last.replace(here) == Some(here) {
            continue;
        }
        seen.push(json!({
            "pipeline": touch.pipeline,
            "copy": touch.copy,
            "domain": touch.domain,
            "origin": touch_origin(touch).to_json(facts.snapshot),
        }));
    }
    seen.into()
}

/// Whether reader and producer are of different domains; none where either is not known.
fn crosses_domains(facts: &Facts, link: Link<'_>) -> Option<bool> {
    let producer = facts.ownership.product(link.producer()?.product)?;
    let producer = facts.membership.domain_of(producer.document)?;
    Some(link.consumer_domain(facts)? != producer)
}

/// The operational system's object that the port reads, the first of several.
fn source(facts: &Facts, edge: &Edge) -> Value {
    if edge.resolution != Resolution::Source {
        return Value::Null;
    }
    let mut ingestions = facts.sources.ingestions_by(edge.product);
    let found = ingestions.find(|(_, ingestion)| ingestion.via == Via::InputPort && ingestion.input == Some(edge.port));
    found.map_or(Value::Null, |(source, _)| {
        let declared = &facts.snapshot.declared;
        let system = source
            .system
            .and_then(|system| declared.source_systems.get(system as usize));
        let name = system.map(|system| &*system.name.value);
        json!({
            "id": source.id,
            "name": source.name,
            "system": name.or(source.system_name.as_deref()),
            "system_domain": source.system_domain,
        })
    })
}
