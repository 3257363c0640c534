//! Everything that is wrong with one policy.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::policy::error::PolicyError;
use crate::policy::nearest::nearest;
use crate::policy::policy::{Check, Policy};
use crate::policy::rego::{self, Module};

use super::fields::fields;
use super::lint::Lint;
use super::shape::{Member, Shape};
use super::subject_schemas::shape_of;

/// The members of a violation that may fill a placeholder.
const OF_VIOLATION: &[&str] = &["actual", "expected", "message", "key", "parties"];

/// Metadata that a policy can do without and its readers cannot, and what to write.
const METADATA: &[(&str, &str)] = &[
    (
        "description",
        "say why it matters: what happens to whom where it does not hold",
    ),
    ("severity", "say how bad it is: low, medium, high or critical"),
    (
        "levels",
        "say how strict it is, such as `levels: {gate: deny, audit: warn}`; without it, it denies at both points",
    ),
    (
        "class",
        "say how far others may change it: mandatory, default or advisory",
    ),
    (
        "remediation",
        "say what to do next, in terms of the subject, such as `Give {name} an owner.`",
    ),
];

/// The findings about a policy, in no order.
pub(super) fn of_policy(policy: &Policy) -> Vec<PolicyError> {
    let mut found = fields(policy);
    if let Some(places) = &policy.places {
        for (key, help) in METADATA {
            if !places.keys.contains(*key) {
                let lint = Lint::NoMetadata { key, help };
                found.push(PolicyError::new(&policy.source, policy.span, lint.into()));
            }
        }
        let read = parameters_read(policy);
        for (name, span) in &places.parameters {
            if read.as_ref().is_some_and(|read| !read.contains(name)) {
                let lint = Lint::UnusedParameter(name.clone());
                found.push(PolicyError::new(&policy.source, *span, lint.into()));
            }
        }
        if let Some(span) = places.remediation {
            let lints = placeholders(policy);
            found.extend(
                lints
                    .into_iter()
                    .map(|lint| PolicyError::new(&policy.source, span, lint.into())),
            );
        }
    }
    if let Check::Rego { program, .. } = &policy.check {
        for module in &program.modules {
            found.extend(of_module(module));
        }
        if let Some((module, span)) = program
            .modules
            .iter()
            .filter(|module| module.package_name() == *policy.metadata.id.0)
            .find_map(|module| Some((module, rego::always(module, "not_applicable")?)))
        {
            found.push(PolicyError::new(&module.source, span, Lint::NeverApplicable.into()));
        }
    }
    found
}

/// What is wrong with a module whatever it is a part of.
pub(super) fn of_module(module: &Arc<Module>) -> Vec<PolicyError> {
    let old = rego::old_forms(module)
        .into_iter()
        .map(|form| (form.span, Lint::OldForm(form.instead)));
    let never = rego::contradictions(module).into_iter().map(|found| {
        let line = found.against.map(|against| module.source.place(against).line.get());
        (found.span, Lint::NeverHolds { line, rule: found.rule })
    });
    old.chain(never)
        .map(|(span, lint)| PolicyError::new(&module.source, span, lint.into()))
        .collect()
}

/// The parameters that a policy reads; none where it may read any.
fn parameters_read(policy: &Policy) -> Option<BTreeSet<Box<str>>> {
    match &policy.check {
        Check::Rego { program, .. } => {
            let mut read = BTreeSet::new();
            for module in &program.modules {
                if rego::reads_any_parameter(module) {
                    return None;
                }
                read.extend(rego::parameters(module).into_iter().map(|(name, _)| name));
            }
            Some(read)
        }
        Check::Schema(check) => Some(check.parameters()),
    }
}

/// The placeholders of a remediation that nothing fills.
fn placeholders(policy: &Policy) -> Vec<Lint> {
    let Some(input) = shape_of(&policy.described) else {
        return Vec::new();
    };
    let empty = |path: &str| {
        let (first, _) = path.split_once('.').unwrap_or((path, ""));
        if OF_VIOLATION.contains(&first) {
            return None;
        }
        let nearest = match lookup(&input, path) {
            Lookup::Found => return None,
            Lookup::Missing(nearest) => nearest.map(Box::from),
        };
        Some(Lint::EmptyPlaceholder {
            nearest,
            name: path.into(),
        })
    };
    policy.remediation.paths().filter_map(empty).collect()
}

/// Where a path of a subject leads.
enum Lookup<'s> {
    /// To something, or to what nobody can tell.
    Found,
    /// Nowhere; the name that may have been meant.
    Missing(Option<&'s str>),
}

fn lookup<'s>(input: &Shape<'s>, path: &str) -> Lookup<'s> {
    let mut shape = input.clone();
    for name in path.split('.') {
        if name.parse::<usize>().is_ok() {
            match shape.element() {
                Some(element) => shape = element,
                None => return Lookup::Found,
            }
            continue;
        }
        shape = match shape.member(name) {
            Member::Known(member) => member,
            Member::Missing(known) => return Lookup::Missing(nearest(name, known)),
            Member::Open(known) if known.contains(name) => return Lookup::Found,
            Member::Open(known) => {
                return nearest(name, known).map_or(Lookup::Found, |nearest| Lookup::Missing(Some(nearest)));
            }
        };
    }
    Lookup::Found
}
