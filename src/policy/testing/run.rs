//! Running the tests and examples of bundles.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::Value;

use crate::policy::bundle::{self, BundleFile, Pack, Role, Shipped};
use crate::policy::error::{PolicyError, PolicyErrorKind};
use crate::policy::metadata::PolicyId;
use crate::policy::policy::{Check, Policy};
use crate::policy::rego::{self, Dialect, Manner, MetadataCalls, Module, Program, Shape};
use crate::policy::{Fault, JudgeLimits, Judged};
use crate::text::{Pointer, Source, Span};

use super::examples::{Example, Expected, examples};

/// The day on which examples are judged that name none.
const DAY: jiff::civil::Date = jiff::civil::date(2026, 1, 1);

/// What came of the tests and examples of some bundles.
#[derive(Debug, Default)]
pub struct TestReport {
    /// Every test and example, in order of file and place.
    pub results: Vec<TestResult>,
    /// What keeps policies, tests or examples from being read.
    pub errors: Vec<PolicyError>,
    /// Policies that lack tests or examples.
    pub lacking: Vec<(PolicyId, Lack)>,
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
    /// Its name.
    pub name: Box<str>,
    /// The file it stands in.
    pub source: Arc<Source>,
    /// Where in that file.
    pub span: Span,
    /// Why it failed, if it did.
    pub failure: Option<Box<str>>,
}

/// Runs the tests and the examples of the bundles in these folders, and of the shipped one.
///
/// Rego tests see what `opa test` would show them: the modules and the data, and no parameters but those that they replace
/// with `with data.parameters as`. Examples see the policy's defaults.
pub fn run(directories: &[PathBuf], shipped: Shipped) -> TestReport {
    let bundles = bundle::bundles(directories, shipped);
    let Pack { policies, errors, .. } = bundle::of_bundles(&bundles);
    let mut report = TestReport {
        errors,
        ..TestReport::default()
    };
    let files: Vec<&BundleFile> = bundles.iter().flat_map(|bundle| &bundle.files).collect();
    let data = policies
        .iter()
        .find_map(|policy| match &policy.check {
            Check::Rego { data, .. } => Some(Value::clone(data)),
            Check::Schema(_) => None,
        })
        .unwrap_or_default();
    run_tests(&files, &data, &mut report);
    run_examples(&files, &policies, &mut report);
    for policy in &policies {
        lacking(policy, &mut report);
    }
    report
        .results
        .sort_by(|a, b| (a.source.name(), a.span).cmp(&(b.source.name(), b.span)));
    report
}

fn run_tests(files: &[&BundleFile], data: &Value, report: &mut TestReport) {
    let mut modules = Vec::new();
    let mut tests = Vec::new();
    for file in files.iter().filter(|file| matches!(file.role, Role::Rego | Role::Test)) {
        match Module::parse(&file.source, Dialect::V1) {
            Ok(module) => {
                let module = Arc::new(module);
                if file.role == Role::Test {
                    tests.push(Arc::clone(&module));
                }
                modules.push(module);
            }
            Err(error) if file.role == Role::Test => {
                let kind = PolicyErrorKind::Syntax {
                    message: error.message,
                    help: None,
                };
                report.errors.push(PolicyError::new(&file.source, error.span, kind));
            }
            // A policy's own errors are reported when it is loaded.
            Err(_) => {}
        }
    }
    for module in tests {
        let reached = rego::reach(&module.package, &modules);
        let program = Program {
            file: module.source.name().into(),
            metadata: MetadataCalls::find(&reached, &modules),
            builtins: rego::called(&reached)
                .into_iter()
                .map(|called| called.name.into())
                .collect(),
            modules: reached,
            rules: Vec::new(),
            manner: Manner::Conftest { exception: None },
        };
        let mut done = BTreeSet::new();
        for head in module.heads() {
            let is_test = head.name.starts_with("test_") && head.shape == Shape::Value && !head.is_nested;
            if is_test && done.insert(head.name.clone()) {
                let path = rego::rule_path(&module.package, &head.name);
                let failure = rego::test(&program, data, &path, JudgeLimits::default());
                report.results.push(TestResult {
                    name: head.name,
                    source: Arc::clone(&module.source),
                    span: head.span,
                    failure: failure.map(Into::into),
                });
            }
        }
    }
}

fn run_examples(files: &[&BundleFile], policies: &[Arc<Policy>], report: &mut TestReport) {
    for file in files.iter().filter(|file| file.role == Role::Examples) {
        let Some(policy) = policies
            .iter()
            .find(|policy| folder(&policy.source) == folder(&file.source))
        else {
            continue;
        };
        let (examples, mut errors) = examples(&file.source);
        report.errors.append(&mut errors);
        for example in examples {
            report.results.push(TestResult {
                failure: failure(policy, &example).map(Into::into),
                name: example.name,
                source: Arc::clone(&file.source),
                span: example.span,
            });
        }
    }
}

fn lacking(policy: &Policy, report: &mut TestReport) {
    let folder = folder(&policy.source);
    let beside: Vec<&TestResult> = report
        .results
        .iter()
        .filter(|result| self::folder(&result.source) == folder)
        .collect();
    let is_rego = matches!(policy.check, Check::Rego { .. });
    let has_tests = beside.iter().any(|result| result.source.name().ends_with("_test.rego"));
    let outcomes: BTreeSet<bool> = beside
        .iter()
        .find(|result| !result.source.name().ends_with("_test.rego"))
        .map(|result| {
            let (examples, _) = examples(&result.source);
            let speaks = |example: Example| match example.expected {
                Expected::Pass => Some(true),
                Expected::Fail { .. } => Some(false),
                Expected::NotApplicable | Expected::CannotEvaluate { .. } => None,
            };
            examples.into_iter().filter_map(speaks).collect()
        })
        .unwrap_or_default();
    let id = &policy.metadata.id;
    if is_rego && !has_tests {
        report.lacking.push((id.clone(), Lack::Tests));
    }
    if outcomes.len() < 2 {
        report.lacking.push((id.clone(), Lack::Examples));
    }
}

/// What is not as an example says.
fn failure(policy: &Policy, example: &Example) -> Option<String> {
    let mut parameters: BTreeMap<Box<str>, Value> = policy
        .metadata
        .parameters
        .iter()
        .map(|(name, parameter)| (name.clone(), parameter.default.clone()))
        .collect();
    for (name, value) in &example.parameters {
        match policy.metadata.parameters.get(name) {
            Some(parameter) if parameter.kind.admits(value) => {}
            Some(parameter) => return Some(format!("the parameter `{name}` is not {}", parameter.kind.described())),
            None => return Some(format!("the policy has no parameter `{name}`")),
        }
        parameters.insert(name.clone(), value.clone());
    }
    let judged = policy
        .judge(&parameters, example.as_of.unwrap_or(DAY), &JudgeLimits::default())
        .and_then(|mut judge| judge.evaluate(&example.input));
    match (&example.expected, judged) {
        (Expected::Pass, Ok(Judged::Pass)) | (Expected::NotApplicable, Ok(Judged::NotApplicable)) => None,
        (Expected::CannotEvaluate { reasons }, Ok(Judged::CannotEvaluate(given))) => {
            differs("reasons", reasons.as_deref(), given)
        }
        (Expected::Fail { messages, paths }, Ok(Judged::Violations(violations))) => {
            let told = violations.iter().map(|violation| violation.message.clone()).collect();
            let places = violations
                .iter()
                .map(|violation| Pointer::from_steps(&violation.path).as_str().into())
                .collect();
            differs("messages", messages.as_deref(), told).or_else(|| differs("paths", paths.as_deref(), places))
        }
        (_, judged) => Some(told(&judged)),
    }
}

fn differs(what: &str, expected: Option<&[Box<str>]>, mut given: Vec<Box<str>>) -> Option<String> {
    given.sort();
    let expected = expected.filter(|expected| *expected != given)?;
    Some(format!("the {what} are {given:?}, not {expected:?}"))
}

fn told(judged: &Result<Judged, Fault>) -> String {
    match judged {
        Ok(Judged::Pass) => "it passes".to_owned(),
        Ok(Judged::NotApplicable) => "it is not applicable".to_owned(),
        Ok(Judged::Violations(violations)) => {
            let messages: Vec<&str> = violations.iter().map(|violation| &*violation.message).collect();
            format!("it fails: {messages:?}")
        }
        Ok(Judged::CannotEvaluate(reasons)) => format!("it cannot be evaluated: {reasons:?}"),
        Err(fault) => format!("the policy breaks: {fault}"),
    }
}

fn folder(source: &Source) -> &str {
    source.name().rsplit_once('/').map_or("", |(folder, _)| folder)
}
