//! A tenant is collected row for row, whatever goes wrong on the way; what cannot be read is named.

#![expect(clippy::unwrap_used, reason = "a test that cannot set the stage should fail loudly")]
#![allow(dead_code, reason = "parts of the simulator serve other tests")]

#[path = "support/generator/mod.rs"]
mod generator;
mod simulator;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use generator::{Form, Size};
use meshgov::collect::{
    Addresses, Cloud, CollectError, Collected, Collection, Connection, Patience, Progress, Question, Rates, Unfinished,
    Way,
};
use serde_json::Value;
use simulator::{Extras, Fault, Faults, Options, Rule, Simulator, Tenant};

const SIZE: Size = Size {
    products: 30,
    resources: 600,
    role_assignments: 900,
    ingestions: 5,
    seed: 7,
};

fn tenant() -> Tenant {
    let folder = tempfile::tempdir().unwrap();
    generator::generate(SIZE, Form::Snapshot, folder.path()).unwrap();
    Tenant::of(&folder.path().join("snapshot"), &Extras::default())
}

fn connection(endpoint: &str) -> Connection {
    Connection {
        addresses: Addresses::of(Cloud::Public, Some(endpoint), None, Some(endpoint)).unwrap(),
        way: Way::Token,
        variables: [("MESHGOV_AZURE_TOKEN".to_owned(), "a-token".to_owned())].into(),
        rates: Rates { factor: 1000.0 },
        patience: Patience {
            first: Duration::from_millis(5),
            longest: Duration::from_millis(200),
            deadline: Duration::from_secs(2),
            ..Patience::default()
        },
        concurrency: 32,
    }
}

fn collection(endpoint: &str, target: &Path) -> Collection {
    Collection {
        connection: connection(endpoint),
        question: Question::default(),
        target: target.to_owned(),
        unfinished: Unfinished::Refuse,
    }
}

fn collect(collection: &Collection) -> Result<Collected, CollectError> {
    collection.collect(&Arc::new(Progress::default()))
}

/// The rows of a snapshot by lower-cased id. Fails where one is there twice.
fn rows(snapshot: &Path, kind: &str) -> BTreeMap<String, Value> {
    let mut all = BTreeMap::new();
    for row in simulator_rows(snapshot, kind) {
        let value: Value = serde_json::from_str(&row).unwrap();
        let id = value["id"].as_str().unwrap().to_lowercase();
        assert!(all.insert(id.clone(), value).is_none(), "{id} is there twice");
    }
    all
}

fn simulator_rows(snapshot: &Path, kind: &str) -> Vec<Arc<str>> {
    simulator::rows(snapshot, kind)
}

/// Each kind, and the end of the paths of the lists that hold it.
const LISTS: [(&str, &str); 12] = [
    ("resource_group", "/resourcegroups"),
    ("role_assignment", "/roleassignments"),
    ("lock", "/locks"),
    ("policy_assignment", "/policyassignments"),
    ("policy_exemption", "/policyexemptions"),
    ("budget", "/budgets"),
    ("container", "/containers"),
    ("linked_service", "/linkedservices"),
    ("pipeline_dataset", "/datasets"),
    ("pipeline", "/pipelines"),
    ("trigger", "/triggers"),
    ("resource", "/resources"),
];

/// Asserts that a snapshot holds what the tenant holds, row for row.
fn assert_whole(snapshot: &Path, tenant: &Tenant) {
    for (kind, list) in LISTS {
        let (found, truth) = (rows(snapshot, kind), tenant.truth(list));
        let mut ids: Vec<&String> = truth.keys().collect();
        let workspaces = tenant.truth("/workspaces");
        if kind == "resource" {
            // Azure's list of resources has no workspace that the generator did not make; its provider has.
            ids.extend(workspaces.keys().filter(|id| !truth.contains_key(*id)));
            ids.sort();
        }
        assert_eq!(found.keys().collect::<Vec<_>>(), ids, "{kind}");
        for (id, row) in &truth {
            let row: Value = serde_json::from_str(row).unwrap();
            match kind {
                "linked_service" | "pipeline" => assert_eq!(found[id]["name"], row["name"]),
                "resource" => {
                    for (key, value) in row.as_object().unwrap() {
                        assert_eq!(&found[id][key], value, "{id} {key}");
                    }
                }
                _ => assert_eq!(found[id], row, "{id}"),
            }
        }
    }
    let subscriptions = rows(snapshot, "subscription");
    assert_eq!(subscriptions.len(), tenant.subscriptions.len());
    for row in subscriptions.values() {
        assert_eq!(row["roleAssignmentsUsageMetrics"]["roleAssignmentsLimit"], 4000);
    }
    assert_eq!(rows(snapshot, "management_group").len(), tenant.groups.len());
    assert_eq!(rows(snapshot, "tenant").len(), 1);
}

fn missing(collected: &Collected) -> Vec<String> {
    collected
        .missing()
        .map(|row| {
            let coverage = &row.coverage;
            format!(
                "{} {} {}: {}",
                coverage.status.name(),
                coverage.kind,
                coverage.scope,
                coverage.detail
            )
        })
        .collect()
}

#[test]
fn a_tenant_without_faults_is_collected_row_for_row() {
    let tenant = tenant();
    let simulator = Simulator::start(tenant.clone(), Options::default());
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("tenant");
    let collected = collect(&collection(&simulator.endpoint(), &target)).unwrap();
    assert_eq!(missing(&collected), Vec::<String>::new());
    assert_whole(&target, &tenant);
    assert!(!target.join(".collect").exists());
}

#[test]
fn faults_that_pass_lose_no_row() {
    let tenant = tenant();
    for seed in 0..4 {
        let options = Options {
            page: 37,
            faults: Faults::passing(0.15, seed),
            ..Options::default()
        };
        let simulator = Simulator::start(tenant.clone(), options);
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("tenant");
        let collected = collect(&collection(&simulator.endpoint(), &target)).unwrap();
        assert_eq!(missing(&collected), Vec::<String>::new());
        assert!(collected.reached.tries_again > 0);
        assert_whole(&target, &tenant);
    }
}

#[test]
fn what_is_for_good_is_named_and_the_rest_is_there() {
    let tenant = tenant();
    let first = tenant.subscriptions[0].clone();
    let at = |rest: &str| format!("/subscriptions/{first}/{rest}");
    for (rest, fault, expected) in [
        (
            "providers/microsoft.authorization/roleassignments?",
            Fault::Denied,
            "denied role_assignment",
        ),
        ("resources?", Fault::ForeignLink, "failed resource"),
        ("resources?", Fault::Loop, "failed resource"),
        ("resourcegroups?", Fault::Redirect, "failed resource_group"),
        ("resourcegroups?", Fault::Status(500), "failed resource_group"),
        ("providers/microsoft.authorization/locks?", Fault::Drip, "failed lock"),
        (
            "providers/microsoft.storage/storageaccounts?",
            Fault::Denied,
            "denied container",
        ),
        (
            "providers/microsoft.datafactory/factories?",
            Fault::Denied,
            "denied pipeline",
        ),
    ] {
        let options = Options {
            rules: vec![Rule::always(&at(rest), fault)],
            ..Options::default()
        };
        let simulator = Simulator::start(tenant.clone(), options);
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("tenant");
        let mut collection = collection(&simulator.endpoint(), &target);
        collection.connection.patience.deadline = Duration::from_millis(300);
        collection.connection.patience.attempts = 3;
        let collected = collect(&collection).unwrap();
        let missing = missing(&collected);
        assert!(
            missing
                .iter()
                .any(|row| row.starts_with(expected) && row.contains(&first)),
            "{fault:?}: {missing:?}"
        );
        assert!(missing.iter().all(|row| row.contains(&first)), "{fault:?}: {missing:?}");
        assert!(simulator.asked().iter().all(|asked| !asked.what.contains("evil")));
    }
}
