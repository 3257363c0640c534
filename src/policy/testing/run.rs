//! Running the tests and examples of bundles.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use crate::policy::JudgeLimits;
use crate::policy::bundle::{self, BundleFile, Pack, Role, Shipped};
use crate::policy::error::PolicyError;
use crate::policy::policy::{Check, Policy};
use crate::text::{Source, Span};

use super::coverage::Coverage;
use super::examples::{Example, Expected, examples};
use super::filter::TestFilter;
use super::result::{Lack, TestKind, TestReport};
use super::{judged_example, rego_test};

/// Which tests and examples are run, and how.
#[derive(Clone, Debug)]
pub struct TestRun<'a> {
    /// Folders of policies.
    pub directories: &'a [PathBuf],
    /// Whether the shipped pack is tested too. What it shares with other policies is there in any case.
    pub shipped: Shipped,
    /// Only those whose name matches.
    pub filter: Option<TestFilter>,
    /// Whether coverage is measured.
    pub coverage: Measure,
    /// Limits of each test and example.
    pub limits: JudgeLimits,
}

/// Whether something is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// It is.
    Yes,
    /// It is not.
    No,
}

/// Runs all tests and examples of the bundles in these folders, and of the shipped one, within the default limits.
pub fn run(directories: &[PathBuf], shipped: Shipped) -> TestReport {
    let all = TestRun {
        directories,
        shipped,
        filter: None,
        coverage: Measure::No,
        limits: JudgeLimits::default(),
    };
    all.run()
}

impl TestRun<'_> {
    /// Runs the tests and the examples, or nothing where a policy, a test or an example is wrong.
    ///
    /// Rego tests see what `opa test` would show them: the modules and the data, and no parameters but those that they
    /// replace with `with data.parameters as`. Examples see the policy's defaults.
    pub fn run(&self) -> TestReport {
        let mut bundles = bundle::bundles(self.directories, self.shipped);
        let tested = bundles.len();
        if self.shipped == Shipped::Exclude {
            bundles.extend(bundle::shared_beside(&bundles));
        }
        let Pack {
            policies, mut errors, ..
        } = bundle::of_bundles(&bundles);
        let all: Vec<&BundleFile> = bundles.iter().flat_map(|bundle| &bundle.files).collect();
        let under_test: Vec<&BundleFile> = bundles.iter().take(tested).flat_map(|bundle| &bundle.files).collect();

        let data = bundle::data_of(&bundles);
        let tests = rego_test::gather(&all, &data, self.filter.as_ref(), &mut errors);
        let examples = self.examples(&under_test, &policies, &mut errors);
        if !errors.is_empty() {
            errors.sort_by(|a, b| place(a).cmp(&place(b)));
            errors.dedup_by(|a, b| place(a) == place(b));
            return TestReport {
                errors,
                ..TestReport::default()
            };
        }
        let (mut results, mut lines) = rego_test::run(&tests, &data, self.limits);
        let (judged, of_examples) = judged_example::run(&examples, self.limits);
        results.extend(judged);
        lines.add(of_examples);
        results.sort_by(|a, b| (a.source.name(), a.span).cmp(&(b.source.name(), b.span)));
        let mut report = TestReport {
            results,
            errors: Vec::new(),
            lacking: Vec::new(),
            coverage: (self.coverage == Measure::Yes).then(|| Coverage::new(&under_test, lines)),
        };
        if self.filter.is_none() {
            for policy in &policies {
                lacking(policy, &examples, &mut report);
            }
        }
        report
    }

    /// The wanted examples, with their policies and files.
    fn examples<'p>(
        &self,
        files: &[&'p BundleFile],
        policies: &'p [Arc<Policy>],
        errors: &mut Vec<PolicyError>,
    ) -> Vec<(&'p Arc<Policy>, &'p Arc<Source>, Example)> {
        let mut wanted = Vec::new();
        for file in files.iter().filter(|file| file.role == Role::Examples) {
            let beside = |policy: &&Arc<Policy>| folder(&policy.source) == folder(&file.source);
            let (found, mut wrong) = examples(&file.source);
            errors.append(&mut wrong);
            let Some(policy) = policies.iter().find(beside) else {
                continue;
            };
            let is_wanted = |example: &Example| {
                let filter = self.filter.as_ref();
                filter.is_none_or(|filter| filter.wants(&policy.metadata.id.0, &example.name))
            };
            wanted.extend(
                found
                    .into_iter()
                    .filter(is_wanted)
                    .map(|example| (policy, &file.source, example)),
            );
        }
        wanted
    }
}

fn lacking(policy: &Arc<Policy>, examples: &[(&Arc<Policy>, &Arc<Source>, Example)], report: &mut TestReport) {
    let id = &policy.metadata.id;
    let has_tests = report
        .results
        .iter()
        .any(|result| result.kind == TestKind::Test && folder(&result.source) == folder(&policy.source));
    if matches!(policy.check, Check::Rego { .. }) && !has_tests {
        report.lacking.push((id.clone(), Lack::Tests));
    }
    let outcomes: BTreeSet<bool> = examples
        .iter()
        .filter(|(of, ..)| of.metadata.id == *id)
        .filter_map(|(_, _, example)| match example.expected {
            Expected::Pass => Some(true),
            Expected::Fail { .. } => Some(false),
            Expected::NotApplicable | Expected::CannotEvaluate { .. } => None,
        })
        .collect();
    if outcomes.len() < 2 {
        report.lacking.push((id.clone(), Lack::Examples));
    }
}

fn place(error: &PolicyError) -> (&str, Span, String) {
    (error.source.name(), error.span, error.message())
}

fn folder(source: &Source) -> &str {
    source.name().rsplit_once('/').map_or("", |(folder, _)| folder)
}
