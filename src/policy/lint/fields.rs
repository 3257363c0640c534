//! The fields that a policy reads, against the schemas of its subjects.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::policy::error::{PolicyError, PolicyErrorKind};
use crate::policy::nearest::nearest;
use crate::policy::policy::{Check, Policy};
use crate::policy::rego::{self, Misread, Module};
use crate::snapshot::Kind;

use super::lint::Lint;
use super::schema_fields;
use super::shape::Shape;
use super::subject_schemas::shape_of;

/// The fields that a policy reads and that none of its subjects has.
pub(in crate::policy) fn unknown_fields(policy: &Policy) -> Vec<PolicyError> {
    let is_certain = |error: &PolicyError| matches!(&error.kind, PolicyErrorKind::Lint(lint) if matches!(**lint, Lint::UnknownField { .. }));
    fields(policy).into_iter().filter(is_certain).collect()
}

/// All that a policy takes its subjects for and that they are not. A kind without a schema can be anything.
pub(super) fn fields(policy: &Policy) -> Vec<PolicyError> {
    let Some(input) = shape_of(&policy.described) else {
        return Vec::new();
    };
    fields_of(policy, &input)
}

fn fields_of(policy: &Policy, input: &Shape<'_>) -> Vec<PolicyError> {
    match &policy.check {
        Check::Rego { program, .. } => program
            .modules
            .iter()
            .flat_map(|module| of_module(module, input, &policy.described))
            .collect(),
        Check::Schema(check) => schema_fields::unknown(check.document(), input)
            .into_iter()
            .map(|(pointer, lint)| schema_fields::error(&policy.source, &pointer, lint))
            .collect(),
    }
}

fn of_module(module: &Arc<Module>, input: &Shape<'_>, kinds: &[Kind]) -> Vec<PolicyError> {
    rego::misreadings(module, input)
        .into_iter()
        .filter_map(|misreading| {
            let lint = told(misreading.what, kinds)?;
            Some(PolicyError::new(&module.source, misreading.span, lint.into()))
        })
        .collect()
}

/// A misreading as a finding; none where nothing is wrong for certain or nearly so.
pub(super) fn told(what: Misread, kinds: &[Kind]) -> Option<Lint> {
    let near = |name: &str, known: &BTreeSet<Box<str>>| -> Option<Box<str>> {
        nearest(name, known.iter().map(|name| &**name)).map(Box::from)
    };
    Some(match what {
        Misread::Missing { name, of, known } => Lint::UnknownField {
            nearest: near(&name, &known),
            of: subject(&of, kinds),
            name,
            known: known.into_iter().collect(),
        },
        Misread::Open { name, known } => Lint::LikelyField {
            // Where a subject is of several kinds, one that is open may lack what another has.
            nearest: near(&name, &known).filter(|_| !known.contains(&name))?,
            name,
        },
        Misread::Never {
            value,
            of,
            known,
            is_difference,
        } => Lint::UnknownValue {
            value,
            of,
            is_difference,
            known,
        },
    })
}

/// What lacks a field, in words: the subject itself by its kind.
fn subject(of: &str, kinds: &[Kind]) -> Box<str> {
    if of != "input" {
        return format!("`{of}`").into();
    }
    let names: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
    format!("a {}", names.join(" or ")).into()
}
