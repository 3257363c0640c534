//! What input ports read: every port joined to the output port that exposes the contract it names.

use std::collections::BTreeMap;

use crate::snapshot::{Contract, InputPort, Kind, Located, Product, Snapshot};

use super::completeness::Completeness;
use super::observed_edge::ObservedEdges;
use super::ownership::{OutputPortRef, Ownership};
use super::subject::number;

/// The edges of the mesh, in the order of products and their ports, and who exposes what.
#[derive(Debug)]
pub(super) struct Lineage<'s> {
    snapshot: &'s Snapshot,
    /// Ids and names of products, sorted, as contracts refer to them.
    names: Vec<&'s str>,
    edges: Vec<Edge>,
    /// By contract id, the edges whose port names it.
    readers: BTreeMap<&'s str, Vec<u32>>,
}

/// An input port, joined to what it reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edge {
    /// The product that reads, as an index into the declared products.
    pub(super) product: u32,
    /// The port, as an index into the product's input ports.
    pub(super) port: u32,
    /// What became of the contract that it names.
    pub(super) resolution: Resolution,
    /// The output port that it reads, or the first one that exposes another version.
    pub(super) producer: Option<OutputPortRef>,
}

/// What became of an input port's contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Resolution {
    /// An output port exposes it, in the version asked for.
    Resolved,
    /// Output ports expose it, but in other versions.
    OtherVersion,
    /// The port reads an operational system.
    Source,
    /// The contract exists, and no output port exposes it.
    Unexposed,
    /// There is no such contract and no such port.
    Dangling,
    /// The port names no contract.
    NoContract,
    /// What it names was not found, and a file that may hold it could not be read.
    Unknown,
    /// No port declares it: a pipeline was seen to read.
    Undeclared,
}

impl Resolution {
    /// The name in subjects.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Resolved => "resolved",
            Self::OtherVersion => "other_version",
            Self::Source => "source",
            Self::Unexposed => "unexposed",
            Self::Dangling => "dangling",
            Self::NoContract => "no_contract",
            Self::Unknown => "unknown",
            Self::Undeclared => "undeclared",
        }
    }
}

impl<'s> Lineage<'s> {
    /// Derives them.
    pub(super) fn derive(snapshot: &'s Snapshot, ownership: &Ownership<'s>) -> Self {
        let declared = &snapshot.declared;
        let mut names: Vec<&'s str> = declared
            .products
            .iter()
            .flat_map(|product| [&product.id, &product.name].into_iter().flatten())
            .map(|name| &*name.value)
            .collect();
        names.sort_unstable();
        let mut lineage = Self {
            snapshot,
            names,
            edges: Vec::new(),
            readers: BTreeMap::new(),
        };
        let is_whole = [Kind::Contract, Kind::Product]
            .into_iter()
            .all(|kind| Completeness::of(snapshot, kind) == Completeness::Complete);
        for (index, product) in declared.products.iter().enumerate() {
            for (port, input) in product.inputs.iter().enumerate() {
                let (mut resolution, producer) = lineage.resolve(ownership, number(index), product, input);
                let is_absence = matches!(
                    resolution,
                    Resolution::Dangling | Resolution::Unexposed | Resolution::OtherVersion
                );
                if is_absence && !is_whole {
                    resolution = Resolution::Unknown;
                }
                if let Some(contract) = &input.contract_id {
                    let edge = number(lineage.edges.len());
                    lineage.readers.entry(&contract.value).or_default().push(edge);
                }
                lineage.edges.push(Edge {
                    product: number(index),
                    port: number(port),
                    resolution,
                    producer,
                });
            }
        }
        lineage
    }

    /// Every edge.
    pub(super) fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// The edge of an input port.
    pub(super) fn edge(&self, product: u32, port: u32) -> Option<&Edge> {
        let at = self
            .edges
            .binary_search_by_key(&(product, port), |edge| (edge.product, edge.port));
        self.edges.get(at.ok()?)
    }

    /// Who reads whom, by the indexes of products: as resolved ports say, and as pipelines were seen to do.
    pub(super) fn arcs(&self, observed: &ObservedEdges) -> Vec<(u32, u32)> {
        let resolved = self.edges.iter().filter(|edge| edge.resolution == Resolution::Resolved);
        let declared = resolved.filter_map(|edge| Some((edge.product, edge.producer?.product)));
        let undeclared = observed.undeclared().iter();
        let undeclared = undeclared.filter_map(|edge| Some((edge.consumer?, edge.producer.product)));
        declared.chain(undeclared).collect()
    }

    /// The edges of a product, in the order of its ports, and the index of the first.
    pub(super) fn edges_of(&self, product: u32) -> (u32, &[Edge]) {
        let start = self.edges.partition_point(|edge| edge.product < product);
        let rest = self.edges.get(start..).unwrap_or(&[]);
        let length = rest.partition_point(|edge| edge.product == product);
        (number(start), rest.get(..length).unwrap_or(&[]))
    }

    /// The edges whose port names a contract, whatever became of it.
    pub(super) fn readers(&self, contract_id: &str) -> impl Iterator<Item = &Edge> {
        let readers = self.readers.get(contract_id).map_or(&[][..], Vec::as_slice);
        readers.iter().filter_map(|edge| self.edges.get(*edge as usize))
    }

    /// The edges of other products that may read an output port: those that name its contract, in its version or in any. Where
    /// several ports expose one contract, each has all these readers: nobody can tell which of them is read.
    pub(super) fn readers_of_port(&self, port: OutputPortRef) -> impl Iterator<Item = &Edge> {
        let product = self.snapshot.declared.products.get(port.product as usize);
        let output = product.and_then(|product| product.outputs.get(port.port as usize));
        let contract = output.and_then(|output| output.contract_id.as_ref());
        let offered = output.and_then(|output| output.version.as_deref());
        let readers = contract.into_iter().flat_map(|contract| self.readers(&contract.value));
        readers.filter(move |edge| {
            let asked = self.input(edge).and_then(asked_version);
            edge.resolution == Resolution::Resolved && edge.product != port.product && is_answer(asked, offered)
        })
    }

    /// Whether no product stands behind a contract: none exposes it, and it names none that exists. Such a contract
    /// describes an operational system.
    pub(super) fn is_without_product(&self, ownership: &Ownership, contract: &Contract) -> bool {
        let id = contract.id.as_ref();
        let names_one = contract.data_product.as_ref();
        id.is_none_or(|id| ownership.ports_exposing(&id.value).is_empty())
            && names_one.is_none_or(|product| self.names.binary_search(&&*product.value).is_err())
    }

    /// The versions in which output ports expose the contract of an edge, sorted.
    pub(super) fn versions_offered(&self, ownership: &Ownership<'s>, edge: &Edge) -> Vec<&'s str> {
        let contract = self.input(edge).and_then(|input| input.contract_id.as_ref());
        let mut versions: Vec<&'s str> = contract
            .map_or(&[][..], |contract| ownership.ports_exposing(&contract.value))
            .iter()
            .filter_map(|port| self.version_of(*port))
            .collect();
        versions.sort_unstable();
        versions.dedup();
        versions
    }

    /// The input port of an edge.
    pub(super) fn input(&self, edge: &Edge) -> Option<&'s InputPort> {
        let product = self.snapshot.declared.products.get(edge.product as usize)?;
        product.inputs.get(edge.port as usize)
    }

    /// The version of an output port.
    pub(super) fn version_of(&self, port: OutputPortRef) -> Option<&'s str> {
        let product = self.snapshot.declared.products.get(port.product as usize)?;
        product.outputs.get(port.port as usize)?.version.as_deref()
    }

    fn resolve(
        &self,
        ownership: &Ownership,
        index: u32,
        product: &Product,
        input: &InputPort,
    ) -> (Resolution, Option<OutputPortRef>) {
        if has(input.custom.get("sourceSystem")) {
            return (Resolution::Source, None);
        }
        let Some(contract) = input.contract_id.as_ref().map(|id| &*id.value) else {
            return (Resolution::NoContract, None);
        };
        // A product that exposes what it reads is its own producer only where there is no other.
        let ports = ownership.ports_exposing(contract);
        let first = |wanted: &dyn Fn(&&OutputPortRef) -> bool| {
            let candidates = ports.iter().filter(wanted);
            candidates.min_by_key(|port| (port.product == index, **port)).copied()
        };
        let asked = asked_version(input);
        let found = first(&|port| is_answer(asked, self.version_of(**port)));
        if let Some(found) = found {
            return (Resolution::Resolved, Some(found));
        }
        if let Some(other) = first(&|_| true) {
            return (Resolution::OtherVersion, Some(other));
        }
        let contracts = ownership.contracts_with_id(contract);
        let mut contracts = contracts
            .iter()
            .filter_map(|index| ownership.contract(*index))
            .peekable();
        if contracts.peek().is_none() {
            return (Resolution::Dangling, None);
        }
        let is_source_aligned = is_source_aligned(product);
        let reads_system = contracts.any(|contract| {
            has(contract.custom.get("sourceSystem"))
                || is_source_aligned && self.is_without_product(ownership, contract)
        });
        let resolution = if reads_system {
            Resolution::Source
        } else {
            Resolution::Unexposed
        };
        (resolution, None)
    }
}

/// Whether a product says that its type is source-aligned, in any spelling of the standard.
pub(super) fn is_source_aligned(product: &Product) -> bool {
    type_class(product) == Some("source_aligned")
}

/// The type of a product as subjects name it, from any spelling of the standard.
pub(super) fn type_class(product: &Product) -> Option<&'static str> {
    let written = &product.alignment.as_ref()?.value;
    let letters = written.chars().filter(char::is_ascii_alphabetic);
    match &*letters.map(|letter| letter.to_ascii_lowercase()).collect::<String>() {
        "sourcealigned" => Some("source_aligned"),
        "aggregate" | "aggregated" => Some("aggregate"),
        "consumeraligned" => Some("consumer_aligned"),
        _ => None,
    }
}

/// The version that a port asks for.
fn asked_version(input: &InputPort) -> Option<&str> {
    let version = input.version.as_deref().map(str::trim);
    version.filter(|version| !version.is_empty())
}

/// Whether a port of a version answers a port that asks for one, or for any.
fn is_answer(asked: Option<&str>, offered: Option<&str>) -> bool {
    match (asked, offered) {
        (Some(asked), Some(offered)) => is_offered(asked, offered),
        _ => true,
    }
}

/// Whether two versions are one: without a leading `v`, and as far as both are precise, so that `2` asks for any `2.x`.
fn is_offered(asked: &str, offered: &str) -> bool {
    let plain = |version: &str| {
        let version = version.trim();
        version.strip_prefix(['v', 'V']).unwrap_or(version).to_owned()
    };
    let (asked, offered) = (plain(asked), plain(offered));
    asked
        .split('.')
        .zip(offered.split('.'))
        .all(|(left, right)| left == right)
}

fn has(property: Option<&Located<serde_json::Value>>) -> bool {
    property.is_some_and(|property| !property.value.is_null())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::facts::testing::{contract, custom, files, product, snapshot, subjects};
    use crate::snapshot::Kind;

    #[test]
    fn every_input_port_has_one_resolution() {
        let port = |name: &str, contract: &str, version: &str| json!({"name": name, "version": version, "contractId": contract});
        let mesh = files(&[
            (
                "a.json",
                product(
                    "producer",
                    "sales",
                    "aggregate",
                    json!({"outputPorts": [port("v1", "c", "v1.4.0"), port("v2", "c", "2.0.0")]}),
                ),
            ),
            (
                "b.json",
                product(
                    "consumer",
                    "finance",
                    "consumerAligned",
                    json!({"inputPorts": [
                        port("resolved", "c", "1.4.0"), port("major", "c", "2"), {"name": "any", "contractId": "c"}, port("other", "c", "3.0.0"),
                        port("unexposed", "hidden", "1"), port("dangling", "nothing", "1"), {"name": "none", "version": "1"},
                        {"name": "system", "version": "1", "customProperties": custom(&[("sourceSystem", json!("erp"))])},
                    ]}),
                ),
            ),
            (
                "c.json",
                product(
                    "aligned",
                    "finance",
                    "source-aligned",
                    json!({"inputPorts": [port("system", "hidden", "1"), port("forgotten", "owned", "1")]}),
                ),
            ),
            ("d.json", contract("hidden", json!({}))),
            ("e.json", contract("owned", json!({"dataProduct": "producer"}))),
        ]);
        let snapshot = snapshot(&mesh);
        let edges = subjects(&snapshot, Kind::Edge);
        let found: Vec<String> = edges
            .iter()
            .map(|edge| {
                format!(
                    "{} {} {}",
                    edge["id"].as_str().unwrap_or(""),
                    edge["resolution"].as_str().unwrap_or(""),
                    edge["producer"]["port"].as_str().unwrap_or("-")
                )
            })
            .collect();
        assert_eq!(
            found,
            [
                "consumer/resolved resolved v1",
                "consumer/major resolved v2",
                "consumer/any resolved v1",
                "consumer/other other_version v1",
                "consumer/unexposed unexposed -",
                "consumer/dangling dangling -",
                "consumer/none no_contract -",
                "consumer/system source -",
                "aligned/system source -",
                "aligned/forgotten unexposed -",
            ]
        );
        assert_eq!(edges[3]["versions_offered"], json!(["2.0.0", "v1.4.0"]));
    }
}
