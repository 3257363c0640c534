//! A test that fails shows which of its statements does not hold, and what that rests on.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use meshgov::policy::testing::{TestOutcome, run};
use meshgov::policy::{PolicyError, Shipped};

/// Every failing test of the folder: its statement, and the values of what stands in it.
fn failures() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/failing");
    let report = run(&[folder], Shipped::Exclude);
    let errors: Vec<String> = report.errors.iter().map(PolicyError::message).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let failures = report.results.iter().filter_map(|result| {
        let TestOutcome::Failed(failure) = &result.outcome else {
            return None;
        };
        let statement = result.source.slice(failure.span).lines().next().unwrap_or_default();
        let mut told = format!("{}: {statement}", failure.message);
        for observed in &failure.values {
            let _ = write!(told, "; {} is {}", observed.expression, observed.value);
        }
        Some((result.name.to_string(), told))
    });
    failures.collect()
}

#[test]
fn failures_show_the_statement_and_its_values() {
    let found = failures();
    let expected = [
        (
            "test_count",
            "this does not hold: count(denied) == 1; count(denied) is 2; denied is {{\"message\": \"b is wrong\"}, \
             {\"message\": \"c is wrong\"}}; s is {\"xs\": [\"a\", \"b\", \"c\"]}",
        ),
        (
            "test_message",
            "this does not hold: violation.message == \"a is wrong\"; violation.message is \"b is wrong\"; denied is \
             {{\"message\": \"b is wrong\"}}; violation is {\"message\": \"b is wrong\"}",
        ),
        (
            "test_undefined",
            "this does not hold: entry.level == \"warn\"; entry.level is undefined; entry is {\"message\": \"b is wrong\"}",
        ),
        (
            "test_none",
            "this does not hold: some violation in values.deny with input as subject([\"a\"]); values.deny is set()",
        ),
        (
            "test_not",
            "this does not hold: not values.deny with input as subject([\"a\"]); values.deny is set()",
        ),
        (
            "test_every",
            "this does not hold: every x in xs {; xs is [1, 2, 3, 4]; x for which it does not hold is {3, 4}",
        ),
        (
            "test_call",
            "this does not hold: startswith(concat(\"\", [\"x\", \"y\"]), \"z\"); concat(\"\", [\"x\", \"y\"]) is \"xy\"",
        ),
        (
            "test_member",
            "this does not hold: \"q\" in {x | some x in [\"a\", \"b\"]}; {x | some x in [\"a\", \"b\"]} is {\"a\", \"b\"}",
        ),
        (
            "test_assign",
            "this does not hold: x := values.inverse; values.inverse is undefined",
        ),
        ("test_unify", "this does not hold: [a, 2] = [1, 3]"),
        ("test_value", "it is 3, not true: test_value"),
        ("test_else", "it is false, not true: test_else"),
        (
            "test_break",
            "this does not hold: x := to_number(\"x\"); to_number(\"x\") is undefined",
        ),
        (
            "test_conflict",
            "it breaks: functions must not produce multiple outputs for same inputs: f(1) == 1",
        ),
        ("test_text_at_its_end", "this does not hold: \"a\" in [\"b\"]"),
        (
            "test_absent_field",
            "this does not hold: values.inverse == 1 with input as {}; values.inverse is undefined",
        ),
    ];
    let expected: BTreeMap<String, String> = expected.map(|(name, told)| (name.to_owned(), told.to_owned())).into();
    assert_eq!(found, expected);
}
