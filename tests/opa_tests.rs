//! The Rego tests of the shipped pack, run by `opa test` as well: both must say the same of each, by name.
//!
//! `MESHGOV_OPA` names the executable (`go install github.com/open-policy-agent/opa@v1.22.2`); without it the tests say
//! that they were skipped.

#![expect(
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test that cannot run opa should say so loudly"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use meshgov::policy::testing::{Measure, TestKind, TestOutcome, TestRun};
use meshgov::policy::{JudgeLimits, Shipped};
use serde_json::Value;

/// How each test ended, by its file and name.
type Verdicts = BTreeMap<(String, String), &'static str>;

fn opa() -> Option<PathBuf> {
    let named = std::env::var_os("MESHGOV_OPA").filter(|name| !name.is_empty());
    if named.is_none() {
        eprintln!("skipped: MESHGOV_OPA does not name an opa executable");
    }
    named.map(PathBuf::from)
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn ask(opa: &Path, folder: &str, arguments: &[&str]) -> Value {
    let output = Command::new(opa)
        .current_dir(root())
        .args(["test", "--format", "json"])
        .args(arguments)
        .arg(folder)
        .output()
        .expect("opa runs");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        Value::String(said)
    })
}

fn theirs(opa: &Path, folder: &str) -> Verdicts {
    let told = ask(opa, folder, &[]);
    let tests = told.as_array().unwrap_or_else(|| panic!("opa lists the tests: {told}"));
    let verdict = |test: &Value| match (test["fail"].as_bool(), test["skip"].as_bool(), test["error"].is_null()) {
        (_, Some(true), _) => "todo",
        (Some(true), ..) | (_, _, false) => "failed",
        _ => "passed",
    };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    tests
        .iter()
        .map(|test| ((text(&test["location"]["file"]), text(&test["name"])), verdict(test)))
        .collect()
}

fn run(folder: &str, coverage: Measure) -> meshgov::policy::testing::TestReport {
    let folder = root().join(folder);
    let run = TestRun {
        directories: &[folder],
        shipped: Shipped::Exclude,
        filter: None,
        coverage,
        limits: JudgeLimits::default(),
    };
    let report = run.run();
    assert!(report.errors.is_empty(), "{:?}", report.errors);
    report
}

fn ours(folder: &str) -> Verdicts {
    let prefix = format!("{}/", root().display());
    let report = run(folder, Measure::No);
    let tests = report.results.iter().filter(|result| result.kind == TestKind::Test);
    tests
        .map(|result| {
            let file = result.source.name();
            let verdict = match result.outcome {
                TestOutcome::Passed => "passed",
                TestOutcome::Failed(_) => "failed",
                TestOutcome::Todo => "todo",
            };
            let file = file.strip_prefix(&prefix).unwrap_or(file);
            ((file.to_owned(), result.name.to_string()), verdict)
        })
        .collect()
}

#[test]
fn opa_says_the_same_of_every_test_of_the_shipped_pack() {
    let Some(opa) = opa() else { return };
    let ours = ours("policies");
    assert_eq!(ours, theirs(&opa, "policies"));
    assert!(ours.len() > 90, "{}", ours.len());
}

#[test]
fn opa_says_the_same_of_tests_that_fail_in_every_way() {
    let Some(opa) = opa() else { return };
    let ours = ours("tests/failing");
    assert_eq!(ours, theirs(&opa, "tests/failing"));
    for verdict in ["passed", "failed", "todo"] {
        assert!(ours.values().any(|one| *one == verdict), "none is {verdict}");
    }
}

#[test]
fn opa_says_the_same_of_what_rego_and_its_builtins_do() {
    let Some(opa) = opa() else { return };
    let ours = ours("tests/engines/agree");
    assert_eq!(ours, theirs(&opa, "tests/engines/agree"));
    assert!(ours.values().all(|verdict| *verdict == "passed"), "{ours:#?}");
}

/// What differs is known; where a new version of either differs no longer, its test moves to those that agree.
#[test]
fn opa_says_otherwise_only_where_that_is_known() {
    let Some(opa) = opa() else { return };
    let (ours, theirs) = (ours("tests/engines/differ"), theirs(&opa, "tests/engines/differ"));
    assert!(ours.keys().eq(theirs.keys()), "{ours:#?} {theirs:#?}");
    let same = ours.iter().filter(|(name, verdict)| theirs.get(*name) == Some(verdict));
    assert_eq!(same.collect::<Vec<_>>(), []);
}

#[test]
fn what_the_tests_cover_in_opa_is_covered_here() {
    let Some(opa) = opa() else { return };
    let told = ask(&opa, "policies", &["--coverage"]);
    let prefix = format!("{}/", root().display());
    let coverage = run("policies", Measure::Yes).coverage.expect("it was measured");
    let mut files = 0;
    for file in &coverage.files {
        let name = file.source.name();
        let covered = &told["files"][name.strip_prefix(&prefix).unwrap_or(name)]["covered"];
        let Some(ranges) = covered.as_array() else { continue };
        files += 1;
        for range in ranges {
            let line = range["start"]["row"].as_u64().expect("a range begins in a row");
            let is_missed = u32::try_from(line).is_ok_and(|line| file.uncovered.contains(&line));
            assert!(!is_missed, "{name}:{line} is run by the tests in opa");
        }
    }
    assert!(files > 10, "{told}");
}
