//! Sources as subjects.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::lineage::type_class;
use crate::facts::origin::Origin;
use crate::facts::physical::Reason;
use crate::facts::relation::path_json;
use crate::facts::service_level::decimal;
use crate::facts::source::{Ingestion, Place, Source};
use crate::facts::subject::{SubjectRef, number};
use crate::snapshot::Kind;

use super::party;

pub(super) fn count(facts: &Facts, _kind: Kind) -> u32 {
    number(facts.sources.all().len())
}

pub(super) fn key(facts: &Facts, subject: SubjectRef) -> (Box<str>, Box<str>) {
    source(facts, subject).map_or_else(
        || ("".into(), "".into()),
        |source| (source.id.clone(), source.name.clone()),
    )
}

/// The domain that should ingest the source, else the only one that does.
pub(super) fn domain<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<&'f str> {
    let source = source(facts, subject)?;
    source
        .primary_domain
        .or_else(|| match domains(facts, source).as_slice() {
            [only] => Some(*only),
            _ => None,
        })
}

pub(super) fn build(facts: &Facts, subject: SubjectRef, fields: &Fields) -> Map<String, Value> {
    let mut members = Map::new();
    let Some(source) = source(facts, subject) else {
        return members;
    };
    let declared = &facts.snapshot.declared;
    let mut put = |name: &str, value: &dyn Fn() -> Value| {
        if fields.wants(name) {
            members.insert(name.into(), value());
        }
    };
    put("fingerprint", &|| (*source.id).into());
    put("evidence", &|| source.evidence.name().into());
    put("system", &|| {
        let system = source
            .system
            .and_then(|system| declared.source_systems.get(system as usize));
        let name = system.map(|system| &*system.name.value);
        name.or(source.system_name.as_deref()).into()
    });
    put("system_domain", &|| source.system_domain.into());
    put("object", &|| source.object.as_deref().into());
    put("ingestions", &|| {
        let ingestions = facts.sources.ingestions(source).iter();
        ingestions.map(|ingestion| ingestion_json(facts, ingestion)).collect()
    });
    put("domains", &|| domains(facts, source).into());
    put("primary_product", &|| {
        let product = source
            .primary_product
            .and_then(|product| facts.ownership.product(product));
        let id = product.map(|product| party::product_names(facts, product).0);
        id.as_deref().into()
    });
    put("primary_domain", &|| source.primary_domain.into());
    put("reason", &|| source.reason.map(Reason::name).into());
    members
}

pub(super) fn origin<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<Origin<'f>> {
    let first = facts.sources.ingestions(source(facts, subject)?).first()?;
    Some(place(first))
}

pub(super) fn related<'f>(facts: &'f Facts, subject: SubjectRef) -> Vec<(Origin<'f>, String)> {
    let Some(source) = source(facts, subject) else {
        return Vec::new();
    };
    let ingestions = facts.sources.ingestions(source).iter();
    ingestions
        .map(|ingestion| {
            let product = ingestion.product.and_then(|product| facts.ownership.product(product));
            let product = product.map(|product| party::product_names(facts, product).1);
            let message = match (ingestion.domain.as_deref(), product) {
                (Some(domain), Some(product)) => format!("ingested by {domain}, product {product}, here"),
                (Some(domain), None) => format!("ingested by {domain} here"),
                (None, Some(product)) => format!("ingested by product {product} here"),
                (None, None) => "ingested here".to_owned(),
            };
            (place(ingestion), message)
        })
        .collect()
}

fn source<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<&'f Source<'f>> {
    facts.sources.all().get(subject.index as usize)
}

fn domains<'f>(facts: &'f Facts, source: &Source) -> Vec<&'f str> {
    let mut domains: Vec<&str> = facts
        .sources
        .ingestions(source)
        .iter()
        .filter_map(|ingestion| ingestion.domain.as_deref())
        .collect();
    domains.sort_unstable();
    domains.dedup();
    domains
}

fn ingestion_json(facts: &Facts, ingestion: &Ingestion) -> Value {
    let snapshot = facts.snapshot;
    let mut members = Map::new();
    members.insert("domain".into(), ingestion.domain.as_deref().into());
    party::put_product(facts, ingestion.product, &mut members);
    let product = ingestion.product.and_then(|product| facts.ownership.product(product));
    let alignment = product.and_then(|product| product.alignment.as_ref());
    members.insert("alignment".into(), alignment.map(|alignment| &*alignment.value).into());
    members.insert("via".into(), ingestion.via.name().into());
    members.insert("pipeline".into(), ingestion.pipeline.as_deref().into());
    let contract = ingestion
        .contract
        .and_then(|contract| facts.ownership.contract(contract));
    let contract = contract.map(|contract| party::contract_id(facts, contract));
    members.insert("contract".into(), contract.as_deref().into());
    members.insert("evidence".into(), ingestion.evidence.name().into());
    members.insert("type_class".into(), product.and_then(type_class).into());
    members.insert("per_day".into(), facts.per_day(ingestion).map_or(Value::Null, decimal));
    members.insert("path".into(), path(ingestion));
    members.insert("origin".into(), place(ingestion).to_json(snapshot));
    Value::Object(members)
}

/// The value of a `path` field that leads to an ingestion within its document.
pub(super) fn path(ingestion: &Ingestion) -> Value {
    match &ingestion.place {
        Place::Document(_, pointer) => path_json(pointer),
        Place::Azure(_) => json!([]),
    }
}

/// Where an ingestion is stated.
pub(super) fn place<'f>(ingestion: &'f Ingestion) -> Origin<'f> {
    match &ingestion.place {
        Place::Document(document, pointer) => Origin::Declared(*document, pointer.clone().into_owned()),
        Place::Azure(id) => Origin::Observed(Cow::Borrowed(id)),
    }
}
