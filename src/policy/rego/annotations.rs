//! What `# METADATA` blocks say, as OPA shows it to policies.

use serde_json::{Map, Value, json};

use crate::text::{Limits, parse};

use super::module::Module;

/// What a block is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    Rule,
    Document,
    Package,
    Subpackages,
}

impl Scope {
    const ALL: [Self; 4] = [Self::Rule, Self::Document, Self::Package, Self::Subpackages];

    const fn name(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Document => "document",
            Self::Package => "package",
            Self::Subpackages => "subpackages",
        }
    }
}

/// What somebody wants to know of.
#[derive(Clone, Copy, Debug)]
pub(super) enum Annotated {
    /// The module's package.
    Package,
    /// The rule whose head begins at this byte.
    Rule(u32),
}

/// The blocks before a statement, in order, each with its scope.
pub(super) fn annotated(module: &Module, what: Annotated) -> Vec<(Scope, Value)> {
    let (start, default) = match what {
        Annotated::Package => (module.package_span.start, Scope::Package),
        Annotated::Rule(start) => (start, Scope::Rule),
    };
    blocks(module.source.text(), start as usize)
        .into_iter()
        .filter_map(|block| {
            let document = parse("metadata.yaml", block.as_bytes(), &Limits::default());
            let Value::Object(said) = document.documents.first()?.root.to_json() else {
                return None;
            };
            let is_entry_point = said.get("entrypoint") == Some(&Value::Bool(true));
            let scope = match said.get("scope").and_then(Value::as_str) {
                // What is said of an entry point is said of all rules of its name.
                None if is_entry_point && default == Scope::Rule => Scope::Document,
                None => default,
                Some(word) => Scope::ALL.into_iter().find(|scope| scope.name() == word)?,
            };
            Some((scope, shown(said, scope)))
        })
        .collect()
}

/// The texts of the blocks that end right before the line of a statement.
fn blocks(text: &str, statement: usize) -> Vec<String> {
    let line = text
        .get(..statement)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |at| at + 1);
    let mut comments: Vec<&str> = text
        .get(..line)
        .unwrap_or_default()
        .lines()
        .rev()
        .map(str::trim)
        .take_while(|line| line.is_empty() || line.starts_with('#'))
        .collect();
    comments.reverse();
    let mut blocks: Vec<String> = Vec::new();
    let mut is_open = false;
    for comment in comments {
        let Some(said) = comment.strip_prefix('#') else {
            is_open = false;
            continue;
        };
        if said.trim() == "METADATA" {
            blocks.push(String::new());
            is_open = true;
        } else if let Some(block) = blocks.last_mut().filter(|_| is_open) {
            block.push_str(said.strip_prefix(' ').unwrap_or(said));
            block.push('\n');
        }
    }
    blocks
}

/// The short forms written out, and the scope that goes without saying.
fn shown(said: Map<String, Value>, scope: Scope) -> Value {
    let mut shown = Map::new();
    for (key, value) in said {
        let elements = |long: fn(&str) -> Value| match &value {
            Value::Array(elements) => elements
                .iter()
                .map(|element| element.as_str().map_or_else(|| element.clone(), long))
                .collect(),
            other => other.clone(),
        };
        let value = match key.as_str() {
            "authors" => elements(author),
            "related_resources" => elements(|link| json!({ "ref": link })),
            "schemas" => schemas(&value),
            _ => value,
        };
        shown.insert(key, value);
    }
    shown.insert("scope".to_owned(), scope.name().into());
    Value::Object(shown)
}

/// `Ann <ann@example.org>`.
fn author(text: &str) -> Value {
    let (name, email) = match text.split_once('<') {
        Some((name, rest)) => (name.trim(), rest.trim_end().trim_end_matches('>')),
        None => (text.trim(), ""),
    };
    let members = [("name", name), ("email", email)];
    let said = members.into_iter().filter(|(_, text)| !text.is_empty());
    Value::Object(said.map(|(key, text)| (key.to_owned(), text.into())).collect())
}

/// `- input.a: schema.b`, or a schema in place.
fn schemas(value: &Value) -> Value {
    let entries = value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .flatten();
    entries
        .map(|(path, schema)| match schema {
            Value::String(name) => json!({"path": steps(path), "schema": steps(name)}),
            definition => json!({"path": steps(path), "definition": definition}),
        })
        .collect()
}

/// The steps of `schema["a.b"].c`.
fn steps(path: &str) -> Vec<&str> {
    path.split(['[', ']'])
        .flat_map(
            |part| match part.strip_prefix('"').and_then(|part| part.strip_suffix('"')) {
                Some(quoted) => vec![quoted],
                None => part.split('.').collect(),
            },
        )
        .filter(|step| !step.is_empty())
        .collect()
}
