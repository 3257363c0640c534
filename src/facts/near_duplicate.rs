//! Columns that several datasets have, and datasets that are nearly the same.

use std::collections::{BTreeMap, BTreeSet};

use crate::snapshot::{Column, Contract};

use super::dataset::Dataset;
use super::derive::Facts;
use super::subject::number;

/// How many columns make a dataset comparable.
pub(super) const MIN_COLUMNS: usize = 4;

/// The share of common columns, in tenths, from which two datasets are nearly the same.
const MIN_TENTHS: usize = 6;

/// How many near duplicates of a dataset are told.
const MAX_DUPLICATES: usize = 10;

/// How many datasets with one rare column are compared: a template that thousands copied is told once, not thousands of times.
const MAX_CANDIDATES: usize = 300;

/// How many other places of one column are told, over all its types and descriptions.
const MAX_ELSEWHERE: usize = 20;

/// How many of them have one type and description: the variety counts, not the crowd.
const MAX_ALIKE: usize = 3;

/// How many places of one type and description are looked at for these.
const MAX_LOOKED_AT: usize = 32;

/// The columns of all datasets, by name.
#[derive(Debug)]
pub(super) struct ColumnIndex {
    /// By dataset; of two contracts that describe one column the first counts.
    columns: Vec<Vec<DatasetColumn>>,
    /// Where each name stands, in order.
    by_name: Vec<Occurrence>,
    /// By dataset, names with types, in order.
    features: Vec<Vec<u32>>,
    /// The rarest features of each dataset, each with the dataset, in order.
    rare: Vec<(u32, u32)>,
    /// How many datasets have each feature.
    frequency: Vec<u32>,
}

/// A column at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Occurrence {
    name: u32,
    /// Its type and description, as a number.
    variant: u32,
    dataset: u32,
    /// Its place in the dataset.
    at: u32,
}

/// A column of a dataset.
#[derive(Clone, Copy, Debug)]
pub(super) struct DatasetColumn {
    /// The contract that states it, as an index into the declared contracts.
    contract: u32,
    /// The schema object, as an index into the contract's schema.
    object: u32,
    /// The column, as an index into the object's columns.
    column: u32,
    /// Its name without case and signs, as a number.
    name: u32,
}

impl DatasetColumn {
    /// What its contract says of it.
    pub(super) fn stated<'f>(&self, facts: &'f Facts) -> Option<(&'f Contract, &'f Column)> {
        let contract = facts.ownership.contract(self.contract)?;
        let object = contract.schema.get(self.object as usize)?;
        Some((contract, object.columns.get(self.column as usize)?))
    }
}

/// A dataset that has most columns of another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct NearDuplicate {
    /// The dataset, by its index.
    pub(super) dataset: u32,
    /// How many columns both have.
    pub(super) shared: usize,
    /// How many columns either has.
    pub(super) either: usize,
}

impl ColumnIndex {
    /// Reads the columns of every dataset.
    pub(super) fn derive(facts: &Facts) -> Self {
        let mut names: BTreeMap<String, u32> = BTreeMap::new();
        let mut features: BTreeMap<(u32, String), u32> = BTreeMap::new();
        let mut variants: BTreeMap<(u32, Option<String>), u32> = BTreeMap::new();
        let mut index = Self {
            columns: Vec::new(),
            by_name: Vec::new(),
            features: Vec::new(),
            rare: Vec::new(),
            frequency: Vec::new(),
        };
        for (dataset, known) in facts.datasets.all().iter().enumerate() {
            let mut columns = Vec::new();
            let mut own: BTreeSet<u32> = BTreeSet::new();
            let mut seen = BTreeSet::new();
            for ((contract, object, column), native) in described(facts, known) {
                let Some(text) = native.name.as_deref().map(normal).filter(|name| !name.is_empty()) else {
                    continue;
                };
                let next = number(names.len());
                let name = *names.entry(text).or_insert(next);
                if !seen.insert(name) {
                    continue;
                }
                let kind = native.logical_type.as_deref().unwrap_or("").to_lowercase();
                let next = number(features.len());
                let feature = *features.entry((name, kind)).or_insert(next);
                own.insert(feature);
                let next = number(variants.len());
                let described = native.description.as_deref().map(str::to_owned);
                index.by_name.push(Occurrence {
                    name,
                    variant: *variants.entry((feature, described)).or_insert(next),
                    dataset: number(dataset),
                    at: number(columns.len()),
                });
                columns.push(DatasetColumn {
                    contract,
                    object,
                    column,
                    name,
                });
            }
            index.columns.push(columns);
            index.features.push(own.into_iter().collect());
        }
        index.by_name.sort_unstable();
        index.count(features.len());
        index
    }

    /// The columns of a dataset, in the order of its contract.
    pub(super) fn columns(&self, dataset: u32) -> &[DatasetColumn] {
        self.columns.get(dataset as usize).map_or(&[], Vec::as_slice)
    }

    /// Where else a column of this name is, of the datasets that `counts`: some of each type and description, in the order of
    /// their first appearance.
    pub(super) fn elsewhere(&self, column: &DatasetColumn, counts: impl Fn(u32) -> bool) -> Vec<(u32, &DatasetColumn)> {
        let mut found = Vec::new();
        let name = column.name;
        let start = self.by_name.partition_point(|other| other.name < name);
        let mut rest = self.by_name.get(start..).unwrap_or(&[]);
        while let Some(first) = rest.first().filter(|first| first.name == name) {
            let alike = rest.partition_point(|other| (other.name, other.variant) == (name, first.variant));
            let (of_variant, others) = rest.split_at(alike);
            let counted = of_variant
                .iter()
                .take(MAX_LOOKED_AT)
                .filter(|other| counts(other.dataset));
            for other in counted.take(MAX_ALIKE) {
                found.extend(
                    self.columns(other.dataset)
                        .get(other.at as usize)
                        .map(|column| (other.dataset, column)),
                );
            }
            if found.len() >= MAX_ELSEWHERE {
                found.truncate(MAX_ELSEWHERE);
                break;
            }
            rest = others;
        }
        found
    }

    /// The datasets that are nearly the same as one, of those that `counts`, the nearest first.
    pub(super) fn near_duplicates(&self, dataset: u32, counts: impl Fn(u32) -> bool) -> Vec<NearDuplicate> {
        let own = self.features_of(dataset);
        if own.len() < MIN_COLUMNS {
            return Vec::new();
        }
        let mut candidates = BTreeSet::new();
        for feature in self.rarest(own) {
            let start = self.rare.partition_point(|(other, _)| *other < feature);
            let with = self.rare.get(start..).unwrap_or(&[]).iter();
            let with = with.take_while(|(other, _)| *other == feature);
            candidates.extend(with.map(|(_, dataset)| *dataset).take(MAX_CANDIDATES));
        }
        candidates.remove(&dataset);
        let mut found: Vec<NearDuplicate> = candidates
            .into_iter()
            .filter(|other| counts(*other))
            .filter_map(|other| {
                let features = self.features_of(other);
                let shared = features
                    .iter()
                    .filter(|feature| own.binary_search(feature).is_ok())
                    .count();
                let either = own.len() + features.len() - shared;
                let is_near = features.len() >= MIN_COLUMNS && shared * 10 >= either * MIN_TENTHS;
                is_near.then_some(NearDuplicate {
                    dataset: other,
                    shared,
                    either,
                })
            })
            .collect();
        // By share, compared without fractions.
        found.sort_by(|one, other| {
            (other.shared * one.either)
                .cmp(&(one.shared * other.either))
                .then(one.dataset.cmp(&other.dataset))
        });
        found.truncate(MAX_DUPLICATES);
        found
    }

    fn features_of(&self, dataset: u32) -> &[u32] {
        self.features.get(dataset as usize).map_or(&[], Vec::as_slice)
    }

    /// Counts how many datasets have each feature, and indexes each dataset by its rarest ones.
    fn count(&mut self, features: usize) {
        self.frequency = vec![0; features];
        for feature in self.features.iter().flatten() {
            if let Some(count) = self.frequency.get_mut(*feature as usize) {
                *count += 1;
            }
        }
        let mut rare = Vec::new();
        for (dataset, own) in self.features.iter().enumerate() {
            if own.len() >= MIN_COLUMNS {
                let dataset = number(dataset);
                rare.extend(self.rarest(own).into_iter().map(|feature| (feature, dataset)));
            }
        }
        rare.sort_unstable();
        self.rare = rare;
    }

    /// As many of the rarest features as must hold one that every near duplicate has too: whoever shares at least six of ten
    /// features cannot miss all of these.
    fn rarest(&self, own: &[u32]) -> Vec<u32> {
        let needed = (own.len() * MIN_TENTHS).div_ceil(10);
        let mut features = own.to_vec();
        features.sort_by_key(|feature| (self.frequency.get(*feature as usize).copied(), *feature));
        features.truncate(own.len() - needed + 1);
        features
    }
}

/// The columns that contracts state of a dataset, each with the indexes of contract, schema object and column.
fn described<'f>(facts: &'f Facts, dataset: &Dataset) -> Vec<((u32, u32, u32), &'f Column)> {
    let mut columns = Vec::new();
    let mut last = None;
    for owner in facts.datasets.owners(dataset) {
        let Some(contract) = facts.ownership.contract(owner.contract) else {
            continue;
        };
        // Several products may expose one contract.
        if last.replace(owner.contract) == Some(owner.contract) {
            continue;
        }
        for (object, stated) in contract.schema.iter().enumerate() {
            let object = number(object);
            // Where nobody knows the place, it is of the contract as a whole.
            if owner.object == Some(object) || owner.object.is_none() && dataset.identity.is_err() {
                let of_object = stated.columns.iter().enumerate();
                columns.extend(of_object.map(|(at, column)| ((owner.contract, object, number(at)), column)));
            }
        }
    }
    columns
}

/// A name without case and signs.
fn normal(name: &str) -> String {
    let letters = name.chars().filter(|character| character.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use crate::facts::testing::{contract, files, product, snapshot, subjects};
    use crate::snapshot::Kind;

    /// A product with one table of these columns, each `name` or `name:type`.
    fn table(name: &str, domain: &str, columns: &[&str]) -> [(String, Value); 2] {
        let columns: Vec<Value> = columns
            .iter()
            .map(|column| {
                let (name, kind) = column.split_once(':').unwrap_or((column, "string"));
                json!({"name": name, "logicalType": kind, "description": format!("{name} of {domain}")})
            })
            .collect();
        let servers = json!([{"server": "s", "type": "sqlserver", "host": "sql-shop.database.windows.net", "database": "d", "schema": "dbo"}]);
        let ports = json!([{"name": "out", "version": "1", "contractId": format!("c-{name}")}]);
        [
            (
                format!("{name}.p.json"),
                product(name, domain, "aggregate", json!({"outputPorts": ports})),
            ),
            (
                format!("{name}.c.json"),
                contract(
                    &format!("c-{name}"),
                    json!({"servers": servers, "schema": [{"name": name, "properties": columns}]}),
                ),
            ),
        ]
    }

    fn datasets(tables: Vec<[(String, Value); 2]>) -> Vec<Value> {
        let all: Vec<(String, Value)> = tables.into_iter().flatten().collect();
        let all: Vec<(&str, Value)> = all.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        subjects(&snapshot(&files(&all)), Kind::Dataset)
    }

    #[test]
    fn datasets_with_most_columns_in_common_are_near_duplicates() {
        let found = datasets(vec![
            table(
                "a",
                "sales",
                &["order_id", "customerId", "amount:number", "day:date", "extra"],
            ),
            table("b", "finance", &["OrderID", "customer_id", "amount:number", "day:date"]),
            table("c", "sales", &["order_id", "customer_id", "amount:number", "day:date"]),
            table(
                "d",
                "hr",
                &["order_id:integer", "customer_id", "amount:integer", "day:string"],
            ),
            table("e", "hr", &["order_id", "customer_id", "amount:number"]),
        ]);
        let near = &found[0]["near_duplicates"];
        assert_eq!(near.as_array().map(Vec::len), Some(1));
        assert_eq!(near[0]["id"], "sqlserver://sql-shop.database.windows.net/d/dbo.b");
        assert_eq!(
            [&near[0]["score"], &near[0]["shared"], &near[0]["columns"]],
            [&json!(0.8), &json!(4), &json!(4)]
        );
        assert_eq!(
            [&near[0]["domains"], &near[0]["origin"]["file"]],
            [&json!(["finance"]), &json!("b.c.json")]
        );
        assert_eq!(found[1]["near_duplicates"].as_array().map(Vec::len), Some(2));
        assert_eq!(found[1]["near_duplicates"][0]["score"], 1.0);
        assert_eq!(found[4]["near_duplicates"], json!([]));
    }

    #[test]
    fn a_column_of_one_name_is_shared_with_other_products() {
        let found = datasets(vec![
            table("a", "sales", &["order_id", "own"]),
            table("b", "finance", &["orderId:integer"]),
            table("none", "finance", &[]),
        ]);
        let shared = &found[0]["shared_columns"];
        assert_eq!(shared.as_array().map(Vec::len), Some(1));
        assert_eq!([&shared[0]["name"], &shared[0]["logical_type"]], ["order_id", "string"]);
        assert_eq!(
            shared[0]["elsewhere"],
            json!([{"dataset": "sqlserver://sql-shop.database.windows.net/d/dbo.b", "domain": "finance", "logical_type": "integer",
                "description": "orderId of finance", "origin": {"file": "b.c.json", "line": 1, "column": shared[0]["elsewhere"][0]["origin"]["column"]}}])
        );
        for field in ["columns", "shared_columns", "near_duplicates"] {
            assert_eq!(found[2][field], Value::Null, "{field}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        /// The index must find what comparing every pair finds.
        #[test]
        fn the_index_misses_none(tables in proptest::collection::vec(proptest::collection::btree_set(0u8..10, 0..9), 2..7)) {
            let names: Vec<String> = (0..tables.len()).map(|at| format!("t{at}")).collect();
            let columns: Vec<Vec<String>> = tables
                .iter()
                .map(|table| table.iter().map(|column| format!("column{column}")).collect())
                .collect();
            let found = datasets(
                names
                    .iter()
                    .zip(&columns)
                    .map(|(name, columns)| {
                        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
                        table(name, name, &columns)
                    })
                    .collect(),
            );
            for (at, one) in tables.iter().enumerate() {
                let near = tables.iter().enumerate().filter(|(other, table)| {
                    let shared = one.intersection(table).count();
                    let either = one.union(table).count();
                    *other != at && one.len() >= 4 && table.len() >= 4 && shared * 10 >= either * 6
                });
                let told = found[at]["near_duplicates"].as_array().map_or(0, Vec::len);
                prop_assert_eq!(told, near.count());
            }
        }
    }
}
