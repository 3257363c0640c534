//! Who reads and writes a dataset, and whom its contracts and products name for it.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::facts::consumer::{DatasetReader, touch_origin};
use crate::facts::dataset::Dataset;
use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::origin::Origin;
use crate::facts::source::Act;
use crate::facts::stated::{self, Custom};

use super::{dataset, party};

/// Puts it.
pub(super) fn put(facts: &Facts, index: u32, dataset: &Dataset, fields: &Fields, members: &mut Map<String, Value>) {
    let mut put = |name: &str, value: &dyn Fn() -> Value| {
        if fields.wants(name) {
            members.insert(name.into(), value());
        }
    };
    put("primary_domains", &|| primary_domains(facts, dataset).into());
    put("primary_domain", &|| match primary_domains(facts, dataset).as_slice() {
        [only] => only.as_str().into(),
        _ => Value::Null,
    });
    put("required_by", &|| required_by(facts, dataset).into());
    put("consumers", &|| {
        let readers = facts.readers_of_dataset(index);
        readers.iter().map(|reader| consumer(facts, reader)).collect()
    });
    put("consumer_domains", &|| {
        let own = dataset::domains(facts, dataset);
        let readers = facts.readers_of_dataset(index);
        let domains: BTreeSet<&str> = readers
            .iter()
            .filter_map(|reader| domain_of(facts, reader))
            .filter(|domain| !own.contains(domain))
            .collect();
        domains.into_iter().collect()
    });
    put("writers", &|| writers(facts, index));
}

/// What the contracts of a dataset, its schema objects and the products that expose it state.
fn customs<'f>(facts: &'f Facts, dataset: &Dataset) -> Vec<&'f Custom> {
    let mut customs = Vec::new();
    for owner in facts.datasets.owners(dataset) {
        let product = owner.product.and_then(|product| facts.ownership.product(product));
        customs.extend(product.map(|product| &product.custom));
        let Some(contract) = facts.ownership.contract(owner.contract) else {
            continue;
        };
        customs.push(&contract.custom);
        let object = owner.object.and_then(|object| contract.schema.get(object as usize));
        customs.extend(object.map(|object| &object.custom));
    }
    customs
}

fn primary_domains(facts: &Facts, dataset: &Dataset) -> Vec<String> {
    let customs = customs(facts, dataset).into_iter();
    let named: BTreeSet<String> = customs
        .filter_map(|custom| stated::text(custom, "primaryDomain"))
        .collect();
    named.into_iter().collect()
}

/// The domains that are said to need it; none where nobody says so.
fn required_by(facts: &Facts, dataset: &Dataset) -> Option<Vec<String>> {
    let customs = customs(facts, dataset).into_iter();
    let mut named = customs
        .filter_map(|custom| stated::names(custom, "requiredByDomains"))
        .peekable();
    named.peek()?;
    let named: BTreeSet<String> = named.flatten().collect();
    Some(named.into_iter().collect())
}

fn consumer(facts: &Facts, reader: &DatasetReader<'_, '_>) -> Value {
    let mut members = Map::new();
    party::put_product(facts, reader.product(), &mut members);
    members.insert("domain".into(), domain_of(facts, reader).into());
    let origin = match reader {
        DatasetReader::Port(edge) => {
            let place = facts.ownership.product(edge.product).zip(facts.lineage.input(edge));
            place.map(|(product, input)| Origin::Declared(product.document, input.pointer.clone()))
        }
        DatasetReader::Copy(touch) => Some(touch_origin(touch)),
    };
    let origin = origin.map_or(Value::Null, |origin| origin.to_json(facts.snapshot));
    members.insert("origin".into(), origin);
    Value::Object(members)
}

fn domain_of<'f>(facts: &'f Facts, reader: &DatasetReader<'f, '_>) -> Option<&'f str> {
    let product = reader.product().and_then(|product| facts.ownership.product(product));
    match (product, reader) {
        (Some(product), _) => facts.membership.domain_of(product.document),
        (None, DatasetReader::Copy(touch)) => touch.domain.as_deref(),
        (None, DatasetReader::Port(_)) => None,
    }
}

/// The copies whose sink is this place, or lies in it.
fn writers(facts: &Facts, index: u32) -> Value {
    let touches = facts.sources.touches_of(index, Act::Writes).iter();
    touches
        .map(|touch| {
            let mut members = Map::new();
            members.insert("pipeline".into(), (*touch.pipeline).into());
            members.insert("copy".into(), (*touch.copy).into());
            members.insert("domain".into(), touch.domain.as_deref().into());
            party::put_product(facts, touch.product, &mut members);
            members.insert("origin".into(), touch_origin(touch).to_json(facts.snapshot));
            Value::Object(members)
        })
        .collect()
}
