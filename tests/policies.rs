//! The shipped policies: sound, tested, and shown by examples.

use std::path::PathBuf;

use meshgov::policy::Shipped;
use meshgov::policy::testing::{Lack, TestReport, run};

fn told(report: &TestReport) -> Vec<String> {
    let errors = report.errors.iter().map(|error| {
        let place = error.place();
        format!(
            "{}:{}:{}: {}",
            error.source.name(),
            place.line,
            place.column,
            error.message()
        )
    });
    let failures = report.results.iter().filter_map(|result| {
        let failure = result.failure()?;
        let place = result.source.place(failure.span);
        let values = failure.values.iter();
        let values = values.map(|observed| format!("\n{} is {}", observed.expression, observed.value));
        let prints = result.prints.iter().map(|print| format!("\n{print}"));
        Some(format!(
            "{}:{}: {}: {}{}",
            result.source.name(),
            place.line,
            result.name,
            failure.message,
            values.chain(prints).collect::<String>()
        ))
    });
    let lacking = report.lacking.iter().map(|(id, lack)| match lack {
        Lack::Tests => format!("{id} has no tests"),
        Lack::Examples => format!("{id} lacks an example that passes or one that fails"),
    });
    errors.chain(failures).chain(lacking).collect()
}

#[test]
fn every_shipped_policy_keeps_its_tests_and_examples() {
    let report = run(&[], Shipped::Include);
    assert!(told(&report).is_empty(), "{:#?}", told(&report));
}

#[test]
fn failing_and_missing_tests_are_noticed() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/policies");
    let found: Vec<String> = told(&run(std::slice::from_ref(&folder), Shipped::Exclude))
        .iter()
        .map(|line| line.replace(&format!("{}/", folder.display()), ""))
        .collect();
    let expected = [
        "area/broken/examples.yaml:2: it does pass: it fails: [\"a is 1\"]",
        "area/broken/examples.yaml:5: other words: the messages are [\"a is 1\"], not [\"a is one\"]",
        "area/broken/examples.yaml:8: another place: the paths are [\"/a\"], not [\"/b\"]",
        "area/broken/examples.yaml:12: it is unknown: the reasons are [\"a is not known\"], not [\"b is not known\"]",
        "area/broken/broken_test.rego:9: test_that_fails: this does not hold\ncount(broken.deny) is 0\n\
         area/broken/broken_test.rego:8: printed",
        "mesh.area.bare has no tests",
        "mesh.area.bare lacks an example that passes or one that fails",
    ];
    let mut found = found;
    let mut expected = expected.map(str::to_owned).to_vec();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn tests_and_examples_that_hold_pass() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/policies");
    let report = run(&[folder], Shipped::Exclude);
    let passed: Vec<&str> = report
        .results
        .iter()
        .filter(|result| result.failure().is_none())
        .map(|result| &*result.name)
        .collect();
    assert_eq!(
        passed,
        ["test_that_passes", "it is small", "it does fail", "it is left alone"]
    );
}
