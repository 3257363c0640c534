//! The report for other tools; its schema is `schemas/test-report.schema.json`.

use std::io;

use serde::Serialize;

use crate::policy::testing::{Coverage, Lack, TestKind, TestOutcome, TestResult, TestVerdict};
use crate::text::{Source, Span};

use super::format::TestView;

#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    tool: Tool,
    verdict: &'static str,
    summary: Summary,
    results: Vec<One<'a>>,
    lacking: Vec<Lacking<'a>>,
    coverage: Option<Measured<'a>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Summary {
    tests: usize,
    examples: usize,
    passed: usize,
    failed: usize,
    todo: usize,
}

#[derive(Serialize)]
struct One<'a> {
    kind: &'static str,
    package: &'a str,
    name: &'a str,
    outcome: &'static str,
    location: Location<'a>,
    seconds: f64,
    failure: Option<Failure<'a>>,
    prints: Vec<&'a str>,
}

#[derive(Serialize)]
struct Location<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
struct Failure<'a> {
    message: &'a str,
    location: Location<'a>,
    values: Vec<Value<'a>>,
}

#[derive(Serialize)]
struct Value<'a> {
    expression: &'a str,
    value: &'a str,
}

#[derive(Serialize)]
struct Lacking<'a> {
    policy: &'a str,
    lacks: &'static str,
}

#[derive(Serialize)]
struct Measured<'a> {
    percent: f64,
    covered: usize,
    lines: usize,
    files: Vec<MeasuredFile<'a>>,
}

#[derive(Serialize)]
struct MeasuredFile<'a> {
    file: &'a str,
    percent: f64,
    covered: Vec<u32>,
    uncovered: Vec<u32>,
}

/// Writes the report.
pub(super) fn write(view: &TestView<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let report = view.report;
    let kind = |kind| report.results.iter().filter(|result| result.kind == kind).count();
    let document = Document {
        version: 1,
        tool: Tool {
            name: "meshgov",
            version: env!("CARGO_PKG_VERSION"),
        },
        verdict: match report.verdict(view.fail_under) {
            TestVerdict::Passed => "passed",
            TestVerdict::Failed => "failed",
            TestVerdict::Uncovered => "uncovered",
            TestVerdict::NothingRun => "nothing_run",
        },
        summary: Summary {
            tests: kind(TestKind::Test),
            examples: kind(TestKind::Example),
            passed: report.count(|outcome| *outcome == TestOutcome::Passed),
            failed: report.failed(),
            todo: report.count(|outcome| *outcome == TestOutcome::Todo),
        },
        results: report.results.iter().map(one).collect(),
        lacking: report
            .lacking
            .iter()
            .map(|(id, lack)| Lacking {
                policy: &id.0,
                lacks: match lack {
                    Lack::Tests => "tests",
                    Lack::Examples => "examples",
                },
            })
            .collect(),
        coverage: report.coverage.as_ref().map(covered),
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn one(result: &TestResult) -> One<'_> {
    One {
        kind: match result.kind {
            TestKind::Test => "test",
            TestKind::Example => "example",
        },
        package: &result.package,
        name: &result.name,
        outcome: match result.outcome {
            TestOutcome::Passed => "passed",
            TestOutcome::Failed(_) => "failed",
            TestOutcome::Todo => "todo",
        },
        location: location(&result.source, result.span),
        seconds: result.time.as_secs_f64(),
        failure: result.failure().map(|failure| Failure {
            message: &failure.message,
            location: location(&result.source, failure.span),
            values: failure
                .values
                .iter()
                .map(|observed| Value {
                    expression: &observed.expression,
                    value: &observed.value,
                })
                .collect(),
        }),
        prints: result.prints.iter().map(AsRef::as_ref).collect(),
    }
}

fn location(source: &Source, span: Span) -> Location<'_> {
    let place = source.place(span);
    Location {
        file: source.name(),
        line: place.line.get(),
        column: place.column.get(),
        end_line: place.end_line.get(),
        end_column: place.end_column.get(),
    }
}

fn covered(coverage: &Coverage) -> Measured<'_> {
    Measured {
        percent: coverage.percent(),
        covered: coverage.covered(),
        lines: coverage.lines(),
        files: coverage
            .files
            .iter()
            .map(|file| MeasuredFile {
                file: file.source.name(),
                percent: file.percent(),
                covered: file.covered.iter().copied().collect(),
                uncovered: file.uncovered.iter().copied().collect(),
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use crate::report::Style;
    use crate::report::test_report::format::{Detail, TestFormat, TestView};
    use crate::report::test_report::samples;

    #[test]
    fn the_report_keeps_to_its_schema() {
        for report in samples::all() {
            let view = TestView {
                report: &report,
                fail_under: None,
                detail: Detail::Brief,
                style: Style::default(),
            };
            let mut bytes = Vec::new();
            assert!(TestFormat::Json.write(&view, &mut bytes).is_ok());
            let written = serde_json::from_slice(&bytes).unwrap_or_default();
            let schema = include_str!("../../../schemas/test-report.schema.json");
            let schema = serde_json::from_str(schema).unwrap_or_default();
            assert_eq!(samples::breaches(&schema, &written), [] as [String; 0]);
        }
    }
}
