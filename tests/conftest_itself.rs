//! The policies in `tests/conftest`, judged by conftest itself and by meshgov: the same verdicts, word for word.
//!
//! Each folder there has policies, files, and where conftest needs them, arguments. `MESHGOV_CONFTEST` names the executable
//! (`go install github.com/open-policy-agent/conftest@v0.71.1`), else it is looked for in `PATH`; without it the test says
//! that it was skipped.

#![expect(
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test that cannot run conftest should say so loudly"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Verdicts as file, kind and message.
type Verdicts = BTreeSet<(String, &'static str, String)>;

/// The version that the verdicts are compared with.
const VERSION: &str = "0.71.1";

fn conftest() -> Option<PathBuf> {
    let named = std::env::var_os("MESHGOV_CONFTEST").filter(|name| !name.is_empty());
    let executable = named.map_or_else(|| "conftest".into(), PathBuf::from);
    match Command::new(&executable).arg("--version").output() {
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stdout).into_owned();
            if !said.contains(VERSION) && !said.contains("dev") {
                eprintln!("note: {} is not {VERSION}: {said}", executable.display());
            }
            Some(executable)
        }
        Err(error) => {
            eprintln!(
                "skipped: NOT compared with conftest, since {} cannot be run: {error}",
                executable.display()
            );
            None
        }
    }
}

fn cases() -> Vec<PathBuf> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conftest");
    let mut cases: Vec<PathBuf> = fs::read_dir(corpus)
        .expect("the corpus can be listed")
        .map(|entry| entry.expect("an entry can be read").path())
        .collect();
    cases.sort();
    cases
}

/// What a case says on the command line, one word a line.
fn arguments(case: &Path) -> Vec<String> {
    let words = fs::read_to_string(case.join("arguments")).unwrap_or_default();
    words.lines().map(str::to_owned).collect()
}

fn theirs(conftest: &Path, case: &Path) -> Verdicts {
    let arguments = arguments(case);
    let translated = arguments.iter().flat_map(|word| match word.as_str() {
        "--policies" => vec!["--policy"],
        "--rego-v0" => vec!["--rego-version", "v0"],
        other => vec![other],
    });
    let output = Command::new(conftest)
        .current_dir(case)
        .args(["test", "files", "--output", "json", "--policy", "policy"])
        .args(translated)
        .output()
        .expect("conftest runs");
    let said = String::from_utf8_lossy(&output.stdout);
    let results: Value = serde_json::from_str(&said).unwrap_or_else(|_| {
        let error = String::from_utf8_lossy(&output.stderr);
        unreachable!("{}: conftest answers in JSON, not {said}{error}", case.display())
    });
    let mut verdicts = Verdicts::new();
    for result in results.as_array().expect("results are a list") {
        for (list, kind) in [("failures", "deny"), ("warnings", "warn"), ("exceptions", "exempt")] {
            for told in result[list].as_array().into_iter().flatten() {
                verdicts.insert((text(&result["filename"]), kind, text(&told["msg"])));
            }
        }
    }
    verdicts
}

fn ours(case: &Path) -> Verdicts {
    let output = Command::new(env!("CARGO_BIN_EXE_meshgov"))
        .current_dir(case)
        .args([
            "check",
            "files",
            "--no-default-policies",
            "--policies",
            "policy",
            "--output",
            "json",
        ])
        .args(arguments(case))
        .output()
        .expect("meshgov runs");
    let said = String::from_utf8_lossy(&output.stdout);
    let report: Value = serde_json::from_str(&said).unwrap_or_else(|_| {
        let error = String::from_utf8_lossy(&output.stderr);
        unreachable!("{}: meshgov answers in JSON, not {said}{error}", case.display())
    });
    assert_eq!(report["summary"]["fault"], 0, "{}", case.display());
    let findings = report["findings"].as_array().expect("findings are a list");
    let verdicts: Verdicts = findings
        .iter()
        .map(|finding| {
            let (kind, message) = match (finding["outcome"].as_str(), finding["level"].as_str()) {
                (Some("exempt"), _) => ("exempt", &finding["exemption"]["exception"]),
                (Some("violation"), Some("deny")) => ("deny", &finding["message"]),
                (Some("violation"), Some("warn")) => ("warn", &finding["message"]),
                other => unreachable!("{other:?}"),
            };
            (text(&finding["location"]["file"]), kind, text(message))
        })
        .collect();
    let fails = verdicts.iter().any(|(_, kind, _)| *kind == "deny");
    assert_eq!(output.status.code(), Some(i32::from(fails)), "{}", case.display());
    verdicts
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[test]
fn conftest_finds_the_same() {
    let Some(conftest) = conftest() else { return };
    let cases = cases();
    assert!(cases.len() > 15, "the corpus is there");
    for case in &cases {
        let theirs = theirs(&conftest, case);
        assert!(!theirs.is_empty(), "{} shows nothing", case.display());
        assert_eq!(ours(case), theirs, "{}", case.display());
    }
}

#[test]
fn every_policy_of_the_corpus_finds_something() {
    for case in cases() {
        assert!(!ours(&case).is_empty(), "{}", case.display());
    }
}
