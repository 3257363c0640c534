//! Lineage of a whole company, worked out a second time from its files by plain loops over another parser's values.

#![expect(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use meshgov::adapter::{self, Request};
use meshgov::facts::{Facts, Fields, SubjectRef};
use meshgov::snapshot::Kind;
use meshgov::text::Limits;
use serde_json::{Value, json};

/// A product's folder: its product and the contract beside it.
struct Folder {
    product: Value,
    contract: Value,
}

/// Every folder of the fixture that holds a product, by the product's file.
fn folders() -> BTreeMap<String, Folder> {
    let base = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = BTreeMap::new();
    let read = |path: &Path| -> Value { yaml_serde::from_str(&std::fs::read_to_string(path).unwrap()).unwrap() };
    for domain in std::fs::read_dir(base.join("fixtures/contoso/domains")).unwrap() {
        for folder in std::fs::read_dir(domain.unwrap().path()).unwrap() {
            let folder = folder.unwrap().path();
            let file = folder.join("product.yaml");
            if file.is_file() {
                let name = file.strip_prefix(base).unwrap().to_str().unwrap().to_owned();
                let contract = folder.join("contract.yaml");
                let contract = if contract.is_file() {
                    read(&contract)
                } else {
                    Value::Null
                };
                let product = read(&file);
                folders.insert(name, Folder { product, contract });
            }
        }
    }
    folders
}

fn list<'v>(document: &'v Value, key: &str) -> &'v [Value] {
    document[key].as_array().map_or(&[], Vec::as_slice)
}

/// Whether a port states a source system.
fn reads_system(port: &Value) -> bool {
    list(port, "customProperties")
        .iter()
        .any(|custom| custom["property"] == "sourceSystem")
}

/// Whether an input port reads one of a product's output ports.
fn reads(input: &Value, producer: &Value) -> bool {
    !reads_system(input)
        && list(producer, "outputPorts").iter().any(|output| {
            output["contractId"] == input["contractId"]
                && (input["version"].is_null() || input["version"] == output["version"])
        })
}

/// The factory of one product that copies another's data, with no port that says so.
const COPIES: [(&str, &str); 1] = [(
    "fixtures/contoso/domains/marketing/campaigns/product.yaml",
    "fixtures/contoso/domains/sales/orders/product.yaml",
)];

/// What the file of the mesh says of its platform.
const PLATFORM: f64 = 99.9;

/// The availability that a product can have at best by its inputs and the platform.
fn bound(folders: &BTreeMap<String, Folder>, file: &str) -> Option<f64> {
    let mut levels = Vec::new();
    for input in list(&folders[file].product, "inputPorts") {
        let producer = folders
            .iter()
            .find(|(other, folder)| *other != file && reads(input, &folder.product));
        if let Some((producer, folder)) = producer {
            let stated = list(&folder.contract, "slaProperties")
                .iter()
                .find(|level| level["property"] == "availability")
                .map(|level| level["value"].as_f64().unwrap());
            levels.extend(stated.or_else(|| bound(folders, producer)));
        }
    }
    levels.push(PLATFORM);
    levels.into_iter().reduce(|one, other| one * other / 100.0)
}

/// The subjects of a kind, as policies see them.
fn subjects(kind: Kind) -> Vec<Value> {
    let base = Path::new(env!("CARGO_MANIFEST_DIR"));
    let paths: [PathBuf; 1] = [base.join("fixtures/contoso")];
    let snapshot = adapter::load(&Request {
        paths: &paths,
        snapshot: None,
        base,
        without: None,
        limits: Limits::default(),
    });
    let facts = Facts::derive(&snapshot, None, jiff::civil::date(2026, 11, 23));
    (0..facts.count(kind))
        .map(|index| facts.subject(SubjectRef { kind, index }, &Fields::All))
        .collect()
}

#[test]
fn consumers_and_fan_out_are_what_a_second_reading_finds() {
    let folders = folders();
    let products = subjects(Kind::Product);
    assert_eq!(products.len(), folders.len());
    let mut edges = 0;
    for product in &products {
        let file = product["origin"]["file"].as_str().unwrap();
        let own = &folders[file].product;
        let consumers: Vec<&Folder> = folders
            .iter()
            .filter(|(other, folder)| {
                let mut inputs = list(&folder.product, "inputPorts").iter();
                *other != file && (inputs.any(|input| reads(input, own)) || COPIES.contains(&(other.as_str(), file)))
            })
            .map(|(_, folder)| folder)
            .collect();
        edges += consumers.len();
        let told = |field: &str| -> Vec<Value> { list(product, field).to_vec() };
        let expected: Vec<Value> = consumers
            .iter()
            .map(|folder| {
                let product = &folder.product;
                json!({"product": product["id"], "product_name": product["name"], "domain": product["domain"]})
            })
            .collect();
        assert_eq!(told("consumers"), expected, "{file}");
        assert_eq!(product["fan_out"], consumers.len(), "{file}");
        let domains: BTreeSet<&str> = consumers
            .iter()
            .filter_map(|folder| folder.product["domain"].as_str())
            .filter(|domain| own["domain"] != **domain)
            .collect();
        assert_eq!(product["consumer_domains"], json!(domains), "{file}");
    }
    assert!(edges > 5, "the fixture has lineage");
}

#[test]
fn composite_availability_is_what_a_second_reading_finds() {
    let folders = folders();
    let mut bounded = 0;
    for product in subjects(Kind::Product) {
        let file = product["origin"]["file"].as_str().unwrap();
        let level = &product["composite"]["availability"];
        match (bound(&folders, file), level["bound"].as_f64()) {
            (None, None) => {}
            (Some(expected), Some(told)) => {
                bounded += 1;
                assert!((expected - told).abs() < 1e-6, "{file}: {expected} is not {told}");
            }
            (expected, told) => panic!("{file}: {expected:?} is not {told:?}"),
        }
    }
    assert!(bounded > 2, "the fixture has products that rest on others");
}

#[test]
fn edges_are_the_input_ports_of_the_files_and_no_more() {
    let folders = folders();
    let ports: usize = folders
        .values()
        .map(|folder| list(&folder.product, "inputPorts").len())
        .sum();
    let edges = subjects(Kind::Edge);
    let (edges, copies): (Vec<Value>, Vec<Value>) = edges.into_iter().partition(|edge| edge["declared"] == true);
    assert_eq!((edges.len(), copies.len()), (ports, COPIES.len()));
    for edge in edges {
        let consumer = &folders[edge["origin"]["file"].as_str().unwrap()].product;
        let producer = folders
            .values()
            .find(|folder| folder.product["id"] == edge["producer"]["product"]);
        let crosses = producer.map(|folder| folder.product["domain"] != consumer["domain"]);
        assert_eq!(edge["crosses_domains"], json!(crosses), "{}", edge["id"]);
    }
}
