//! A JSON Schema with a head of ours.

use std::sync::Arc;

use crate::policy::error::{PolicyError, PolicyErrorKind as What};
use crate::policy::metadata::PolicyId;
use crate::policy::policy::{Check, Policy};
use crate::policy::schema_check::SchemaCheck;
use crate::text::{Limits, Node, Value, parse};

use super::assemble::misplaced;
use super::files::BundleFile;
use super::head::{self, Place};
use super::manifest::Manifest;

/// The policy in a schema file. One without `custom` would pass everything by silence, so that it is refused.
pub(super) fn read(file: &BundleFile, manifest: &Manifest, errors: &mut Vec<PolicyError>) -> Option<Policy> {
    let before = errors.len();
    let source = &file.source;
    let parsed = parse(source.name(), source.text().as_bytes(), &Limits::default());
    for problem in &parsed.problems {
        let kind = What::Text {
            message: problem.message().into(),
            help: problem.help().map(|help| help.into_owned().into()),
        };
        errors.push(PolicyError::new(source, problem.span(), kind));
    }
    let root = &parsed.documents.first()?.root;
    let mut refuse = |node: &Node, what| errors.push(PolicyError::new(source, node.span, what));
    let Some(custom) = root.get("custom") else {
        let help =
            "say what it judges, such as `\"custom\": {\"package\": \"mesh.area.rule\", \"subject\": \"product\"}`";
        refuse(root, What::Missing { key: "custom", help });
        return None;
    };
    let Some(named) = custom.get("package") else {
        let help = "a schema's package is its folder, such as `\"package\": \"mesh.discovery.described\"`";
        refuse(custom, What::Missing { key: "package", help });
        return None;
    };
    let Some(name) = named.as_str() else {
        let key = "package".into();
        refuse(
            named,
            What::WrongType {
                key,
                expected: "a text",
            },
        );
        return None;
    };
    let package: Vec<Box<str>> = name.split('.').map(Box::from).collect();
    if !manifest.allows(&package) {
        let roots = manifest.shown();
        let path = name.into();
        refuse(named, What::OutsideRoots { path, roots });
    } else if let Some(what) = misplaced(&package, &file.trail) {
        refuse(named, what);
    }
    let head = head::read(source, root, PolicyId(name.into()), Place::Schema, manifest, errors);
    if let Some(head) = &head {
        check_parameters(
            root,
            &|name| head.metadata.parameters.contains_key(name),
            &mut |node, name| {
                errors.push(PolicyError::new(source, node.span, What::NoSuchParameter(name.into())));
            },
        );
    }
    let head = head?;
    let check = SchemaCheck::new(root.to_json());
    let defaults = head
        .metadata
        .parameters
        .iter()
        .map(|(name, parameter)| (name.clone(), parameter.default.clone()))
        .collect();
    if let Err(error) = check.compile(&defaults) {
        errors.push(PolicyError::new(
            source,
            root.nearest(&error.pointer).span,
            What::Schema(error.message),
        ));
    }
    (errors.len() == before).then(|| Policy {
        described: head.metadata.subjects.clone(),
        metadata: Arc::new(head.metadata),
        source: Arc::clone(source),
        span: named.span,
        code_span: head.code_span,
        places: Some(head.places),
        remediation: head.remediation,
        check: Check::Schema(check),
    })
}

/// Reports every `{"$parameter": name}` whose name is not known.
fn check_parameters(node: &Node, is_known: &dyn Fn(&str) -> bool, report: &mut dyn FnMut(&Node, &str)) {
    match &node.value {
        Value::Object(entries) => {
            for entry in entries {
                match (&*entry.key, entry.node.as_str()) {
                    ("$parameter", Some(name)) if entries.len() == 1 && !is_known(name) => report(&entry.node, name),
                    _ => check_parameters(&entry.node, is_known, report),
                }
            }
        }
        Value::Array(elements) => elements
            .iter()
            .for_each(|element| check_parameters(element, is_known, report)),
        _ => {}
    }
}
