//! What facts count in a tenant, counted again from the raw rows by plain code that shares nothing with them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod recording;
mod rows;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use meshgov::facts::Fields;
use meshgov::snapshot::{Kind, Snapshot};
use proptest::prelude::*;
use recording::recorded;
use rows::{OWNER, READER, S, all, facts, group, one, snapshot, subscription};
use serde_json::{Value, json};

/// The rows of one kind of the fixture company.
fn contoso(kind: Kind) -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/contoso/azure");
    let plain = folder.join(format!("{kind}.ndjson"));
    let text = if plain.exists() {
        fs::read_to_string(plain).unwrap()
    } else {
        let packed = fs::read(folder.join(format!("{kind}.ndjson.zst"))).unwrap();
        String::from_utf8(zstd::decode_all(&*packed).unwrap()).unwrap()
    };
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

const KINDS: [Kind; 7] = [
    Kind::Tenant,
    Kind::ManagementGroup,
    Kind::Subscription,
    Kind::ResourceGroup,
    Kind::Resource,
    Kind::RoleAssignment,
    Kind::RoleDefinition,
];

fn contoso_snapshot() -> Snapshot {
    let tables = KINDS.map(|kind| (kind, contoso(kind)));
    let tables: Vec<(Kind, &[Value])> = tables.iter().map(|(kind, rows)| (*kind, &**rows)).collect();
    snapshot(&tables)
}

fn lower(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_lowercase()
}

/// Distinct assignments by id, with the lower-cased scope of each.
fn scopes(assignments: &[Value]) -> BTreeMap<String, String> {
    let scope = |row: &Value| (lower(&row["id"]), lower(&row["properties"]["scope"]));
    assignments.iter().map(scope).collect()
}

/// How many scopes are a scope or lie in it.
fn within(scopes: &BTreeMap<String, String>, scope: &str) -> usize {
    let below = format!("{scope}/");
    let inside = scopes.values().filter(|one| *one == scope || one.starts_with(&below));
    inside.count()
}

/// The largest of some counts; nothing is 0.
fn largest<'a>(names: impl Iterator<Item = &'a str>) -> usize {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for name in names {
        *counts.entry(name.to_lowercase().replace(' ', "")).or_default() += 1;
    }
    counts.into_values().max().unwrap_or(0)
}

fn in_scope<'a>(rows: &'a [Value], scope: &str) -> Vec<&'a Value> {
    let below = format!("{scope}/");
    let mut seen = BTreeSet::new();
    let inside = rows.iter().filter(|row| lower(&row["id"]).starts_with(&below));
    inside.filter(|row| seen.insert(lower(&row["id"]))).collect()
}

/// Compares every count of `limits` and `promotion` with one made from the rows.
fn assert_counts(snapshot: &Snapshot, resources: &[Value], groups: &[Value], assignments: &[Value]) {
    let facts = facts(snapshot);
    let scopes = scopes(assignments);
    for subscription in all(&facts, Kind::Subscription) {
        let id = lower(&subscription["id"]);
        let limits = &subscription["limits"];
        let own = in_scope(resources, &id);
        let accounts = own
            .iter()
            .filter(|row| lower(&row["type"]) == "microsoft.storage/storageaccounts");
        let fullest = largest(accounts.map(|row| row["location"].as_str().unwrap_or_default()));
        let own_groups = in_scope(groups, &id);
        let count = within(&scopes, &id);
        assert_eq!(limits["role_assignments"]["count"], count, "{id}");
        assert_eq!(subscription["role_assignments"]["count"], count, "{id}");
        assert_eq!(limits["storage_accounts"]["count"], fullest, "{id}");
        assert_eq!(limits["resource_groups"]["count"], own_groups.len(), "{id}");
        assert_eq!(subscription["nodes"]["count"], own_groups.len(), "{id}");
        let mut busy: Vec<usize> = own_groups
            .iter()
            .map(|group| within(&scopes, &lower(&group["id"])))
            .collect();
        busy.sort_unstable_by(|left, right| right.cmp(left));
        let promotion = &subscription["promotion"];
        let candidates = promotion["candidates"].as_array().unwrap();
        let named: Vec<usize> = candidates
            .iter()
            .map(|candidate| usize::try_from(candidate["role_assignments"].as_u64().unwrap()).unwrap())
            .collect();
        assert_eq!(named, busy[..busy.len().min(5)], "{id}");
        assert_eq!(promotion["after"]["count"], count - busy.first().unwrap_or(&0), "{id}");
        assert_eq!(promotion["first"], candidates.first().cloned().unwrap_or_default());
    }
    for group in all(&facts, Kind::ResourceGroup) {
        let id = lower(&group["id"]);
        let own = in_scope(resources, &id);
        let limits = &group["limits"];
        let of_type = largest(own.iter().map(|row| row["type"].as_str().unwrap_or_default()));
        assert_eq!(limits["resources_of_type"]["count"], of_type, "{id}");
        assert_eq!(limits["role_assignments"]["count"], within(&scopes, &id), "{id}");
        let tags = group["tags"].as_object().map_or(0, serde_json::Map::len);
        assert_eq!(limits["tags"]["count"], tags, "{id}");
    }
}

#[test]
fn the_counts_of_the_fixture_company_are_those_of_its_rows() {
    let snapshot = contoso_snapshot();
    let assignments = contoso(Kind::RoleAssignment);
    assert_counts(
        &snapshot,
        &contoso(Kind::Resource),
        &contoso(Kind::ResourceGroup),
        &assignments,
    );
    let custom = contoso(Kind::RoleDefinition);
    let custom = custom
        .iter()
        .filter(|row| row["properties"]["type"] == "CustomRole")
        .count();
    assert_eq!(one(&snapshot, Kind::Tenant)["limits"]["custom_roles"]["count"], custom);

    // Every reader, owner and contributor of data, by the roles that the company gives.
    let facts = facts(&snapshot);
    let reached: usize = all(&facts, Kind::Principal)
        .iter()
        .map(|principal| principal["data_access"].as_array().unwrap().len())
        .sum();
    let reads = [
        "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
        OWNER,
        "b24988ac-6180-42a0-ab88-20f7382dd24c",
    ];
    let held = assignments.iter().filter(|row| {
        let role = lower(&row["properties"]["roleDefinitionId"]);
        reads.iter().any(|guid| role.ends_with(guid))
    });
    let distinct: BTreeSet<String> = held.map(|row| lower(&row["id"])).collect();
    assert_eq!(reached, distinct.len());
}

/// Every resource that any recording lists, each once.
fn recorded_resources() -> Option<Vec<Value>> {
    let root = std::env::var_os("MESHGOV_REAL_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        PathBuf::from,
    );
    let mut files: Vec<PathBuf> = fs::read_dir(root.join("azure/c7n_azure"))
        .ok()?
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let mut resources: BTreeMap<String, Value> = BTreeMap::new();
    for file in files {
        let recording: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap_or_default();
        for call in recording["interactions"].as_array().into_iter().flatten() {
            let listed = call["response"]["body"]["data"]["value"].as_array();
            for row in listed.into_iter().flatten() {
                let id = lower(&row["id"]);
                let is_resource = id.starts_with("/subscriptions/") && id.contains("/resourcegroups/");
                let is_access = id.contains("/microsoft.authorization/");
                if is_resource && id.contains("/providers/") && row["type"].is_string() && !is_access {
                    resources.entry(id).or_insert_with(|| row.clone());
                }
            }
        }
    }
    Some(resources.into_values().collect())
}

/// The subscription and resource group of a resource, lower-case.
fn scopes_of(resource: &Value) -> (String, String) {
    let id = lower(&resource["id"]);
    let segments: Vec<&str> = id.split('/').collect();
    (segments[..3].join("/"), segments[..5].join("/"))
}

#[test]
fn recorded_resources_are_counted_as_a_plain_recount_says() {
    let Some(resources) = recorded_resources() else {
        return;
    };
    assert!(resources.len() > 50, "{} resources", resources.len());
    let assignments = recorded(
        "AccessControlTest.test_find_assignments_by_resources.json",
        "roleAssignments",
    )
    .unwrap();
    let scopes: BTreeSet<(String, String)> = resources.iter().map(scopes_of).collect();
    let groups: Vec<Value> = scopes
        .iter()
        .map(|(_, group)| json!({"id": group, "tags": {"domain": group}}))
        .collect();
    let subscriptions: BTreeSet<&String> = scopes.iter().map(|(subscription, _)| subscription).collect();
    let subscriptions: Vec<Value> = subscriptions.into_iter().map(|id| json!({"id": id})).collect();
    let identities: Vec<(String, String)> = resources
        .iter()
        .filter_map(|row| Some((row["identity"]["principalId"].as_str()?.to_owned(), scopes_of(row).1)))
        .collect();
    assert!(identities.len() > 3, "{identities:?}");
    let mut held = assignments.clone();
    held.extend(
        identities
            .iter()
            .map(|(principal, _)| assignment(S, principal, READER, principal)),
    );
    let snapshot = snapshot(&[
        (Kind::Resource, &resources),
        (Kind::ResourceGroup, &groups),
        (Kind::Subscription, &subscriptions),
        (Kind::RoleAssignment, &held),
    ]);
    assert_counts(&snapshot, &resources, &groups, &held);

    // The identity of a resource is its node's domain's; one that several resources share is compared by hand elsewhere.
    let principals = all(&facts(&snapshot), Kind::Principal);
    for (principal, group) in &identities {
        let homes: BTreeSet<&String> = identities
            .iter()
            .filter(|(id, _)| id == principal)
            .map(|(_, home)| home)
            .collect();
        if homes.len() == 1 {
            let found = principals
                .iter()
                .find(|one| lower(&one["id"]) == principal.to_lowercase())
                .unwrap();
            assert_eq!(
                (&found["domain"], &found["domain_evidence"]),
                (&json!(group), &json!("identity"))
            );
        }
    }
}

/// Whether a pattern with `*` is an operation, by trying every length for the first star.
fn is_match(pattern: &str, operation: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == operation,
        Some((lead, rest)) => operation
            .strip_prefix(lead)
            .is_some_and(|tail| (0..=tail.len()).any(|at| tail.get(at..).is_some_and(|tail| is_match(rest, tail)))),
    }
}

fn allows(definition: &Value, (gives, takes): (&str, &str), operation: &str) -> bool {
    let permissions = definition["properties"]["permissions"].as_array().unwrap();
    permissions.iter().any(|permission| {
        let any = |field: &str| {
            let patterns = permission[field].as_array().into_iter().flatten();
            patterns.map(lower).any(|pattern| is_match(&pattern, operation))
        };
        any(gives) && !any(takes)
    })
}

#[test]
fn recorded_roles_reach_data_as_their_permissions_say_and_built_in_ones_are_known_without() {
    let Some(definitions) = recorded("AccessControlTest.test_find_definition_by_name.json", "roleDefinitions") else {
        return;
    };
    let guid = |row: &Value| row["name"].as_str().unwrap().to_owned();
    let held: Vec<Value> = definitions
        .iter()
        .map(|row| assignment(&format!("{S}/resourceGroups/rg"), &guid(row), &guid(row), &guid(row)))
        .collect();
    let access = |tables: &[(Kind, &[Value])]| -> BTreeMap<String, Value> {
        let snapshot = snapshot(tables);
        let principals = all(&facts(&snapshot), Kind::Principal);
        let rights = |principal: &Value| {
            let access = &principal["data_access"][0];
            json!([access["can_read"], access["can_write"], access["through"]])
        };
        principals
            .iter()
            .map(|one| (one["id"].as_str().unwrap().to_owned(), rights(one)))
            .collect()
    };
    let with = access(&[(Kind::RoleAssignment, &held), (Kind::RoleDefinition, &definitions)]);
    let without = access(&[(Kind::RoleAssignment, &held)]);
    let storage = "microsoft.storage/storageaccounts";
    let data = ("dataActions", "notDataActions");
    let mut reaching = 0;
    for definition in &definitions {
        let reads = [
            "blobservices/containers/blobs",
            "fileservices/fileshares/files",
            "queueservices/queues/messages",
            "tableservices/tables/entities",
        ]
        .iter()
        .any(|part| allows(definition, data, &format!("{storage}/{part}/read")));
        let writes = [
            "blobservices/containers/blobs/write",
            "blobservices/containers/blobs/delete",
            "blobservices/containers/blobs/add/action",
            "fileservices/fileshares/files/write",
            "fileservices/fileshares/files/delete",
            "queueservices/queues/messages/write",
            "queueservices/queues/messages/delete",
            "queueservices/queues/messages/add/action",
            "queueservices/queues/messages/process/action",
            "tableservices/tables/entities/write",
            "tableservices/tables/entities/delete",
        ]
        .iter()
        .any(|part| allows(definition, data, &format!("{storage}/{part}")));
        let keys = allows(
            definition,
            ("actions", "notActions"),
            &format!("{storage}/listkeys/action"),
        );
        let through = if keys && !(reads && writes) {
            json!("keys")
        } else if reads || writes {
            json!("data")
        } else {
            json!(null)
        };
        let expected = match through {
            Value::Null => json!([null, null, null]),
            through => json!([reads || keys, writes || keys, through]),
        };
        let name = &definition["properties"]["roleName"];
        assert_eq!(with[&guid(definition)], expected, "{name}");
        let known = &without[&guid(definition)];
        assert!(known[2].is_null() || *known == expected, "{name}: {known}");
        if !known[2].is_null() {
            reaching += 1;
        }
    }
    assert!(
        reaching >= 10,
        "only {reaching} built-in roles that reach data are known"
    );
}

fn assignment(scope: &str, name: &str, role: &str, principal: &str) -> Value {
    json!({
        "id": format!("{scope}/providers/Microsoft.Authorization/roleAssignments/{name}"),
        "properties": {"principalId": principal, "scope": scope,
            "roleDefinitionId": format!("/providers/Microsoft.Authorization/roleDefinitions/{role}")},
    })
}

#[test]
fn the_limit_that_azure_reports_is_the_limit_of_the_scope_and_of_moving_out() {
    let mut row = subscription(&json!({}));
    row["properties"] = json!({"roleAssignmentsUsageMetrics": {"roleAssignmentsLimit": 8}});
    let a = format!("{S}/resourceGroups/a");
    let held = [
        assignment(S, "1", READER, "p"),
        assignment(&a, "2", READER, "p"),
        assignment(&format!("{a}/providers/x/y/z"), "3", READER, "p"),
    ];
    let snapshot = snapshot(&[
        (Kind::Subscription, &[row]),
        (Kind::ResourceGroup, &[group("A", &json!({})), group("b", &json!({}))]),
        (Kind::RoleAssignment, &held),
    ]);
    let subscription = one(&snapshot, Kind::Subscription);
    assert_eq!(
        subscription["limits"]["role_assignments"],
        json!({"count": 3, "limit": 8, "share": 0.375, "limit_from": "usage_metrics", "detail": null})
    );
    let promotion = &subscription["promotion"];
    assert_eq!(
        (&promotion["first"]["name"], &promotion["first"]["share"]),
        (&json!("A"), &json!(0.25))
    );
    // What is assigned at the subscription stays there.
    assert_eq!(promotion["after"], json!({"count": 1, "share": 0.125}));
}

#[test]
fn regions_and_types_have_no_case_and_the_fullest_is_named() {
    let resource = |group: &str, kind: &str, name: &str, location: &str| json!({"id": format!("{S}/resourceGroups/{group}/providers/{kind}/{name}"), "type": kind, "location": location});
    let resources = [
        resource("a", "Microsoft.Storage/storageAccounts", "one", "West Europe"),
        resource("b", "microsoft.storage/STORAGEACCOUNTS", "two", "westeurope"),
        resource("b", "Microsoft.Storage/storageAccounts", "three", "northeurope"),
        resource("b", "Microsoft.Sql/servers", "four", "northeurope"),
    ];
    let groups = [group("a", &json!({"x": "1", "X": "2"})), group("b", &json!(null))];
    let snapshot = snapshot(&[
        (Kind::Resource, &resources),
        (Kind::ResourceGroup, &groups),
        (Kind::Subscription, &[subscription(&json!({}))]),
    ]);
    let limits = one(&snapshot, Kind::Subscription)["limits"].clone();
    assert_eq!(
        (
            &limits["storage_accounts"]["count"],
            &limits["storage_accounts"]["detail"]
        ),
        (&json!(2), &json!("westeurope"))
    );
    let groups = all(&facts(&snapshot), Kind::ResourceGroup);
    let of_type = &groups[1]["limits"]["resources_of_type"];
    assert_eq!((&of_type["count"], &of_type["limit"]), (&json!(2), &json!(800)));
    assert_eq!(
        of_type["detail"].as_str().unwrap().to_lowercase(),
        "microsoft.storage/storageaccounts"
    );
    assert_eq!(
        [
            &groups[0]["limits"]["tags"]["count"],
            &groups[1]["limits"]["tags"]["count"]
        ],
        [1, 0]
    );
}

#[test]
fn only_what_is_asked_for_is_built() {
    let snapshot = contoso_snapshot();
    let facts = facts(&snapshot);
    let only = |kind: Kind, field: &str| {
        let fields = Fields::Only([field.into()].into());
        let subject = facts.subject(meshgov::facts::SubjectRef { kind, index: 0 }, &fields);
        subject.as_object().unwrap().keys().cloned().collect::<Vec<String>>()
    };
    for (kind, field) in [
        (Kind::Subscription, "limits"),
        (Kind::Subscription, "promotion"),
        (Kind::Node, "limits"),
        (Kind::Node, "owners_below"),
        (Kind::Node, "subscription"),
        (Kind::Resource, "carries_data"),
        (Kind::Principal, "data_access"),
        (Kind::Principal, "write_domains"),
        (Kind::RoleAssignment, "role"),
    ] {
        assert_eq!(only(kind, field), [field], "{kind}");
    }
}

/// Every number in a subject's `limits` and `role_assignments`, by where it is.
fn counts(subject: &Value) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for (limit, usage) in subject["limits"].as_object().into_iter().flatten() {
        if let Some(count) = usage["count"].as_u64() {
            counts.insert(limit.clone(), count);
        }
    }
    if let Some(count) = subject["promotion"]["after"]["count"].as_u64() {
        counts.insert("after".into(), count);
    }
    counts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn one_more_assignment_lowers_no_count(
        held in prop::collection::vec((0_usize..6, 0_u8..4), 0..25),
        more in (0_usize..6, 0_u8..4),
    ) {
        let (before, after) = (tenant(&held, None), tenant(&held, Some(more)));
        let (before, after) = (facts(&before), facts(&after));
        for kind in [Kind::Subscription, Kind::ResourceGroup, Kind::Node] {
            for (one, other) in all(&before, kind).iter().zip(&all(&after, kind)) {
                let (one, other) = (counts(one), counts(other));
                for (limit, count) in &one {
                    prop_assert!(other[limit] >= *count, "{kind} {limit}: {count} became {}", other[limit]);
                }
            }
        }
        let reached = |facts: &meshgov::facts::Facts| -> usize {
            all(facts, Kind::Principal).iter().map(|one| one["data_access"].as_array().unwrap().len()).sum()
        };
        prop_assert!(reached(&after) >= reached(&before));
    }

    #[test]
    fn the_order_of_rows_changes_nothing(
        held in prop::collection::vec((0_usize..6, 0_u8..4), 0..20),
        resources in prop::collection::vec((0_usize..3, 0_usize..3, 0_u8..3), 0..20),
        turn in any::<prop::sample::Index>(),
        backwards: bool,
    ) {
        let kinds = ["Microsoft.Storage/storageAccounts", "Microsoft.Sql/servers", "A/b"];
        let rows: Vec<Value> = resources
            .iter()
            .enumerate()
            .map(|(number, (group, kind, principal))| json!({
                "id": format!("{S}/resourceGroups/g{group}/providers/{}/r{number}", kinds[*kind]),
                "type": kinds[*kind],
                "location": format!("l{principal}"),
                "tags": {"domain": format!("d{principal}")},
                "identity": {"userAssignedIdentities": {"/i": {"principalId": format!("p{principal}")}}},
            }))
            .collect();
        let mut other = rows.clone();
        let mut assignments = assigned(&held);
        let first = assignments.clone();
        for list in [&mut other, &mut assignments] {
            if !list.is_empty() {
                let by = turn.index(list.len());
                list.rotate_left(by);
            }
            if backwards {
                list.reverse();
            }
        }
        let groups: Vec<Value> = (0..3).map(|number| group(&format!("g{number}"), &json!({"domain": format!("d{}", number / 2)}))).collect();
        let with = |resources: &[Value], assignments: &[Value]| snapshot(&[
            (Kind::Resource, resources),
            (Kind::ResourceGroup, &groups),
            (Kind::Subscription, &[subscription(&json!({}))]),
            (Kind::RoleAssignment, assignments),
        ]);
        let (one, two) = (with(&rows, &first), with(&other, &assignments));
        let (one, two) = (facts(&one), facts(&two));
        for kind in [Kind::Subscription, Kind::ResourceGroup, Kind::Node, Kind::Resource, Kind::Principal, Kind::RoleAssignment] {
            prop_assert_eq!(all(&one, kind), all(&two, kind));
        }
    }
}

/// Assignments at the tenant's scopes, each with an id of its own.
fn assigned(held: &[(usize, u8)]) -> Vec<Value> {
    let a = format!("{S}/resourceGroups/g0");
    let scopes = [
        S.to_owned(),
        a.clone(),
        format!("{S}/resourceGroups/g1"),
        format!("{a}/providers/Microsoft.Storage/storageAccounts/lake"),
        "/providers/Microsoft.Management/managementGroups/top".to_owned(),
        format!("{S}/resourceGroups/unlisted"),
    ];
    let roles = [OWNER, READER, "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"];
    held.iter()
        .enumerate()
        .map(|(number, (scope, principal))| {
            let role = roles[number % roles.len()];
            assignment(&scopes[*scope], &format!("a{number}"), role, &format!("p{principal}"))
        })
        .collect()
}

fn tenant(held: &[(usize, u8)], more: Option<(usize, u8)>) -> Snapshot {
    let mut held = held.to_vec();
    held.extend(more);
    snapshot(&[
        (Kind::RoleAssignment, &assigned(&held)),
        (Kind::ResourceGroup, &[group("g0", &json!({})), group("g1", &json!({}))]),
        (Kind::Subscription, &[subscription(&json!({}))]),
    ])
}
