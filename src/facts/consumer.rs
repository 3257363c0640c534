//! Who reads a product, a contract or a dataset: by its input ports, and as pipelines were seen to do.

use super::derive::Facts;
use super::lineage::{Edge, Resolution};
use super::origin::Origin;
use super::ownership::OutputPortRef;
use super::source::{Act, Place, Touch};
use super::subject::number;

impl<'s> Facts<'s> {
    /// The edges of other products that read an output port, one for each product.
    pub(super) fn readers_of(&self, port: OutputPortRef) -> Vec<&Edge> {
        let mut readers: Vec<&Edge> = self.lineage.readers_of_port(port).collect();
        readers.sort_unstable_by_key(|edge| (edge.product, edge.port));
        readers.dedup_by_key(|edge| edge.product);
        readers
    }

    /// The products that read any port of a product, declared or not, in order.
    pub(super) fn consumers_of(&self, product: u32) -> Vec<u32> {
        let ports = self
            .ownership
            .product(product)
            .map_or(0, |product| product.outputs.len());
        let ports = (0..number(ports)).map(|port| OutputPortRef { product, port });
        let mut consumers: Vec<u32> = ports
            .flat_map(|port| self.lineage.readers_of_port(port))
            .map(|edge| edge.product)
            .chain(
                self.observed_edges
                    .undeclared_readers(product)
                    .filter_map(|edge| edge.consumer),
            )
            .collect();
        consumers.sort_unstable();
        consumers.dedup();
        consumers
    }

    /// The products that a product reads, declared or not, in order; itself left out.
    pub(super) fn producers_of(&self, product: u32) -> Vec<u32> {
        self.graph
            .producers(product)
            .filter(|producer| *producer != product)
            .collect()
    }

    /// The domains that read a product, other than its own: of products, and of pipelines that belong to none.
    pub(super) fn consumer_domains(&self, product: u32) -> Vec<&str> {
        let domain = |product: u32| {
            let product = self.ownership.product(product)?;
            self.membership.domain_of(product.document)
        };
        let pipelines = self
            .observed_edges
            .undeclared_readers(product)
            .filter_map(|edge| edge.reads.first())
            .filter_map(|read| self.sources.touches().get(*read as usize))
            .filter_map(|touch| touch.domain.as_deref());
        let home = domain(product);
        let products = self.consumers_of(product);
        let mut domains: Vec<&str> = products.into_iter().filter_map(domain).chain(pipelines).collect();
        domains.retain(|domain| Some(*domain) != home);
        domains.sort_unstable();
        domains.dedup();
        domains
    }

    /// The edges that read a contract, one for each product: through the ports that mean it, or directly where none exposes it.
    pub(super) fn readers_of_contract(&self, contract: u32) -> Vec<&Edge> {
        let id = self
            .ownership
            .contract(contract)
            .and_then(|contract| contract.id.as_ref());
        let Some(id) = id.map(|id| &*id.value) else {
            return Vec::new();
        };
        let ports = self.ownership.ports_exposing(id).iter();
        let mut readers: Vec<&Edge> = ports
            .filter(|port| self.contract_behind(**port) == Some(contract))
            .flat_map(|port| self.lineage.readers_of_port(*port))
            .collect();
        let direct = self.lineage.readers(id).filter(|edge| {
            let reads = matches!(
                edge.resolution,
                Resolution::Source | Resolution::Unexposed | Resolution::Unknown
            );
            reads && edge.producer.is_none() && self.contract_meant(edge) == Some(contract)
        });
        readers.extend(direct);
        readers.sort_unstable_by_key(|edge| (edge.product, edge.port));
        readers.dedup_by_key(|edge| edge.product);
        readers
    }

    /// Whether an input port reads a contract as an operational system.
    pub(super) fn describes_source(&self, contract: u32) -> bool {
        let Some(declared) = self.ownership.contract(contract) else {
            return false;
        };
        let id = declared.id.as_ref();
        let mut readers = id.into_iter().flat_map(|id| self.lineage.readers(&id.value));
        self.lineage.is_without_product(&self.ownership, declared)
            && readers.any(|edge| edge.resolution == Resolution::Source)
    }

    /// The contract that an output port means.
    pub(super) fn contract_behind(&self, port: OutputPortRef) -> Option<u32> {
        let product = self.ownership.product(port.product)?;
        self.contract_index(product, product.outputs.get(port.port as usize)?)
    }

    /// The contract that an input port means by itself.
    pub(super) fn contract_meant(&self, edge: &Edge) -> Option<u32> {
        let input = self.lineage.input(edge)?;
        let product = self.ownership.product(edge.product)?;
        let home = self.membership.domain_of(product.document);
        let id = &input.contract_id.as_ref()?.value;
        self.ownership
            .contract_for(id, input.version.as_deref(), (&self.membership, home))
    }

    /// Who reads a dataset: products by their input ports, and products and pipelines that were seen to; each with the place
    /// that shows it, one for each product or pipeline.
    pub(super) fn readers_of_dataset(&self, dataset: u32) -> Vec<DatasetReader<'_, 's>> {
        let Some(known) = self.datasets.get(dataset) else {
            return Vec::new();
        };
        let owners = self.datasets.owners(known);
        let mut contracts: Vec<u32> = owners.iter().map(|owner| owner.contract).collect();
        contracts.sort_unstable();
        contracts.dedup();
        let mut readers: Vec<DatasetReader<'_, 's>> = contracts
            .into_iter()
            .flat_map(|contract| self.readers_of_contract(contract))
            .map(DatasetReader::Port)
            .collect();
        let owns =
            |touch: &&Touch| touch.product.is_some() && owners.iter().any(|owner| owner.product == touch.product);
        let seen = self.sources.touches_of(dataset, Act::Reads).iter();
        readers.extend(seen.filter(|touch| !owns(touch)).map(DatasetReader::Copy));
        readers.sort_by_key(DatasetReader::order);
        readers.dedup_by(|one, other| one.reader() == other.reader());
        readers
    }
}

/// Who reads a dataset, and how that is known.
#[derive(Clone, Copy, Debug)]
pub(super) enum DatasetReader<'f, 's> {
    /// An input port.
    Port(&'f Edge),
    /// A copy of a pipeline.
    Copy(&'f Touch<'s>),
}

impl<'f> DatasetReader<'f, '_> {
    /// The product that reads.
    pub(super) fn product(&self) -> Option<u32> {
        match self {
            Self::Port(edge) => Some(edge.product),
            Self::Copy(touch) => touch.product,
        }
    }

    /// A product, else a pipeline.
    fn reader(&self) -> (Option<u32>, &'f str) {
        match self {
            Self::Copy(touch) if touch.product.is_none() => (None, &touch.pipeline),
            other => (other.product(), ""),
        }
    }

    fn order(&self) -> (Option<u32>, &'f str, bool) {
        let (product, pipeline) = self.reader();
        (product, pipeline, matches!(self, Self::Copy(_)))
    }
}

/// Where a copy is.
pub(super) fn touch_origin<'f>(touch: &'f Touch<'_>) -> Origin<'f> {
    match &touch.place {
        Place::Document(document, pointer) => Origin::Declared(*document, pointer.clone().into_owned()),
        Place::Azure(id) => Origin::Observed(std::borrow::Cow::Borrowed(id)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use crate::facts::testing::{contract, custom, files, product, snapshot, subjects};
    use crate::snapshot::Kind;

    fn port(name: &str, contract: &str, version: &str) -> Value {
        json!({"name": name, "version": version, "contractId": contract})
    }

    fn names(list: &Value) -> Vec<&str> {
        let list = list.as_array().map_or(&[][..], Vec::as_slice);
        list.iter().filter_map(|party| party["product"].as_str()).collect()
    }

    #[test]
    fn ports_products_and_contracts_know_their_consumers() {
        let outputs = json!([port("v1", "c", "1.0.0"), port("v2", "c", "2.0.0")]);
        let snapshot = snapshot(&files(&[
            (
                "a.json",
                product(
                    "a",
                    "sales",
                    "aggregate",
                    json!({"outputPorts": outputs, "inputPorts": [port("own", "c", "1")]}),
                ),
            ),
            (
                "b.json",
                product(
                    "b",
                    "finance",
                    "aggregate",
                    json!({"inputPorts": [port("old", "c", "1"), port("again", "c", "1.0.0")]}),
                ),
            ),
            (
                "d.json",
                product(
                    "d",
                    "sales",
                    "aggregate",
                    json!({"inputPorts": [port("new", "c", "2.0.0")]}),
                ),
            ),
            (
                "e.json",
                product(
                    "e",
                    "hr",
                    "aggregate",
                    json!({"inputPorts": [port("other", "c", "3.0.0")]}),
                ),
            ),
            ("v1.json", contract("c", json!({"version": "1.0.0"}))),
            ("v2.json", contract("c", json!({"version": "2.0.0"}))),
        ]));
        let products = subjects(&snapshot, Kind::Product);
        let a = &products[0];
        assert_eq!(names(&a["consumers"]), ["b", "d"]);
        assert_eq!(a["consumer_domains"], json!(["finance"]));
        assert_eq!([&a["fan_out"], &a["fan_in"]], [2, 0]);
        assert_eq!([&a["consumers_complete"], &a["depth"]], [&json!(true), &Value::Null]);
        assert_eq!(names(&a["cycle"]), ["a"]);
        assert_eq!(names(&a["output_ports"][0]["consumers"]), ["b"]);
        assert_eq!(a["output_ports"][0]["consumers"][0]["port"], "old");
        assert_eq!(a["output_ports"][1]["consumer_domains"], json!([]));
        assert_eq!([&products[1]["fan_in"], &products[1]["depth"]], [1, 1]);
        assert_eq!(
            [&products[3]["fan_in"], &products[3]["cycle"]],
            [&json!(0), &Value::Null]
        );
        let contracts = subjects(&snapshot, Kind::Contract);
        assert_eq!(names(&contracts[0]["consumers"]), ["b"]);
        assert_eq!(names(&contracts[1]["consumers"]), ["d"]);
        assert_eq!(contracts[0]["describes_source"], false);
    }

    #[test]
    fn a_contract_that_only_inputs_name_describes_a_source() {
        let snapshot = snapshot(&files(&[
            (
                "a.json",
                product(
                    "a",
                    "sales",
                    "sourceAligned",
                    json!({"inputPorts": [port("in", "c", "1")]}),
                ),
            ),
            ("c.json", contract("c", json!({}))),
        ]));
        let contract = &subjects(&snapshot, Kind::Contract)[0];
        assert_eq!(contract["describes_source"], true);
        assert_eq!(names(&contract["consumers"]), ["a"]);
    }

    #[test]
    fn a_dataset_knows_its_readers_and_what_is_said_of_it() {
        let servers = json!([{"server": "s", "type": "sqlserver", "host": "sql-shop.database.windows.net", "database": "d", "schema": "dbo"}]);
        let said = custom(&[
            ("primaryDomain", json!("sales")),
            ("requiredByDomains", json!("hr, finance")),
        ]);
        let snapshot = snapshot(&files(&[
            (
                "a.json",
                product(
                    "a",
                    "sales",
                    "aggregate",
                    json!({"outputPorts": [port("out", "c", "1")], "customProperties": said}),
                ),
            ),
            (
                "b.json",
                product(
                    "b",
                    "finance",
                    "aggregate",
                    json!({"inputPorts": [port("in", "c", "1")]}),
                ),
            ),
            (
                "c.json",
                contract("c", json!({"servers": servers, "schema": [{"name": "t"}]})),
            ),
            (
                "d.json",
                contract(
                    "d",
                    json!({"servers": servers, "domain": "hr", "schema": [{"name": "u"}]}),
                ),
            ),
        ]));
        let datasets = subjects(&snapshot, Kind::Dataset);
        assert_eq!(names(&datasets[0]["consumers"]), ["b"]);
        assert_eq!(datasets[0]["consumer_domains"], json!(["finance"]));
        assert_eq!(
            [&datasets[0]["primary_domain"], &datasets[0]["required_by"]],
            [&json!("sales"), &json!(["finance", "hr"])]
        );
        assert_eq!(datasets[0]["writers"], json!([]));
        assert_eq!(
            [&datasets[1]["primary_domain"], &datasets[1]["required_by"]],
            [&Value::Null, &Value::Null]
        );
        assert_eq!(datasets[1]["primary_domains"], json!([]));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn one_more_product_takes_no_consumer_away_and_order_changes_nothing(
            ports in proptest::collection::vec((0usize..5, 0usize..4, 0u8..3), 0..14),
            more in proptest::collection::vec((0usize..4, 0u8..3), 0..4),
            by in 0usize..5,
        ) {
            let names_of = ["a", "b", "c", "d", "e"];
            let named = |which: usize, version: u8| port(&format!("p{which}{version}"), &format!("c{which}"), &format!("{version}.0.0"));
            let mut all: Vec<(String, Value)> = names_of
                .iter()
                .enumerate()
                .map(|(at, name)| {
                    let inputs: Vec<Value> = ports.iter().filter(|(of, ..)| *of == at).map(|(_, which, version)| named(*which, *version)).collect();
                    let outputs = [named(at % 4, 1), named(at % 4, 2)];
                    (format!("{name}.json"), product(name, name, "aggregate", json!({"inputPorts": inputs, "outputPorts": outputs})))
                })
                .collect();
            let consumers = |all: &[(String, Value)]| -> Vec<(String, Vec<String>)> {
                let files: Vec<(String, String)> = all.iter().map(|(name, value)| (name.clone(), value.to_string())).collect();
                let products = subjects(&snapshot(&files), Kind::Product);
                products
                    .iter()
                    .map(|product| {
                        let consumers = names(&product["consumers"]).into_iter().map(str::to_owned).collect();
                        (product["id"].to_string(), consumers)
                    })
                    .collect()
            };
            let before = consumers(&all);
            all.rotate_left(by);
            prop_assert_eq!(&consumers(&all), &before);
            let inputs: Vec<Value> = more.iter().map(|(which, version)| named(*which, *version)).collect();
            // Its name sorts before all others, so that it would be found first.
            all.push(("0.json".to_owned(), product("0", "hr", "aggregate", json!({"inputPorts": inputs, "outputPorts": inputs}))));
            let after = consumers(&all);
            for (product, had) in before {
                let has = after.iter().find(|(other, _)| *other == product).map(|(_, has)| has);
                prop_assert!(has.is_some_and(|has| had.iter().all(|one| has.contains(one))), "{} {:?}", product, has);
            }
        }
    }
}
