//! `examples.yaml`: subjects, and what the policy in the same folder must say of them.
//!
//! ```yaml
//! pass:
//!   - name: one domain reads the table
//!     input: {name: erp.orders, ingestions: [{domain: sales}]}
//! fail:
//!   - name: two domains read it
//!     input: {name: erp.orders, ingestions: [{domain: sales}, {domain: hr}]}
//!     parameters: {max_domains: 1}      # over the defaults; optional everywhere
//!     as_of: 2027-01-31                 # the day; optional everywhere
//!     messages: [erp.orders is ingested by hr, sales]   # all of them, in any order; optional
//!     paths: [/ingestions]              # likewise, as JSON pointers; optional
//! not_applicable: []
//! cannot_evaluate:
//!   - name: nobody knows its domain
//!     input: {name: erp.orders}
//!     messages: [no domain is known]    # all reasons; optional
//! ```

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::policy::error::{PolicyError, PolicyErrorKind};
use crate::text::{Limits, Node, Source, Span, Value, parse};

const OUTCOMES: &[&str] = &["pass", "fail", "not_applicable", "cannot_evaluate"];

const KEYS: &[&str] = &["name", "input", "parameters", "as_of"];

const FAIL_KEYS: &[&str] = &["name", "input", "parameters", "as_of", "messages", "paths"];

const CANNOT_KEYS: &[&str] = &["name", "input", "parameters", "as_of", "messages"];

/// One example.
#[derive(Clone, Debug)]
pub struct Example {
    /// What it shows.
    pub name: Box<str>,
    /// Where it stands.
    pub span: Span,
    /// All of it, from its first key on.
    pub whole: Span,
    /// The subject.
    pub input: serde_json::Value,
    /// Parameters other than the defaults.
    pub parameters: BTreeMap<Box<str>, serde_json::Value>,
    /// The day it is judged on, where that matters.
    pub as_of: Option<jiff::civil::Date>,
    /// What must come of it.
    pub expected: Expected,
}

/// What must come of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Nothing is wrong.
    Pass,
    /// Something is wrong.
    Fail {
        /// All messages, sorted, where they are given.
        messages: Option<Vec<Box<str>>>,
        /// All paths as pointers, sorted, where they are given.
        paths: Option<Vec<Box<str>>>,
    },
    /// The policy does not speak of it.
    NotApplicable,
    /// The policy cannot tell.
    CannotEvaluate {
        /// All reasons, sorted, where they are given.
        reasons: Option<Vec<Box<str>>>,
    },
}

/// The examples of a file, and what is wrong with them.
pub fn examples(source: &Arc<Source>) -> (Vec<Example>, Vec<PolicyError>) {
    let parsed = parse(source.name(), source.text().as_bytes(), &Limits::default());
    let mut reader = Reader {
        source,
        errors: Vec::new(),
    };
    for problem in &parsed.problems {
        let kind = PolicyErrorKind::Text {
            message: problem.message().into(),
            help: problem.help().map(|help| help.into_owned().into()),
        };
        reader.error(problem.span(), kind);
    }
    let mut examples = Vec::new();
    if let Some(document) = parsed.documents.first() {
        reader.keys(&document.root, OUTCOMES);
        for outcome in OUTCOMES {
            let Some(list) = document.root.get(outcome) else {
                continue;
            };
            if !matches!(list.value, Value::Array(_) | Value::Null) {
                reader.wrong_type(list, outcome, "a list of examples");
            }
            examples.extend(list.elements().iter().filter_map(|node| reader.example(outcome, node)));
        }
    }
    (examples, reader.errors)
}

struct Reader<'a> {
    source: &'a Arc<Source>,
    errors: Vec<PolicyError>,
}

impl Reader<'_> {
    fn error(&mut self, span: Span, kind: PolicyErrorKind) {
        self.errors.push(PolicyError::new(self.source, span, kind));
    }

    fn wrong_type(&mut self, node: &Node, key: &str, expected: &'static str) {
        let key = key.into();
        self.error(node.span, PolicyErrorKind::WrongType { key, expected });
    }

    fn keys(&mut self, node: &Node, known: &'static [&'static str]) {
        for entry in node.entries() {
            if !known.contains(&&*entry.key) {
                self.error(entry.key_span, PolicyErrorKind::unknown_key(&entry.key, known));
            }
        }
    }

    fn example(&mut self, outcome: &str, node: &Node) -> Option<Example> {
        let known = match outcome {
            "fail" => FAIL_KEYS,
            "cannot_evaluate" => CANNOT_KEYS,
            _ => KEYS,
        };
        self.keys(node, known);
        let expected = match outcome {
            "pass" => Expected::Pass,
            "fail" => Expected::Fail {
                messages: self.texts(node, "messages"),
                paths: self.texts(node, "paths"),
            },
            "not_applicable" => Expected::NotApplicable,
            _ => Expected::CannotEvaluate {
                reasons: self.texts(node, "messages"),
            },
        };
        let as_of = node.get("as_of").and_then(|node| {
            let text = node.as_str().unwrap_or_default();
            let date = text.parse().ok();
            if date.is_none() {
                self.error(node.span, PolicyErrorKind::BadDate(text.into()));
            }
            date
        });
        let name = self.needed(node, "name", "say what the example shows");
        let input = self.needed(node, "input", "give the subject that is judged");
        let (name, input) = (name?, input?);
        Some(Example {
            name: name.as_str().unwrap_or_default().into(),
            span: name.span,
            whole: node.span,
            input: input.to_json(),
            parameters: node
                .get("parameters")
                .map(Node::entries)
                .unwrap_or_default()
                .iter()
                .map(|entry| (entry.key.clone(), entry.node.to_json()))
                .collect(),
            as_of,
            expected,
        })
    }

    fn needed<'n>(&mut self, node: &'n Node, key: &'static str, help: &'static str) -> Option<&'n Node> {
        let found = node.get(key);
        if found.is_none() {
            self.error(node.span, PolicyErrorKind::Missing { key, help });
        }
        found
    }

    fn texts(&mut self, node: &Node, key: &str) -> Option<Vec<Box<str>>> {
        let node = node.get(key)?;
        let mut texts: Vec<Box<str>> = node
            .elements()
            .iter()
            .filter_map(|element| element.as_str().map(Box::from))
            .collect();
        if !matches!(node.value, Value::Array(_)) || texts.len() != node.elements().len() {
            self.wrong_type(node, key, "a list of texts");
        }
        texts.sort();
        Some(texts)
    }
}
