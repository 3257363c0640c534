//! Real files: nothing of ours in them is lost, by a count of its own, and nothing breaks.

#![expect(clippy::expect_used, reason = "a test that cannot read its files should fail loudly")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// How many objects of a kind each file has.
type Counts = BTreeMap<String, usize>;

/// The folder below the real files, where they are there.
fn real(folder: &str) -> Option<PathBuf> {
    let data = std::env::var_os("MESHGOV_REAL_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        PathBuf::from,
    );
    let path = data.join(folder);
    if path.is_dir() {
        return Some(path);
    }
    assert!(
        std::env::var_os("MESHGOV_REAL_DATA").is_none(),
        "{} is not there",
        path.display()
    );
    None
}

fn meshgov(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_meshgov"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .expect("the command runs");
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("standard output is UTF-8");
    (output.status.code(), text)
}

/// The subjects of a kind, by file.
fn subjects(folder: &Path, kind: &str) -> Counts {
    let (_, lines) = meshgov(folder, &["subjects", "--kind", kind]);
    let mut counts = Counts::new();
    for line in lines.lines() {
        let subject: Value = serde_json::from_str(line).expect("a subject is JSON");
        let file = subject["origin"]["file"].as_str().expect("it has a file");
        *counts.entry(file.to_owned()).or_default() += 1;
    }
    counts
}

/// Every YAML and JSON file that is not hidden: its name and its text.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).expect("a folder can be listed") {
            let entry = entry.expect("an entry can be read");
            let (path, kind) = (entry.path(), entry.file_type().expect("an entry has a type"));
            let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or("");
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() && ["yaml", "yml", "json"].contains(&extension.to_ascii_lowercase().as_str()) {
                let name = path.strip_prefix(folder).expect("it lies in the folder");
                let bytes = std::fs::read(&path).expect("a file can be read");
                let text = String::from_utf8_lossy(&bytes).into_owned();
                found.push((name.to_string_lossy().replace('\\', "/"), text));
            }
        }
    }
    found
}

/// The documents whose `kind` is this, by the lines of YAML and by another parser of JSON.
fn of_kind(folder: &Path, kind: &str) -> Counts {
    let mut counts = Counts::new();
    for (name, text) in files(folder) {
        let is_json = Path::new(&name)
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        let count = if is_json {
            let document: Option<Value> = serde_json::from_str(&text).ok();
            usize::from(document.is_some_and(|document| document["kind"] == kind))
        } else {
            let says = |line: &&str| {
                let value = line
                    .strip_prefix("kind:")
                    .map(|rest| rest.split('#').next().unwrap_or(""));
                value.is_some_and(|value| value.trim().trim_matches(['"', '\'']) == kind)
            };
            text.lines().filter(says).count()
        };
        if count > 0 {
            counts.insert(name, count);
        }
    }
    counts
}

/// The files of a folder of that name, singular or plural, that hold a JSON object with this key, here or in `properties`.
fn of_folder(folder: &Path, wanted: &str, key: &str) -> Counts {
    let in_place = |name: &str| {
        let own = name.rsplit('/').nth(1).unwrap_or("").to_ascii_lowercase();
        own.trim_end_matches('s') == wanted
    };
    let has = |text: &str| {
        serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}'))
            .is_ok_and(|document| !document["properties"][key].is_null() || !document[key].is_null())
    };
    files(folder)
        .into_iter()
        .filter(|(name, text)| in_place(name) && has(text))
        .map(|(name, _)| (name, 1))
        .collect()
}

/// The report of a folder, valid by its schema, and without a fault.
fn report(folder: &Path) -> Value {
    let (code, text) = meshgov(folder, &["check", "--output", "json"]);
    let report: Value = serde_json::from_str(&text).expect("the report is JSON");
    assert!(matches!(code, Some(0 | 1 | 3)), "{code:?}");
    assert_eq!(report["exit_code"], code.expect("it ended by itself"));
    assert_eq!(report["summary"]["fault"], 0);
    let schema = include_str!("../schemas/report.schema.json");
    let schema = serde_json::from_str(schema).expect("the schema is JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("the schema is a schema");
    let errors: Vec<String> = validator
        .iter_errors(&report)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    report
}

/// Whether a problem with its place says that a file could not be read whole.
fn is_told(report: &Value, file: &str) -> bool {
    report["problems"].as_array().into_iter().flatten().any(|problem| {
        let reads_on = ["breaks_standard", "unknown_version", "duplicate_key", "invalid"];
        problem["location"]["file"] == file
            && problem["location"]["line"].is_u64()
            && !reads_on.map(Value::from).contains(&problem["code"])
    })
}

fn nothing_is_lost(report: &Value, counted: &Counts, subjects: &Counts, what: &str) {
    for (file, count) in counted {
        let found = subjects.get(file).copied().unwrap_or(0);
        assert!(
            found == *count || is_told(report, file),
            "{file}: {found} of {count} {what}"
        );
    }
}

#[test]
fn every_contract_and_product_of_the_standards_is_a_subject() {
    let Some(folder) = real("mesh") else {
        return;
    };
    let report = report(&folder);
    for (kind, subject, least) in [("DataContract", "contract", 70), ("DataProduct", "product", 3)] {
        let (counted, subjects) = (of_kind(&folder, kind), subjects(&folder, subject));
        assert!(counted.values().sum::<usize>() >= least, "the count finds some");
        nothing_is_lost(&report, &counted, &subjects, subject);
        for file in subjects.keys() {
            assert!(counted.contains_key(file), "{file} has a {subject} that nobody wrote");
        }
    }
}

#[test]
fn every_factory_object_of_a_real_repository_is_a_subject() {
    let Some(folder) = real("azure/modern-data-warehouse-dataops") else {
        return;
    };
    let report = report(&folder);
    for (own, key, subject, least) in [
        ("pipeline", "activities", "pipeline", 8),
        ("dataset", "linkedServiceName", "pipeline_dataset", 12),
        ("linkedservice", "typeProperties", "linked_service", 10),
    ] {
        let (counted, subjects) = (of_folder(&folder, own, key), subjects(&folder, subject));
        assert!(counted.len() >= least, "{} files of {own}", counted.len());
        nothing_is_lost(&report, &counted, &subjects, subject);
    }
}

/// How many violations each rule has in the real files, by folder. `UPDATE=1` rewrites the list.
#[test]
fn every_rule_says_of_the_real_files_what_was_checked_by_hand() {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for name in ["mesh", "azure/modern-data-warehouse-dataops"] {
        let Some(folder) = real(name) else {
            return;
        };
        for point in ["gate", "audit"] {
            let (_, text) = meshgov(
                &folder,
                &["check", "--output", "json", "--as-of", "2026-11-23", "--point", point],
            );
            let report: Value = serde_json::from_str(&text).expect("the report is JSON");
            assert_eq!(report["summary"]["fault"], 0, "{name} at the {point}");
            for finding in report["findings"].as_array().into_iter().flatten() {
                let (policy, outcome) = (&finding["policy"], &finding["outcome"]);
                if outcome == "violation" {
                    let policy = policy.as_str().expect("a finding has a policy");
                    *counts.entry(format!("{name} {point} {policy}")).or_default() += 1;
                }
            }
        }
    }
    let lines: Vec<String> = counts.iter().map(|(key, count)| format!("{key} {count}")).collect();
    let found = lines.join("\n") + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/real_data/violations.txt");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &found).expect("the list can be written");
    }
    let listed = std::fs::read_to_string(&path).expect("the list can be read");
    assert_eq!(found, listed.replace('\r', ""), "UPDATE=1 rewrites {}", path.display());
}
