//! Nodes of a head, read with a place for every mistake.

use std::sync::Arc;

use crate::policy::error::{PolicyError, PolicyErrorKind as What};
use crate::snapshot::Kind;
use crate::text::{Node, Source, Span, Value};

/// Reads nodes of one file, and gathers what is wrong with them.
pub(super) struct Reader<'a> {
    pub(super) source: &'a Arc<Source>,
    pub(super) errors: &'a mut Vec<PolicyError>,
}

impl Reader<'_> {
    pub(super) fn error(&mut self, span: Span, what: What) {
        self.errors.push(PolicyError::new(self.source, span, what));
    }

    pub(super) fn missing(&mut self, node: &Node, key: &'static str, help: &'static str) {
        // The first member stands for an object that may be long.
        let span = node.entries().first().map_or(node.span, |entry| entry.key_span);
        self.error(span, What::Missing { key, help });
    }

    pub(super) fn wrong_type(&mut self, node: &Node, key: &str, expected: &'static str) {
        self.error(
            node.span,
            What::WrongType {
                key: key.into(),
                expected,
            },
        );
    }

    pub(super) fn keys(&mut self, node: &Node, known: &'static [&'static str]) {
        for entry in node.entries() {
            if !known.contains(&&*entry.key) {
                self.error(entry.key_span, What::unknown_key(&entry.key, known));
            }
        }
    }

    pub(super) fn text(&mut self, node: &Node, key: &str) -> Option<Box<str>> {
        let value = node.get(key)?;
        match &value.value {
            Value::String(text) => Some(text.trim().into()),
            Value::Null => None,
            _ => {
                self.wrong_type(value, key, "a text");
                None
            }
        }
    }

    pub(super) fn kinds(&mut self, node: &Node, key: &'static str) -> Vec<Kind> {
        let Some(node) = node.get(key) else { return Vec::new() };
        let elements = match &node.value {
            Value::Array(elements) => elements.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let mut kinds = Vec::new();
        for element in elements {
            match element.as_str() {
                Some(name) => match Kind::from_name(name) {
                    Some(kind) => kinds.push(kind),
                    None => self.error(element.span, What::unknown_kind(name)),
                },
                None => self.wrong_type(element, key, "a kind of subject, or a list of kinds"),
            }
        }
        if elements.is_empty() && key == "subject" {
            self.wrong_type(node, key, "a kind of subject, or a list of kinds");
        }
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    pub(super) fn word<T>(
        &mut self,
        node: &Node,
        key: &'static str,
        what: &'static str,
        known: &[&'static str],
        from_name: impl Fn(&str) -> Option<T>,
        default: T,
    ) -> T {
        node.get(key)
            .and_then(|node| self.one_of(node, what, known, from_name))
            .unwrap_or(default)
    }

    pub(super) fn one_of<T>(
        &mut self,
        node: &Node,
        what: &'static str,
        known: &[&'static str],
        from_name: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let Some(word) = node.as_str() else {
            self.wrong_type(node, what, "a word");
            return None;
        };
        let found = from_name(word);
        if found.is_none() {
            self.error(node.span, What::unknown_word(what, word, known.to_vec()));
        }
        found
    }
}
