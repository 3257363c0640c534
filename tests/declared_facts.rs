//! Facts of declared documents, from files as users write them to subjects as policies read them.

#![expect(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]

use meshgov::adapter::{adapt, recognise};
use meshgov::facts::{Facts, Fields, SubjectRef};
use meshgov::snapshot::{DocumentIndex, Kind, Location, Snapshot};
use meshgov::text::{Limits, Step, parse};
use serde_json::{Value, json};

const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 23);

/// The snapshot of some files, in the order of their names.
fn mesh(files: &[(&str, &str)]) -> Snapshot {
    let mut files = files.to_vec();
    files.sort_unstable();
    let mut snapshot = Snapshot::default();
    for (name, text) in files {
        let parsed = parse(name, text.as_bytes(), &Limits::default());
        assert!(parsed.problems.is_empty(), "{name}: {:?}", parsed.problems);
        for document in parsed.documents {
            let Some(format) = recognise(name, &document.root) else {
                continue;
            };
            let index = DocumentIndex(u32::try_from(snapshot.documents.len()).unwrap());
            if let Some(object) = adapt(index, &document, format).object {
                object.declare(&mut snapshot.declared);
            }
            snapshot.documents.push(document.into());
        }
    }
    snapshot
}

fn find(facts: &Facts, kind: Kind, id: &str) -> SubjectRef {
    (0..facts.count(kind))
        .map(|index| SubjectRef { kind, index })
        .find(|subject| &*facts.key(*subject).id == id)
        .unwrap()
}

fn subject(facts: &Facts, kind: Kind, id: &str) -> Value {
    facts.subject(find(facts, kind, id), &Fields::All)
}

/// `file:line:column` of a path.
fn place(facts: &Facts, subject: SubjectRef, path: &Value) -> String {
    let steps: Vec<Step> = path
        .as_array()
        .unwrap()
        .iter()
        .map(|step| match step {
            Value::String(key) => Step::Key(key.as_str().into()),
            step => Step::Index(usize::try_from(step.as_u64().unwrap()).unwrap()),
        })
        .collect();
    match facts.locate(subject, &steps).unwrap() {
        Location::File { file, place, .. } => {
            let place = place.unwrap();
            format!("{file}:{}:{}", place.line, place.column)
        }
        Location::Azure { id } => id.into(),
    }
}

fn domain_file(name: &str, rest: &str) -> String {
    format!("apiVersion: meshgov/v1\nkind: Domain\nname: {name}\n{rest}")
}

const ORDERS: &str = "\
apiVersion: v1.0.0
kind: DataProduct
id: orders
name: Orders
version: 1.0.0
status: production
domain: sales
customProperties:
  - property: costCenter
    value: CC-1
inputPorts:
  - name: raw
    version: 1.0.0
    contractId: raw-orders
outputPorts:
  - name: table
    version: 1.0.0
    contractId: orders-v1
  - name: nothing
    version: 1.0.0
team:
  members:
    - username: ann
      role: Data Product Owner
    - username: bob
      role: owner
      dateOut: 2026-11-22
    - username: cat
      role: owner
      dateOut: 2026-11-23
    - username: dan
      role: steward
    - username: ann
      role: owner
";

const ORDERS_CONTRACT: &str = "\
apiVersion: v3.0.2
kind: DataContract
id: orders-v1
version: 1.0.0
status: active
domain: sales
slaProperties:
  - property: availability
    value: 99.9%
  - property: latency
    value: 4
    unit: d
";

fn sales() -> Snapshot {
    mesh(&[("sales/contract.yaml", ORDERS_CONTRACT), ("sales/product.yaml", ORDERS)])
}

#[test]
fn a_document_belongs_to_the_domain_it_names_then_to_paths_then_to_the_nearest_folder() {
    let contract =
        |id: &str| format!("apiVersion: v3.0.2\nkind: DataContract\nid: {id}\nversion: 1.0.0\nstatus: active\n");
    let named = format!("{}domain: finance\n", contract("named"));
    let snapshot = mesh(&[
        ("domain.yaml", &domain_file("company", "")),
        ("sales/domain.yaml", &domain_file("sales", "paths: [../shared/crm]\n")),
        (
            "hr/domain.yaml",
            &domain_file("hr", "paths: ['../shared/crm/people', '../both/*']\n"),
        ),
        ("it/domain.yaml", &domain_file("it", "paths: ['../both/*']\n")),
        ("sales/deep/er/contract.yaml", &contract("folder")),
        ("sales/named.yaml", &named),
        ("shared/crm/a.yaml", &contract("path")),
        ("shared/crm/people/a.yaml", &contract("longest")),
        ("both/x/a.yaml", &contract("ambiguous")),
        ("elsewhere/a.yaml", &contract("top")),
        ("../outside.yaml", &contract("outside")),
    ]);
    let facts = Facts::derive(&snapshot, None, TODAY);
    for (id, domain, evidence) in [
        ("named", json!("finance"), json!("named")),
        ("folder", json!("sales"), json!("folder")),
        ("path", json!("sales"), json!("paths")),
        ("longest", json!("hr"), json!("paths")),
        ("ambiguous", Value::Null, json!("ambiguous")),
        ("top", json!("company"), json!("folder")),
        ("outside", Value::Null, Value::Null),
    ] {
        let contract = subject(&facts, Kind::Contract, id);
        assert_eq!(
            (&contract["domain"], &contract["domain_evidence"]),
            (&domain, &evidence),
            "{id}"
        );
    }
    let sales = subject(&facts, Kind::Domain, "sales");
    let ids: Vec<_> = sales["contracts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|contract| &contract["id"])
        .collect();
    assert_eq!(ids, ["folder", "path"]);
}

#[test]
fn a_folder_with_two_domains_belongs_to_neither() {
    let both = format!("{}---\n{}", domain_file("a", ""), domain_file("b", ""));
    let text = "apiVersion: v3.0.2\nkind: DataContract\nid: c\nversion: 1.0.0\nstatus: active\n";
    let snapshot = mesh(&[("domains.yaml", &both), ("x/c.yaml", text)]);
    let facts = Facts::derive(&snapshot, None, TODAY);
    assert_eq!(subject(&facts, Kind::Contract, "c")["domain_evidence"], "ambiguous");
}

#[test]
fn owners_are_the_named_team_or_current_members_with_an_owner_role() {
    let snapshot = sales();
    let facts = Facts::derive(&snapshot, None, TODAY);
    assert_eq!(
        subject(&facts, Kind::Product, "orders")["owners"],
        json!([
            {"name": "ann", "via": "member", "path": ["team", "members", 0], "registered": null, "team_size": null, "nearest": null},
            {"name": "cat", "via": "member", "path": ["team", "members", 2], "registered": null, "team_size": null, "nearest": null},
        ])
    );
    let named = ORDERS.replace("team:\n", "team:\n  name: Order desk\n");
    let snapshot = mesh(&[("p.yaml", &named)]);
    let facts = Facts::derive(&snapshot, None, TODAY);
    assert_eq!(
        subject(&facts, Kind::Product, "orders")["owners"],
        json!([{"name": "Order desk", "via": "team", "path": ["team", "name"], "registered": null, "team_size": null, "nearest": null}])
    );
}

#[test]
fn a_product_keeps_its_native_fields_and_gains_relations() {
    let snapshot = sales();
    let facts = Facts::derive(&snapshot, None, TODAY);
    let product = subject(&facts, Kind::Product, "orders");
    assert_eq!(product["kind"], "product");
    assert_eq!(product["inputPorts"][0]["contractId"], "raw-orders");
    assert_eq!(product["life_cycle"], "active");
    assert_eq!(product["custom"], json!({"costCenter": "CC-1"}));
    assert_eq!(product["document"]["kind"], "DataProduct");
    assert_eq!(
        product["origin"],
        json!({"file": "sales/product.yaml", "line": 3, "column": 1})
    );
    assert_eq!(product["same_id"], json!([]));
    let port = &product["output_ports"][0];
    assert_eq!(port["path"], json!(["outputPorts", 0]));
    assert_eq!(port["contract"]["life_cycle"], "active");
    assert_eq!(port["service_levels"]["availability"]["value"], 99.9);
    assert_eq!(port["service_levels"]["freshness"]["value"], 345_600);
    assert_eq!(product["output_ports"][1]["contract"], Value::Null);
    assert_eq!(product["input_ports"][0]["contractId"], "raw-orders");
    assert_eq!(product["input_ports"][0]["resolution"], "dangling");
    let contract = subject(&facts, Kind::Contract, "orders-v1");
    assert_eq!(contract["exposed_by"][0]["product"], "orders");
    assert_eq!(contract["exposed_by"][0]["port"], "table");
}

#[test]
fn only_what_is_read_is_built() {
    let snapshot = sales();
    let facts = Facts::derive(&snapshot, None, TODAY);
    let fields = Fields::Only(["status", "owners"].map(Into::into).into());
    let built = facts.subject(find(&facts, Kind::Product, "orders"), &fields);
    let keys: Vec<_> = built.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["owners", "status"]);
}

#[test]
fn two_objects_with_one_id_are_two_subjects_that_know_each_other() {
    let other = ORDERS.replace("domain: sales", "domain: finance");
    let snapshot = mesh(&[("a.yaml", ORDERS), ("b.yaml", &other)]);
    let facts = Facts::derive(&snapshot, None, TODAY);
    assert_eq!(facts.count(Kind::Product), 2);
    let first = SubjectRef {
        kind: Kind::Product,
        index: 0,
    };
    let built = facts.subject(first, &Fields::All);
    assert_eq!(
        built["same_id"],
        json!([{"id": "orders", "name": "Orders", "version": "1.0.0", "domain": "finance",
                "origin": {"file": "b.yaml", "line": 3, "column": 1}}])
    );
    let related = facts.related(first, None);
    assert_eq!(related.len(), 1);
    assert_eq!(related[0].1, "another product with this id, of finance");
    assert!(facts.related(first, Some(&related[0].0)).is_empty());
    assert_eq!(place(&facts, first, &json!(["same_id", 0])), "b.yaml:3:1");
    assert_eq!(place(&facts, first, &json!(["same_id", 0, "domain"])), "b.yaml:7:9");
}

#[test]
fn a_path_leads_to_the_line_that_states_it() {
    let snapshot = sales();
    let facts = Facts::derive(&snapshot, None, TODAY);
    let product = find(&facts, Kind::Product, "orders");
    for (path, expected) in [
        (json!([]), "sales/product.yaml:3:1"),
        (json!(["status"]), "sales/product.yaml:6:9"),
        (json!(["document", "status"]), "sales/product.yaml:6:9"),
        (json!(["description"]), "sales/product.yaml:3:1"),
        (json!(["life_cycle"]), "sales/product.yaml:3:1"),
        (json!(["outputPorts", 1]), "sales/product.yaml:19:5"),
        (json!(["outputPorts", 1, "contractId"]), "sales/product.yaml:19:5"),
        (json!(["outputPorts"]), "sales/product.yaml:15:1"),
        (json!(["output_ports", 1]), "sales/product.yaml:19:5"),
        (json!(["output_ports", 0, "contractId"]), "sales/product.yaml:18:17"),
        (
            json!(["output_ports", 0, "contract", "status"]),
            "sales/contract.yaml:5:9",
        ),
        (
            json!(["output_ports", 0, "service_levels", "freshness"]),
            "sales/contract.yaml:10:5",
        ),
        (
            json!(["output_ports", 0, "service_levels", "freshness", "unit"]),
            "sales/contract.yaml:12:11",
        ),
        (json!(["owners", 1]), "sales/product.yaml:28:7"),
        (json!(["custom", "costCenter"]), "sales/product.yaml:9:5"),
    ] {
        assert_eq!(place(&facts, product, &path), expected, "{path}");
    }
    let mesh = SubjectRef {
        kind: Kind::Mesh,
        index: 0,
    };
    assert_eq!(
        place(&facts, mesh, &json!(["product", 0, "status"])),
        "sales/product.yaml:6:9"
    );
}

#[test]
fn a_port_means_the_contract_of_its_version() {
    let contract = |version: &str, status: &str| {
        format!("apiVersion: v3.0.2\nkind: DataContract\nid: orders-v1\nversion: {version}\nstatus: {status}\n")
    };
    let snapshot = mesh(&[
        ("0.yaml", &contract("3.0.0", "retired")),
        ("1.yaml", &contract("2.1.0", "active")),
        ("2.yaml", &contract("v1.0.0", "active")),
        ("p.yaml", ORDERS),
    ]);
    let facts = Facts::derive(&snapshot, None, TODAY);
    assert_eq!(
        subject(&facts, Kind::Product, "orders")["output_ports"][0]["contract"]["version"],
        "v1.0.0"
    );
    let major = ORDERS.replace("- name: table\n    version: 1.0.0", "- name: table\n    version: 2.0.0");
    let snapshot = mesh(&[
        ("0.yaml", &contract("3.0.0", "retired")),
        ("1.yaml", &contract("2.1.0", "active")),
        ("p.yaml", &major),
    ]);
    let facts = Facts::derive(&snapshot, None, TODAY);
    assert_eq!(
        subject(&facts, Kind::Product, "orders")["output_ports"][0]["contract"]["version"],
        "2.1.0"
    );
}

#[test]
fn a_raw_document_is_what_the_file_holds() {
    let two = format!("{ORDERS}---\n{ORDERS_CONTRACT}");
    let snapshot = mesh(&[("one.yaml", ORDERS), ("two.yaml", &two)]);
    let facts = Facts::derive(&snapshot, None, TODAY);
    let ids: Vec<_> = (0..facts.count(Kind::Document))
        .map(|index| {
            facts
                .key(SubjectRef {
                    kind: Kind::Document,
                    index,
                })
                .id
        })
        .collect();
    assert_eq!(
        ids,
        ["one.yaml".into(), "two.yaml#1".into(), "two.yaml#2".into()] as [Box<str>; 3]
    );
    let document = find(&facts, Kind::Document, "two.yaml#2");
    let built = facts.subject(document, &Fields::All);
    assert_eq!(built, snapshot.documents[2].root.to_json());
    assert_eq!(place(&facts, document, &json!(["status"])), "two.yaml:40:9");
}

#[test]
fn nameless_objects_are_named_by_their_file() {
    let snapshot = mesh(&[(
        "x/c.yaml",
        "apiVersion: v3.0.2\nkind: DataContract\nversion: 1.0.0\nstatus: active\n",
    )]);
    let facts = Facts::derive(&snapshot, None, TODAY);
    let contract = subject(&facts, Kind::Contract, "x/c.yaml");
    assert_eq!(contract["name"], "x/c.yaml");
    assert_eq!(contract["origin"]["line"], 1);
}

#[test]
fn our_own_kinds_are_subjects_and_the_mesh_holds_all() {
    let snapshot = mesh(&[
        ("mesh.yaml", "apiVersion: meshgov/v1\nkind: Mesh\nname: contoso\n"),
        ("sales/domain.yaml", &domain_file("sales", "")),
        ("sales/product.yaml", ORDERS),
        (
            "sales/system.yaml",
            "apiVersion: meshgov/v1\nkind: SourceSystem\nname: erp\ndomain: finance\n",
        ),
    ]);
    let facts = Facts::derive(&snapshot, None, TODAY);
    let system = subject(&facts, Kind::SourceSystem, "erp");
    assert_eq!(
        (&system["kind"], &system["domain"]),
        (&json!("source_system"), &json!("finance"))
    );
    let mesh = subject(&facts, Kind::Mesh, "contoso");
    assert_eq!(mesh["mesh"]["kind"], "Mesh");
    assert_eq!(mesh["product"][0]["id"], "orders");
    assert_eq!(mesh["domain"][0]["products"][0]["id"], "orders");
    assert_eq!(mesh["document"].as_array().unwrap().len(), 4);
    assert_eq!(mesh.get("contract"), None);
}

mod properties {
    use std::collections::{BTreeMap, BTreeSet};

    use super::{Facts, Fields, Kind, Snapshot, SubjectRef, TODAY, Value, mesh};
    use proptest::prelude::*;

    /// What each file claims: its domain, and who shares its id or exposes it.
    fn claims(snapshot: &Snapshot) -> BTreeMap<String, BTreeSet<String>> {
        let facts = Facts::derive(snapshot, None, TODAY);
        let mut claims = BTreeMap::new();
        for kind in [Kind::Product, Kind::Contract] {
            for index in 0..facts.count(kind) {
                let built = facts.subject(SubjectRef { kind, index }, &Fields::All);
                let set: BTreeSet<String> = ["same_id", "exposed_by"]
                    .iter()
                    .flat_map(|field| built[field].as_array().cloned().unwrap_or_default())
                    .map(|claim: Value| format!("{} {} {}", claim["origin"], claim["domain"], claim["port"]))
                    .chain([format!("domain {}", built["domain"])])
                    .collect();
                claims.insert(built["origin"]["file"].to_string(), set);
            }
        }
        claims
    }

    fn text((is_product, id, port): (bool, u8, u8)) -> String {
        let head = format!("id: i{id}\nversion: 1.0.0\nstatus: active\ndomain: d{port}\n");
        if is_product {
            format!(
                "apiVersion: v1.0.0\nkind: DataProduct\n{head}outputPorts:\n  - name: p\n    version: 1.0.0\n    contractId: i{port}\n"
            )
        } else {
            format!("apiVersion: v3.0.2\nkind: DataContract\n{head}")
        }
    }

    fn build(documents: &[(usize, String)]) -> Snapshot {
        let named: Vec<(String, &str)> = documents
            .iter()
            .map(|(at, text)| (format!("f{at:03}.yaml"), &**text))
            .collect();
        let files: Vec<(&str, &str)> = named.iter().map(|(name, text)| (&**name, *text)).collect();
        mesh(&files)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn another_document_never_removes_a_claim(
            seeds in prop::collection::vec((any::<bool>(), 0u8..4, 0u8..4), 1..12),
            added in 0usize..12,
        ) {
            let all: Vec<(usize, String)> = seeds.into_iter().map(text).enumerate().collect();
            let mut fewer = all.clone();
            fewer.remove(added % all.len());
            let before = claims(&build(&fewer));
            let after = claims(&build(&all));
            for (file, claims) in before {
                prop_assert!(claims.is_subset(&after[&file]), "{file}: {claims:?} {:?}", after[&file]);
            }
        }

        #[test]
        fn names_of_files_do_not_change_who_claims_what(
            seeds in prop::collection::vec((any::<bool>(), 0u8..4, 0u8..4), 1..12),
        ) {
            let last = seeds.len() - 1;
            let all: Vec<(usize, String)> = seeds.into_iter().map(text).enumerate().collect();
            let mirrored: Vec<(usize, String)> = all.iter().map(|(at, text)| (last - at, text.clone())).collect();
            let sizes = |snapshot: &Snapshot, turn: bool| {
                let mut sizes: Vec<usize> = claims(snapshot).into_values().map(|set| set.len()).collect();
                if turn {
                    sizes.reverse();
                }
                sizes
            };
            prop_assert_eq!(sizes(&build(&all), false), sizes(&build(&mirrored), true));
        }
    }
}
