//! The columns of a dataset, where else they are, and which datasets have nearly the same.

use serde_json::{Map, Value, json};

use crate::facts::dataset::Dataset;
use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::measure::tidy;
use crate::facts::near_duplicate::{DatasetColumn, NearDuplicate};
use crate::facts::origin::Origin;
use crate::facts::relation::path_json;
use crate::snapshot::{Column, Contract};

use super::{dataset, party};

/// Puts them. Where no contract states a column, nobody knows.
pub(super) fn put(facts: &Facts, index: u32, dataset: &Dataset, fields: &Fields, members: &mut Map<String, Value>) {
    let wanted = ["columns", "shared_columns", "near_duplicates"];
    if !wanted.into_iter().any(|name| fields.wants(name)) {
        return;
    }
    let is_known = !facts.columns().columns(index).is_empty();
    let mut put = |name: &str, value: &dyn Fn() -> Value| {
        if fields.wants(name) {
            members.insert(name.into(), if is_known { value() } else { Value::Null });
        }
    };
    put("columns", &|| {
        let columns = facts.columns().columns(index).iter();
        columns
            .filter_map(|column| column.stated(facts))
            .map(|stated| column_json(facts, stated))
            .collect()
    });
    put("shared_columns", &|| shared_columns(facts, index, dataset));
    put("near_duplicates", &|| near_duplicates(facts, index, dataset));
}

fn column_json(facts: &Facts, (contract, column): (&Contract, &Column)) -> Value {
    json!({
        "name": column.name,
        "logical_type": column.logical_type,
        "description": column.description,
        "path": path_json(&column.pointer),
        "origin": party::origin(facts, contract.document),
    })
}

/// The columns whose name stands in datasets of other products too.
fn shared_columns(facts: &Facts, index: u32, dataset: &Dataset) -> Value {
    let columns = facts.columns();
    let own: Vec<Option<u32>> = facts
        .datasets
        .owners(dataset)
        .iter()
        .map(|owner| owner.product)
        .collect();
    let is_foreign = |other: u32| {
        let owners = facts
            .datasets
            .get(other)
            .map_or(&[][..], |other| facts.datasets.owners(other));
        other != index
            && !owners.is_empty()
            && !owners
                .iter()
                .any(|owner| owner.product.is_some() && own.contains(&owner.product))
    };
    let shared = columns.columns(index).iter().filter_map(|column| {
        let elsewhere: Vec<Value> = columns
            .elsewhere(column, is_foreign)
            .into_iter()
            .filter_map(|(other, column)| elsewhere(facts, other, column))
            .collect();
        let (contract, stated) = column.stated(facts).filter(|_| !elsewhere.is_empty())?;
        let mut shared = column_json(facts, (contract, stated));
        shared["elsewhere"] = elsewhere.into();
        Some(shared)
    });
    shared.collect()
}

fn elsewhere(facts: &Facts, dataset: u32, column: &DatasetColumn) -> Option<Value> {
    let dataset = facts.datasets.get(dataset)?;
    let (contract, column) = column.stated(facts)?;
    let domain = match dataset::domains(facts, dataset).as_slice() {
        [only] => Some(*only),
        _ => None,
    };
    Some(json!({
        "dataset": dataset.id,
        "domain": domain,
        "logical_type": column.logical_type,
        "description": column.description,
        "origin": Origin::Declared(contract.document, column.pointer.clone()).to_json(facts.snapshot),
    }))
}

/// The datasets of other domains that have nearly the same columns, the nearest first.
fn near_duplicates(facts: &Facts, index: u32, dataset: &Dataset) -> Value {
    let own = dataset::domains(facts, dataset);
    let is_foreign = |other: u32| {
        let domains = facts.datasets.get(other).map(|other| dataset::domains(facts, other));
        domains.is_some_and(|domains| !domains.is_empty() && !domains.iter().any(|domain| own.contains(domain)))
    };
    let near = facts
        .columns()
        .near_duplicates(index, |other| !own.is_empty() && is_foreign(other));
    near.into_iter()
        .filter_map(|duplicate| duplicate_json(facts, duplicate))
        .collect()
}

fn duplicate_json(facts: &Facts, duplicate: NearDuplicate) -> Option<Value> {
    let dataset = facts.datasets.get(duplicate.dataset)?;
    let (id, name) = dataset::names(facts, dataset);
    let first = facts.datasets.owners(dataset).first();
    let contract = first.and_then(|owner| facts.ownership.contract(owner.contract));
    Some(json!({
        "id": id,
        "name": name,
        "domains": dataset::domains(facts, dataset),
        "score": share(duplicate.shared, duplicate.either),
        "shared": duplicate.shared,
        "columns": facts.columns().columns(duplicate.dataset).len(),
        "origin": contract.map(|contract| party::origin(facts, contract.document)),
    }))
}

/// A share, to three decimals.
fn share(part: usize, whole: usize) -> f64 {
    let thousandths = u32::try_from(part * 1_000 / whole.max(1)).unwrap_or(u32::MAX);
    tidy(f64::from(thousandths) / 1_000.0)
}
