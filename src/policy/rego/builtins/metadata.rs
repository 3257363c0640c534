//! `rego.metadata.rule()` and `rego.metadata.chain()`.
//!
//! Their answer depends on where the call stands, which a builtin is not told. So the interpreter is given a text in which
//! each call names its place by a number, and the answers lie ready; lines stay as they are.

use std::collections::BTreeMap;
use std::sync::Arc;

use regorus::Value;
use regorus::unstable::Rule;
use serde_json::{Map, Value as Json, json};

use crate::policy::rego::Module;
use crate::policy::rego::annotations::{Annotated, Scope, annotated};
use crate::policy::rego::convert::Interner;
use crate::policy::rego::reference::{self, Event};

const RULE: &str = "rego.metadata.rule";
const CHAIN: &str = "rego.metadata.chain";

/// Whether a builtin is answered here.
pub(super) fn answers(name: &str) -> bool {
    [RULE, CHAIN].contains(&name)
}

/// Where modules ask for their metadata, and what they are told.
#[derive(Debug, Default)]
pub(in crate::policy) struct MetadataCalls {
    /// For each module by its file, where a call's parenthesis opens, and the number of its answer.
    places: BTreeMap<Box<str>, Vec<(usize, usize)>>,
    answers: Vec<Json>,
}

impl MetadataCalls {
    /// The calls in these modules, answered by what all modules say of themselves.
    pub(in crate::policy) fn find(modules: &[Arc<Module>], all: &[Arc<Module>]) -> Self {
        let mut calls = Self::default();
        for module in modules {
            for rule in &module.tree.policy {
                reference::of_rule(rule, &mut |event| {
                    let Event::Call(named) = event else { return };
                    let name: Vec<&str> = std::iter::once(named.root).chain(named.names()).collect();
                    let name = name.join(".");
                    let text = module.source.text();
                    let open = text
                        .get(named.span.end as usize..)
                        .and_then(|rest| rest.find('('))
                        .map(|at| named.span.end as usize + at + 1);
                    let Some(open) = open.filter(|_| answers(&name)) else {
                        return;
                    };
                    let chain = chain(module, rule, all);
                    let places = calls.places.entry(module.source.name().into()).or_default();
                    places.push((open, calls.answers.len()));
                    calls.answers.push(if name == CHAIN { chain } else { own(&chain) });
                });
            }
        }
        calls
    }

    /// The text of a module in which its calls are numbered.
    pub(in crate::policy::rego) fn numbered(&self, module: &Module) -> String {
        let mut text = module.source.text().to_owned();
        let mut places = self.places.get(module.source.name()).cloned().unwrap_or_default();
        places.sort_unstable();
        places.dedup_by_key(|(at, _)| *at);
        for (at, number) in places.into_iter().rev() {
            text.insert_str(at, &number.to_string());
        }
        text
    }

    /// Puts the answers into an engine.
    pub(in crate::policy::rego) fn install(&self, engine: &mut regorus::Engine) -> Result<(), String> {
        if self.answers.is_empty() {
            return Ok(());
        }
        let mut interner = Interner::default();
        let answers: Arc<[Value]> = self.answers.iter().map(|answer| interner.value(answer)).collect();
        for name in [RULE, CHAIN] {
            let answers = Arc::clone(&answers);
            let answer = move |args: Vec<Value>| {
                let number = args.first().and_then(|number| number.as_i64().ok());
                let answer = number.and_then(|number| answers.get(usize::try_from(number).ok()?));
                Ok(answer.cloned().unwrap_or(Value::Undefined))
            };
            engine
                .add_extension(name.to_owned(), 1, Box::new(answer))
                .map_err(|error| error.to_string())?;
        }
        Ok(())
    }
}

/// The rule's own link of a chain, or an empty object where nothing is said of the rule.
fn own(chain: &Json) -> Json {
    chain.pointer("/0/annotations").cloned().unwrap_or_else(|| json!({}))
}

/// What is said of a rule, of its document, of its package, and of the packages around it; from the inside out.
fn chain(module: &Arc<Module>, rule: &Rule, all: &[Arc<Module>]) -> Json {
    let Some(head) = reference::head(rule) else {
        return json!([]);
    };
    let path = |module: &Module, head: &reference::Reference<'_>| -> Vec<Box<str>> {
        let own = std::iter::once(head.root).chain(head.names()).map(Box::from);
        module.package.iter().cloned().chain(own).collect()
    };
    let own_path = path(module, &head);
    let mut links = Vec::new();
    let mut first = Map::new();
    if let Some(annotations) = of_rule(module, rule, Scope::Rule).next() {
        first.insert("annotations".to_owned(), annotations);
    }
    first.insert("path".to_owned(), json!(own_path));
    links.push(Json::Object(first));
    for other in all.iter().filter(|other| other.package == module.package) {
        for rule in &other.tree.policy {
            if reference::head(rule).is_some_and(|head| path(other, &head) == own_path) {
                let said = of_rule(other, rule, Scope::Document);
                links.extend(said.map(|annotations| json!({"annotations": annotations, "path": own_path})));
            }
        }
    }
    for length in (1..=module.package.len()).rev() {
        let package = module.package.get(..length).unwrap_or_default();
        for other in all.iter().filter(|other| *other.package == *package) {
            let is_own = length == module.package.len();
            let said = annotated(other, Annotated::Package).into_iter();
            let said = said.filter(|(scope, _)| *scope == Scope::Subpackages || is_own && *scope == Scope::Package);
            links.extend(said.map(|(_, annotations)| json!({"annotations": annotations, "path": package})));
        }
    }
    Json::Array(links)
}

fn of_rule(module: &Module, rule: &Rule, wanted: Scope) -> impl Iterator<Item = Json> {
    let start = reference::head(rule).map_or(0, |head| head.span.start);
    annotated(module, Annotated::Rule(start))
        .into_iter()
        .filter(move |(scope, _)| *scope == wanted)
        .map(|(_, annotations)| annotations)
}
