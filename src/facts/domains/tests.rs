//! Domains by their names.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::facts::testing::{contract, domain, files, product, snapshot, subjects};
use crate::snapshot::{Kind, Snapshot};

fn below(name: &str, parent: &str) -> Value {
    let mut domain = domain(name);
    domain["parent"] = parent.into();
    domain
}

fn domains(snapshot: &Snapshot) -> Vec<Value> {
    subjects(snapshot, Kind::Domain)
}

fn named<'v>(domains: &'v [Value], name: &str) -> &'v Value {
    domains
        .iter()
        .find(|domain| domain["name"] == name)
        .unwrap_or(&Value::Null)
}

#[test]
fn declared_domains_come_first_and_names_that_nobody_declares_follow() {
    let mesh = snapshot(&files(&[
        ("b/domain.json", domain("sales")),
        ("c/domain.json", domain("sales")),
        ("d/domain.json", domain("finance")),
        ("p.json", product("p", "Sales", "aggregate", json!({}))),
        ("q.json", product("q", "sales", "aggregate", json!({}))),
        ("r.json", contract("r", json!({"domain": "hr"}))),
        (
            "s.json",
            json!({"apiVersion": "meshgov/v1", "kind": "SourceSystem", "name": "erp", "domain": "hr"}),
        ),
        ("t.json", contract("t", json!({"domain": " "}))),
    ]));
    let all = domains(&mesh);
    let line = |domain: &Value| {
        let files = domain["declarations"].as_array().map_or(0, Vec::len);
        format!(
            "{} {} {files} {} {} {}",
            domain["id"], domain["declared"], domain["mention_count"], domain["product_count"], domain["similar"]
        )
    };
    assert_eq!(
        all.iter().map(line).collect::<Vec<_>>(),
        [
            r#""sales" true 2 1 1 [{"declared":false,"name":"Sales"}]"#,
            r#""finance" true 1 0 0 []"#,
            r#""Sales" false 0 1 1 [{"declared":true,"name":"sales"}]"#,
            r#""hr" false 0 2 0 []"#,
        ]
    );
    let hr = named(&all, "hr");
    assert_eq!(hr["domain"], "hr");
    assert_eq!(hr["origin"]["file"], "r.json");
    let mentions: Vec<String> = hr["mentions"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| format!("{} {}", one["kind"], one["name"]))
        .collect();
    assert_eq!(mentions, ["\"contract\" \"r\"", "\"source_system\" \"erp\""]);
    assert_eq!((&hr["depth"], &hr["parent_known"]), (&json!(1), &Value::Null));
    assert_eq!(hr["declared_domains"], 2);
}

#[test]
fn only_the_first_mentions_are_listed_and_all_are_counted() {
    let list: Vec<(String, Value)> = (0..25)
        .map(|index| {
            (
                format!("{index:02}.json"),
                contract(&format!("c{index:02}"), json!({"domain": "hr"})),
            )
        })
        .collect();
    let list: Vec<(&str, Value)> = list.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    let all = domains(&snapshot(&files(&list)));
    assert_eq!(all[0]["mention_count"], 25);
    assert_eq!(all[0]["mentions"].as_array().map(Vec::len), Some(20));
    assert_eq!(all[0]["mentions"][0]["id"], "c00");
}

#[test]
fn parents_are_followed_to_the_top_unless_they_lead_in_a_circle() {
    let mesh = snapshot(&files(&[
        ("a.json", domain("group")),
        ("b.json", below("sales", "group")),
        ("c.json", below("orders", "sales")),
        ("d.json", below("lost", "nowhere")),
        ("e.json", below("one", "two")),
        ("f.json", below("two", "one")),
        ("g.json", below("under", "two")),
    ]));
    let all = domains(&mesh);
    let line = |name: &str| {
        let domain = named(&all, name);
        format!(
            "{} {} {} {}",
            domain["depth"], domain["ancestors"], domain["parent_known"], domain["parent_cycle"]
        )
    };
    assert_eq!(line("group"), "1 [] null false");
    assert_eq!(line("orders"), r#"3 ["sales","group"] true false"#);
    assert_eq!(line("lost"), r#"2 ["nowhere"] false false"#);
    assert_eq!(line("one"), r#"null ["two"] true true"#);
    assert_eq!(line("under"), r#"null ["two","one"] true false"#);
}

/// Products named after their domains that read from each other.
fn readers(edges: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut names: Vec<&str> = edges.iter().flat_map(|(one, other)| [*one, *other]).collect();
    names.sort_unstable();
    names.dedup();
    let products: Vec<(String, Value)> = names
        .iter()
        .map(|name| {
            let inputs = edges.iter().filter(|(reader, _)| reader == name);
            let inputs: Vec<Value> = inputs
                .map(|(_, read)| json!({"name": read, "contractId": read}))
                .collect();
            let ports =
                json!({"inputPorts": inputs, "outputPorts": [{"name": "out", "contractId": name, "version": "1"}]});
            (format!("{name}.json"), product(name, name, "aggregate", ports))
        })
        .collect();
    products
        .iter()
        .map(|(name, document)| (name.clone(), document.to_string()))
        .collect()
}

#[test]
fn the_shortest_circle_through_a_domain_begins_with_it() {
    let edges = [
        ("a", "b"),
        ("b", "c"),
        ("c", "d"),
        ("d", "a"),
        ("c", "a"),
        ("e", "a"),
        ("b", "b"),
    ];
    let all = domains(&snapshot(&readers(&edges)));
    let cycle = |name: &str| named(&all, name)["cycle"].clone();
    assert_eq!(cycle("a"), json!(["a", "b", "c"]));
    assert_eq!(cycle("c"), json!(["c", "a", "b"]));
    assert_eq!(cycle("d"), json!(["d", "a", "b", "c"]));
    assert_eq!(cycle("e"), Value::Null);
}

/// The length of the shortest way back, by powers of the matrix of edges.
fn shortest(edges: &[(&str, &str)], start: &str) -> Option<usize> {
    let mut reached = vec![start.to_owned()];
    for length in 1..=6 {
        let next = edges
            .iter()
            .filter(|(from, to)| from != to && reached.iter().any(|one| one == from));
        reached = next.map(|(_, to)| (*to).to_owned()).collect();
        if reached.iter().any(|one| one == start) {
            return Some(length);
        }
    }
    None
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn circles_are_as_short_as_can_be_in_whatever_order_files_come(
        edges in prop::collection::vec((0..5_usize, 0..5_usize), 1..10),
    ) {
        let names = ["a", "b", "c", "d", "e"];
        let edges: Vec<(&str, &str)> = edges.iter().map(|(from, to)| (names[*from], names[*to])).collect();
        let list = readers(&edges);
        let all = domains(&snapshot(&list));
        for domain in &all {
            let name = domain["name"].as_str().unwrap_or("");
            prop_assert_eq!(domain["cycle"].as_array().map(Vec::len), shortest(&edges, name), "{}", name);
        }
        let turned: Vec<(String, String)> = list
            .iter()
            .enumerate()
            .map(|(index, (_, text))| (format!("{:02}.json", 50 - index), text.clone()))
            .collect();
        let line = |domain: &Value| format!("{} {} {}", domain["name"], domain["cycle"], domain["mention_count"]);
        let (one, other) = (all, domains(&snapshot(&turned)));
        prop_assert_eq!(one.iter().map(line).collect::<Vec<_>>(), other.iter().map(line).collect::<Vec<_>>());
    }
}
