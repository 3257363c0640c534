//! What products, contracts and edges were in an earlier state.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::facts::testing::{contract, domain, files, product, snapshot, subjects, subjects_since};
use crate::facts::{Facts, SubjectRef};
use crate::snapshot::{Kind, Location, Problem, ProblemCode, Snapshot};
use crate::text::Step;

fn port(name: &str, contract: &str, version: &str) -> Value {
    json!({"name": name, "version": version, "contractId": contract})
}

fn mesh(list: &[(&str, Value)]) -> Snapshot {
    snapshot(&files(list))
}

fn of_orders(version: &str, columns: &[&str]) -> Value {
    let columns: Vec<Value> = columns.iter().map(|name| json!({ "name": name })).collect();
    contract(
        "orders",
        json!({"version": version, "domain": "sales", "schema": [{"name": "orders", "properties": columns}]}),
    )
}

#[test]
fn without_a_base_nothing_is_new_or_known() {
    let mesh = mesh(&[
        (
            "a.json",
            product("p", "sales", "aggregate", json!({"inputPorts": [port("in", "c", "1")]})),
        ),
        ("b.json", contract("c", json!({}))),
    ]);
    for (kind, field) in [
        (Kind::Product, "base"),
        (Kind::Contract, "base"),
        (Kind::Edge, "is_new"),
    ] {
        assert_eq!(subjects(&mesh, kind)[0][field], Value::Null, "{kind}");
    }
    assert_eq!(subjects(&mesh, Kind::Contract)[0]["previous"], Value::Null);
}

#[test]
fn a_contract_is_compared_with_the_base_and_else_with_its_version_before() {
    let base = mesh(&[
        ("old/a.json", of_orders("1.0.0", &["id", "email"])),
        ("old/b.json", of_orders("1.1.0", &["id", "email", "day"])),
    ]);
    let now = mesh(&[
        ("a.json", of_orders("1.0.0", &["id", "email"])),
        ("b.json", of_orders("v1.1.0", &["id", "day"])),
        ("c.json", of_orders("2.0.0", &["id"])),
    ]);
    let line = |contract: &Value| {
        let previous = &contract["previous"];
        let changes = previous["changes"].as_array().into_iter().flatten();
        let changes: Vec<&str> = changes.filter_map(|change| change["message"].as_str()).collect();
        format!(
            "{} {} {} {}: {}",
            contract["base"],
            previous["from"],
            previous["version"],
            previous["origin"]["file"],
            changes.join("; ")
        )
    };
    let told = |subjects: &[Value]| subjects.iter().map(line).collect::<Vec<_>>();
    assert_eq!(
        told(&subjects_since(&base, &now, Kind::Contract)),
        [
            "\"known\" \"base\" \"1.0.0\" \"old/a.json\": ",
            "\"known\" \"base\" \"1.1.0\" \"old/b.json\": column `email` of `orders` was removed",
            "\"known\" \"base\" \"1.1.0\" \"old/b.json\": column `email` of `orders` was removed; column `day` of `orders` was removed",
        ]
    );
    assert_eq!(
        told(&subjects(&now, Kind::Contract)),
        [
            "null null null null: ",
            "null \"version\" \"1.0.0\" \"a.json\": column `email` of `orders` was removed; column `day` of `orders` is new",
            "null \"version\" \"v1.1.0\" \"b.json\": column `day` of `orders` was removed",
        ]
    );
    let empty = mesh(&[("x.json", contract("other", json!({})))]);
    assert_eq!(subjects_since(&empty, &now, Kind::Contract)[2]["base"], "new");
    assert_eq!(
        subjects_since(&empty, &now, Kind::Contract)[2]["previous"]["from"],
        "version"
    );
}

#[test]
fn a_contract_of_another_domain_is_no_version_before() {
    let now = mesh(&[
        ("a.json", contract("c", json!({"version": "1.0.0", "domain": "sales"}))),
        (
            "b.json",
            contract("c", json!({"version": "2.0.0", "domain": "finance"})),
        ),
    ]);
    let found = subjects(&now, Kind::Contract);
    assert!(found.iter().all(|contract| contract["previous"].is_null()), "{found:?}");
}

#[test]
fn copies_with_one_id_are_each_compared_with_themselves() {
    let list = [
        ("sales/a/contract.json", of_orders("1.0.0", &["id"])),
        ("sales/b/contract.json", of_orders("1.0.0", &["id", "email"])),
    ];
    let base: Vec<(String, Value)> = list
        .iter()
        .map(|(file, text)| (format!("base/{file}"), text.clone()))
        .collect();
    let base: Vec<(&str, Value)> = base.iter().map(|(file, text)| (file.as_str(), text.clone())).collect();
    let (base, now) = (mesh(&base), mesh(&list));
    for contract in subjects_since(&base, &now, Kind::Contract) {
        assert_eq!(contract["previous"]["changes"], json!([]), "{}", contract["origin"]);
    }
}

#[test]
fn a_part_of_the_base_that_could_not_be_read_leaves_the_rest_unknown() {
    let now = mesh(&[
        ("a.json", contract("c", json!({}))),
        (
            "b.json",
            product("p", "sales", "aggregate", json!({"inputPorts": [port("in", "c", "1")]})),
        ),
    ]);
    let mut base = mesh(&[("d.json", contract("d", json!({})))]);
    for kind in [Kind::Contract, Kind::Product] {
        base.problems.push(Problem {
            location: Location::File {
                file: "broken.yaml".into(),
                place: None,
                pointer: None,
            },
            code: ProblemCode::Syntax,
            message: "does not parse".into(),
            help: None,
            kind: Some(kind),
        });
    }
    let contract = &subjects_since(&base, &now, Kind::Contract)[0];
    assert_eq!(
        (&contract["base"], &contract["previous"]),
        (&json!("unknown"), &Value::Null)
    );
    let product = &subjects_since(&base, &now, Kind::Product)[0];
    assert_eq!(
        (&product["base"], &product["previous"]),
        (&json!("unknown"), &Value::Null)
    );
    assert_eq!(subjects_since(&base, &now, Kind::Edge)[0]["is_new"], Value::Null);
}

#[test]
fn a_port_that_is_gone_names_those_who_still_read_it() {
    let consumer = |asked: &str| {
        (
            "c.json",
            product(
                "reader",
                "finance",
                "aggregate",
                json!({"inputPorts": [port("in", "orders", asked)]}),
            ),
        )
    };
    let producer = |ports: Value| {
        (
            "p.json",
            product(
                "orders",
                "sales",
                "aggregate",
                json!({"version": "3.0.0", "status": "active", "outputPorts": ports}),
            ),
        )
    };
    let base = mesh(&[
        producer(json!([port("v1", "orders", "1.0.0"), port("v2", "orders", "2.0.0"), {"name": "free"}])),
        consumer("1"),
    ]);
    let now = mesh(&[
        producer(json!([port("two", "orders", "2.1.0")])),
        consumer("1"),
        (
            "e.json",
            product(
                "other",
                "hr",
                "aggregate",
                json!({"inputPorts": [port("in", "orders", "2")]}),
            ),
        ),
    ]);
    let products = subjects_since(&base, &now, Kind::Product);
    let orders = products.iter().find(|product| product["id"] == "orders");
    let previous = &orders.unwrap_or(&Value::Null)["previous"];
    assert_eq!(previous["version"], "3.0.0");
    assert_eq!(previous["life_cycle"], "active");
    let removed: Vec<String> = previous["removed_ports"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|port| {
            let consumers = port["consumers"].as_array().into_iter().flatten();
            let consumers: Vec<String> = consumers
                .map(|one| format!("{} of {} at {}", one["product"], one["domain"], one["origin"]["file"]))
                .collect();
            format!("{} {} <- {}", port["name"], port["contractId"], consumers.join(", "))
        })
        .collect();
    assert_eq!(
        removed,
        [
            "\"v1\" \"orders\" <- \"reader\" of \"finance\" at \"c.json\"",
            "\"free\" null <- "
        ]
    );
}

#[test]
fn an_edge_is_new_by_who_reads_what_of_whom() {
    let producer = (
        "p.json",
        product(
            "orders",
            "sales",
            "aggregate",
            json!({"outputPorts": [port("out", "orders", "1.0.0"), port("more", "refunds", "1.0.0")]}),
        ),
    );
    let reader = |ports: Value| {
        (
            "r.json",
            product("reader", "finance", "aggregate", json!({ "inputPorts": ports })),
        )
    };
    let base = mesh(&[producer.clone(), reader(json!([port("in", "orders", "1")]))]);
    let now = mesh(&[
        producer,
        reader(json!([
            port("renamed", "orders", "1.0.0"),
            port("new", "refunds", "1"),
            port("lost", "nothing", "1")
        ])),
    ]);
    let is_new: Vec<Value> = subjects_since(&base, &now, Kind::Edge)
        .iter()
        .map(|edge| edge["is_new"].clone())
        .collect();
    assert_eq!(is_new, [json!(false), json!(true), json!(true)]);
    let same: Vec<Value> = subjects_since(&now, &now, Kind::Edge)
        .iter()
        .map(|edge| edge["is_new"].clone())
        .collect();
    assert_eq!(same, [json!(false), json!(false), json!(false)]);
}

#[test]
fn a_product_that_was_not_there_is_new() {
    let base = mesh(&[
        ("a.json", product("p", "sales", "aggregate", json!({}))),
        ("d.json", domain("sales")),
    ]);
    let now = mesh(&[
        ("a.json", product("p", "sales", "aggregate", json!({}))),
        ("b.json", product("q", "sales", "aggregate", json!({}))),
    ]);
    let standing: Vec<Value> = subjects_since(&base, &now, Kind::Product)
        .iter()
        .map(|one| one["base"].clone())
        .collect();
    assert_eq!(standing, [json!("known"), json!("new")]);
}

#[test]
fn a_change_is_shown_in_the_contract_that_changed() {
    let base = mesh(&[("a.json", of_orders("1.0.0", &["id", "email"]))]);
    let now = mesh(&[
        ("a.json", of_orders("1.0.0", &["id", "new", "email"])),
        ("b.json", of_orders("2.0.0", &["id", "email", "other"])),
    ]);
    let shown = |base: Option<&Snapshot>, index: u32| {
        let facts = Facts::derive(&now, base, jiff::civil::date(2026, 11, 23));
        let subject = SubjectRef {
            kind: Kind::Contract,
            index,
        };
        let change = match base {
            Some(_) => 0,
            None => 1,
        };
        let path = [
            Step::Key("previous".into()),
            Step::Key("changes".into()),
            Step::Index(change),
        ];
        match facts.locate(subject, &path) {
            Some(Location::File { file, pointer, .. }) => {
                format!("{file}{}", pointer.as_ref().map_or("", crate::text::Pointer::as_str))
            }
            other => format!("{other:?}"),
        }
    };
    assert_eq!(shown(Some(&base), 0), "a.json/schema/0/properties/1");
    assert_eq!(shown(None, 1), "b.json/schema/0/properties/2");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_version_before_is_the_nearest_lower_one_wherever_it_lies(
        versions in prop::collection::btree_set((0..4_u8, 0..4_u8), 1..7).prop_flat_map(|versions| {
            let sorted: Vec<(u8, u8)> = versions.into_iter().collect();
            (Just(sorted.clone()), Just(sorted).prop_shuffle())
        }),
    ) {
        let (sorted, placed) = versions;
        let text = |(major, minor): &(u8, u8)| format!("{major}.{minor}.0");
        let list: Vec<(String, String)> = placed
            .iter()
            .enumerate()
            .map(|(index, version)| (format!("{index}.json"), of_orders(&text(version), &["id"]).to_string()))
            .collect();
        for contract in subjects(&snapshot(&list), Kind::Contract) {
            let at = sorted.iter().position(|version| contract["version"] == text(version));
            let before = at.and_then(|at| at.checked_sub(1)).and_then(|at| sorted.get(at)).map(text);
            prop_assert_eq!(&contract["previous"]["version"], &json!(before));
        }
    }
}
