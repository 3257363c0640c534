//! The rules of one package, ready for the interpreter.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use crate::policy::error::{PolicyError, PolicyErrorKind as What};
use crate::policy::level::{Class, Level, Levels, Severity};
use crate::policy::metadata::{Metadata, PolicyId};
use crate::policy::rego::{self, Entangled, Head, Module, Program, Refusal, Shape};
use crate::snapshot::Kind;

use super::head;

/// Whether a rule of this name judges: `deny`, `violation` or `warn`, with or without suffixes.
pub(super) fn judges(name: &str) -> bool {
    let mut words = name.split('_');
    let is_word = |word: &str| !word.is_empty() && word.chars().all(|character| character.is_ascii_alphanumeric());
    matches!(words.next(), Some("deny" | "violation" | "warn")) && words.all(is_word)
}

/// The level that the name of a rule gives to what it says; that of the policy where it gives none.
fn level_of(name: &str) -> Option<Level> {
    name.starts_with("warn").then_some(Level::Warn)
}

/// The program of a package whose policy stands in `lead`.
pub(super) fn program(lead: &Module, heads: &[Head], modules: &[Arc<Module>]) -> Program {
    let package = &lead.package;
    let path = |name: &str| rego::rule_path(package, name);
    let defines = |wanted: &str| heads.iter().any(|head| &*head.name == wanted);
    let mut rules: Vec<(String, Option<Level>)> = heads
        .iter()
        .filter(|head| head.shape == Shape::Set && !head.is_nested && judges(&head.name))
        .map(|head| (path(&head.name), level_of(&head.name)))
        .collect();
    rules.sort();
    rules.dedup();
    let modules = rego::reach(package, modules);
    Program {
        file: lead.source.name().into(),
        builtins: rego::called(&modules)
            .into_iter()
            .map(|called| called.name.into())
            .collect(),
        modules,
        rules,
        not_applicable: defines("not_applicable").then(|| path("not_applicable")),
        cannot_evaluate: defines("cannot_evaluate").then(|| path("cannot_evaluate")),
    }
}

/// Whatever would keep a program from running at all. Where a module is broken, functions that are missing may be its.
pub(in crate::policy) fn unsound(program: &Program, data: &Value, is_broken: bool, errors: &mut Vec<PolicyError>) {
    let before = errors.len();
    if let Some((module, span, what)) = rego::entangled(&program.modules) {
        let what = match what {
            Entangled::Recursion(circle) => What::Recursion(circle),
            Entangled::TooDeep(depth) => What::TooDeep(depth),
        };
        errors.push(PolicyError::new(&module.source, span, what));
    }
    for called in rego::called(&program.modules) {
        let refusal = rego::refuse(&called.name);
        if let Some(refusal) = refusal.filter(|refusal| !is_broken || !matches!(refusal, Refusal::Unknown(_))) {
            let name = called.name.into();
            errors.push(PolicyError::new(
                &called.module.source,
                called.span,
                What::Refused { name, refusal },
            ));
        }
    }
    if errors.len() == before
        && let Err((module, error)) = program.compile(data)
    {
        let kind = What::Syntax {
            message: error.message,
            help: None,
        };
        errors.push(PolicyError::new(&module.source, error.span, kind));
    }
}

/// The metadata of a policy that was written for conftest: it judges documents, and is as strict as its rules' names.
pub(super) fn foreign(module: &Module, title: Option<Box<str>>, program: &Program) -> Metadata {
    let id = PolicyId(module.package_name().into());
    let only_warns = program.rules.iter().all(|(_, level)| *level == Some(Level::Warn));
    Metadata {
        title: title.unwrap_or_else(|| id.0.clone()),
        owner: head::owner(&id).into(),
        id,
        code: None,
        description: Box::default(),
        related_resources: Vec::new(),
        subjects: vec![Kind::Document],
        severity: Severity::Medium,
        class: Class::Default,
        levels: Levels::always(if only_warns { Level::Warn } else { Level::Deny }),
        parameters: BTreeMap::new(),
        requires: Vec::new(),
        remediation: Box::default(),
    }
}
