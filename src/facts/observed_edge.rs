//! Reads of another product's dataset that pipelines were seen to do, beside the input ports that declare them.

use std::collections::BTreeMap;

use super::dataset::Datasets;
use super::lineage::Lineage;
use super::membership::Membership;
use super::ownership::{OutputPortRef, Ownership};
use super::source::{Act, Sources, Touch};
use super::subject::number;

/// What was seen, by what was declared.
#[derive(Debug, Default)]
pub(super) struct ObservedEdges {
    /// By declared edge, the reads that it declares, as indexes into the touches.
    declared: BTreeMap<u32, Vec<u32>>,
    /// What nobody declared, in order of reader and producer.
    undeclared: Vec<UndeclaredEdge>,
    /// By producing product, the undeclared edges that lead to it.
    by_producer: BTreeMap<u32, Vec<u32>>,
}

/// A product or a pipeline that reads a dataset of another product without saying so.
#[derive(Debug)]
pub(super) struct UndeclaredEdge {
    /// The product that reads; none where the pipeline belongs to none.
    pub(super) consumer: Option<u32>,
    /// The output port that exposes what is read.
    pub(super) producer: OutputPortRef,
    /// The reads, as indexes into the touches.
    pub(super) reads: Vec<u32>,
}

/// Who reads: a product, else a pipeline by its domain and name.
type Reader<'s> = (Option<u32>, Option<(&'s str, &'s str)>);

impl ObservedEdges {
    /// Joins what pipelines read to the ports that declare it.
    pub(super) fn derive(
        lineage: &Lineage,
        ownership: &Ownership,
        membership: &Membership,
        datasets: &Datasets,
        sources: &Sources,
    ) -> Self {
        let mut edges = Self::default();
        let mut undeclared: BTreeMap<(Reader, OutputPortRef), Vec<u32>> = BTreeMap::new();
        let exposers = Exposers { ownership, datasets };
        for (index, touch) in sources.touches().iter().enumerate() {
            if touch.act != Act::Reads {
                continue;
            }
            let ports = exposers.of(touch.dataset);
            if ports.is_empty() || is_own(ownership, membership, touch, &ports) {
                continue;
            }
            let declared = touch
                .product
                .map(|product| declaring(lineage, ownership, product, &ports))
                .unwrap_or_default();
            if let (true, Some(first)) = (declared.is_empty(), ports.first()) {
                let reader = match touch.product {
                    Some(product) => (Some(product), None),
                    None => (None, Some((touch.domain.as_deref().unwrap_or(""), &*touch.pipeline))),
                };
                // Of several ports of one product the first stands for all: one edge leads to one product.
                let known = undeclared
                    .range(
                        (
                            reader,
                            OutputPortRef {
                                product: first.product,
                                port: 0,
                            },
                        )..,
                    )
                    .next()
                    .map(|(key, _)| *key)
                    .filter(|(other, port)| *other == reader && port.product == first.product);
                undeclared
                    .entry(known.unwrap_or((reader, *first)))
                    .or_default()
                    .push(number(index));
            }
            for edge in declared {
                edges.declared.entry(edge).or_default().push(number(index));
            }
        }
        for (((consumer, _), producer), reads) in undeclared {
            let of_producer = edges.by_producer.entry(producer.product).or_default();
            of_producer.push(number(edges.undeclared.len()));
            edges.undeclared.push(UndeclaredEdge {
                consumer,
                producer,
                reads,
            });
        }
        edges
    }

    /// The reads that a declared edge declares, as indexes into the touches.
    pub(super) fn of_declared(&self, edge: u32) -> &[u32] {
        self.declared.get(&edge).map_or(&[], Vec::as_slice)
    }

    /// What nobody declared.
    pub(super) fn undeclared(&self) -> &[UndeclaredEdge] {
        &self.undeclared
    }

    /// Who reads a product without saying so.
    pub(super) fn undeclared_readers(&self, product: u32) -> impl Iterator<Item = &UndeclaredEdge> {
        let edges = self.by_producer.get(&product).map_or(&[][..], Vec::as_slice);
        edges.iter().filter_map(|edge| self.undeclared.get(*edge as usize))
    }
}

/// The output ports that expose a dataset.
struct Exposers<'f, 's> {
    ownership: &'f Ownership<'s>,
    datasets: &'f Datasets,
}

impl Exposers<'_, '_> {
    fn of(&self, dataset: u32) -> Vec<OutputPortRef> {
        let Some(dataset) = self.datasets.get(dataset) else {
            return Vec::new();
        };
        let mut ports = Vec::new();
        for owner in self.datasets.owners(dataset) {
            let id = self
                .ownership
                .contract(owner.contract)
                .and_then(|contract| contract.id.as_ref());
            let exposing = id.map_or(&[][..], |id| self.ownership.ports_exposing(&id.value));
            ports.extend(exposing.iter().filter(|port| Some(port.product) == owner.product));
        }
        ports.sort_unstable();
        ports.dedup();
        ports
    }
}

/// Whether a pipeline reads what its own product exposes, in this or another version; or, where it belongs to no product,
/// what its own domain does. Of a pipeline that belongs to nobody nobody can tell.
fn is_own(ownership: &Ownership, membership: &Membership, touch: &Touch, ports: &[OutputPortRef]) -> bool {
    let id = |product: u32| ownership.product(product).and_then(|product| product.id.as_ref());
    let domain = |product: u32| {
        let product = ownership.product(product)?;
        membership.domain_of(product.document)
    };
    ports.iter().any(|port| match touch.product {
        Some(reader) => {
            let reader_id = id(reader).map(|id| &id.value);
            reader == port.product || reader_id.is_some() && reader_id == id(port.product).map(|id| &id.value)
        }
        None => touch.domain.is_none() || touch.domain.as_deref() == domain(port.product),
    })
}

/// The edges of a product that declare a read of one of these ports: those that name its contract, else those that read its
/// product.
fn declaring(lineage: &Lineage, ownership: &Ownership, product: u32, ports: &[OutputPortRef]) -> Vec<u32> {
    let (first, edges) = lineage.edges_of(product);
    let contract = |port: &OutputPortRef| {
        let output = ownership
            .product(port.product)
            .and_then(|product| product.outputs.get(port.port as usize));
        output
            .and_then(|output| output.contract_id.as_ref())
            .map(|id| &*id.value)
    };
    let contracts: Vec<&str> = ports.iter().filter_map(contract).collect();
    let numbered = || (first..).zip(edges);
    let exact: Vec<u32> = numbered()
        .filter(|(_, edge)| {
            let named = lineage.input(edge).and_then(|input| input.contract_id.as_ref());
            named.is_some_and(|named| contracts.contains(&&*named.value))
        })
        .map(|(index, _)| index)
        .collect();
    if !exact.is_empty() {
        return exact;
    }
    numbered()
        .filter(|(_, edge)| {
            edge.producer
                .is_some_and(|producer| ports.iter().any(|port| port.product == producer.product))
        })
        .map(|(index, _)| index)
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::facts::testing::{
        contract, custom, dataset, domain, files, linked_service, pipeline, product, snapshot, subjects,
    };
    use crate::snapshot::{Kind, Snapshot};

    const LAKE: &str = "https://acct.dfs.core.windows.net";

    fn output(id: &str) -> Value {
        json!([{"name": "out", "version": "1", "contractId": id}])
    }

    /// The contract of a folder of the lake.
    fn at(id: &str, folder: &str) -> Value {
        let location = format!("abfss://gold@acct.dfs.core.windows.net/{folder}");
        let servers = json!([{"server": "prod", "type": "azure", "location": location}]);
        contract(id, json!({"servers": servers, "schema": [{"name": folder}]}))
    }

    /// `sales` exposes `orders`; a pipeline of `reader` reads a folder of the lake.
    fn mesh(reader: Vec<(&str, Value)>, folder: &str) -> Snapshot {
        let link = linked_service("AzureBlobFS", json!({"url": LAKE}));
        let place = json!({"location": {"type": "AzureBlobFSLocation", "fileSystem": "gold", "folderPath": folder}});
        let mut all = vec![
            (
                "sales/p.json",
                product(
                    "orders",
                    "sales",
                    "aggregate",
                    json!({"outputPorts": output("c-orders")}),
                ),
            ),
            ("sales/c.json", at("c-orders", "orders")),
            ("finance/domain.json", domain("finance")),
            ("finance/linkedService/link.json", link),
            ("finance/dataset/data.json", dataset("Parquet", place, json!({}))),
            (
                "finance/pipeline/load.json",
                pipeline(json!({"type": "ParquetSource"}), json!({})),
            ),
        ];
        all.extend(reader);
        snapshot(&files(&all))
    }

    fn told(snapshot: &Snapshot) -> Vec<String> {
        let edges = subjects(snapshot, Kind::Edge);
        edges
            .iter()
            .map(|edge| {
                let seen = edge["observed"].as_array().map_or(0, Vec::len);
                format!(
                    "{} {} declared={} seen={seen} observable={}",
                    edge["id"].as_str().unwrap_or(""),
                    edge["resolution"].as_str().unwrap_or(""),
                    edge["declared"],
                    edge["observable"]
                )
            })
            .collect()
    }

    #[test]
    fn a_read_that_no_port_declares_is_an_edge() {
        let reader = product("mart", "finance", "aggregate", json!({}));
        let snapshot = mesh(vec![("finance/p.json", reader)], "orders/2026");
        assert_eq!(
            told(&snapshot),
            ["observed:mart->orders undeclared declared=false seen=1 observable=true"]
        );
        let edge = &subjects(&snapshot, Kind::Edge)[0];
        assert_eq!([&edge["name"], &edge["domain"]], ["mart <- orders", "finance"]);
        assert_eq!([&edge["contractId"], &edge["version"]], [&Value::Null, &Value::Null]);
        assert_eq!(edge["crosses_domains"], true);
        let products = subjects(&snapshot, Kind::Product);
        let orders = products.iter().find(|product| product["id"] == "orders");
        assert_eq!(
            orders.map(|orders| &orders["unused"]),
            Some(&Value::Null),
            "somebody reads it"
        );
        assert_eq!(edge["producer"]["port"], "out");
        assert_eq!(edge["origin"]["file"], "finance/pipeline/load.json");
        assert_eq!(
            [&edge["observed"][0]["pipeline"], &edge["observed"][0]["copy"]],
            ["load", "orders"]
        );
        let products = subjects(&snapshot, Kind::Product);
        let orders = products.iter().find(|product| product["id"] == "orders");
        assert_eq!(
            orders.map(|orders| orders["consumers"][0]["product"].clone()),
            Some(json!("mart"))
        );
        assert_eq!(orders.map(|orders| orders["fan_out"].clone()), Some(json!(1)));
    }

    #[test]
    fn a_read_that_a_port_declares_is_seen_at_its_edge() {
        let inputs = json!([{"name": "orders", "version": "1", "contractId": "c-orders"}]);
        let reader = product("mart", "finance", "aggregate", json!({"inputPorts": inputs}));
        let snapshot = mesh(vec![("finance/p.json", reader)], "orders");
        assert_eq!(
            told(&snapshot),
            ["mart/orders resolved declared=true seen=1 observable=true"]
        );
    }

    #[test]
    fn a_pipeline_of_no_product_reads_for_its_domain() {
        let snapshot = mesh(vec![], "orders");
        assert_eq!(
            told(&snapshot),
            ["observed:load->orders undeclared declared=false seen=1 observable=false"]
        );
        let edge = &subjects(&snapshot, Kind::Edge)[0];
        assert_eq!(
            [&edge["consumer"]["product"], &edge["consumer"]["domain"]],
            [&Value::Null, &json!("finance")]
        );
    }

    #[test]
    fn what_a_product_exposes_itself_is_no_edge() {
        let again = product("orders", "finance", "aggregate", json!({"version": "2"}));
        let own = product(
            "mart",
            "finance",
            "aggregate",
            json!({"outputPorts": output("c-orders")}),
        );
        for reader in [again, own] {
            assert_eq!(told(&mesh(vec![("finance/p.json", reader)], "orders")), [""; 0]);
        }
        assert_eq!(told(&mesh(vec![], "elsewhere")), [""; 0]);
    }

    #[test]
    fn a_dataset_knows_the_copies_that_write_it() {
        let mut load = pipeline(json!({"type": "ParquetSource"}), json!({}));
        load["properties"]["activities"][0]["outputs"] = json!([{"referenceName": "data", "type": "DatasetReference"}]);
        let reader = product("mart", "finance", "aggregate", json!({}));
        let all = vec![("finance/p.json", reader), ("finance/pipeline/load2.json", load)];
        let datasets = subjects(&mesh(all, "orders"), Kind::Dataset);
        let writers = &datasets[0]["writers"];
        assert_eq!(writers.as_array().map(Vec::len), Some(1));
        assert_eq!(
            [
                &writers[0]["pipeline"],
                &writers[0]["copy"],
                &writers[0]["product"],
                &writers[0]["domain"]
            ],
            ["load", "orders", "mart", "finance"]
        );
        assert_eq!(writers[0]["origin"]["file"], "finance/pipeline/load2.json");
        assert_eq!(datasets[0]["consumers"][0]["product"], "mart");
    }

    #[test]
    fn an_edge_tells_who_pays_what_is_asked_and_how_sensitive_it_is() {
        let price = json!({"amount": 5, "currency": "EUR", "unit": "month"});
        let outputs = json!([{"name": "out", "version": "1", "contractId": "c", "deprecated": true,
            "customProperties": custom(&[("price", price), ("visibility", json!("Protected")), ("audience", json!("finance, hr"))])}]);
        let inputs = json!([{"name": "in", "version": "1", "contractId": "c",
            "customProperties": custom(&[("costCenter", json!("CC-2"))])}]);
        let whole = custom(&[
            ("costCenter", json!("CC-1")),
            ("deidentification", json!("hashed")),
            ("tier", json!(1)),
        ]);
        let schema = json!([{"name": "t", "properties": [{"name": "a", "classification": "restricted"}]}]);
        let levels = json!([{"property": "endOfLife", "value": "2027-01-31"}]);
        let snapshot = snapshot(&files(&[
            (
                "mesh.json",
                json!({"apiVersion": "meshgov/v1", "kind": "Mesh", "name": "m", "costCenters": ["CC-1"]}),
            ),
            (
                "a.json",
                product("a", "sales", "sourceAligned", json!({"outputPorts": outputs})),
            ),
            (
                "b.json",
                product(
                    "b",
                    "sales",
                    "Consumer-Aligned",
                    json!({"inputPorts": inputs, "customProperties": whole}),
                ),
            ),
            (
                "c.json",
                contract("c", json!({"schema": schema, "slaProperties": levels})),
            ),
        ]));
        let edge = &subjects(&snapshot, Kind::Edge)[0];
        assert_eq!(edge["crosses_domains"], false);
        assert_eq!([&edge["payer"]["value"], &edge["payer"]["from"]], ["CC-2", "port"]);
        assert_eq!(edge["payer"]["known"], false);
        assert_eq!(edge["consumer"]["cost_center"]["known"], true);
        assert_eq!(edge["deidentification"], "hashed");
        assert_eq!(
            [&edge["consumer"]["tier"], &edge["consumer"]["type_class"]],
            ["1", "consumer_aligned"]
        );
        assert_eq!(edge["consumer"]["classification"], Value::Null);
        let producer = &edge["producer"];
        assert_eq!(
            producer["classification"],
            json!({"name": "restricted", "rank": 3, "unclassified": 0})
        );
        assert_eq!(
            [&producer["price"]["amount"], &producer["price"]["from"]],
            [&json!(5), &json!("port")]
        );
        assert_eq!(
            [&producer["visibility"], &producer["port_life_cycle"]],
            ["protected", "deprecated"]
        );
        assert_eq!(producer["audience"], json!(["finance", "hr"]));
        assert_eq!(
            [
                &producer["contract"]["id"],
                &producer["contract"]["end_of_life"],
                &producer["contract"]["life_cycle"]
            ],
            ["c", "2027-01-31", "active"]
        );
    }

    #[test]
    fn an_edge_to_a_system_names_the_source() {
        let inputs = json!([{"name": "in", "version": "1",
            "customProperties": custom(&[("sourceSystem", json!("erp")), ("sourceObject", json!("sales.orders"))])}]);
        let snapshot = snapshot(&files(&[
            (
                "a.json",
                product("a", "sales", "sourceAligned", json!({"inputPorts": inputs})),
            ),
            (
                "erp.json",
                json!({"apiVersion": "meshgov/v1", "kind": "SourceSystem", "name": "erp", "domain": "finance"}),
            ),
        ]));
        let edge = &subjects(&snapshot, Kind::Edge)[0];
        assert_eq!(
            edge["source"],
            json!({"id": "system:erp/sales.orders", "name": "erp.sales.orders", "system": "erp", "system_domain": "finance"})
        );
        assert_eq!(
            [&edge["producer"], &edge["crosses_domains"]],
            [&Value::Null, &Value::Null]
        );
    }
}
