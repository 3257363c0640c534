//! `meshgov policy test`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::check::style;
use crate::cli::exit::Exit;
use crate::cli::pack::look;
use crate::cli::run::{complain, must_be_folder, show};
use crate::policy::testing::{Measure, TestFilter, TestReport, TestRun, TestVerdict};
use crate::policy::{JudgeLimits, Shipped};
use crate::report::{Detail, TestView};

use super::test_output::TestOutput;
use super::watch;

/// Runs the rules `test_*` of every `*_test.rego`, and judges every example of every `examples.yaml`. A `todo_test_*` is told
/// and not run. Each test has its own limits of time and memory, as a judgement has.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(in crate::cli) struct Test {
    /// Folders of policies; they may use what the shipped policies share [default: the policies that come with meshgov]
    #[arg(value_name = "DIR")]
    directories: Vec<PathBuf>,
    /// Only tests whose package and name match this regular expression, or hold this text
    #[arg(long, short, value_name = "REGEX", value_parser = filter)]
    filter: Option<TestFilter>,
    /// Print which lines of the policies were run; those of tests and of JSON Schemas do not count
    #[arg(long)]
    coverage: bool,
    /// Fail where less than this part of the lines was run
    #[arg(long, value_name = "PERCENT", value_parser = percent, requires = "coverage")]
    fail_under: Option<f64>,
    /// Run again whenever a file changes, until interrupted
    #[arg(long, requires = "directories")]
    watch: bool,
    /// Print every test with its time, and what it printed
    #[arg(long, short)]
    verbose: bool,
    /// A report: human, json or junit, to standard output or to a file; may be repeated
    #[arg(long, short, value_name = "FORMAT[=FILE]", default_value = "human")]
    output: Vec<TestOutput>,
}

const EXIT_CODES: &str = "Exit codes:
  0  every test and example passed
  1  one failed, or coverage is below --fail-under
  2  the command line, a policy, a test or an example is wrong; nothing was run
  3  there was nothing to run";

/// Runs the tests, once or whenever something changes.
pub(super) fn run(arguments: &Test) -> Result<Exit, String> {
    for folder in &arguments.directories {
        must_be_folder(folder, "it takes the folders that policies are in")?;
    }
    if !arguments.watch {
        return once(arguments);
    }
    watch::whenever_changed(&arguments.directories, || match once(arguments) {
        Ok(_) => {}
        Err(message) => complain(&message),
    })
}

fn once(arguments: &Test) -> Result<Exit, String> {
    let run = TestRun {
        directories: &arguments.directories,
        shipped: if arguments.directories.is_empty() {
            Shipped::Include
        } else {
            Shipped::Exclude
        },
        filter: arguments.filter.clone(),
        coverage: if arguments.coverage { Measure::Yes } else { Measure::No },
        limits: JudgeLimits::default(),
    };
    let report = run.run();
    if !report.errors.is_empty() {
        for error in &report.errors {
            show(&error.render(&look()));
        }
        let count = report.errors.len();
        return Err(format!(
            "{count} error{} in policies and their tests; nothing was run",
            if count == 1 { "" } else { "s" }
        ));
    }
    write(arguments, &report)?;
    Ok(match report.verdict(arguments.fail_under) {
        TestVerdict::Passed => Exit::Clean,
        TestVerdict::Failed | TestVerdict::Uncovered => Exit::Violations,
        TestVerdict::NothingRun => Exit::Untrusted,
    })
}

fn write(arguments: &Test, report: &TestReport) -> Result<(), String> {
    for output in &arguments.output {
        output.write(&TestView {
            report,
            fail_under: arguments.fail_under,
            detail: if arguments.verbose { Detail::Each } else { Detail::Brief },
            style: style(output.file.is_none()),
        })?;
    }
    Ok(())
}

fn filter(text: &str) -> Result<TestFilter, String> {
    TestFilter::new(text).map_err(|error| error.to_string())
}

fn percent(text: &str) -> Result<f64, String> {
    match text.trim_end_matches('%').trim_end().parse() {
        Ok(percent) if (0.0..=100.0).contains(&percent) => Ok(percent),
        _ => Err("a number from 0 to 100 is expected".to_owned()),
    }
}
