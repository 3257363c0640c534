//! The Rego rules that ship, judged by `opa` over the lines of `meshgov subjects`: the same violations, word for word.
//!
//! `MESHGOV_OPA` names the executable (`go install github.com/open-policy-agent/opa@v1.22.2`); without it the tests say
//! that they were skipped.

#![expect(
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test that cannot run opa should say so loudly"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use meshgov::policy::{Shipped, load};
use serde_json::{Map, Value, json};

/// Violations as policy, subject and message, with how often each is told.
type Violations = BTreeMap<(String, String, String), usize>;

fn opa() -> Option<PathBuf> {
    let named = std::env::var_os("MESHGOV_OPA").filter(|name| !name.is_empty());
    if named.is_none() {
        eprintln!("skipped: MESHGOV_OPA does not name an opa executable");
    }
    named.map(PathBuf::from)
}

fn meshgov(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_meshgov"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments)
        .args(["--as-of", "2026-11-23"])
        .output()
        .expect("meshgov runs");
    String::from_utf8(output.stdout).expect("the output is UTF-8")
}

fn ours(path: &str) -> Violations {
    let report: Value =
        serde_json::from_str(&meshgov(&["check", path, "--output", "json"])).expect("the report is JSON");
    let mut violations = Violations::new();
    for finding in report["findings"].as_array().expect("findings are a list") {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        // An exemption excuses a violation, and does not undo it.
        let is_violation = finding["outcome"] == "violation" || finding["outcome"] == "exempt";
        if is_violation && finding["policy"] != "mesh.service_level.declared" {
            let subject = format!(
                "{} {}",
                text(&finding["subject"]["kind"]),
                text(&finding["subject"]["id"])
            );
            let key = (text(&finding["policy"]), subject, text(&finding["message"]));
            *violations.entry(key).or_default() += 1;
        }
    }
    violations
}

fn subjects_of(path: &str, kind: &str) -> Vec<Value> {
    let lines = meshgov(&["subjects", path, "--kind", kind]);
    let subject = |line| serde_json::from_str(line).expect("a subject is JSON");
    lines.lines().map(subject).collect()
}

/// What opa says of every subject, rule by rule.
fn theirs(opa: &Path, path: &str) -> Violations {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut violations = Violations::new();
    let mut known: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    let pack = load(&[], Shipped::Include);
    assert!(pack.errors.is_empty(), "{:?}", pack.errors);
    for policy in &pack.policies {
        let metadata = &policy.metadata;
        let rego = metadata
            .id
            .0
            .strip_prefix("mesh.")
            .expect("shipped rules are the mesh's")
            .replace('.', "/");
        let name = rego.rsplit('/').next().expect("a rule has a name");
        if !Path::new(env!("CARGO_MANIFEST_DIR"))
            .join(format!("policies/{rego}/{name}.rego"))
            .exists()
        {
            continue;
        }
        let mut subjects: Vec<&Value> = Vec::new();
        for kind in &metadata.subjects {
            known
                .entry(kind.name())
                .or_insert_with(|| subjects_of(path, kind.name()));
        }
        for kind in &metadata.subjects {
            subjects.extend(&known[kind.name()]);
        }
        let parameters: Map<String, Value> = metadata
            .parameters
            .iter()
            .map(|(name, parameter)| (name.to_string(), parameter.default.clone()))
            .collect();
        let data = folder.path().join("data.json");
        fs::write(
            &data,
            json!({"subjects": subjects, "parameters": parameters, "meshgov": {"as_of": "2026-11-23"}}).to_string(),
        )
        .expect("the data is written");
        let rule = format!("data.{}", metadata.id);
        let query = format!(
            "[[s.kind, s.id, v.message] | some s in data.subjects; not applies_not(s); some v in {rule}.deny with input as s]"
        );
        // `not_applicable` is asked in a helper, since not every rule has one.
        let helper = folder.path().join("helper.rego");
        let applies =
            if fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("policies/{rego}/{name}.rego")))
                .expect("the rule can be read")
                .contains("not_applicable")
            {
                format!("applies_not(s) if {rule}.not_applicable with input as s")
            } else {
                "applies_not(s) if s == null".to_owned()
            };
        fs::write(&helper, format!("package helper\n\n{applies}\n\nresult := {query}\n"))
            .expect("the helper is written");
        let output = Command::new(opa)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            // The other rules need not be compiled each time.
            .args(["eval", "--format", "json", "--data", "policies/lib", "--data"])
            .arg(format!("policies/{rego}/{name}.rego"))
            .arg("--data")
            .arg(&data)
            .arg("--data")
            .arg(&helper)
            .arg("data.helper.result")
            .output()
            .expect("opa runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        let answer: Value = serde_json::from_slice(&output.stdout).expect("opa answers in JSON");
        let rows = answer["result"][0]["expressions"][0]["value"]
            .as_array()
            .expect("opa found the rule");
        for row in rows {
            let text = |index: usize| row[index].as_str().unwrap_or_default().to_owned();
            let key = (metadata.id.to_string(), format!("{} {}", text(0), text(1)), text(2));
            *violations.entry(key).or_default() += 1;
        }
    }
    violations
}

/// Takes out what is said of one subject with a value that the domain of finance tightened: opa judges with the defaults.
fn take_out_tightened(violations: &mut Violations) -> Vec<String> {
    let is_of_finance = |subject: &str| subject.ends_with("/resourceGroups/rg-finance-revenue-report");
    let tightened: Vec<_> = violations
        .keys()
        .filter(|(policy, subject, _)| policy == "mesh.access.groups_not_users" && is_of_finance(subject))
        .cloned()
        .collect();
    for key in &tightened {
        violations.remove(key);
    }
    tightened.into_iter().map(|(_, _, message)| message).collect()
}

#[test]
fn opa_finds_the_same_in_contoso() {
    let Some(opa) = opa() else { return };
    let mut theirs = theirs(&opa, "fixtures/contoso");
    let mut ours = ours("fixtures/contoso");
    let told = [&mut ours, &mut theirs].map(take_out_tightened);
    assert_eq!(
        told,
        [4, 5].map(|most| vec![format!("6 role assignments to users, and at most {most} may be")])
    );
    assert_eq!(ours, theirs);
    assert!(theirs.len() > 10, "{theirs:?}");
}

#[test]
fn opa_finds_nothing_in_fabrikam() {
    let Some(opa) = opa() else { return };
    assert_eq!(theirs(&opa, "fixtures/fabrikam"), Violations::new());
}

#[test]
fn opa_finds_the_same_in_real_files() {
    let Some(opa) = opa() else { return };
    let data = std::env::var("MESHGOV_REAL_DATA").unwrap_or_else(|_| "../shared/data".to_owned());
    if !Path::new(env!("CARGO_MANIFEST_DIR")).join(&data).exists() {
        eprintln!("skipped: {data} is not there");
        return;
    }
    for folder in ["mesh", "azure/modern-data-warehouse-dataops"] {
        let path = format!("{data}/{folder}");
        assert_eq!(ours(&path), theirs(&opa, &path), "{path}");
    }
}
