//! What came of tests and examples.

use std::sync::Arc;
use std::time::Duration;

use crate::policy::error::PolicyError;
use crate::policy::metadata::PolicyId;
use crate::text::{Source, Span};

use super::coverage::Coverage;

/// What came of the tests and examples of some bundles.
#[derive(Debug, Default)]
pub struct TestReport {
    /// Every test and example, in order of file and place.
    pub results: Vec<TestResult>,
    /// What keeps policies, tests or examples from being read; nothing is run then.
    pub errors: Vec<PolicyError>,
    /// Policies that lack tests or examples; none are told where only some tests were run.
    pub lacking: Vec<(PolicyId, Lack)>,
    /// The lines that were run, where that was asked for.
    pub coverage: Option<Coverage>,
}

impl TestReport {
    /// How many tests and examples ended so.
    pub fn count(&self, of: impl Fn(&TestOutcome) -> bool) -> usize {
        self.results.iter().filter(|result| of(&result.outcome)).count()
    }

    /// How many tests and examples failed.
    pub fn failed(&self) -> usize {
        self.count(|outcome| matches!(outcome, TestOutcome::Failed(_)))
    }
}

/// What a policy lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// A `*_test.rego` beside it with a test in it.
    Tests,
    /// An `examples.yaml` beside it, with at least one that passes and one that fails.
    Examples,
}

/// One test or example.
#[derive(Clone, Debug)]
pub struct TestResult {
    /// Which of the two it is.
    pub kind: TestKind,
    /// The package of the test, or the id of the policy that the example is of.
    pub package: Box<str>,
    /// Its name.
    pub name: Box<str>,
    /// The file it stands in.
    pub source: Arc<Source>,
    /// Where in that file.
    pub span: Span,
    /// How it ended.
    pub outcome: TestOutcome,
    /// What it printed, each with its file and line.
    pub prints: Vec<Box<str>>,
    /// How long it took.
    pub time: Duration,
}

impl TestResult {
    /// The name with the package before it, as filters see it.
    pub fn full_name(&self) -> String {
        full_name(&self.package, &self.name)
    }

    /// Why it failed, if it did.
    pub fn failure(&self) -> Option<&Failure> {
        match &self.outcome {
            TestOutcome::Failed(failure) => Some(failure),
            TestOutcome::Passed | TestOutcome::Todo => None,
        }
    }
}

pub(super) fn full_name(package: &str, name: &str) -> String {
    format!("{package}.{name}")
}

/// What kind of proof it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TestKind {
    /// A rule `test_*` in a `*_test.rego`.
    Test,
    /// An entry of an `examples.yaml`.
    Example,
}

/// How a test ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TestOutcome {
    /// As it should.
    Passed,
    /// Otherwise.
    Failed(Failure),
    /// It is named `todo_test_*` and was not run.
    Todo,
}

/// Why a test failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What is wrong, lower case and without a full stop.
    pub message: Box<str>,
    /// The statement that does not hold, in the file of the test.
    pub span: Span,
    /// What that statement rests on, as far as it is known.
    pub values: Vec<Observed>,
}

/// An expression and its value, both as Rego.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observed {
    /// The expression, on one line.
    pub expression: Box<str>,
    /// Its value; `undefined` where it has none.
    pub value: Box<str>,
}

/// What a run of tests comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestVerdict {
    /// All passed, and enough of the policies was run.
    Passed,
    /// A test or example failed.
    Failed,
    /// Too little of the policies was run.
    Uncovered,
    /// Nothing was there to run.
    NothingRun,
}

impl TestReport {
    /// What the run comes to, where at least this part of the lines must be covered, in percent.
    pub fn verdict(&self, fail_under: Option<f64>) -> TestVerdict {
        let ran = self.count(|outcome| *outcome != TestOutcome::Todo);
        let is_below = |least: f64| {
            let coverage = self.coverage.as_ref();
            coverage.is_some_and(|coverage| coverage.percent() < least)
        };
        if ran == 0 {
            TestVerdict::NothingRun
        } else if self.failed() > 0 {
            TestVerdict::Failed
        } else if fail_under.is_some_and(is_below) {
            TestVerdict::Uncovered
        } else {
            TestVerdict::Passed
        }
    }
}
