//! The rules of one package, ready for the interpreter.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use crate::policy::error::{PolicyError, PolicyErrorKind as What};
use crate::policy::level::{Class, Level, Levels, Severity};
use crate::policy::metadata::{Metadata, PolicyId, PolicyOrigin};
use crate::policy::rego::{self, Entangled, Head, Manner, MetadataCalls, Module, Program, Refusal, Shape};
use crate::snapshot::Kind;

use super::head;

/// Whether a rule of this name judges: `deny`, `violation` or `warn`, with or without suffixes.
pub(super) fn judges(name: &str) -> bool {
    let mut words = name.split('_');
    let is_word = |word: &str| !word.is_empty() && word.chars().all(|character| character.is_ascii_alphanumeric());
    matches!(words.next(), Some("deny" | "violation" | "warn")) && words.all(is_word)
}

/// Whether a rule of this name is `deny`, `violation` or `warn` itself.
pub(super) fn speaks_plainly(name: &str) -> bool {
    matches!(name, "deny" | "violation" | "warn")
}

/// The level that the name of a rule gives to what it says; that of the policy where it gives none.
fn level_of(name: &str) -> Option<Level> {
    name.starts_with("warn").then_some(Level::Warn)
}

/// The program of a package whose policy stands in `lead`.
pub(super) fn program(lead: &Module, heads: &[Head], modules: &[Arc<Module>]) -> Program {
    let path_of = |name: &str| defined(lead, heads, name);
    let manner = Manner::Own {
        not_applicable: path_of("not_applicable"),
        cannot_evaluate: path_of("cannot_evaluate"),
    };
    let rules = heads.iter().filter(|head| head.shape == Shape::Set);
    with(lead, rules, manner, modules)
}

/// The program of a package that was written for conftest, which also hears rules that are a plain list of results.
pub(super) fn foreign_program(lead: &Module, heads: &[Head], modules: &[Arc<Module>]) -> Program {
    let manner = Manner::Conftest {
        exception: defined(lead, heads, "exception"),
    };
    with(lead, heads, manner, modules)
}

/// The path of a rule of the package, where it is defined.
fn defined(lead: &Module, heads: &[Head], name: &str) -> Option<String> {
    let is_defined = heads.iter().any(|head| &*head.name == name);
    is_defined.then(|| rego::rule_path(&lead.package, name))
}

fn with<'h>(
    lead: &Module,
    heads: impl IntoIterator<Item = &'h Head>,
    manner: Manner,
    modules: &[Arc<Module>],
) -> Program {
    let mut rules: Vec<(String, Option<Level>)> = heads
        .into_iter()
        .filter(|head| !head.is_nested && judges(&head.name))
        .map(|head| (rego::rule_path(&lead.package, &head.name), level_of(&head.name)))
        .collect();
    rules.sort();
    rules.dedup();
    let all = modules;
    let modules = rego::reach(&lead.package, all);
    Program {
        file: lead.source.name().into(),
        metadata: MetadataCalls::find(&modules, all),
        builtins: rego::called(&modules)
            .into_iter()
            .map(|called| called.name.into())
            .collect(),
        modules,
        rules,
        manner,
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
    if data.get("conftest").is_none() {
        for module in &program.modules {
            let places = rego::of_conftest(module);
            errors.extend(
                places
                    .into_iter()
                    .map(|span| PolicyError::new(&module.source, span, What::FileAtHand)),
            );
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
        floor: None,
        version: None,
        exemption_days: None,
        origin: PolicyOrigin::Folder,
        levels: Levels::always(if only_warns { Level::Warn } else { Level::Deny }),
        parameters: BTreeMap::new(),
        requires: Vec::new(),
        remediation: Box::default(),
    }
}
