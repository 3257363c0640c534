//! The manifest of an OPA bundle.

use std::sync::Arc;

use crate::policy::error::{PolicyError, PolicyErrorKind};
use crate::policy::metadata::PolicyOrigin;
use crate::policy::rego::Dialect;
use crate::text::{Limits, Node, Source, Value, parse};

/// What a bundle may define, and in which Rego it is written.
#[derive(Clone, Debug, Default)]
pub(super) struct Manifest {
    /// The paths below `data` that are its own; empty: all.
    pub(super) roots: Vec<Vec<Box<str>>>,
    /// The Rego that it says it is written in.
    pub(super) dialect: Option<Dialect>,
    /// `revision`: the version of policies that state none.
    pub(super) revision: Option<Box<str>>,
    /// Where the bundle comes from.
    pub(super) origin: PolicyOrigin,
}

impl Manifest {
    pub(super) fn read(source: &Arc<Source>, errors: &mut Vec<PolicyError>) -> Self {
        // A manifest is JSON; its name does not say so.
        let parsed = parse(
            &format!("{}.json", source.name()),
            source.text().as_bytes(),
            &Limits::default(),
        );
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
            return Self::default();
        };
        let mut wrong = |node: &Node, key: &str, expected| {
            let kind = PolicyErrorKind::WrongType {
                key: key.into(),
                expected,
            };
            errors.push(PolicyError::new(source, node.span, kind));
        };
        let mut roots = Vec::new();
        if let Some(node) = root.get("roots") {
            if !matches!(node.value, Value::Array(_)) {
                wrong(node, "roots", "a list of paths");
            }
            for element in node.elements() {
                match element.as_str() {
                    Some(path) => roots.push(path.split('/').filter(|part| !part.is_empty()).map(Box::from).collect()),
                    None => wrong(element, "roots", "a list of paths"),
                }
            }
        }
        let dialect = root.get("rego_version").and_then(|node| match node.to_json().as_u64() {
            Some(0) => Some(Dialect::V0),
            Some(1) => Some(Dialect::V1),
            _ => {
                wrong(node, "rego_version", "0 or 1");
                None
            }
        });
        let stated = root.get("revision");
        if let Some(node) = stated.filter(|node| node.as_str().is_none()) {
            wrong(node, "revision", "a text");
        }
        let revision = stated.and_then(Node::as_str).map(str::trim);
        let revision = revision.filter(|text| !text.is_empty()).map(Box::from);
        Self {
            roots,
            dialect,
            revision,
            origin: PolicyOrigin::default(),
        }
    }

    /// Whether a path below `data` is the bundle's own.
    pub(super) fn allows(&self, path: &[Box<str>]) -> bool {
        self.roots.is_empty() || self.roots.iter().any(|root| path.starts_with(root))
    }

    pub(super) fn shown(&self) -> Box<str> {
        let roots: Vec<String> = self.roots.iter().map(|root| format!("`{}`", root.join("."))).collect();
        roots.join(", ").into()
    }
}
