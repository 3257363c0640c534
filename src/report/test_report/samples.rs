//! Reports on tests that every format is tried with.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::policy::PolicyId;
use crate::policy::testing::{
    Coverage, Failure, FileCoverage, Lack, Observed, TestKind, TestOutcome, TestReport, TestResult,
};
use crate::text::{Source, Span};

/// A failing test with a print, a passing one, one to do, a failing example, and coverage.
pub(super) fn mixed() -> TestReport {
    let tests = Arc::new(Source::new(
        "pack/a/a_test.rego",
        "package mesh.a_test\n\ntest_a if {\n\tcount(deny) == 0\n}\n\ntest_b if deny\n\ntodo_test_c if deny\n",
    ));
    let examples = Arc::new(Source::new(
        "pack/a/examples.yaml",
        "pass:\n  - {name: it is small, input: {}}\n",
    ));
    let policy = Arc::new(Source::new("pack/a/a.rego", "package mesh.a\n"));
    let result = |kind, name: &str, source: &Arc<Source>, start, end, outcome| TestResult {
        kind,
        package: if kind == TestKind::Test {
            "mesh.a_test"
        } else {
            "mesh.a"
        }
        .into(),
        name: name.into(),
        source: Arc::clone(source),
        span: Span::new(start, end),
        outcome,
        prints: Vec::new(),
        time: Duration::from_micros(1250),
    };
    let failed = TestOutcome::Failed(Failure {
        message: "this does not hold".into(),
        span: Span::new(34, 50),
        values: vec![Observed {
            expression: "count(deny)".into(),
            value: "2".into(),
        }],
    });
    let unexpected = TestOutcome::Failed(Failure {
        message: "it fails: [\"a is 1\"]".into(),
        span: Span::new(17, 28),
        values: Vec::new(),
    });
    let mut first = result(TestKind::Test, "test_a", &tests, 21, 27, failed);
    first.prints.push("a_test.rego:3: <b> & \u{1b}[31m".into());
    TestReport {
        results: vec![
            first,
            result(TestKind::Test, "test_b", &tests, 53, 59, TestOutcome::Passed),
            result(TestKind::Test, "todo_test_c", &tests, 69, 80, TestOutcome::Todo),
            result(TestKind::Example, "it is small", &examples, 17, 28, unexpected),
        ],
        errors: Vec::new(),
        lacking: vec![(PolicyId("mesh.b".into()), Lack::Tests)],
        coverage: Some(Coverage {
            files: vec![FileCoverage {
                source: policy,
                covered: BTreeSet::from([3, 4, 5]),
                uncovered: BTreeSet::from([7, 8, 11]),
            }],
        }),
    }
}

/// Every sample.
pub(super) fn all() -> Vec<TestReport> {
    vec![TestReport::default(), mixed()]
}

/// What in a document is not as its schema says.
pub(super) fn breaches(schema: &Value, document: &Value) -> Vec<String> {
    match jsonschema::draft202012::new(schema) {
        Ok(validator) => validator.iter_errors(document).map(|error| error.to_string()).collect(),
        Err(error) => vec![error.to_string()],
    }
}
