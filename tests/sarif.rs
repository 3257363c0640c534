//! The SARIF log of a whole run, by the standard's schema and by Microsoft's validator.
//!
//! `MESHGOV_SARIF_MULTITOOL` names the validator (npm `@microsoft/sarif-multitool`); without it that test says that it was
//! skipped.

#![expect(
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test that cannot run a tool should say so loudly"
)]

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

const COMPANIES: [&str; 2] = ["fixtures/contoso", "fixtures/fabrikam"];

fn log(company: &str) -> Vec<u8> {
    Command::new(env!("CARGO_BIN_EXE_meshgov"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["check", company, "--output", "sarif", "--as-of", "2026-11-23"])
        .output()
        .expect("the command runs")
        .stdout
}

#[test]
fn the_log_of_a_run_keeps_to_the_schema() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas/sarif-2.1.0.json");
    let schema: Value = serde_json::from_slice(&fs::read(path).expect("the schema is there")).expect("it is JSON");
    let schema = jsonschema::validator_for(&schema).expect("it is a schema");
    for company in COMPANIES {
        let log: Value = serde_json::from_slice(&log(company)).expect("the log is JSON");
        let errors: Vec<String> = schema.iter_errors(&log).map(|error| error.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new(), "{company}");
    }
}

#[test]
fn every_result_of_contoso_names_its_rule_and_a_place() {
    let log: Value = serde_json::from_slice(&log("fixtures/contoso")).expect("the log is JSON");
    let rules = log["runs"][0]["tool"]["driver"]["rules"]
        .as_array()
        .expect("rules are a list");
    let results = log["runs"][0]["results"].as_array().expect("results are a list");
    assert!(results.len() > 20, "{}", results.len());
    for result in results {
        let index = result["ruleIndex"]
            .as_u64()
            .and_then(|index| usize::try_from(index).ok())
            .expect("an index");
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().expect("a file");
        assert!(!uri.starts_with('/') && !uri.contains(".."), "{uri}");
        if let Some(line) = place["region"]["startLine"].as_u64() {
            assert!(line >= 1, "lines are counted from 1");
        }
    }
}

#[test]
fn the_multitool_finds_no_error_in_a_run() {
    let Some(tool) = std::env::var_os("MESHGOV_SARIF_MULTITOOL").filter(|name| !name.is_empty()) else {
        eprintln!("skipped: MESHGOV_SARIF_MULTITOOL does not name the sarif-multitool executable");
        return;
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (number, company) in COMPANIES.iter().enumerate() {
        let input = folder.path().join(format!("{number}.sarif"));
        fs::write(&input, log(company)).expect("the log is written");
        // One kind of rule at a time: npm's wrapper gives a list with semicolons to a shell.
        for kind in ["Sarif", "Ghas"] {
            let verdict = folder.path().join(format!("{number}.{kind}.sarif"));
            let run = Command::new(&tool)
                .arg("validate")
                .arg(&input)
                .args(["--rule-kind", kind, "--level", "Error", "--output"])
                .arg(&verdict)
                .output()
                .expect("the multitool runs");
            let said = fs::read(&verdict).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&run.stdout)));
            let said: Value = serde_json::from_slice(&said).expect("the verdict is JSON");
            let results = said["runs"][0]["results"].as_array().expect("results are a list");
            let errors: Vec<&Value> = results.iter().filter(|result| result["level"] == "error").collect();
            assert!(errors.is_empty(), "{company}: {errors:#?}");
        }
    }
}
