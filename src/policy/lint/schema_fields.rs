//! The properties that a policy in JSON Schema names, against the schemas of its subjects.

use std::sync::Arc;

use serde_json::Value;

use crate::policy::error::PolicyError;
use crate::policy::nearest::nearest;
use crate::text::{Limits, Pointer, Source, Step, parse};

use super::lint::Lint;
use super::shape::{Member, Shape};

/// Keywords below which the same value is looked at.
const SAME: &[&str] = &["if", "then", "else", "not"];
const SAME_LISTS: &[&str] = &["allOf", "anyOf", "oneOf"];

/// The properties of a schema that its instances do not have, and where the schema names them.
pub(super) fn unknown(schema: &Value, input: &Shape<'_>) -> Vec<(Pointer, Lint)> {
    let mut found = Vec::new();
    walk(schema, input, &mut Vec::new(), &mut found);
    found
}

fn walk(schema: &Value, shape: &Shape<'_>, trail: &mut Vec<Step>, found: &mut Vec<(Pointer, Lint)>) {
    for keyword in SAME {
        if let Some(inner) = schema.get(keyword) {
            below(&[keyword], trail, |trail| walk(inner, shape, trail, found));
        }
    }
    for keyword in SAME_LISTS {
        for (index, inner) in schema
            .get(keyword)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .enumerate()
        {
            trail.extend([Step::Key((*keyword).into()), Step::Index(index)]);
            walk(inner, shape, trail, found);
            trail.truncate(trail.len().saturating_sub(2));
        }
    }
    for (name, inner) in schema
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        below(&["properties", name], trail, |trail| match shape.member(name) {
            Member::Known(member) => walk(inner, &member, trail, found),
            Member::Open(known) => {
                let is_known = known.contains(name.as_str());
                if let Some(nearest) = nearest(name, known).filter(|_| !is_known) {
                    let lint = Lint::LikelyField {
                        name: name.as_str().into(),
                        nearest: nearest.into(),
                    };
                    found.push((Pointer::from_steps(trail), lint));
                }
            }
            Member::Missing(known) => {
                let lint = Lint::UnknownField {
                    name: name.as_str().into(),
                    of: "what this describes".into(),
                    nearest: nearest(name, known.iter().copied()).map(Box::from),
                    known: known.into_iter().map(Box::from).collect(),
                };
                found.push((Pointer::from_steps(trail), lint));
            }
        });
    }
    if let (Some(inner), Some(element)) = (schema.get("items"), shape.element()) {
        below(&["items"], trail, |trail| walk(inner, &element, trail, found));
    }
}

fn below(keys: &[&str], trail: &mut Vec<Step>, visit: impl FnOnce(&mut Vec<Step>)) {
    let mark = trail.len();
    trail.extend(keys.iter().map(|key| Step::Key((*key).into())));
    visit(trail);
    trail.truncate(mark);
}

/// A finding at a place of the schema's file.
pub(super) fn error(source: &Arc<Source>, pointer: &Pointer, lint: Lint) -> PolicyError {
    let parsed = parse(source.name(), source.text().as_bytes(), &Limits::default());
    let span = parsed
        .documents
        .first()
        .map(|document| document.root.nearest(pointer).span)
        .unwrap_or_default();
    PolicyError::new(source, span, lint.into())
}
