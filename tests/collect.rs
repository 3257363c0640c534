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
    subscriptions: None,
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
            deadline: Duration::from_secs(20),
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
        if fault == Fault::Drip {
            collection.connection.patience.deadline = Duration::from_secs(2);
        }
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

/// A list in which things repeat, change their case or have shapes that nobody knows, is the same list.
#[test]
fn what_is_strange_in_a_page_loses_no_row() {
    let tenant = tenant();
    for fault in [
        Fault::RowTwice,
        Fault::OtherCase,
        Fault::StrangeRow,
        Fault::ByteOrderMark,
        Fault::EmptyPage,
    ] {
        let options = Options {
            page: 40,
            rules: vec![
                Rule::always("/resources?", fault),
                Rule::always("/roleassignments?", fault),
            ],
            ..Options::default()
        };
        let simulator = Simulator::start(tenant.clone(), options);
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("tenant");
        let collected = collect(&collection(&simulator.endpoint(), &target)).unwrap();
        assert_eq!(missing(&collected), Vec::<String>::new(), "{fault:?}");
        let repeated: u64 = collected.ledger.iter().map(|row| row.repeated).sum();
        match fault {
            Fault::StrangeRow => {
                let strange = rows(&target, "resource")
                    .into_values()
                    .filter(|row| row["state"]["new"][0] == "shape");
                assert!(strange.count() >= tenant.subscriptions.len());
                assert_eq!(rows(&target, "resource").len(), tenant.truth("/resources").len() + 1);
            }
            _ => assert_whole(&target, &tenant),
        }
        if matches!(fault, Fault::RowTwice | Fault::OtherCase) {
            assert!(repeated > 20, "{fault:?}: {repeated}");
        }
    }
}

/// The link to a next page that is refused, or a scope that is gone between two pages: the list is begun anew.
#[test]
fn a_list_whose_link_goes_stale_is_begun_anew() {
    let tenant = tenant();
    for fault in [Fault::StaleLink, Fault::Gone] {
        let options = Options {
            page: 40,
            rules: vec![
                Rule::some("resources?$skiptoken", 0, 0, fault),
                Rule::some("skiptoken=40", 0, 2, fault),
            ],
            ..Options::default()
        };
        let simulator = Simulator::start(tenant.clone(), options);
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("tenant");
        let collected = collect(&collection(&simulator.endpoint(), &target)).unwrap();
        assert_eq!(missing(&collected), Vec::<String>::new(), "{fault:?}");
        assert_whole(&target, &tenant);
    }
}

#[test]
fn waiting_is_bounded_and_then_told_as_throttled() {
    let tenant = tenant();
    let options = Options {
        rules: vec![Rule::always("/locks?", Fault::ThrottledSeconds(1))],
        ..Options::default()
    };
    let simulator = Simulator::start(tenant, options);
    let folder = tempfile::tempdir().unwrap();
    let mut collection = collection(&simulator.endpoint(), &folder.path().join("tenant"));
    collection.connection.patience.throttled = Duration::from_secs(2);
    let collected = collect(&collection).unwrap();
    let missing = missing(&collected);
    assert!(
        !missing.is_empty() && missing.iter().all(|row| row.starts_with("throttled lock")),
        "{missing:?}"
    );
}

#[test]
fn an_outage_ends_the_run_within_its_budget() {
    let options = Options {
        faults: Faults {
            share: 1.0,
            seed: 1,
            kinds: vec![Fault::Status(503)],
        },
        ..Options::default()
    };
    let simulator = Simulator::start(tenant(), options);
    let folder = tempfile::tempdir().unwrap();
    let mut collection = collection(&simulator.endpoint(), &folder.path().join("tenant"));
    collection.connection.patience.attempts = 4;
    // A good snapshot of yesterday stays.
    std::fs::create_dir_all(&collection.target).unwrap();
    let head = collection.target.join("snapshot.json");
    std::fs::write(&head, r#"{"apiVersion": "meshgov/v1", "kind": "Snapshot"}"#).unwrap();
    let error = collect(&collection).unwrap_err();
    assert!(
        matches!(&error, CollectError::Unlisted(detail) if detail.contains("503")),
        "{error}"
    );
    assert!(head.exists());
    assert!(simulator.asked().len() < 40);
    simulator.set(|options| options.faults = Faults::none());
    collection.unfinished = Unfinished::Resume;
    assert_eq!(missing(&collect(&collection).unwrap()), Vec::<String>::new());
}

/// What Azure counts is held against what it lists.
#[test]
fn a_list_that_is_silently_short_is_told() {
    let tenant = tenant();
    let first = tenant.subscriptions[0].clone();
    let simulator = Simulator::start(tenant, Options::default());
    simulator.change(|tenant| {
        let list = format!("/subscriptions/{first}/providers/microsoft.authorization/roleassignments");
        let removed = tenant.remove(&list, &format!("/subscriptions/{first}/resourcegroups/"));
        assert!(removed > 20, "{removed}");
    });
    let folder = tempfile::tempdir().unwrap();
    let collected = collect(&collection(&simulator.endpoint(), &folder.path().join("tenant"))).unwrap();
    let missing = missing(&collected);
    assert_eq!(missing.len(), 1, "{missing:?}");
    assert!(
        missing[0].starts_with(&format!("failed role_assignment /subscriptions/{first}: Azure counts")),
        "{missing:?}"
    );
}

#[test]
fn the_tree_and_the_list_of_subscriptions_are_held_against_each_other() {
    let tenant = tenant();
    let (seen, ghost) = (tenant.subscriptions[0].clone(), "00000000-dead-4000-8000-000000000000");
    let simulator = Simulator::start(tenant, Options::default());
    simulator.change(|tenant| {
        let above = tenant.above.remove(&seen).unwrap();
        tenant.above.insert(ghost.to_owned(), above);
    });
    let folder = tempfile::tempdir().unwrap();
    let collected = collect(&collection(&simulator.endpoint(), &folder.path().join("tenant"))).unwrap();
    let missing = missing(&collected);
    assert!(
        missing
            .iter()
            .any(|row| row.starts_with(&format!("denied subscription /subscriptions/{ghost}"))),
        "{missing:?}"
    );
    assert!(
        missing
            .iter()
            .any(|row| row.starts_with(&format!("failed management_group /subscriptions/{seen}"))),
        "{missing:?}"
    );
    assert_eq!(missing.len(), 2, "{missing:?}");
}

#[test]
fn a_subscription_that_is_moved_while_the_tenant_is_read_is_told() {
    let tenant = tenant();
    let moved = tenant.subscriptions[1].clone();
    let options = Options {
        latency: Duration::from_millis(200),
        ..Options::default()
    };
    let simulator = Simulator::start(tenant, options);
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("tenant");
    let collection = collection(&simulator.endpoint(), &target);
    let run = std::thread::spawn(move || collect(&collection).unwrap());
    while !simulator
        .asked()
        .iter()
        .any(|asked| asked.what.contains("resourcegroups"))
    {
        std::thread::sleep(Duration::from_millis(1));
    }
    simulator.change(|tenant| tenant.above.insert(moved.clone(), "mg-sandbox".to_owned()));
    let missing = missing(&run.join().unwrap());
    assert_eq!(missing.len(), 1, "{missing:?}");
    assert!(
        missing[0].contains(&moved) && missing[0].contains("moved from"),
        "{missing:?}"
    );
}

/// A part of a tenant is asked for: what is left out is said, and not taken for empty.
#[test]
fn a_part_of_a_tenant_is_collected_and_the_rest_is_named() {
    let tenant = tenant();
    let simulator = Simulator::start(tenant.clone(), Options::default());
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("tenant");
    let mut collection = collection(&simulator.endpoint(), &target);
    collection.question = Question {
        subscriptions: vec![tenant.subscriptions[0].clone(), "no-such".to_owned()],
        skipped: [meshgov::snapshot::Kind::Container].into(),
        ..Question::default()
    };
    let collected = collect(&collection).unwrap();
    let missing = missing(&collected);
    assert_eq!(missing.len(), 1, "{missing:?}");
    assert!(
        missing[0].starts_with("denied subscription /subscriptions/no-such"),
        "{missing:?}"
    );
    assert_eq!(rows(&target, "subscription").len(), 1);
    assert!(!target.join("container.ndjson").exists());
    let others = tenant.subscriptions.iter().skip(1);
    for other in others {
        let asked = simulator.asked();
        assert!(
            asked.iter().all(|asked| !asked.what.contains(other.as_str())),
            "{other}"
        );
        let said = collected.ledger.iter().any(|row| {
            row.coverage.scope.contains(other.as_str()) && &*row.coverage.detail == "not one of --subscription"
        });
        assert!(said, "{other}");
    }
    let kinds: Vec<&str> = collected
        .ledger
        .iter()
        .filter(|row| &*row.coverage.detail == "left out by --only or --skip")
        .map(|row| row.coverage.kind.name())
        .collect();
    assert_eq!(kinds, ["container"]);
}

/// What the rates allow is kept to, as the other side counts it.
#[test]
fn a_tenant_that_keeps_to_the_limits_is_not_throttled() {
    let tenant = tenant();
    let options = Options {
        page: 2,
        limits: Some(1.0),
        ..Options::default()
    };
    let simulator = Simulator::start(tenant, options);
    let folder = tempfile::tempdir().unwrap();
    let mut collection = collection(&simulator.endpoint(), &folder.path().join("tenant"));
    collection.connection.rates = Rates { factor: 1.0 };
    collection.question.subscriptions = simulator.change(|tenant| vec![tenant.subscriptions[0].clone()]);
    let collected = collect(&collection).unwrap();
    assert_eq!(missing(&collected), Vec::<String>::new());
    assert!(collected.reached.requests > 260, "{:?}", collected.reached);
    assert_eq!(collected.reached.throttled, 0);
    assert!(
        collected.elapsed >= collected.least && collected.least > Duration::from_secs(1),
        "{:?}",
        collected.least
    );
    assert!(simulator.most_at_once() > 1);
}

#[test]
fn what_is_below_a_management_group_is_collected_alone() {
    let tenant = tenant();
    let below: Vec<String> = tenant
        .above
        .iter()
        .filter(|(_, above)| *above == "mg-contoso")
        .map(|(subscription, _)| subscription.clone())
        .collect();
    assert!(!below.is_empty() && below.len() < tenant.subscriptions.len());
    let simulator = Simulator::start(tenant, Options::default());
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("tenant");
    let mut collection = collection(&simulator.endpoint(), &target);
    collection.question.management_groups = vec!["mg-contoso".to_owned()];
    let collected = collect(&collection).unwrap();
    assert_eq!(missing(&collected), Vec::<String>::new());
    let read: Vec<String> = rows(&target, "subscription").into_keys().collect();
    let expected: Vec<String> = below.iter().map(|id| format!("/subscriptions/{id}")).collect();
    assert_eq!(read, expected);
    assert_eq!(rows(&target, "management_group").len(), 1);
    collection.question.management_groups = vec!["no-such-group".to_owned()];
    let collected = collect(&collection).unwrap();
    assert!(
        !missing(&collected).is_empty(),
        "a group that is not there is not an empty one"
    );
}
