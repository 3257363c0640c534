//! Physical datasets as subjects.

use serde_json::{Map, Value};

use crate::facts::dataset::{Dataset, Owner};
use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::origin::Origin;
use crate::facts::subject::{SubjectRef, number};
use crate::snapshot::Kind;

use super::{dataset_columns, dataset_use, party};

pub(super) fn count(facts: &Facts, _kind: Kind) -> u32 {
    number(facts.datasets.all().len())
}

pub(super) fn key(facts: &Facts, subject: SubjectRef) -> (Box<str>, Box<str>) {
    dataset(facts, subject).map_or_else(|| ("".into(), "".into()), |dataset| names(facts, dataset))
}

/// The id of a dataset, and its name for people.
pub(super) fn names(facts: &Facts, dataset: &Dataset) -> (Box<str>, Box<str>) {
    let name = match &dataset.identity {
        Ok(identity) => identity.name(),
        Err(_) => facts
            .datasets
            .owners(dataset)
            .first()
            .and_then(|owner| facts.ownership.contract(owner.contract))
            .map_or_else(
                || dataset.id.to_string(),
                |contract| party::contract_id(facts, contract).into(),
            ),
    };
    (dataset.id.clone(), name.into())
}

/// The only domain that owns the dataset.
pub(super) fn domain<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<&'f str> {
    match domains(facts, dataset(facts, subject)?).as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

pub(super) fn build(facts: &Facts, subject: SubjectRef, fields: &Fields) -> Map<String, Value> {
    let mut members = Map::new();
    let Some(dataset) = dataset(facts, subject) else {
        return members;
    };
    let mut put = |name: &str, value: &dyn Fn() -> Value| {
        if fields.wants(name) {
            members.insert(name.into(), value());
        }
    };
    put("fingerprint", &|| (*dataset.id).into());
    put("evidence", &|| match dataset.identity {
        Ok(_) => "physical".into(),
        Err(_) => "unresolvable".into(),
    });
    put("owners", &|| {
        let owners = facts.datasets.owners(dataset).iter();
        owners.map(|owner| owner_json(facts, *owner)).collect()
    });
    put("domains", &|| domains(facts, dataset).into());
    put("reason", &|| {
        let reason = dataset.identity.as_ref().err();
        reason.map(|reason| reason.name()).into()
    });
    dataset_use::put(facts, subject.index, dataset, fields, &mut members);
    dataset_columns::put(facts, subject.index, dataset, fields, &mut members);
    members
}

pub(super) fn origin<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<Origin<'f>> {
    let first = facts.datasets.owners(dataset(facts, subject)?).first()?;
    place(facts, *first)
}

pub(super) fn related<'f>(facts: &'f Facts, subject: SubjectRef) -> Vec<(Origin<'f>, String)> {
    let owners = dataset(facts, subject).map_or(&[][..], |dataset| facts.datasets.owners(dataset));
    owners
        .iter()
        .filter_map(|owner| {
            let message = match (domain_of(facts, *owner), owner.product) {
                (Some(domain), Some(_)) => format!("described by a contract of {domain} here"),
                (Some(domain), None) => format!("described by a contract of {domain} that no product exposes"),
                (None, _) => "described by a contract here".to_owned(),
            };
            Some((place(facts, *owner)?, message))
        })
        .collect()
}

fn dataset<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<&'f Dataset> {
    facts.datasets.all().get(subject.index as usize)
}

/// The domains that own a dataset, sorted.
pub(super) fn domains<'f>(facts: &'f Facts, dataset: &Dataset) -> Vec<&'f str> {
    let owners = facts.datasets.owners(dataset).iter();
    let mut domains: Vec<&str> = owners.filter_map(|owner| domain_of(facts, *owner)).collect();
    domains.sort_unstable();
    domains.dedup();
    domains
}

/// The domain of the product that exposes the contract, else that of the contract.
fn domain_of<'f>(facts: &'f Facts, owner: Owner) -> Option<&'f str> {
    let product = owner.product.and_then(|product| facts.ownership.product(product));
    let contract = || {
        facts
            .ownership
            .contract(owner.contract)
            .map(|contract| contract.document)
    };
    let document = product.map(|product| product.document).or_else(contract)?;
    facts.membership.domain_of(document)
}

fn owner_json(facts: &Facts, owner: Owner) -> Value {
    let mut members = Map::new();
    members.insert("domain".into(), domain_of(facts, owner).into());
    party::put_product(facts, owner.product, &mut members);
    let contract = facts.ownership.contract(owner.contract);
    let id = contract.map(|contract| party::contract_id(facts, contract));
    let version = contract.and_then(|contract| contract.version.as_ref());
    members.insert("contract".into(), id.as_deref().into());
    members.insert("contract_version".into(), version.map(|version| &*version.value).into());
    let origin = contract.map_or(Value::Null, |contract| party::origin(facts, contract.document));
    members.insert("origin".into(), origin);
    Value::Object(members)
}

fn place<'f>(facts: &'f Facts, owner: Owner) -> Option<Origin<'f>> {
    let contract = facts.ownership.contract(owner.contract)?;
    Some(Origin::document(contract.document))
}
