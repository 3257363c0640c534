//! Facts of the tenant, through their boundary: rows in, subjects out.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod rows;

use std::collections::BTreeSet;

use meshgov::facts::{Facts, Fields, SubjectRef};
use meshgov::snapshot::{
    Conformance, DocumentIndex, Domain, Kind, Located, Mesh, NodeKind, Product, Snapshot, TagInheritance,
};
use meshgov::text::Pointer;
use proptest::prelude::*;
use rows::{recorded, snapshot};
use serde_json::{Value, json};

const S: &str = "/subscriptions/5b1c0e5a-0000-4000-8000-000000000001";
const OWNER: &str = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
const READER: &str = "acdd72a7-3385-48ef-bd42-f606fba81ae7";

fn facts(snapshot: &Snapshot) -> Facts<'_> {
    Facts::derive(snapshot, jiff::civil::date(2026, 11, 23))
}

fn all(facts: &Facts, kind: Kind) -> Vec<Value> {
    (0..facts.count(kind))
        .map(|index| facts.subject(SubjectRef { kind, index }, &Fields::All))
        .collect()
}

fn one(snapshot: &Snapshot, kind: Kind) -> Value {
    let facts = facts(snapshot);
    assert_eq!(facts.count(kind), 1);
    facts.subject(SubjectRef { kind, index: 0 }, &Fields::All)
}

fn assignment(scope: &str, name: &str, role: &str, principal: &str, holder: Option<&str>) -> Value {
    let mut row = json!({
        "id": format!("{}/providers/Microsoft.Authorization/roleAssignments/{name}", scope.trim_end_matches('/')),
        "name": name,
        "type": "Microsoft.Authorization/roleAssignments",
        "properties": {
            "roleDefinitionId": format!("{S}/providers/Microsoft.Authorization/roleDefinitions/{role}"),
            "principalId": principal,
            "scope": scope,
        },
    });
    if let Some(holder) = holder {
        row["properties"]["principalType"] = holder.into();
    }
    row
}

fn group(name: &str, tags: &Value) -> Value {
    json!({"id": format!("{S}/resourceGroups/{name}"), "name": name, "type": "Microsoft.Resources/resourceGroups", "tags": tags})
}

fn subscription(tags: &Value) -> Value {
    json!({"id": S, "displayName": "Sales", "tags": tags})
}

fn mesh(node: NodeKind, tag_inheritance: TagInheritance) -> Mesh {
    Mesh {
        document: DocumentIndex(0),
        name: located("mesh"),
        node,
        tag_inheritance,
    }
}

fn located(value: &str) -> Located<Box<str>> {
    Located {
        value: value.into(),
        pointer: Pointer::root(),
    }
}

fn domain(name: &str, nodes: &[&str]) -> Domain {
    Domain {
        document: DocumentIndex(0),
        name: located(name),
        parent: None,
        paths: Vec::new(),
        nodes: nodes.iter().map(|node| located(node)).collect(),
        team: None,
    }
}

#[test]
fn assignments_count_for_the_subscription_they_are_in_and_not_for_those_above_it() {
    let Some(rows) = recorded(
        "AccessControlTest.test_find_assignments_by_resources.json",
        "roleAssignments",
    ) else {
        return;
    };
    let id = "/subscriptions/ea42f556-5106-4743-99b0-c129bfa71a47";
    let scope = |row: &Value| row["properties"]["scope"].as_str().unwrap().to_lowercase();
    let inside = rows.iter().filter(|row| scope(row).starts_with(id)).count();
    assert_eq!((rows.len(), inside), (74, 69));

    let subscription = json!({"id": id.to_uppercase(), "displayName": "Test"});
    let groups = ["test-custodian-group-1", "CUSTODIAN-TEST"]
        .map(|name| json!({"id": format!("/providers/Microsoft.Management/managementGroups/{name}"), "name": name}));
    let snapshot = snapshot(&[
        (Kind::RoleAssignment, &rows),
        (Kind::Subscription, &[subscription]),
        (Kind::ManagementGroup, &groups),
    ]);
    let counts = one(&snapshot, Kind::Subscription)["role_assignments"].clone();
    assert_eq!(counts["count"], inside);
    assert_eq!(counts["at_subscription"], inside);
    assert_eq!(
        (&counts["limit"], &counts["limit_from"]),
        (&json!(4000), &json!("default"))
    );
    assert_eq!(counts["share"], 69.0 / 4000.0);
    let of_groups: Vec<_> = all(&facts(&snapshot), Kind::ManagementGroup)
        .iter()
        .map(|group| {
            (
                group["name"].clone(),
                group["role_assignments"]["count"].clone(),
                group["role_assignments"]["limit"].clone(),
            )
        })
        .collect();
    assert_eq!(
        of_groups,
        [
            (json!("CUSTODIAN-TEST"), json!(3), json!(500)),
            (json!("test-custodian-group-1"), json!(1), json!(500)),
        ]
    );
}

#[test]
fn an_assignment_listed_again_in_another_spelling_is_counted_once() {
    let Some(rows) = recorded(
        "AccessControlTest.test_find_assignments_by_resources.json",
        "roleAssignments",
    ) else {
        return;
    };
    let mut listed = rows.clone();
    for _ in 0..4 {
        listed.extend(rows.iter().map(|row| {
            let mut row = row.clone();
            row["id"] = row["id"].as_str().unwrap().to_uppercase().into();
            row
        }));
    }
    let subscription = [json!({"id": "/subscriptions/ea42f556-5106-4743-99b0-c129bfa71a47"})];
    let snapshot = snapshot(&[(Kind::RoleAssignment, &listed), (Kind::Subscription, &subscription)]);
    assert_eq!(one(&snapshot, Kind::Subscription)["role_assignments"]["count"], 69);
    let facts = facts(&snapshot);
    assert_eq!(
        (facts.count(Kind::RoleAssignment), facts.repeated(Kind::RoleAssignment)),
        (74, 296)
    );
    let principals: BTreeSet<_> = rows
        .iter()
        .map(|row| row["properties"]["principalId"].as_str().unwrap().to_lowercase())
        .collect();
    assert_eq!(facts.count(Kind::Principal) as usize, principals.len());
}

#[test]
fn roles_are_one_by_guid_and_called_by_their_definition() {
    let Some(definitions) = recorded("AccessControlTest.test_find_definition_by_name.json", "roleDefinitions") else {
        return;
    };
    let mut held = vec![
        assignment(S, "1", OWNER, "p", Some("User")),
        assignment(S, "2", OWNER, "q", Some("Group")),
    ];
    held[1]["properties"]["roleDefinitionId"] = format!(
        "/providers/Microsoft.Authorization/roleDefinitions/{}",
        OWNER.to_uppercase()
    )
    .into();
    let names: Vec<_> = definitions
        .iter()
        .map(|row| {
            (
                row["name"].as_str().unwrap(),
                row["properties"]["roleName"].as_str().unwrap(),
            )
        })
        .collect();
    for (number, (guid, _)) in (3..).zip(&names) {
        held.push(assignment(S, &number.to_string(), guid, guid, Some("ServicePrincipal")));
    }
    let roles = |snapshot: &Snapshot| -> BTreeSet<String> {
        let principals = all(&facts(snapshot), Kind::Principal);
        let roles = principals.iter().map(|principal| &principal["assignments"][0]["role"]);
        roles.map(|role| role.as_str().unwrap().to_owned()).collect()
    };
    let expected: BTreeSet<_> = names.iter().map(|(_, name)| (*name).to_owned()).collect();
    let with = snapshot(&[(Kind::RoleDefinition, &definitions), (Kind::RoleAssignment, &held)]);
    assert_eq!(roles(&with), expected);

    // What is built in is called the same where no definitions were collected.
    let mut known = roles(&snapshot(&[(Kind::RoleAssignment, &held)]));
    known.retain(|role| !names.iter().any(|(guid, _)| role.eq_ignore_ascii_case(guid)));
    assert!(known.is_subset(&expected), "{known:?}");
    assert!(
        known.contains("Owner") && known.contains("User Access Administrator"),
        "{known:?}"
    );
}

#[test]
fn one_role_listed_for_two_subscriptions_is_one_subject() {
    let id = |lead: &str, guid: &str| json!({"id": format!("{lead}/providers/Microsoft.Authorization/roleDefinitions/{guid}")});
    let rows = [
        id(S, OWNER),
        id("", &OWNER.to_uppercase()),
        id("/subscriptions/other", OWNER),
        id(S, READER),
    ];
    let snapshot = snapshot(&[(Kind::RoleDefinition, &rows)]);
    let facts = facts(&snapshot);
    assert_eq!(
        (facts.count(Kind::RoleDefinition), facts.repeated(Kind::RoleDefinition)),
        (2, 2)
    );
}

#[test]
fn rows_keep_their_fields_and_the_kind_of_azure_moves() {
    let id = format!("{S}/resourceGroups/RG/providers/A/b/c");
    let row = json!({"id": id, "kind": "StorageV2", "sku": {"name": "x"}, "tags": null});
    let snapshot = snapshot(&[(Kind::Resource, &[row])]);
    let subject = one(&snapshot, Kind::Resource);
    assert_eq!(
        (&subject["kind"], &subject["azure_kind"]),
        (&json!("resource"), &json!("StorageV2"))
    );
    assert_eq!((&subject["name"], &subject["sku"]["name"]), (&json!("c"), &json!("x")));
    assert_eq!(subject["effective_tags"], json!({}));
    assert_eq!(subject["node"]["name"], "RG");
    assert_eq!(
        (&subject["id"], &subject["origin"]["azure_id"]),
        (&json!(id), &json!(id))
    );
    let wanted = Fields::Only(["azure_kind".into(), "sku".into()].into());
    let kind = Kind::Resource;
    let some = facts(&snapshot).subject(SubjectRef { kind, index: 0 }, &wanted);
    assert_eq!(some, json!({"azure_kind": "StorageV2", "sku": {"name": "x"}}));
}

#[test]
fn the_nearest_tag_wins_and_a_null_one_is_none() {
    let tags = json!({"Owner": "Ann", "ENV": null, "hidden-link": "x", "empty": ""});
    let resource = json!({"id": format!("{S}/resourcegroups/RG/providers/A/b/c"), "tags": tags});
    let mut snapshot = snapshot(&[
        (Kind::Resource, &[resource]),
        (
            Kind::ResourceGroup,
            &[group("rg", &json!({"owner": "Bob", "Env": "Prod", "empty": "full"}))],
        ),
        (
            Kind::Subscription,
            &[subscription(&json!({"costCenter": "C1", "env": "dev"}))],
        ),
    ]);
    let own = json!({"owner": "Ann", "hidden-link": "x", "empty": ""});
    assert_eq!(one(&snapshot, Kind::Resource)["effective_tags"], own);
    for (mode, extra) in [
        (TagInheritance::None, json!({})),
        (TagInheritance::ResourceGroup, json!({"env": "Prod"})),
        (TagInheritance::Subscription, json!({"env": "Prod", "costcenter": "C1"})),
    ] {
        snapshot.declared.meshes = vec![mesh(NodeKind::ResourceGroup, mode)];
        let mut expected = own.clone();
        expected
            .as_object_mut()
            .unwrap()
            .extend(extra.as_object().unwrap().clone());
        assert_eq!(one(&snapshot, Kind::Resource)["effective_tags"], expected, "{mode:?}");
    }
    assert_eq!(
        one(&snapshot, Kind::ResourceGroup)["effective_tags"],
        json!({"owner": "Bob", "env": "Prod", "empty": "full", "costcenter": "C1"})
    );
}

#[test]
fn a_node_belongs_to_the_domain_with_the_strongest_claim() {
    let tag = json!({"Domain": "tagged"});
    let groups = [group("a", &tag), group("b", &tag), group("c", &json!(null))];
    let mut snapshot = snapshot(&[
        (Kind::ResourceGroup, &groups),
        (Kind::Subscription, &[subscription(&json!({}))]),
    ]);
    let domains = |snapshot: &Snapshot| -> Vec<(Value, Value)> {
        let nodes = all(&facts(snapshot), Kind::Node);
        nodes
            .iter()
            .map(|node| (node["domain"].clone(), node["domain_evidence"].clone()))
            .collect()
    };
    let nobody = (json!(null), json!(null));
    let tagged = (json!("tagged"), json!("tag"));
    assert_eq!(domains(&snapshot), [tagged.clone(), tagged.clone(), nobody.clone()]);

    snapshot.declared.domains = vec![domain("named", &[&format!("{}/resourcegroups/B/", S.to_uppercase())])];
    let named = (json!("named"), json!("domain_nodes"));
    assert_eq!(domains(&snapshot), [tagged, named.clone(), nobody]);

    // A subscription covers its resource groups, unless they are named themselves.
    snapshot.declared.domains.insert(0, domain("whole", &[S]));
    let whole = (json!("whole"), json!("domain_nodes"));
    assert_eq!(domains(&snapshot), [whole.clone(), named, whole.clone()]);
    let claimed = all(&facts(&snapshot), Kind::Node)[0]["domains_claimed"].clone();
    let claimed: Vec<_> = claimed
        .as_array()
        .unwrap()
        .iter()
        .map(|claim| claim["domain"].clone())
        .collect();
    assert_eq!(claimed, ["whole", "tagged"]);

    snapshot.declared.meshes = vec![mesh(NodeKind::Subscription, TagInheritance::None)];
    assert_eq!(domains(&snapshot), [whole]);
    assert_eq!(one(&snapshot, Kind::Node)["node_kind"], "subscription");
}

#[test]
fn a_product_is_placed_by_ids_or_names() {
    let placed = |subscription_said: Option<&str>, group_said: &str| {
        let mut snapshot = snapshot(&[
            (Kind::ResourceGroup, &[group("Orders", &json!({}))]),
            (Kind::Subscription, &[subscription(&json!({}))]),
        ]);
        snapshot.declared.products = vec![product(subscription_said, group_said)];
        one(&snapshot, Kind::Node)
    };
    let guid = S.strip_prefix("/subscriptions/").unwrap();
    let whole = format!("{S}/resourceGroups/orders");
    for (said, group) in [
        (Some(guid), "ORDERS"),
        (Some(S), "orders"),
        (Some("Sales"), "orders"),
        (None, &whole),
    ] {
        let node = placed(said, group);
        assert_eq!(node["products"].as_array().map(Vec::len), Some(1), "{said:?} {group}");
        assert_eq!(
            (&node["domain"], &node["domain_evidence"]),
            (&json!("sales"), &json!("product"))
        );
    }
    assert_eq!(placed(None, "orders")["products"], json!([]));
}

fn product(subscription: Option<&str>, group: &str) -> Product {
    let custom = [
        ("azureSubscriptionId", subscription),
        ("azureResourceGroup", Some(group)),
    ];
    let property = |(key, said): (&str, Option<&str>)| {
        let value = Value::from(said?);
        let pointer = Pointer::root().key("customProperties");
        Some((key.into(), Located { value, pointer }))
    };
    Product {
        document: DocumentIndex(0),
        id: Some(located("orders-1")),
        name: None,
        version: None,
        status: None,
        alignment: None,
        domain: Some(located("sales")),
        team: None,
        inputs: Vec::new(),
        outputs: Vec::new(),
        custom: custom.into_iter().filter_map(property).collect(),
        conformance: Conformance::default(),
    }
}

#[test]
fn owners_hold_the_node_and_users_hold_anything_in_it() {
    let rg = format!("{S}/resourceGroups/rg");
    let vm = format!("{rg}/providers/A/b/c");
    let above = "/providers/Microsoft.Management/managementGroups/top";
    let held = [
        assignment(&rg, "1", OWNER, "ann", Some("User")),
        assignment(S, "2", OWNER, "ANN", Some("User")),
        assignment(S, "3", OWNER, "team", Some("Group")),
        assignment(&vm, "4", OWNER, "bob", Some("User")),
        assignment(&vm, "5", READER, "cat", None),
        assignment(above, "6", OWNER, "root", Some("Group")),
        assignment("/", "7", OWNER, "god", Some("User")),
        assignment(&format!("{S}/resourceGroups/rg-2"), "8", OWNER, "eve", Some("User")),
    ];
    let access = |tree: Value| {
        let snapshot = snapshot(&[
            (Kind::RoleAssignment, &held),
            (Kind::ResourceGroup, &[group("RG", &json!({}))]),
            (Kind::Subscription, &[subscription(&json!({}))]),
            (Kind::ManagementGroup, &[tree]),
        ]);
        one(&snapshot, Kind::Node)["access"].clone()
    };
    let principals = |list: &Value| -> Vec<String> {
        let said = |held: &Value, field: &str| held[field].as_str().unwrap().to_owned();
        let list = list.as_array().unwrap().iter();
        list.map(|held| said(held, "principalId") + " " + &said(held, "scope_kind"))
            .collect()
    };
    let unknown = access(json!({"id": above}));
    assert_eq!(
        principals(&unknown["owners"]),
        ["ann resource_group", "team subscription"]
    );
    assert_eq!(principals(&unknown["users"]), ["bob resource", "ann resource_group"]);
    assert_eq!(
        (&unknown["users"][0]["role"], &unknown["users"][0]["privileged"]),
        (&json!("Owner"), &json!(true))
    );
    assert_eq!(
        (&unknown["assignments"], &unknown["inherited_owners"]),
        (&json!(3), &json!(null))
    );

    let children = json!([{"id": S.to_uppercase(), "type": "/subscriptions"}]);
    let known = access(json!({"id": above, "properties": {"children": children}}));
    assert_eq!(
        principals(&known["inherited_owners"]),
        ["root management_group", "god tenant"]
    );
}

#[test]
fn a_limit_that_azure_reports_is_taken_and_the_busiest_groups_are_named() {
    let held = [
        assignment(&format!("{S}/resourceGroups/B/providers/x/y/z"), "1", READER, "p", None),
        assignment(&format!("{S}/resourceGroups/b"), "2", READER, "p", None),
        assignment(&format!("{S}/resourceGroups/a"), "3", READER, "p", None),
        assignment(&format!("{S}/providers/x/y/z"), "4", READER, "p", None),
    ];
    let mut row = subscription(&json!({}));
    row["roleAssignmentsUsageMetrics"] = json!({"roleAssignmentsLimit": 8000});
    let snapshot = snapshot(&[(Kind::RoleAssignment, &held), (Kind::Subscription, &[row])]);
    let counts = one(&snapshot, Kind::Subscription)["role_assignments"].clone();
    assert_eq!(
        (&counts["limit"], &counts["limit_from"]),
        (&json!(8000), &json!("usage_metrics"))
    );
    assert_eq!(
        ["count", "at_subscription", "at_resource_group", "at_resource"].map(|field| counts[field].clone()),
        [4, 0, 2, 2]
    );
    let busiest = counts["busiest"].as_array().unwrap().iter();
    let busiest: Vec<_> = busiest
        .map(|one| (one["name"].as_str().unwrap(), one["count"].as_u64().unwrap()))
        .collect();
    assert_eq!(busiest, [("b", 2), ("a", 1)]);
}

#[test]
fn what_nobody_collected_is_not_known_rather_than_none() {
    let snapshot = snapshot(&[
        (Kind::Subscription, &[subscription(&json!({}))]),
        (Kind::ResourceGroup, &[group("rg", &json!({}))]),
    ]);
    assert_eq!(one(&snapshot, Kind::Subscription)["role_assignments"], json!(null));
    assert_eq!(one(&snapshot, Kind::Node)["access"], json!(null));
    assert_eq!(facts(&snapshot).count(Kind::Principal), 0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn order_and_repetition_of_rows_change_nothing(
        held in prop::collection::btree_map(0_u8..30, (0_usize..5, 0_u8..4, prop::bool::ANY), 1..20),
        shuffled in prop::collection::vec((any::<prop::sample::Index>(), prop::bool::ANY), 0..40),
    ) {
        let a = format!("{S}/resourceGroups/a");
        let scopes = [S.to_owned(), "/".into(), format!("{a}-b"), format!("{a}/providers/x/y/z"), a];
        let rows: Vec<Value> = held
            .iter()
            .map(|(name, (scope, principal, is_owner))| {
                let role = if *is_owner { OWNER } else { READER };
                assignment(&scopes[*scope], &format!("a{name:02}"), role, &format!("p{principal}"), Some("User"))
            })
            .collect();
        let mut other = rows.clone();
        for (at, upper) in shuffled {
            let mut again = at.get(&rows).clone();
            if upper {
                again["id"] = again["id"].as_str().unwrap().to_uppercase().into();
            }
            other.push(again);
            other.rotate_left(at.index(rows.len()));
        }
        let with = |rows: &[Value]| snapshot(&[
            (Kind::RoleAssignment, rows),
            (Kind::Subscription, &[subscription(&json!({}))]),
            (Kind::ResourceGroup, &[group("a", &json!({})), group("a-b", &json!({}))]),
        ]);
        let (one, two) = (with(&rows), with(&other));
        let (one, two) = (facts(&one), facts(&two));
        for kind in [Kind::Subscription, Kind::Node, Kind::Principal, Kind::RoleAssignment] {
            prop_assert_eq!(one.count(kind), two.count(kind));
            for (first, second) in all(&one, kind).iter().zip(&all(&two, kind)) {
                prop_assert_eq!(first.to_string().to_lowercase(), second.to_string().to_lowercase());
            }
        }
        let inside = held.values().filter(|(scope, _, _)| *scope != 1).count();
        prop_assert_eq!(&all(&one, Kind::Subscription)[0]["role_assignments"]["count"], &json!(inside));
        prop_assert_eq!(one.count(Kind::RoleAssignment) as usize, held.len());
    }
}
