//! Who may do what where, through the boundary of facts: rows in, subjects out.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod recording;
mod rows;

use std::collections::BTreeSet;

use meshgov::snapshot::{Kind, Snapshot};
use proptest::prelude::*;
use recording::recorded;
use rows::{OWNER, READER, S, all, facts, group, one, snapshot, subscription};
use serde_json::{Value, json};

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
    assert_eq!(busiest, [("B", 2), ("a", 1)]);
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
