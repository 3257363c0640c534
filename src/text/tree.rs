//! A parsed value in which every part knows its bytes.

use super::pointer::Pointer;
use super::span::Span;

/// A value and the bytes it was read from. What an alias names carries the alias's span at its top, the anchor's inside.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it was read.
    pub span: Span,
    /// What was read.
    pub value: Value,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as JSON knows them.
    Number(serde_json::Number),
    /// A string; dates are strings too.
    String(Box<str>),
    /// A sequence.
    Array(Vec<Node>),
    /// A mapping, in the file's order; of a duplicated key the first entry is kept, and the others are reported.
    Object(Vec<Entry>),
}

/// One member of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: Box<str>,
    /// Where the key was read.
    pub key_span: Span,
    /// The value.
    pub node: Node,
}

impl Node {
    /// The member of an object with this key.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries()
            .iter()
            .find(|entry| &*entry.key == key)
            .map(|entry| &entry.node)
    }

    /// The members of an object; none for anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Object(entries) => entries,
            _ => &[],
        }
    }

    /// The elements of an array; none for anything else.
    pub fn elements(&self) -> &[Self] {
        match &self.value {
            Value::Array(elements) => elements,
            _ => &[],
        }
    }

    /// The string, where it is one.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The node that a pointer names.
    pub fn find(&self, pointer: &Pointer) -> Option<&Self> {
        pointer.tokens().try_fold(self, |node, token| node.child(&token))
    }

    /// The deepest existing node on the way to a pointer: a missing field is shown at what should hold it.
    pub fn nearest(&self, pointer: &Pointer) -> &Self {
        let mut node = self;
        for token in pointer.tokens() {
            match node.child(&token) {
                Some(child) => node = child,
                None => break,
            }
        }
        node
    }

    /// Moves every span by a number of bytes: the text that was parsed lies that far inside its source.
    pub(super) fn shift(&mut self, by: u32) {
        self.span = self.span.shifted(by);
        match &mut self.value {
            Value::Array(elements) => elements.iter_mut().for_each(|element| element.shift(by)),
            Value::Object(entries) => {
                for entry in entries {
                    entry.key_span = entry.key_span.shifted(by);
                    entry.node.shift(by);
                }
            }
            _ => {}
        }
    }

    /// The value without spans.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => serde_json::Value::Bool(*value),
            Value::Number(number) => serde_json::Value::Number(number.clone()),
            Value::String(text) => serde_json::Value::String(text.to_string()),
            Value::Array(elements) => elements.iter().map(Self::to_json).collect(),
            Value::Object(entries) => serde_json::Value::Object(
                entries
                    .iter()
                    .map(|entry| (entry.key.to_string(), entry.node.to_json()))
                    .collect(),
            ),
        }
    }

    /// A scalar as text; empty for a collection.
    pub(super) fn scalar_text(value: &Value) -> String {
        match value {
            Value::Null => "null".to_owned(),
            Value::Bool(value) => value.to_string(),
            Value::Number(number) => number.to_string(),
            Value::String(text) => text.to_string(),
            Value::Array(_) | Value::Object(_) => String::new(),
        }
    }

    fn child(&self, token: &str) -> Option<&Self> {
        match &self.value {
            Value::Object(_) => self.get(token),
            Value::Array(elements) => token.parse::<usize>().ok().and_then(|index| elements.get(index)),
            _ => None,
        }
    }
}
