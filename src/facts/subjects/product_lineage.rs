//! What a product reads, who reads it, and what that allows it to promise.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::facts::completeness::Completeness;
use crate::facts::composite::{Dimension, Input, platform};
use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::lineage::type_class;
use crate::facts::physical::Reason;
use crate::facts::relation::path_json;
use crate::facts::service_level::decimal;
use crate::facts::source::{Ingestion, Via};
use crate::snapshot::{Kind, Product};

use super::{party, source};

/// Puts them.
pub(super) fn put(facts: &Facts, index: u32, product: &Product, fields: &Fields, members: &mut Map<String, Value>) {
    let mut put = |name: &str, value: &dyn Fn() -> Value| {
        if fields.wants(name) {
            members.insert(name.into(), value());
        }
    };
    put("type_class", &|| type_class(product).into());
    put("consumers", &|| {
        let consumers = facts.consumers_of(index).into_iter();
        consumers
            .map(|consumer| Value::Object(party::party(facts, consumer)))
            .collect()
    });
    put("consumer_domains", &|| facts.consumer_domains(index).into());
    put("consumers_complete", &|| {
        [Kind::Product, Kind::Contract]
            .into_iter()
            .all(|kind| facts.completeness(kind) == Completeness::Complete)
            .into()
    });
    put("fan_in", &|| facts.producers_of(index).len().into());
    put("fan_out", &|| facts.consumers_of(index).len().into());
    put("depth", &|| facts.graph.depth(index).into());
    put("cycle", &|| cycle(facts, index));
    put("composite", &|| {
        Dimension::ALL
            .into_iter()
            .map(|dimension| (dimension.name().to_owned(), level(facts, index, dimension)))
            .collect::<Map<_, _>>()
            .into()
    });
    put("repeated_sources", &|| repeated_sources(facts, index));
}

fn cycle(facts: &Facts, index: u32) -> Value {
    let Some(cycle) = facts.graph.shortest_cycle(index) else {
        return Value::Null;
    };
    let parties = cycle.into_iter();
    parties
        .map(|product| Value::Object(party::party_with_origin(facts, product)))
        .collect()
}

/// One dimension of `composite`.
fn level(facts: &Facts, index: u32, dimension: Dimension) -> Value {
    let level = facts.composites().level(facts, index, dimension);
    let promised = level.promised.as_ref();
    let product = facts.ownership.product(index);
    let port = promised.zip(product).and_then(|(promise, product)| {
        let output = product.outputs.get(promise.port.port as usize)?;
        output.name.as_deref()
    });
    let nowhere = level.unresolved.iter().map(|port| {
        let input = product.and_then(|product| product.inputs.get(*port as usize));
        let name = input.and_then(|input| input.name.as_deref());
        name.map_or_else(|| format!("#{port}"), str::to_owned)
    });
    let silent = level.inputs.iter().filter(|input| !input.is_known);
    let silent = silent
        .filter_map(|input| facts.ownership.product(input.port.product))
        .map(|product| String::from(party::product_names(facts, product).1));
    let unknown: BTreeSet<String> = nowhere.chain(silent).collect();
    let inputs: Vec<Value> = level.inputs.iter().map(|one| input(facts, one)).collect();
    let mut members = json!({
        "promised": promised.map(|promise| decimal(promise.value)),
        "text": promised.map(|promise| &promise.text),
        "port": port,
        "path": promised.map(|promise| path_json(&promise.property.pointer)),
        "origin": promised.map(|promise| party::origin(facts, promise.contract.document)),
        "bound": level.bound.map(decimal),
        "inputs": inputs,
        "unknown": unknown,
    });
    if dimension == Dimension::Availability {
        members["platform"] = platform(facts, dimension).map_or(Value::Null, decimal);
    }
    members
}

fn input(facts: &Facts, input: &Input) -> Value {
    let mut members = party::party_with_origin(facts, input.port.product);
    let product = facts.ownership.product(input.port.product);
    let port = product.and_then(|product| product.outputs.get(input.port.port as usize));
    members.insert("port".into(), port.and_then(|port| port.name.as_deref()).into());
    members.insert("value".into(), input.value.map_or(Value::Null, decimal));
    members.insert("text".into(), input.text.clone());
    members.insert("via".into(), input.via.into());
    Value::Object(members)
}

/// The input ports or the pipelines of one product that read one source.
struct Readers<'f> {
    source: &'f str,
    by_name: BTreeMap<String, &'f Ingestion<'f>>,
}

/// The sources that two of the product's own input ports declare, or two of its pipelines read.
fn repeated_sources(facts: &Facts, index: u32) -> Value {
    let mut readers: BTreeMap<(&str, &'static str), Readers<'_>> = BTreeMap::new();
    for (source, ingestion) in facts.sources.ingestions_by(index) {
        let name = match ingestion.via {
            Via::InputPort => port_name(facts, index, ingestion),
            Via::Pipeline => ingestion.pipeline.as_deref().map(str::to_owned),
            Via::Product | Via::Contract => None,
        };
        if let (Some(name), None::<Reason>) = (name, source.reason) {
            let entry = readers.entry((&source.id, ingestion.via.name()));
            let readers = entry.or_insert_with(|| Readers {
                source: &source.name,
                by_name: BTreeMap::new(),
            });
            readers.by_name.entry(name).or_insert(ingestion);
        }
    }
    let repeated = readers.into_values().filter(|readers| readers.by_name.len() > 1);
    repeated
        .map(|readers| {
            let second = readers.by_name.values().nth(1);
            json!({
                "source": readers.source,
                "ports": readers.by_name.keys().collect::<Vec<_>>(),
                "path": second.map(|ingestion| source::path(ingestion)),
                "origin": second.map(|ingestion| source::place(ingestion).to_json(facts.snapshot)),
            })
        })
        .collect()
}

fn port_name(facts: &Facts, index: u32, ingestion: &Ingestion) -> Option<String> {
    let at = ingestion.input?;
    let input = facts.ownership.product(index)?.inputs.get(at as usize)?;
    let name = input.name.as_deref().map(str::to_owned);
    // Two ports may share a name: the place tells them apart.
    let twins = facts.ownership.product(index)?.inputs.iter();
    let is_only = twins.filter(|other| other.name == input.name).count() < 2;
    Some(name.filter(|_| is_only).unwrap_or_else(|| format!("#{at}")))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::facts::testing::{custom, files, product, snapshot, subjects};
    use crate::snapshot::Kind;

    #[test]
    fn a_source_that_two_ports_declare_is_repeated() {
        let port = |name: &str, object: &str| {
            let said = custom(&[("sourceSystem", json!("erp")), ("sourceObject", json!(object))]);
            json!({"name": name, "version": "1", "customProperties": said})
        };
        let inputs = json!([
            port("first", "orders"),
            port("prices", "prices"),
            port("second", "ORDERS")
        ]);
        let found = subjects(
            &snapshot(&files(&[(
                "p.json",
                product("p", "sales", "Source Aligned", json!({"inputPorts": inputs})),
            )])),
            Kind::Product,
        )
        .remove(0);
        let repeated = &found["repeated_sources"];
        assert_eq!(repeated.as_array().map(Vec::len), Some(1), "{repeated}");
        assert_eq!(repeated[0]["ports"], json!(["first", "second"]));
        assert_eq!(repeated[0]["path"], json!(["inputPorts", 2]));
        assert_eq!(found["type_class"], "source_aligned");
    }

    #[test]
    fn a_type_that_nobody_understands_is_none() {
        for (written, expected) in [
            ("consumer_aligned", json!("consumer_aligned")),
            ("Aggregate", json!("aggregate")),
            ("dashboard", Value::Null),
        ] {
            let found = subjects(
                &snapshot(&files(&[("p.json", product("p", "sales", written, json!({})))])),
                Kind::Product,
            );
            assert_eq!(found[0]["type_class"], expected, "{written}");
        }
    }
}
