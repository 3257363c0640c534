//! `JUnit`, as Azure DevOps, GitHub actions, GitLab and Jenkins read it: one suite per package, one case per test or example.

use std::io;
use std::time::Duration;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use crate::policy::testing::{Failure, TestOutcome, TestResult};

use super::format::TestView;

/// Writes the report.
pub(super) fn write(view: &TestView<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let mut report = Report::new("meshgov policy test");
    let mut suites: Vec<(TestSuite, Duration)> = Vec::new();
    for result in &view.report.results {
        if !suites.iter().any(|(suite, _)| suite.name.as_str() == &*result.package) {
            suites.push((TestSuite::new(&*result.package), Duration::ZERO));
        }
        let suite = suites
            .iter_mut()
            .find(|(suite, _)| suite.name.as_str() == &*result.package);
        if let Some((suite, time)) = suite {
            suite.add_test_case(case(result));
            *time += result.time;
        }
    }
    let mut all = Duration::ZERO;
    for (mut suite, time) in suites {
        suite.set_time(time);
        all += time;
        report.add_test_suite(suite);
    }
    report.set_time(all);
    let text = report.to_string().map_err(io::Error::other)?;
    out.write_all(text.trim_end().as_bytes())?;
    writeln!(out)
}

fn case(result: &TestResult) -> TestCase {
    let status = match &result.outcome {
        TestOutcome::Passed => TestCaseStatus::success(),
        TestOutcome::Todo => {
            let mut status = TestCaseStatus::skipped();
            status.set_message("to do");
            status
        }
        TestOutcome::Failed(failure) => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_type("failure");
            status.set_message(&*failure.message);
            status.set_description(description(result, failure));
            status
        }
    };
    let mut case = TestCase::new(&*result.name, status);
    case.set_classname(&*result.package);
    case.set_time(result.time);
    if !result.prints.is_empty() {
        case.set_system_out(result.prints.join("\n"));
    }
    case
}

/// The place, the statement and the values.
fn description(result: &TestResult, failure: &Failure) -> String {
    let place = result.source.place(failure.span);
    let mut lines = vec![
        format!("{}:{}:{}", result.source.name(), place.line, place.column),
        result.source.slice(failure.span).to_owned(),
    ];
    let values = failure.values.iter();
    lines.extend(values.map(|observed| format!("{} is {}", observed.expression, observed.value)));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use crate::report::Style;
    use crate::report::test_report::format::{Detail, TestFormat, TestView};
    use crate::report::test_report::samples;

    fn written(report: &crate::policy::testing::TestReport) -> String {
        let view = TestView {
            report,
            fail_under: None,
            detail: Detail::Brief,
            style: Style::default(),
        };
        let mut bytes = Vec::new();
        assert!(TestFormat::Junit.write(&view, &mut bytes).is_ok());
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// The structure that the readers of `JUnit` agree on: sums that are those of the cases, and one status each.
    #[test]
    fn suites_and_cases_are_as_readers_expect_them() {
        for report in samples::all() {
            let text = written(&report);
            let document = roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
            let root = document.root_element();
            assert_eq!(root.tag_name().name(), "testsuites");
            let elements = |node: roxmltree::Node<'_, '_>, name: &str| {
                node.descendants().filter(|inner| inner.has_tag_name(name)).count()
            };
            let mut nodes = vec![root];
            nodes.extend(root.children().filter(roxmltree::Node::is_element));
            for node in nodes {
                let sum = |name: &str| node.attribute(name).and_then(|text| text.parse::<usize>().ok());
                assert_eq!(sum("tests"), Some(elements(node, "testcase")));
                assert_eq!(sum("failures"), Some(elements(node, "failure")));
                assert_eq!(sum("errors"), Some(0));
                assert!(node.attribute("time").is_some_and(|time| time.parse::<f64>().is_ok()));
            }
            assert_eq!(elements(root, "testcase"), report.results.len());
            for case in root.descendants().filter(|node| node.has_tag_name("testcase")) {
                let suite = case.parent().and_then(|suite| suite.attribute("name"));
                assert_eq!(case.attribute("classname"), suite);
                assert!(case.attribute("name").is_some_and(|name| !name.is_empty()));
                let known = ["failure", "skipped", "system-out"];
                let inner = case.children().filter(roxmltree::Node::is_element);
                assert!(inner.clone().all(|node| known.contains(&node.tag_name().name())));
            }
        }
    }

    #[test]
    fn a_failure_says_where_and_with_which_values() {
        let text = written(&samples::mixed());
        let document = roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{error}"));
        let failure = document.descendants().find(|node| node.has_tag_name("failure"));
        let told = failure.and_then(|node| node.text()).unwrap_or_default();
        assert!(told.contains("a_test.rego:4:2") && told.contains(" is "), "{told}");
        // Escapes of terminals are left out, and signs that XML uses itself are written as it wants them.
        let out = document.descendants().find(|node| node.has_tag_name("system-out"));
        assert_eq!(out.and_then(|node| node.text()), Some("a_test.rego:3: <b> & "));
    }
}
