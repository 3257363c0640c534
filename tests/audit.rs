//! Two audits of a tenant that changes: what is kept, compared, foretold and left alone.

#![expect(clippy::unwrap_used, reason = "a test that cannot set the stage should fail loudly")]
#![allow(dead_code, reason = "parts of the simulator serve other tests")]

#[path = "support/generator/mod.rs"]
mod generator;
mod simulator;
#[path = "support/azurite.rs"]
mod azurite;
#[path = "audit/store.rs"]
mod store;

use std::path::Path;
use std::process::{Command, Output, Stdio};

use azurite::Azurite;
use generator::{Form, Size};
use serde_json::Value;
use simulator::{Extras, Fault, Options, Rule, Simulator, Tenant};

const SIZE: Size = Size {
    products: 30,
    resources: 400,
    role_assignments: 600,
    ingestions: 4,
    subscriptions: None,
    seed: 3,
};

/// A mesh in `mesh`, and its tenant.
fn stage(folder: &Path) -> Simulator {
    generator::generate(SIZE, Form::Files, folder).unwrap();
    let tenant = Tenant::of(&folder.join("snapshot"), &Extras::default());
    std::fs::remove_dir_all(folder.join("snapshot")).unwrap();
    Simulator::start(tenant, Options::default())
}

fn audit(simulator: &Simulator, folder: &Path, store: &str, arguments: &[&str]) -> Output {
    audit_with(simulator, folder, store, arguments, &[])
}

fn audit_with(
    simulator: &Simulator,
    folder: &Path,
    store: &str,
    arguments: &[&str],
    variables: &[(String, String)],
) -> Output {
    Command::new(env!("CARGO_BIN_EXE_meshgov"))
        .args([
            "audit",
            "mesh",
            "--credential",
            "token",
            "--endpoint",
            &simulator.endpoint(),
            "--store",
            store,
        ])
        .args(["--changes", "changes.json"])
        .args(arguments)
        .current_dir(folder)
        .env("MESHGOV_AZURE_TOKEN", "t")
        .env("CI", "true")
        .envs(variables.iter().cloned())
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn changes(folder: &Path) -> Value {
    let document: Value = serde_json::from_str(&std::fs::read_to_string(folder.join("changes.json")).unwrap()).unwrap();
    let schema: Value = serde_json::from_str(include_str!("../schemas/changes.schema.json")).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(&document)
        .map(|error| format!("{error} at {}", error.instance_path()))
        .collect();
    assert_eq!(errors, Vec::<String>::new());
    document
}

/// The changes of a kind, as policy and subject.
fn of(document: &Value, kind: &str) -> Vec<(String, String)> {
    let all = document["changes"].as_array().unwrap().iter();
    let mut some: Vec<(String, String)> = all
        .filter(|change| change["change"] == kind)
        .map(|change| {
            (
                change["policy"].as_str().unwrap().to_owned(),
                change["subject"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    some.sort();
    some
}

/// A resource group whose tags are all there, and one of whose tags are missing some.
fn groups(simulator: &Simulator) -> (String, String) {
    simulator.change(|tenant| {
        let all = tenant.truth("/resourcegroups");
        let id = |with: bool| {
            let mut of_kind = all.values().filter(|row| row.contains("\"owner\"") == with);
            let row: Value = serde_json::from_str(of_kind.next().unwrap()).unwrap();
            row["id"].as_str().unwrap().to_owned()
        };
        (id(true), id(false))
    })
}

fn retag(simulator: &Simulator, id: &str, tags: &Value) {
    simulator.change(|tenant| {
        let list = id.to_lowercase();
        let list = format!("{}/resourcegroups", list.split("/resourcegroups/").next().unwrap());
        let rows = tenant.lists.get_mut(&list).unwrap();
        for row in rows {
            let mut value: Value = serde_json::from_str(row).unwrap();
            if value["id"] == id {
                value["tags"] = tags.clone();
                *row = value.to_string().into();
            }
        }
    });
}

#[test]
fn a_second_night_tells_what_is_new_what_is_fixed_and_what_nobody_could_see() {
    let folder = tempfile::tempdir().unwrap();
    let simulator = stage(folder.path());
    let (good, bad) = groups(&simulator);
    let first = audit(&simulator, folder.path(), "store", &["--as-of", "2026-11-20"]);
    assert!(matches!(first.status.code(), Some(0 | 1)), "{}", said(&first));
    assert!(said(&first).contains("The first run in this store"), "{}", said(&first));
    let document = changes(folder.path());
    assert_eq!(document["changes"], Value::Null);

    // Tonight one group lost its tags, and another got all of them.
    let tags = simulator.change(|tenant| {
        let row: Value = serde_json::from_str(&tenant.truth("/resourcegroups")[&good.to_lowercase()]).unwrap();
        row["tags"].clone()
    });
    let mut without_owner = tags.clone();
    without_owner.as_object_mut().unwrap().remove("owner");
    retag(&simulator, &good, &without_owner);
    retag(&simulator, &bad, &tags);
    let second = audit(&simulator, folder.path(), "store", &["--as-of", "2026-11-21"]);
    assert_eq!(second.status.code(), Some(1), "{}", said(&second));
    let document = changes(folder.path());
    let name = |id: &str| id.rsplit('/').next().unwrap().to_owned();
    let tagged = |of: Vec<(String, String)>| -> Vec<String> {
        of.into_iter()
            .filter(|(policy, _)| policy == "mesh.cost.required_tags")
            .map(|(_, subject)| subject)
            .collect()
    };
    assert_eq!(tagged(of(&document, "new")), [name(&good)], "{document:#}");
    assert_eq!(tagged(of(&document, "fixed")), [name(&bad)], "{document:#}");
    assert_eq!(of(&document, "unknown"), [], "{document:#}");
    let new = document["changes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|change| change["change"] == "new")
        .unwrap();
    assert!(
        new["domain"].is_string() && new["owner"].is_string(),
        "who owns what changed is told: {new}"
    );
    for word in ["Since ", "new", "fixed", &name(&good), "Violations in the last 2 runs"] {
        assert!(said(&second).contains(word), "{word}: {}", said(&second));
    }

    // Tonight the resource groups of that subscription cannot be read: what was wrong with them is not taken for fixed.
    let subscription = good.split('/').nth(2).unwrap().to_owned();
    let rule = Rule::always(&format!("/subscriptions/{subscription}/resourcegroups?"), Fault::Denied);
    simulator.set(|options| options.rules = vec![rule]);
    let third = audit(&simulator, folder.path(), "store", &["--as-of", "2026-11-22"]);
    let document = changes(folder.path());
    assert!(tagged(of(&document, "unknown")).contains(&name(&good)), "{document:#}");
    assert!(!tagged(of(&document, "fixed")).contains(&name(&good)), "{document:#}");
    assert!(
        said(&third).contains("denied resource_group at /subscriptions/"),
        "{}",
        said(&third)
    );
    // Nor is anything wrong tonight that only could not be read.
    assert_eq!(of(&document, "new"), [], "{document:#}");
    store::assert_sums(folder.path(), "store");
}

#[test]
fn nights_of_growth_foretell_the_day_of_the_limit_and_the_rule_reads_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = format!("file://{}", folder.path().join("store").display());
    nights(folder.path(), &store, &[]);
    let runs = std::fs::read_dir(folder.path().join("store/runs")).unwrap();
    let whole = runs.filter(|run| run.as_ref().unwrap().path().join("run.json").exists());
    assert_eq!(whole.count(), 2);
}

#[test]
fn blobs_keep_nights_as_a_folder_does() {
    let folder = tempfile::tempdir().unwrap();
    if let Some(azurite) = Azurite::start(folder.path()) {
        nights(folder.path(), "az://audits/production/mesh", &azurite.variables());
    }
}

/// Six nights of a tenant whose role assignments grow: compared, with their trend and forecast, and the oldest removed.
fn nights(folder: &Path, store: &str, variables: &[(String, String)]) {
    let simulator = stage(folder);
    let (good, _) = groups(&simulator);
    let mut before = None;
    let subscription = simulator.change(|tenant| tenant.subscriptions[0].clone());
    let list = format!("/subscriptions/{subscription}/providers/microsoft.authorization/roleassignments");
    let count = |tenant: &Tenant| tenant.lists[&list].len();
    for night in 0..5 {
        let day = format!("2026-11-{:02}", 20 + night);
        if night > 0 {
            simulator.change(|tenant| {
                for at in 0..150 {
                    let id = format!("/subscriptions/{subscription}/providers/Microsoft.Authorization/roleAssignments/grown-{night}-{at}");
                    let role = format!("/subscriptions/{subscription}/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7");
                    let row = serde_json::json!({"id": id, "name": format!("grown-{night}-{at}"), "type": "Microsoft.Authorization/roleAssignments", "properties": {"roleDefinitionId": role, "principalId": "p", "principalType": "Group", "scope": format!("/subscriptions/{subscription}")}});
                    tenant.put(&list, row.to_string().into());
                }
            });
        }
        if night == 1 {
            retag(&simulator, &good, &serde_json::json!({}));
        }
        let arguments = ["--as-of", &day, "--output", "json=report.json"];
        let output = audit_with(&simulator, folder, store, &arguments, variables);
        assert!(output.status.code().is_some_and(|code| code < 2), "{}", said(&output));
        let document = changes(folder);
        assert_eq!(document["compared_with"].as_str().map(str::to_owned), before);
        before = document["run"].as_str().map(str::to_owned);
        assert_eq!(document["trend"]["runs"].as_array().unwrap().len(), night + 1);
        let tags = of(&document_or_first(&document), "new");
        assert_eq!(
            tags.iter().any(|(policy, _)| policy == "mesh.cost.required_tags"),
            night == 1,
            "{tags:?}"
        );
        let forecasts = document["forecasts"].as_array().unwrap();
        let own = forecasts.iter().find(|one| {
            one["scope"].as_str().unwrap().contains(&subscription) && one["forecast"]["limit"] == "role_assignments"
        });
        match night {
            // The first night has no history.
            0 => assert!(own.is_none()),
            1..=3 => assert_eq!(own.unwrap()["forecast"]["status"], "too_few_runs"),
            _ => {
                let own = own.unwrap();
                assert_eq!(own["forecast"]["status"], "on", "{own}");
                assert_eq!(own["forecast"]["per_day"], 150.0);
                let inherited = 3;
                let used = simulator.change(|tenant| count(tenant)) - inherited;
                let days = (4000 - used).div_ceil(150);
                assert_eq!(own["forecast"]["days_left"], days, "{own}");
                assert!(own["promote_first"].is_string(), "{own}");
                let report: Value =
                    serde_json::from_str(&std::fs::read_to_string(folder.join("report.json")).unwrap()).unwrap();
                let told = report["findings"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .find(|finding| finding["policy"] == "mesh.limits.reached_soon")
                    .unwrap();
                assert_eq!(told["level"], "deny");
                assert!(
                    told["message"]
                        .as_str()
                        .unwrap()
                        .contains("role assignments is reached about"),
                    "{told}"
                );
            }
        }
    }
    let arguments = ["--as-of", "2026-11-25", "--keep-runs", "2"];
    let output = audit_with(&simulator, folder, store, &arguments, variables);
    for words in [
        "Violations in the last 2 runs",
        "role assignments is reached about",
        "4 old runs were removed",
    ] {
        assert!(said(&output).contains(words), "{words}: {}", said(&output));
    }
}

/// The first run has no changes.
fn document_or_first(document: &Value) -> Value {
    match &document["changes"] {
        Value::Null => serde_json::json!({"changes": []}),
        _ => document.clone(),
    }
}

/// What is kept of a run is judged again as it was.
#[test]
fn the_snapshot_of_a_run_is_judged_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let simulator = stage(folder.path());
    audit(
        &simulator,
        folder.path(),
        "file-store",
        &["--as-of", "2026-11-20", "--output", "json=report.json"],
    );
    let run = std::fs::read_dir(folder.path().join("file-store/runs"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let again = Command::new(env!("CARGO_BIN_EXE_meshgov"))
        .args(["check", "--snapshot"])
        .arg(run.join("snapshot"))
        .args(["--point", "audit", "--as-of", "2026-11-20", "--output", "json"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let again: Value = serde_json::from_slice(&again.stdout).unwrap();
    let then: Value = serde_json::from_str(&std::fs::read_to_string(run.join("report.json")).unwrap()).unwrap();
    let prints = |report: &Value| -> Vec<String> {
        report["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|finding| finding["fingerprint"].to_string())
            .collect()
    };
    assert_eq!(prints(&again), prints(&then));
    assert_eq!(again["summary"], then["summary"]);
}
