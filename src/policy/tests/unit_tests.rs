//! Tests of policies: what is found wrong with them, and what bounds them.

use super::{folder, told};
use crate::policy::testing::{Measure, TestFilter, TestOutcome, TestReport, TestRun, TestVerdict};
use crate::policy::{JudgeLimits, Shipped};

const POLICY: &str = "\
# METADATA
# title: A is small
# custom:
#   subject: product
package mesh.area.small

deny contains \"a is large\" if {
	input.a > 3
	not input.allowed
}
";

fn run(tests: &str, filter: Option<&str>) -> (TestReport, Vec<String>) {
    let folder = folder(&[
        ("area/small/small.rego", POLICY),
        (
            "area/small/small_test.rego",
            &format!("package mesh.area.small_test\n\n{tests}"),
        ),
    ]);
    let run = TestRun {
        directories: &[folder.path().to_owned()],
        shipped: Shipped::Exclude,
        filter: filter.map(|text| TestFilter::new(text).unwrap()),
        coverage: Measure::Yes,
        limits: JudgeLimits::default(),
    };
    let report = run.run();
    let errors = report.errors.iter().map(|error| told(error, folder.path())).collect();
    (report, errors)
}

fn errors(tests: &str) -> Vec<String> {
    let (report, errors) = run(tests, None);
    assert!(report.results.is_empty(), "nothing is run beside errors");
    errors
}

fn failure(tests: &str) -> String {
    let (report, errors) = run(tests, None);
    assert_eq!(errors, [] as [String; 0]);
    report.results.first().unwrap().failure().unwrap().message.to_string()
}

#[test]
fn a_test_that_asserts_nothing_is_told() {
    let tests = "test_a if {\n\tdenied := data.mesh.area.small.deny\n\tprint(denied)\n}\n\ntest_b := true\n\n\
        test_c if true\n\ntest_d if data.mesh.area.small.deny\n";
    let expected = [
        "area/small/small_test.rego:3:1 `test_a` asserts nothing",
        "area/small/small_test.rego:8:1 `test_b` asserts nothing",
        "area/small/small_test.rego:10:1 `test_c` asserts nothing",
    ];
    assert_eq!(errors(tests), expected);
}

#[test]
fn a_name_that_two_tests_have_is_told() {
    let found = errors("test_a if 1 == 2\n\ntest_a if 2 == 2\n");
    assert_eq!(
        found,
        ["area/small/small_test.rego:5:1 the test `test_a` is defined twice"]
    );
}

#[test]
fn rules_that_are_named_as_tests_and_are_none_are_told() {
    let expected = [
        "area/small/small_test.rego:3:1 `test_a` is not one test",
        "area/small/small_test.rego:5:1 `test_b` is not one test",
    ];
    assert_eq!(
        errors("test_a contains 1 if 1 == 2\n\ntest_b[name] if some name in [\"x\"]\n"),
        expected
    );
}

#[test]
fn all_that_keeps_tests_from_running_is_told_at_once() {
    let found = errors("test_a if {\n\ty == 1\n\tno_such_function(1)\n}\n\ntest_b if true\n");
    let expected = [
        "area/small/small_test.rego:3:1 `test_b`",
        "area/small/small_test.rego:5:2 `no_such_function` is no function",
    ];
    assert_eq!(found.len(), expected.len(), "{found:?}");
    assert!(
        found.iter().any(|error| error.ends_with("`test_b` asserts nothing")),
        "{found:?}"
    );
    assert!(found.iter().any(|error| *error == expected[1]), "{found:?}");
    let unbound = errors("test_a if {\n\ty == 1\n\ty := 2\n}\n");
    assert!(unbound[0].starts_with("area/small/small_test.rego:4:"), "{unbound:?}");
}

#[test]
fn tests_are_bounded_in_time_and_memory() {
    let slow = "test_a if {\n\tall := numbers.range(1, 9000)\n\tcount([1 | some x in all; some y in all; x == 0 - y]) == 4\n}\n";
    assert_eq!(failure(slow), "it ran for more than 1000 ms");
    let large = "test_a if count(numbers.range(1, 1000000000)) == 4\n";
    assert_eq!(failure(large), "it used more than 64 MiB");
}

#[test]
fn what_is_to_do_is_told_and_not_run() {
    let (report, _) = run("todo_test_a if true\n", None);
    assert_eq!(report.results.first().unwrap().outcome, TestOutcome::Todo);
    assert_eq!(report.verdict(None), TestVerdict::NothingRun);
}

#[test]
fn lines_that_no_test_runs_are_uncovered() {
    let tests = "test_small if count(data.mesh.area.small.deny) == 0 with input as {\"a\": 1}\n\n\
        test_large if count(data.mesh.area.small.deny) == 1 with input as {\"a\": 5}\n";
    let (all, _) = run(tests, None);
    assert_eq!(all.verdict(Some(100.0)), TestVerdict::Passed);
    let (some, _) = run(tests, Some("small_test.test_sm"));
    let coverage = some.coverage.as_ref().unwrap();
    let file = coverage.files.first().unwrap();
    assert_eq!(file.uncovered.iter().copied().collect::<Vec<_>>(), [7, 9]);
    assert_eq!(file.covered.iter().copied().collect::<Vec<_>>(), [8]);
    assert_eq!(some.verdict(Some(50.0)), TestVerdict::Uncovered);
    assert_eq!(some.verdict(Some(33.0)), TestVerdict::Passed);
    assert_eq!(run(tests, Some("nothing")).0.verdict(None), TestVerdict::NothingRun);
}

#[test]
fn a_rule_that_a_test_does_not_name_is_not_covered_by_it() {
    let folder = folder(&[
        (
            "area/two/two.rego",
            "package mesh.area.two\n\na := 1 if input.x\n\nb := 2 if input.y\n",
        ),
        (
            "area/two/two_test.rego",
            "package mesh.area.two_test\n\nimport data.mesh.area.two\n\ntest_a if two.a == 1 with input as {\"x\": 1, \"y\": 1}\n",
        ),
    ]);
    let run = TestRun {
        directories: &[folder.path().to_owned()],
        shipped: Shipped::Exclude,
        filter: None,
        coverage: Measure::Yes,
        limits: JudgeLimits::default(),
    };
    let coverage = run.run().coverage.unwrap();
    let two = coverage.files.first().unwrap();
    assert!(two.covered.contains(&3) && two.uncovered.contains(&5), "{two:?}");
}

#[test]
fn what_an_example_prints_is_kept_and_data_is_seen_without_a_policy() {
    let printing = POLICY.replace("\tinput.a > 3\n", "\tprint(\"a is\", input.a)\n\tinput.a > 3\n");
    let examples = folder(&[
        ("area/small/small.rego", &printing),
        (
            "area/small/examples.yaml",
            "pass:\n  - {name: it is large, input: {a: 5}}\n",
        ),
    ]);
    let report = crate::policy::testing::run(&[examples.path().to_owned()], Shipped::Exclude);
    let result = report.results.first().unwrap();
    assert!(
        result.failure().is_some() && result.prints[0].ends_with("small.rego:8: a is 5"),
        "{result:?}"
    );
    let data = folder(&[
        ("lib/limits/data.json", "{\"most\": 3}"),
        (
            "lib/limits/limits_test.rego",
            "package lib.limits_test\n\ntest_most if data.lib.limits.most == 3\n",
        ),
    ]);
    let report = crate::policy::testing::run(&[data.path().to_owned()], Shipped::Exclude);
    assert_eq!((report.results.len(), report.failed()), (1, 0), "{:?}", report.errors);
}
