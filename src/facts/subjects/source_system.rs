//! Who reads a source system, and how often.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::service_level::decimal;
use crate::facts::source::{Ingestion, Source};

use super::{party, source};

/// A source and its reader: a product, else a pipeline of a domain.
type Reader<'f> = (&'f str, Option<u32>, Option<&'f str>, Option<&'f str>);

/// Puts it.
pub(super) fn put(facts: &Facts, index: u32, fields: &Fields, members: &mut Map<String, Value>) {
    let wanted = ["ingestions", "extracts_per_day", "unknown_extracts"];
    if !wanted.into_iter().any(|name| fields.wants(name)) {
        return;
    }
    let readers = readers(facts, index);
    let known: Vec<f64> = readers.iter().filter_map(|(_, _, per_day)| *per_day).collect();
    let mut put = |name: &str, value: &dyn Fn() -> Value| {
        if fields.wants(name) {
            members.insert(name.into(), value());
        }
    };
    put("ingestions", &|| {
        let readers = readers.iter();
        readers
            .map(|(source, ingestion, per_day)| ingestion_json(facts, source, ingestion, *per_day))
            .collect()
    });
    put("extracts_per_day", &|| decimal(known.iter().sum()));
    put("unknown_extracts", &|| (readers.len() - known.len()).into());
}

/// Each reader of each source once: a port and the pipeline behind it are one extract. The place that says how often stands
/// for it.
fn readers<'f>(facts: &'f Facts, index: u32) -> Vec<(&'f Source<'f>, &'f Ingestion<'f>, Option<f64>)> {
    let mut readers: BTreeMap<Reader<'f>, (&'f Source<'f>, &'f Ingestion<'f>, Option<f64>)> = BTreeMap::new();
    for source in facts.sources.of_system(index) {
        for ingestion in facts.sources.ingestions(source) {
            let pipeline = ingestion.pipeline.as_deref().filter(|_| ingestion.product.is_none());
            let domain = ingestion.domain.as_deref().filter(|_| ingestion.product.is_none());
            let per_day = facts.per_day(ingestion);
            readers
                .entry((&source.id, ingestion.product, domain, pipeline))
                .and_modify(|known| {
                    if per_day > known.2 {
                        *known = (source, ingestion, per_day);
                    }
                })
                .or_insert((source, ingestion, per_day));
        }
    }
    readers.into_values().collect()
}

fn ingestion_json(facts: &Facts, source: &Source, ingestion: &Ingestion, per_day: Option<f64>) -> Value {
    let mut members = Map::new();
    party::put_product(facts, ingestion.product, &mut members);
    members.insert("domain".into(), ingestion.domain.as_deref().into());
    members.insert("source".into(), (*source.name).into());
    members.insert("per_day".into(), per_day.map_or(Value::Null, decimal));
    members.insert("origin".into(), source::place(ingestion).to_json(facts.snapshot));
    Value::Object(members)
}
