//! `--base`: what is new or changed against an earlier state, recounted from the raw files by another parser.

#![expect(clippy::expect_used, reason = "a test that cannot read its files should fail loudly")]

#[expect(dead_code, reason = "other tests need more of it")]
mod command;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use command::{CONTRACT, Mesh, PRODUCT, copy, has_planted};
use serde_json::{Value, json};

/// Contoso twice: as `mesh`, to be changed, and as `base`.
fn contoso() -> Mesh {
    let mesh = Mesh::empty();
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/contoso");
    copy(&fixture, &mesh.path().join("mesh"));
    copy(&fixture, &mesh.path().join("base"));
    mesh
}

/// The subjects of a kind, seen against the base.
fn subjects(mesh: &Mesh, kind: &str) -> Vec<Value> {
    let run = mesh.run(&[
        "subjects",
        "mesh",
        "--base",
        "base",
        "--at",
        ".",
        "--kind",
        kind,
        "--as-of",
        "2026-11-23",
    ]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    run.stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line is a subject"))
        .collect()
}

/// The documents of a kind below a folder, by file.
fn documents(folder: &Path, kind: &str) -> BTreeMap<PathBuf, Value> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("the folder can be listed") {
        let path = entry.expect("an entry can be read").path();
        if path.is_dir() {
            found.append(&mut documents(&path, kind));
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            let text = fs::read_to_string(&path).expect("a file can be read");
            let parsed: Result<Value, _> = yaml_serde::from_str(&text);
            if let Some(document) = parsed.ok().filter(|document| document["kind"] == kind) {
                found.insert(path, document);
            }
        }
    }
    found
}

fn list<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value[key].as_array().into_iter().flatten()
}

fn breaking(contract: &Value) -> Vec<&str> {
    let changes = list(&contract["previous"], "changes").filter(|change| change["breaking"] == true);
    changes.filter_map(|change| change["kind"].as_str()).collect()
}

#[test]
fn a_mesh_compared_with_itself_is_unchanged() {
    let mesh = contoso();
    for contract in subjects(&mesh, "contract") {
        assert_eq!(contract["base"], "known", "{}", contract["origin"]);
        assert_eq!(contract["previous"]["changes"], json!([]), "{}", contract["origin"]);
        assert_eq!(
            contract["previous"]["origin"]["file"]
                .as_str()
                .map(|file| file.replacen("base/", "mesh/", 1)),
            contract["origin"]["file"].as_str().map(str::to_owned)
        );
    }
    for product in subjects(&mesh, "product") {
        assert_eq!(
            (&product["base"], &product["previous"]["removed_ports"]),
            (&json!("known"), &json!([]))
        );
    }
    let edges = subjects(&mesh, "edge");
    assert!(!edges.is_empty());
    // The base is not asked about what a pipeline reads without a port.
    let expected = |edge: &Value| json!((edge["declared"] == true).then_some(false));
    assert!(edges.iter().all(|edge| edge["is_new"] == expected(edge)));
}

#[test]
fn a_column_that_leaves_every_contract_breaks_each_once() {
    let mesh = contoso();
    let mut removed: BTreeMap<String, String> = BTreeMap::new();
    for (path, mut document) in documents(&mesh.path().join("mesh"), "DataContract") {
        let file = path
            .strip_prefix(mesh.path().join("mesh"))
            .expect("the file is in the folder")
            .to_string_lossy()
            .into_owned();
        let Some(column) = document["schema"][0]["properties"].as_array_mut().and_then(Vec::pop) else {
            continue;
        };
        let kept = document["schema"][0]["properties"]
            .as_array_mut()
            .expect("the columns are a list");
        kept.push(json!({"name": "quite_new", "logicalType": "boolean"}));
        removed.insert(file, column["name"].as_str().expect("a column has a name").to_owned());
        fs::write(path, document.to_string()).expect("the file can be written");
    }
    assert!(removed.len() > 8, "contoso has contracts with columns");
    for contract in subjects(&mesh, "contract") {
        let file = contract["origin"]["file"].as_str().expect("a contract has a file");
        let Some(column) = removed.get(file) else {
            continue;
        };
        assert_eq!(breaking(&contract), ["column_removed"], "{file}");
        let told = contract["previous"]["changes"].to_string();
        assert!(
            told.contains(&format!("`{column}`")) && told.contains("`quite_new`"),
            "{file}: {told}"
        );
    }
}

#[test]
fn a_port_that_leaves_its_product_names_those_who_read_it_in_the_files() {
    let mesh = contoso();
    let products = documents(&mesh.path().join("mesh"), "DataProduct");
    let mut read_by: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut exposed: BTreeMap<String, usize> = BTreeMap::new();
    for product in products.values() {
        let is_internal =
            |port: &&Value| list(port, "customProperties").all(|property| property["property"] != "sourceSystem");
        for port in list(product, "inputPorts").filter(is_internal) {
            let readers = read_by.entry(port["contractId"].to_string()).or_default();
            readers.insert(product["id"].to_string());
        }
        for port in list(product, "outputPorts") {
            *exposed.entry(port["contractId"].to_string()).or_default() += 1;
        }
    }
    let mut checked = 0;
    for (path, mut document) in products {
        let Some(port) = document["outputPorts"].as_array_mut().and_then(Vec::pop) else {
            continue;
        };
        let contract = port["contractId"].to_string();
        if exposed.get(&contract) != Some(&1) {
            continue;
        }
        let before = fs::read_to_string(&path).expect("the file can be read");
        fs::write(&path, document.to_string()).expect("the file can be written");
        let file = path
            .strip_prefix(mesh.path().join("mesh"))
            .expect("the file is in the folder")
            .to_string_lossy()
            .into_owned();
        let found = subjects(&mesh, "product");
        let product = found
            .iter()
            .find(|product| product["origin"]["file"] == *file)
            .expect("the product is there");
        let removed: Vec<&Value> = list(&product["previous"], "removed_ports").collect();
        assert_eq!(removed.len(), 1, "{file}");
        let consumers: BTreeSet<String> = list(removed[0], "consumers")
            .map(|one| one["product"].to_string())
            .collect();
        let mut expected = read_by.get(&contract).cloned().unwrap_or_default();
        expected.remove(&document["id"].to_string());
        assert_eq!(consumers, expected, "{file}");
        checked += usize::from(!consumers.is_empty());
        fs::write(&path, before).expect("the file can be written");
        if checked == 3 {
            return;
        }
    }
    assert!(checked > 0, "somebody in contoso reads a port");
}

#[test]
fn a_base_that_cannot_be_read_is_refused() {
    let mesh = Mesh::planted();
    mesh.run(&["check", "mesh", "--base", "nowhere"])
        .refused(&["nowhere does not exist"]);
    mesh.run(&["check", "mesh", "--base", "mesh/contract.yaml"])
        .refused(&["is not a folder", "--base"]);
    mesh.write("empty/readme.txt", "nothing");
    mesh.run(&["subjects", "mesh", "--base", "empty", "--at", "."])
        .refused(&["the base cannot be read", "empty holds no file of a mesh"]);
    mesh.write(
        "old/snapshot.json",
        r#"{"apiVersion": "meshgov/v9", "kind": "Snapshot", "coverage": []}"#,
    );
    mesh.run(&["check", "mesh", "--base", "old", "--at", "."]).refused(&[
        "the base cannot be read",
        "snapshot.json is of format",
        "meshgov/v9",
    ]);
}

#[test]
fn what_is_broken_in_the_base_is_told_and_makes_absence_unknown() {
    let mesh = Mesh::planted();
    mesh.write("base/product.yaml", PRODUCT);
    mesh.write("base/contract.yaml", "kind: DataContract\nid: [\n");
    let run = mesh.run(&["subjects", "mesh", "--base", "base", "--at", "."]);
    assert_eq!(run.code, 0);
    assert!(run.stderr.contains("in the base, contract.yaml:"), "{}", run.stderr);
    let subjects: Vec<Value> = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line is a subject"))
        .collect();
    let base = |kind: &str| {
        subjects
            .iter()
            .find(|one| one["kind"] == kind)
            .map(|one| one["base"].clone())
    };
    assert_eq!(
        (base("contract"), base("product")),
        (Some(json!("unknown")), Some(json!("known")))
    );
}

#[test]
fn a_base_within_the_mesh_is_no_part_of_it() {
    let mesh = Mesh::planted();
    mesh.write("mesh/before/product.yaml", PRODUCT);
    mesh.write("mesh/before/contract.yaml", CONTRACT);
    let (_, beside) = mesh.check(&["mesh", "--base", "mesh/before", "--at", "."]);
    assert!(has_planted(&beside));
    let products = |report: &Value| {
        let policies = list(report, "policies").find(|policy| policy["id"] == "mesh.ownership.unique_product_id");
        policies.expect("the rule judges")["judgements"].clone()
    };
    assert_eq!(products(&beside), 1);
    let (_, without) = mesh.check(&["mesh"]);
    assert_eq!(products(&without), 2);
    // A mesh that is its own base stays whole.
    let (_, own) = mesh.check(&["mesh", "--base", "mesh"]);
    assert_eq!(products(&own), 2);
}

#[test]
fn a_frozen_state_is_a_base_too() {
    let mesh = Mesh::planted();
    let frozen = |file: &str, text: &str| json!({"file": file, "text": text}).to_string();
    let older = CONTRACT.replace(
        "version: 1.0.0\n",
        "version: 1.0.0\nslaProperties:\n  - {property: availability, value: 99.9}\n",
    );
    let lines = [
        frozen("mesh/contract.yaml", &older),
        frozen("mesh/product.yaml", PRODUCT),
    ]
    .join("\n");
    mesh.write("base/document.ndjson", lines);
    mesh.write(
        "base/snapshot.json",
        r#"{"apiVersion": "meshgov/v1", "kind": "Snapshot", "coverage": []}"#,
    );
    let contracts = subjects(&mesh, "contract");
    assert_eq!(breaking(&contracts[0]), ["service_level_removed"]);
    assert_eq!(contracts[0]["previous"]["from"], "base");
}

#[test]
fn the_domains_that_files_name_are_those_that_there_are() {
    let mesh = contoso();
    let folder = mesh.path().join("mesh");
    let names = |kind: &str, key: &str| -> BTreeSet<String> {
        let documents = documents(&folder, kind).into_values();
        documents
            .filter_map(|document| document[key].as_str().map(str::to_owned))
            .collect()
    };
    let declared = names("Domain", "name");
    let mut mentioned = names("DataProduct", "domain");
    mentioned.extend(names("DataContract", "domain"));
    let found = subjects(&mesh, "domain");
    let told: BTreeSet<String> = found
        .iter()
        .filter(|one| one["declared"] == true)
        .filter_map(|one| one["name"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(told, declared);
    for name in &mentioned {
        assert!(found.iter().any(|one| one["name"] == **name), "{name}");
    }
    assert_eq!(
        found.len(),
        found
            .iter()
            .map(|one| one["id"].to_string())
            .collect::<BTreeSet<_>>()
            .len()
    );
}
