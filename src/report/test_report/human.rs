//! The report for a person: what failed and why, what was not run, and the sums.

use std::fmt::Write as _;
use std::io;
use std::time::Duration;

use crate::policy::testing::{
    Coverage, Failure, Lack, Observed, TestKind, TestOutcome, TestReport, TestResult, TestVerdict,
};
use crate::report::human::{clean, count, length};
use crate::text::{Characters, Colour, Excerpt, Look, Severity, render};

use super::format::{Detail, TestView};

/// A test that takes longer is told even where it passes.
const SLOW: Duration = Duration::from_millis(200);

/// The longest value on one line, in characters; the JSON report has all of it.
const MOST: usize = 400;

/// Writes the report.
pub(super) fn write(view: &TestView<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let report = view.report;
    for result in &report.results {
        one(result, view, out)?;
    }
    if view.detail == Detail::Each && !report.results.is_empty() {
        writeln!(out)?;
    }
    for (id, lack) in &report.lacking {
        writeln!(out, "note  {id} {}", lacking(*lack))?;
    }
    if !report.lacking.is_empty() {
        writeln!(out)?;
    }
    if let Some(coverage) = &report.coverage {
        covered(coverage, out)?;
    }
    writeln!(out, "{}", sums(report))?;
    writeln!(out, "{}", verdict(view))
}

fn one(result: &TestResult, view: &TestView<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let name = name(result);
    let time = told(result.time);
    // Times differ from run to run; a report that does not is easier to compare.
    let wants_time = view.detail == Detail::Each || result.time >= SLOW;
    match &result.outcome {
        TestOutcome::Failed(failure) => {
            let time = if wants_time { format!("  {time}") } else { String::new() };
            writeln!(out, "fail  {name}{time}")?;
            failed(result, failure, view, out)?;
            prints(result, out)?;
            writeln!(out)
        }
        TestOutcome::Todo => writeln!(out, "todo  {name}"),
        TestOutcome::Passed if view.detail == Detail::Each => {
            writeln!(out, "pass  {name}  {time}")?;
            prints(result, out)
        }
        TestOutcome::Passed if wants_time => writeln!(out, "slow  {name}  {time}"),
        TestOutcome::Passed => Ok(()),
    }
}

fn name(result: &TestResult) -> String {
    match result.kind {
        TestKind::Test => clean(&result.full_name()).into_owned(),
        TestKind::Example => format!("{}, example: {}", clean(&result.package), clean(&result.name)),
    }
}

fn failed(result: &TestResult, failure: &Failure, view: &TestView<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let look = Look {
        colour: if view.style.color { Colour::Ansi } else { Colour::Plain },
        characters: if view.style.unicode {
            Characters::Unicode
        } else {
            Characters::Ascii
        },
        width: usize::from(view.style.width).max(40),
    };
    let excerpt = Excerpt {
        source: &result.source,
        span: failure.span,
        severity: Severity::Error,
        message: &failure.message,
        label: None,
        help: None,
    };
    for line in render(&excerpt, &look).lines() {
        writeln!(out, "    {line}")?;
    }
    for Observed { expression, value } in &failure.values {
        writeln!(out, "        {} is {}", short(expression), short(value))?;
    }
    Ok(())
}

fn prints(result: &TestResult, out: &mut dyn io::Write) -> io::Result<()> {
    for print in &result.prints {
        writeln!(out, "        printed {}", clean(print))?;
    }
    Ok(())
}

fn short(text: &str) -> String {
    let text = clean(text);
    match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.into_owned(),
    }
}

fn lacking(lack: Lack) -> &'static str {
    match lack {
        Lack::Tests => "has no test beside it: write a `*_test.rego`",
        Lack::Examples => "lacks an example that passes or one that fails: write them in `examples.yaml`",
    }
}

fn told(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

fn covered(coverage: &Coverage, out: &mut dyn io::Write) -> io::Result<()> {
    for file in &coverage.files {
        let lines = ranges(file.uncovered.iter().copied());
        let not = if lines.is_empty() {
            String::new()
        } else {
            format!("  not run: {lines}")
        };
        writeln!(out, "{:5.1} %  {}{not}", file.percent(), clean(file.source.name()))?;
    }
    writeln!(
        out,
        "{:5.1} %  of all lines that can be run: {} of {}\n",
        coverage.percent(),
        coverage.covered(),
        coverage.lines()
    )
}

/// Numbers with those that follow each other joined: `1-3, 7`.
fn ranges(numbers: impl Iterator<Item = u32>) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => ranges.push((number, number)),
        }
    }
    let mut text = String::new();
    for (at, (first, last)) in ranges.into_iter().enumerate() {
        let comma = if at > 0 { ", " } else { "" };
        let _ = if first == last {
            write!(text, "{comma}{first}")
        } else {
            write!(text, "{comma}{first}-{last}")
        };
    }
    text
}

fn sums(report: &TestReport) -> String {
    let of = |kind| {
        let ran = report.results.iter();
        ran.filter(|result| result.kind == kind && result.outcome != TestOutcome::Todo)
            .count() as u64
    };
    let todo = report.count(|outcome| *outcome == TestOutcome::Todo);
    let passed = report.count(|outcome| *outcome == TestOutcome::Passed);
    let mut text = format!(
        "{} and {}: {passed} passed, {} failed",
        count(of(TestKind::Test), "test"),
        count(of(TestKind::Example), "example"),
        report.failed()
    );
    if todo > 0 {
        let _ = write!(text, ", {todo} to do");
    }
    text
}

fn verdict(view: &TestView<'_>) -> String {
    let at_least = view.fail_under.unwrap_or_default();
    match view.report.verdict(view.fail_under) {
        TestVerdict::Passed => "passed".to_owned(),
        TestVerdict::Failed => {
            let failed = view.report.results.iter().filter(|result| result.failure().is_some());
            let failed: Vec<&TestResult> = failed.collect();
            format!("failed (exit code 1): {}", count(length(&failed), "failure"))
        }
        TestVerdict::Uncovered => format!("failed (exit code 1): less than {at_least} % of the lines were run"),
        TestVerdict::NothingRun => "nothing was run (exit code 3): no test and no example was found".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::ranges;
    use crate::report::Style;
    use crate::report::test_report::format::{Detail, TestFormat, TestView};
    use crate::report::test_report::samples;

    #[test]
    fn neighbouring_lines_are_joined() {
        assert_eq!(ranges([1, 2, 3, 7, 9, 10].into_iter()), "1-3, 7, 9-10");
        assert_eq!(ranges(std::iter::empty()), "");
    }

    #[test]
    fn failures_show_their_place_their_values_and_what_was_printed() {
        let report = samples::mixed();
        let view = TestView {
            report: &report,
            fail_under: Some(90.0),
            detail: Detail::Brief,
            style: Style::default(),
        };
        let mut bytes = Vec::new();
        assert!(TestFormat::Human.write(&view, &mut bytes).is_ok());
        insta::assert_snapshot!(String::from_utf8_lossy(&bytes));
    }
}
