//! The data of bundles, as one document.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::policy::error::{PolicyError, PolicyErrorKind};
use crate::text::{Limits, Node, Source, Span, parse};

use super::files::BundleFile;
use super::manifest::Manifest;

/// Names below `data` that meshgov gives.
pub(super) const RESERVED: &[&str] = &["parameters", "meshgov"];

/// All data of all bundles.
#[derive(Debug, Default)]
pub(super) struct BundleData {
    pub(super) document: Map<String, Value>,
}

impl BundleData {
    /// Adds a file's data below the folders that it lies in.
    pub(super) fn add(&mut self, file: &BundleFile, manifest: &Manifest, errors: &mut Vec<PolicyError>) {
        let source = &file.source;
        let parsed = parse(source.name(), source.text().as_bytes(), &Limits::default());
        for problem in &parsed.problems {
            errors.push(PolicyError::new(
                source,
                problem.span(),
                PolicyErrorKind::Text {
                    message: problem.message().into(),
                    help: problem.help().map(|help| help.into_owned().into()),
                },
            ));
        }
        let Some(root) = parsed.documents.first().map(|document| &document.root) else {
            return;
        };
        if !matches!(root.value, crate::text::Value::Object(_)) {
            let kind = PolicyErrorKind::WrongType {
                key: "data".into(),
                expected: "an object",
            };
            return errors.push(PolicyError::new(source, root.span, kind));
        }
        let mut at = &mut self.document;
        for (depth, folder) in file.folders.iter().enumerate() {
            let slot = at.entry(&**folder).or_insert_with(|| Value::Object(Map::new()));
            let Value::Object(members) = slot else {
                return errors.push(conflict(
                    source,
                    root.span,
                    file.folders.get(..=depth).unwrap_or_default(),
                ));
            };
            at = members;
        }
        let mut path = file.folders.clone();
        merge(at, root, &mut path, source, manifest, errors);
    }

    /// Whether data stands at a path, or on the way to it.
    pub(super) fn stands_at(&self, path: &[Box<str>]) -> bool {
        let mut at = &self.document;
        for segment in path {
            match at.get(&**segment) {
                Some(Value::Object(members)) => at = members,
                Some(_) => return true,
                None => return false,
            }
        }
        true
    }
}

fn merge(
    into: &mut Map<String, Value>,
    node: &Node,
    path: &mut Vec<Box<str>>,
    source: &Arc<Source>,
    manifest: &Manifest,
    errors: &mut Vec<PolicyError>,
) {
    for entry in node.entries() {
        path.push(entry.key.clone());
        let is_reserved = path.len() == 1 && RESERVED.contains(&&*entry.key);
        let is_object = matches!(entry.node.value, crate::text::Value::Object(_));
        if is_reserved {
            let kind = PolicyErrorKind::Reserved(entry.key.clone());
            errors.push(PolicyError::new(source, entry.key_span, kind));
        } else if !is_object && !manifest.allows(path) {
            let kind = PolicyErrorKind::OutsideRoots {
                path: path.join(".").into(),
                roots: manifest.shown(),
            };
            errors.push(PolicyError::new(source, entry.key_span, kind));
        } else {
            match (into.get_mut(&*entry.key), is_object) {
                (Some(Value::Object(members)), true) => merge(members, &entry.node, path, source, manifest, errors),
                (Some(_), _) => errors.push(conflict(source, entry.key_span, path)),
                (None, true) => {
                    let mut members = Map::new();
                    merge(&mut members, &entry.node, path, source, manifest, errors);
                    into.insert(entry.key.to_string(), Value::Object(members));
                }
                (None, false) => {
                    into.insert(entry.key.to_string(), entry.node.to_json());
                }
            }
        }
        path.pop();
    }
}

fn conflict(source: &Arc<Source>, span: Span, path: &[Box<str>]) -> PolicyError {
    PolicyError::new(source, span, PolicyErrorKind::DataConflict(path.join(".").into()))
}
