//! Examples, judged by the policy in their folder.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use rayon::prelude::*;
use serde_json::Value;

use crate::policy::policy::Policy;
use crate::policy::rego::Lines;
use crate::policy::{Fault, JudgeLimits, Judged};
use crate::text::{Pointer, Source};

use super::examples::{Example, Expected};
use super::result::{Failure, TestKind, TestOutcome, TestResult};

/// The day on which examples are judged that name none.
const DAY: jiff::civil::Date = jiff::civil::date(2026, 1, 1);

/// Judges examples side by side; their results in order, and the lines of Rego that they ran.
pub(super) fn run(examples: &[(&Arc<Policy>, &Arc<Source>, Example)], limits: JudgeLimits) -> (Vec<TestResult>, Lines) {
    let ran: Vec<(TestResult, Lines)> = examples
        .par_iter()
        .map(|(policy, source, example)| {
            let mut lines = Lines::default();
            let begun = Instant::now();
            let mut prints = Vec::new();
            let failure = failure(policy, example, limits, &mut lines, &mut prints);
            let result = TestResult {
                kind: TestKind::Example,
                package: policy.metadata.id.0.clone(),
                name: example.name.clone(),
                source: Arc::clone(source),
                span: example.span,
                outcome: failure.map_or(TestOutcome::Passed, |message| {
                    TestOutcome::Failed(Failure {
                        message: message.into(),
                        span: example.span,
                        values: Vec::new(),
                    })
                }),
                prints: prints.into_iter().map(Into::into).collect(),
                time: begun.elapsed(),
            };
            (result, lines)
        })
        .collect();
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

/// What is not as an example says.
fn failure(
    policy: &Policy,
    example: &Example,
    limits: JudgeLimits,
    lines: &mut Lines,
    prints: &mut Vec<String>,
) -> Option<String> {
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
        .judge(&parameters, example.as_of.unwrap_or(DAY), &limits)
        .and_then(|mut judge| {
            judge.measure();
            let judged = judge.evaluate(&example.input);
            *lines = judge.lines();
            *prints = judge.prints();
            judged
        });
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
