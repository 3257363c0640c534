//! The rules of tests in `*_test.rego`.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use serde_json::Value;

use crate::policy::bundle::{self, BundleFile, Role};
use crate::policy::error::{PolicyError, PolicyErrorKind};
use crate::policy::rego::{
    self, Dialect, Head, Lines, Manner, MetadataCalls, Module, Program, Ran, Shape, TestFlaw, Verdict,
};
use crate::policy::{Fault, JudgeLimits};
use crate::text::{Line, Source, Span};

use super::filter::TestFilter;
use super::result::{Failure, Observed, TestKind, TestOutcome, TestResult};

/// The package of a test, and its name.
type TestName = (Vec<Box<str>>, Box<str>);

/// A test that can be run.
pub(super) struct RegoTest {
    module: Arc<Module>,
    program: Arc<Program>,
    head: Head,
    is_todo: bool,
}

/// The tests in these files. What keeps one from being a test is added to `errors`.
pub(super) fn gather(
    files: &[&BundleFile],
    data: &Value,
    filter: Option<&TestFilter>,
    errors: &mut Vec<PolicyError>,
) -> Vec<RegoTest> {
    let is_broken = !errors.is_empty();
    let (modules, of_tests) = parse(files, errors);
    let mut named = BTreeMap::<TestName, (Arc<Source>, Span)>::new();
    let mut tests = Vec::new();
    for module in of_tests {
        let heads: Vec<Head> = module.heads().filter(is_test).collect();
        let Some(first) = heads.first() else { continue };
        let program = program(&module, first, &modules);
        bundle::unsound(&program, data, is_broken, errors);
        let program = Arc::new(program);
        for head in heads {
            let is_todo = head.name.starts_with("todo_");
            let mut refuse = |kind| errors.push(PolicyError::new(&module.source, head.span, kind));
            match rego::flaw(&module, &head).filter(|_| !is_todo) {
                Some(TestFlaw::AssertsNothing) => refuse(PolicyErrorKind::AssertsNothing(head.name.clone())),
                Some(TestFlaw::NotOneTest) => refuse(PolicyErrorKind::NotOneTest(head.name.clone())),
                None => {}
            }
            let key = (module.package.clone(), head.name.clone());
            if let Some((source, first)) = named.get(&key) {
                let error = PolicyError::new(
                    &module.source,
                    head.span,
                    PolicyErrorKind::DuplicateTest(head.name.clone()),
                );
                errors.push(error.beside(source, *first));
                continue;
            }
            named.insert(key, (Arc::clone(&module.source), head.span));
            if filter.is_none_or(|filter| filter.wants(&module.package_name(), &head.name)) {
                tests.push(RegoTest {
                    module: Arc::clone(&module),
                    program: Arc::clone(&program),
                    is_todo,
                    head,
                });
            }
        }
    }
    tests
}

/// Runs tests side by side; their results in order, and the lines that they ran.
pub(super) fn run(tests: &[RegoTest], data: &Value, limits: JudgeLimits) -> (Vec<TestResult>, Lines) {
    let ran: Vec<(TestResult, Lines)> = tests.par_iter().map(|test| test.run(data, limits)).collect();
    let mut lines = Lines::default();
    let results = ran
        .into_iter()
        .map(|(result, run)| {
            lines.add(run);
            result
        })
        .collect();
    (results, lines)
}

impl RegoTest {
    fn run(&self, data: &Value, limits: JudgeLimits) -> (TestResult, Lines) {
        if self.is_todo {
            return (
                self.result(TestOutcome::Todo, Vec::new(), Duration::ZERO),
                Lines::default(),
            );
        }
        let path = rego::rule_path(&self.module.package, &self.head.name);
        let begun = Instant::now();
        let Ran { verdict, prints, lines } = rego::run_test(&self.program, data, &path, limits);
        let time = begun.elapsed();
        let outcome = match verdict {
            Verdict::Holds => TestOutcome::Passed,
            Verdict::Undefined => TestOutcome::Failed(self.why_undefined(data, limits)),
            Verdict::Gives(value) => TestOutcome::Failed(Failure {
                message: format!("it is {value}, not true").into(),
                span: self.head.span,
                values: Vec::new(),
            }),
            Verdict::Breaks(fault) => TestOutcome::Failed(self.broken(&fault)),
        };
        let prints = prints.into_iter().map(Into::into).collect();
        (self.result(outcome, prints, time), lines)
    }

    fn result(&self, outcome: TestOutcome, prints: Vec<Box<str>>, time: Duration) -> TestResult {
        TestResult {
            kind: TestKind::Test,
            package: self.module.package_name().into(),
            name: self.head.name.clone(),
            source: Arc::clone(&self.module.source),
            span: self.head.span,
            outcome,
            prints,
            time,
        }
    }

    fn why_undefined(&self, data: &Value, limits: JudgeLimits) -> Failure {
        match rego::probe(&self.module, &self.head, &self.program, data, limits) {
            Some(place) => Failure {
                message: "this does not hold".into(),
                span: place.span,
                values: place
                    .values
                    .into_iter()
                    .map(|(expression, value)| Observed { expression, value })
                    .collect(),
            },
            None => Failure {
                message: "it does not hold".into(),
                span: self.head.span,
                values: Vec::new(),
            },
        }
    }

    fn broken(&self, fault: &Fault) -> Failure {
        let line = match fault {
            Fault::Failed { line, .. } => line.and_then(|line| line.checked_sub(1)).map(Line::after),
            _ => None,
        };
        let source = &self.module.source;
        let span = line.and_then(|line| {
            let text = source.line(line);
            let indent = text.len() - text.trim_start().len();
            let start = source.byte_at(line, crate::text::Column::FIRST)? + u32::try_from(indent).ok()?;
            Some(Span::new(start, start + u32::try_from(text.trim().len()).ok()?))
        });
        Failure {
            message: match fault {
                Fault::Failed { message, .. } => format!("it breaks: {message}").into(),
                Fault::OutOfTime { milliseconds } => format!("it ran for more than {milliseconds} ms").into(),
                Fault::OutOfMemory { mebibytes } => format!("it used more than {mebibytes} MiB").into(),
                other => other.to_string().into(),
            },
            span: span.unwrap_or(self.head.span),
            values: Vec::new(),
        }
    }
}

fn is_test(head: &Head) -> bool {
    let name = head.name.strip_prefix("todo_").unwrap_or(&head.name);
    name.starts_with("test_") && head.shape != Shape::Function
}

/// All modules, and those of tests among them.
fn parse(files: &[&BundleFile], errors: &mut Vec<PolicyError>) -> (Vec<Arc<Module>>, Vec<Arc<Module>>) {
    let mut modules = Vec::new();
    let mut of_tests = Vec::new();
    for file in files.iter().filter(|file| matches!(file.role, Role::Rego | Role::Test)) {
        match Module::parse(&file.source, Dialect::V1) {
            Ok(module) => {
                let module = Arc::new(module);
                if file.role == Role::Test {
                    modules.push(rego::direct(&module));
                    of_tests.push(module);
                } else {
                    modules.push(module);
                }
            }
            Err(error) if file.role == Role::Test => {
                let kind = PolicyErrorKind::Syntax {
                    message: error.message,
                    help: None,
                };
                errors.push(PolicyError::new(&file.source, error.span, kind));
            }
            // A policy's own errors are reported when it is loaded.
            Err(_) => {}
        }
    }
    (modules, of_tests)
}

fn program(module: &Module, first: &Head, modules: &[Arc<Module>]) -> Program {
    let reached = rego::reach(&module.package, modules);
    Program {
        file: module.source.name().into(),
        builtins: rego::called(&reached)
            .into_iter()
            .map(|called| called.name.into())
            .collect(),
        metadata: MetadataCalls::find(&reached, modules),
        modules: reached,
        rules: vec![(rego::rule_path(&module.package, &first.name), None)],
        manner: Manner::Conftest { exception: None },
    }
}
