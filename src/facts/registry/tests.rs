//! Owners, teams and catalogues, from the documents that registries export.

#![expect(clippy::needless_pass_by_value, reason = "tests hand over what they make with json!")]

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::facts::testing::{contract, files, product, snapshot, subjects};
use crate::snapshot::{Kind, Snapshot};

fn group(name: &str, spec: Value) -> Value {
    json!({"apiVersion": "backstage.io/v1alpha1", "kind": "Group", "metadata": {"name": name}, "spec": spec})
}

fn user(name: &str, groups: Value) -> Value {
    json!({"apiVersion": "backstage.io/v1beta1", "kind": "User", "metadata": {"name": name},
        "spec": {"memberOf": groups, "profile": {"email": format!("{name}@contoso.example")}}})
}

fn export(groups: Value) -> Value {
    json!({"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#groups(id,displayName,members())", "value": groups})
}

fn owned_by(team: &str) -> Value {
    product("p", "sales", "aggregate", json!({"team": {"name": team}}))
}

/// `registered size nearest of registry` of the owner of the only product.
fn owner(list: &[(&str, Value)]) -> String {
    registered(&snapshot(&files(list)))
}

fn registered(mesh: &Snapshot) -> String {
    let product = &subjects(mesh, Kind::Product)[0];
    let owner = &product["owners"][0];
    format!(
        "{} {} {} of {}",
        owner["registered"], owner["team_size"], owner["nearest"], product["team_registry"]
    )
}

#[test]
fn without_a_registry_nothing_is_known_of_an_owner() {
    assert_eq!(owner(&[("p.json", owned_by("CRM"))]), "null null null of null");
    assert_eq!(
        owner(&[("p.json", owned_by("CRM")), ("u.json", user("ann", json!(["crm"])))]),
        "null null null of null"
    );
}

#[test]
fn a_team_is_found_without_case_and_signs_and_by_its_reference() {
    let crm = group(
        "crm-team",
        json!({"members": ["user:default/ann", "bob"], "profile": {"displayName": "Customers"}}),
    );
    for name in ["crm-team", "CRM Team", "crmteam", "customers", "group:default/crm-team"] {
        assert_eq!(
            owner(&[("g.json", crm.clone()), ("p.json", owned_by(name))]),
            "true 2 null of 1",
            "{name}"
        );
    }
    assert_eq!(
        owner(&[("g.json", crm), ("p.json", owned_by("crm-taem"))]),
        r#"false null "crm-team" of 1"#
    );
}

#[test]
fn the_members_of_a_team_come_from_groups_users_and_parts() {
    let empty = group("crm", json!({"children": []}));
    let team = |more: &[(&str, Value)]| {
        let mut list = vec![("p.json", owned_by("crm")), ("g.json", empty.clone())];
        list.extend_from_slice(more);
        owner(&list)
    };
    assert_eq!(team(&[]), "true null null of 1");
    assert_eq!(team(&[("u.json", user("ann", json!(["other"])))]), "true 0 null of 1");
    assert_eq!(
        team(&[
            ("u.json", user("ann", json!(["group:default/crm"]))),
            ("v.json", user("bob", json!(["crm"])))
        ]),
        "true 2 null of 1"
    );
    let part = group("support", json!({"parent": "crm", "members": ["ann", "eve"]}));
    assert_eq!(
        team(&[("u.json", user("ann", json!(["crm"]))), ("s.json", part)]),
        "true 2 null of 2"
    );
}

#[test]
fn an_export_of_groups_is_a_registry() {
    let groups = export(json!([
        {"id": "0a", "displayName": "CRM Team", "members": [{"id": "1", "displayName": "Ann", "userPrincipalName": "ann@contoso.example"}]},
        {"id": "0b", "displayName": "Empty", "members": []},
        {"id": "0c", "displayName": "Unseen"},
    ]));
    let of = |name: &str| owner(&[("g.json", groups.clone()), ("p.json", owned_by(name))]);
    assert_eq!(of("crm-team"), "true 1 null of 3");
    assert_eq!(of("empty"), "true 0 null of 3");
    assert_eq!(of("unseen"), "true null null of 3");
    assert_eq!(of("nobody at all"), "false null null of 3");
    let mesh = snapshot(&files(&[("g.json", groups)]));
    let line = |team: &Value| {
        format!(
            "{} {} {} {}:{}",
            team["id"], team["members"], team["source"], team["origin"]["file"], team["origin"]["column"]
        )
    };
    let teams: Vec<String> = subjects(&mesh, Kind::Team).iter().map(line).collect();
    assert_eq!(teams.len(), 3);
    assert!(
        teams[0].starts_with(r#""0a" ["ann@contoso.example"] "microsoft_graph" "g.json":"#),
        "{}",
        teams[0]
    );
    assert!(teams[2].starts_with(r#""0c" null "#), "{}", teams[2]);
}

#[test]
fn one_team_in_two_registries_is_one() {
    let list = [
        ("a.json", group("crm-team", json!({"members": ["ann"]}))),
        (
            "b.json",
            export(json!([{"id": "0a", "displayName": "CRM Team", "members": [{"userPrincipalName": "bob"}]}])),
        ),
        ("p.json", owned_by("CRM team")),
    ];
    assert_eq!(owner(&list), "true 2 null of 1");
}

#[test]
fn an_export_without_its_last_page_proves_no_absence() {
    let mut groups = export(json!([{"id": "0a", "displayName": "CRM"}]));
    groups["@odata.nextLink"] = "https://graph.microsoft.com/next".into();
    let mut mesh = snapshot(&files(&[("g.json", groups.clone()), ("p.json", owned_by("sales"))]));
    let parsed = crate::text::parse("g.json", groups.to_string().as_bytes(), &crate::text::Limits::default());
    let adapted = crate::adapter::adapt(
        crate::snapshot::DocumentIndex(0),
        &parsed.documents[0],
        crate::adapter::Format::GraphGroups,
    );
    assert_eq!(adapted.problems.len(), 1);
    mesh.problems.extend(adapted.problems);
    assert_eq!(registered(&mesh), "null null null of 1");
}

#[test]
fn a_person_who_owns_is_looked_up_among_people() {
    let owner_is = |name: &str| contract("c", json!({"team": [{"username": name, "role": "Owner"}]}));
    let list = |name: &str| {
        snapshot(&files(&[
            ("c.json", owner_is(name)),
            ("g.json", group("crm", json!({}))),
            ("u.json", user("ann", json!(["crm"]))),
        ]))
    };
    let owner = |name: &str| {
        let owner = subjects(&list(name), Kind::Contract)[0]["owners"][0].clone();
        format!("{} {} {}", owner["registered"], owner["team_size"], owner["nearest"])
    };
    assert_eq!(owner("ann@contoso.example"), "true null null");
    assert_eq!(owner("Ann"), "true null null");
    assert_eq!(owner("anne"), r#"false null "ann""#);
}

#[test]
fn members_stand_in_both_shapes_with_what_they_are_today() {
    let people = json!([
        {"username": "ann", "role": "Owner", "dateOut": "2026-11-22", "replacedByUsername": "bob"},
        {"name": "Bob", "role": "data steward", "dateOut": "2026-11-23"},
        {"username": "eve", "dateOut": "soon"},
    ]);
    let list = contract("a", json!({"team": people}));
    let object = contract("b", json!({"team": {"name": "crm", "members": people}}));
    let mesh = snapshot(&files(&[
        ("a.json", list),
        ("b.json", object),
        (
            "p.json",
            product("p", "sales", "aggregate", json!({"team": {"members": people}})),
        ),
    ]));
    let line = |one: &Value| {
        format!(
            "{} {} {} {} {} {} {}",
            one["name"],
            one["role"],
            one["is_owner"],
            one["is_current"],
            one["date_out"],
            one["replaced_by"],
            one["path"]
        )
    };
    let members = |subject: &Value| {
        subject["members"]
            .as_array()
            .into_iter()
            .flatten()
            .map(line)
            .collect::<Vec<_>>()
    };
    let contracts = subjects(&mesh, Kind::Contract);
    assert_eq!(
        members(&contracts[0]),
        [
            r#""ann" "Owner" true false "2026-11-22" "bob" ["team",0]"#,
            r#""Bob" "data steward" false true "2026-11-23" null ["team",1]"#,
            r#""eve" null false true null null ["team",2]"#,
        ]
    );
    assert_eq!(
        members(&contracts[1])[0],
        r#""ann" "Owner" true false "2026-11-22" "bob" ["team","members",0]"#
    );
    assert_eq!(members(&subjects(&mesh, Kind::Product)[0]).len(), 3);
}

#[test]
fn a_product_is_in_the_catalogue_by_annotation_or_name() {
    let entity = |name: &str, metadata: Value| {
        let mut entity =
            json!({"apiVersion": "backstage.io/v1alpha1", "kind": "Component", "metadata": {"name": name}});
        for (key, value) in metadata.as_object().into_iter().flatten() {
            entity["metadata"][key] = value.clone();
        }
        entity
    };
    let catalog = |list: &[(&str, Value)]| {
        let mut all = vec![(
            "p.json",
            product("urn:p:1", "sales", "aggregate", json!({"name": "Price list (EU)"})),
        )];
        all.extend_from_slice(list);
        let found = subjects(&snapshot(&files(&all)), Kind::Product)[0]["catalog"].clone();
        found.to_string()
    };
    assert_eq!(catalog(&[]), "null");
    assert_eq!(
        catalog(&[("e.json", entity("other", json!({})))]),
        r#"{"entity":null,"found":false}"#
    );
    assert_eq!(
        catalog(&[("e.json", entity("price-list-eu", json!({"namespace": "sales"})))]),
        r#"{"entity":"component:sales/price-list-eu","found":true}"#
    );
    let by_title = entity("pl", json!({"title": "price list EU"}));
    assert_eq!(
        catalog(&[("e.json", by_title)]),
        r#"{"entity":"component:default/pl","found":true}"#
    );
    let by_id = entity("x", json!({"annotations": {"meshgov/product-id": "urn:p:1"}}));
    assert_eq!(
        catalog(&[("e.json", by_id), ("f.json", entity("price-list-eu", json!({})))]),
        r#"{"entity":"component:default/x","found":true}"#
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn another_record_never_takes_a_team_or_a_member_away(
        groups in prop::collection::vec(("[abc]", prop::collection::vec("[xyz]", 0..3)), 1..6),
        more in ("[abc]", prop::collection::vec("[xyz]", 0..3)),
    ) {
        let document = |(name, members): &(String, Vec<String>)| group(name, json!({ "members": members }));
        let list = |records: &[(String, Vec<String>)]| {
            let mut list: Vec<(String, String)> = records.iter().enumerate().map(|(index, one)| (format!("{index}.json"), document(one).to_string())).collect();
            list.push(("p.json".to_owned(), owned_by("a").to_string()));
            list
        };
        let owner = |files: &[(String, String)]| {
            let owner = subjects(&snapshot(files), Kind::Product)[0]["owners"][0].clone();
            (owner["registered"] == true, owner["team_size"].as_u64())
        };
        let before = owner(&list(&groups));
        let mut longer = groups.clone();
        longer.push(more);
        let after = owner(&list(&longer));
        prop_assert!(after >= before, "{before:?} {after:?}");
        let mut turned = groups.clone();
        turned.reverse();
        prop_assert_eq!(owner(&list(&turned)), before);
    }
}
