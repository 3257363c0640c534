//! `schemas/subjects/` against what facts really emit, on the fixtures and the real files.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot run the command should fail loudly"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use jsonschema::Validator;
use meshgov::snapshot::Kind;
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn schema(kind: &str) -> Value {
    let file = root().join(format!("schemas/subjects/{kind}.schema.json"));
    let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    serde_json::from_str(&text).expect("the schema is JSON")
}

fn validators() -> BTreeMap<&'static str, Validator> {
    let validator = |kind: &Kind| {
        let validator = jsonschema::draft202012::new(&schema(kind.name())).expect("the schema is one");
        (kind.name(), validator)
    };
    Kind::ALL.iter().map(validator).collect()
}

/// The subjects of some paths: each with its kind, which a raw document does not say itself.
fn subjects(paths: &[PathBuf]) -> Vec<(&'static str, Value)> {
    let mut all = Vec::new();
    for kind in Kind::ALL {
        let output = Command::new(env!("CARGO_BIN_EXE_meshgov"))
            .arg("subjects")
            .args(paths)
            .args(["--kind", kind.name(), "--as-of", "2026-11-23"])
            .output()
            .expect("the command runs");
        let text = String::from_utf8(output.stdout).expect("subjects are UTF-8");
        // Thousands of role assignments are alike.
        let some = text.lines().take(500);
        all.extend(some.map(|line| (kind.name(), serde_json::from_str(line).expect("a subject is JSON"))));
    }
    all
}

/// What breaks the schemas, each sort once.
fn breaches(paths: &[PathBuf], seen: &mut BTreeSet<&'static str>) -> BTreeSet<String> {
    let validators = validators();
    let mut breaches = BTreeSet::new();
    for (kind, subject) in subjects(paths) {
        seen.insert(kind);
        let validator = validators.get(kind).expect("every kind has a schema");
        for error in validator.iter_errors(&subject) {
            let message = error.masked().to_string();
            breaches.insert(format!("{kind}{}: {message}", error.instance_path()));
        }
    }
    breaches
}

#[test]
fn every_subject_of_the_fixtures_keeps_to_its_schema() {
    let mut seen = BTreeSet::new();
    for company in ["contoso", "fabrikam"] {
        let breaches = breaches(&[root().join("fixtures").join(company)], &mut seen);
        assert!(breaches.is_empty(), "{company}: {breaches:#?}");
    }
    for kind in [
        "product",
        "contract",
        "edge",
        "source",
        "dataset",
        "node",
        "principal",
        "subscription",
        "resource",
    ] {
        assert!(seen.contains(kind), "no fixture has a {kind}");
    }
}

#[test]
fn every_subject_of_the_real_files_keeps_to_its_schema() {
    let data = std::env::var_os("MESHGOV_REAL_DATA").map_or_else(|| root().join("../shared/data"), PathBuf::from);
    if !data.is_dir() {
        let _ = writeln!(
            std::io::stderr(),
            "skipped: the real files are not here: {}",
            data.display()
        );
        return;
    }
    let mut seen = BTreeSet::new();
    let breaches = breaches(&[data.join("mesh"), data.join("azure")], &mut seen);
    assert!(breaches.is_empty(), "{breaches:#?}");
    assert!(seen.contains("contract") && seen.contains("pipeline"), "{seen:?}");
}

/// Every field that somebody can read says what it is.
#[test]
fn every_field_is_described() {
    fn lacking(schema: &Value, path: &str, found: &mut Vec<String>) {
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            let path = format!("{path}/{name}");
            if field["description"].as_str().is_none_or(str::is_empty) && field.get("$ref").is_none() {
                found.push(path.clone());
            }
            lacking(field, &path, found);
            lacking(&field["items"], &path, found);
        }
        for (name, shared) in schema["$defs"].as_object().into_iter().flatten() {
            if shared["description"].as_str().is_none_or(str::is_empty) {
                found.push(format!("$defs/{name}"));
            }
            lacking(shared, &format!("$defs/{name}"), found);
        }
    }
    let mut found = Vec::new();
    for kind in Kind::ALL {
        lacking(&schema(kind.name()), kind.name(), &mut found);
    }
    assert!(found.is_empty(), "without a description: {found:#?}");
}
