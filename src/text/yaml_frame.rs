//! A YAML collection that is still open.

use super::anchors::Weight;
use super::keys;
use super::problem::{Problems, TextProblem};
use super::span::Span;
use super::tree::{Entry, Node, Value};

/// An open collection with what it holds so far.
#[derive(Debug)]
pub(super) struct Frame {
    start: u32,
    end: u32,
    anchor: usize,
    weight: Weight,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Sequence(Vec<Node>),
    Mapping {
        entries: Vec<Entry>,
        key: Option<Key>,
        merged: Vec<Entry>,
    },
}

#[derive(Debug)]
struct Key {
    text: Box<str>,
    span: Span,
    merge: bool,
}

impl Frame {
    pub(super) fn sequence(span: Span, anchor: usize) -> Self {
        Self::new(span, anchor, Content::Sequence(Vec::new()))
    }

    pub(super) fn mapping(span: Span, anchor: usize) -> Self {
        let content = Content::Mapping {
            entries: Vec::new(),
            key: None,
            merged: Vec::new(),
        };
        Self::new(span, anchor, content)
    }

    fn new(span: Span, anchor: usize, content: Content) -> Self {
        Self {
            start: span.start,
            end: span.end,
            anchor,
            weight: Weight::collection(),
            content,
        }
    }

    pub(super) fn anchor(&self) -> usize {
        self.anchor
    }

    /// Whether this is a mapping whose next part is a key.
    pub(super) fn wants_key(&self) -> bool {
        matches!(self.content, Content::Mapping { key: None, .. })
    }

    pub(super) fn key(&mut self, text: &str, span: Span, merge: bool) {
        self.end = self.end.max(span.end);
        self.weight.text += text.len() as u64;
        if let Content::Mapping { key, .. } = &mut self.content {
            *key = Some(Key {
                text: text.into(),
                span,
                merge,
            });
        }
    }

    pub(super) fn value(&mut self, node: Node, weight: Weight, problems: &mut Problems) {
        self.end = self.end.max(node.span.end);
        self.weight.hold(weight);
        match &mut self.content {
            Content::Sequence(elements) => elements.push(node),
            Content::Mapping { entries, key, merged } => match key.take() {
                Some(key) if key.merge => merged.extend(mergeable(node, problems)),
                Some(key) => entries.push(Entry {
                    key: key.text,
                    key_span: key.span,
                    node,
                }),
                None => {}
            },
        }
    }

    /// The finished value. A block collection has no closing mark and ends with its last content.
    pub(super) fn close(self, mark: Span, problems: &mut Problems) -> (Node, Weight) {
        let end = if mark.is_empty() {
            self.end
        } else {
            mark.end.max(self.end)
        };
        let value = match self.content {
            Content::Sequence(elements) => Value::Array(elements),
            Content::Mapping {
                mut entries, merged, ..
            } => {
                keys::keep_first(&mut entries, problems);
                if !merged.is_empty() {
                    keys::merge(&mut entries, merged);
                }
                Value::Object(entries)
            }
        };
        let node = Node {
            span: Span::new(self.start, end),
            value,
        };
        (node, self.weight)
    }
}

/// The entries that a merge key brings.
fn mergeable(node: Node, problems: &mut Problems) -> Vec<Entry> {
    match node.value {
        Value::Object(entries) => entries,
        Value::Array(elements) if elements.iter().all(|element| matches!(element.value, Value::Object(_))) => {
            let objects = elements.into_iter().map(|element| match element.value {
                Value::Object(entries) => entries,
                _ => Vec::new(),
            });
            objects.flatten().collect()
        }
        _ => {
            problems.add(TextProblem::MergeOfNoMapping { span: node.span });
            Vec::new()
        }
    }
}
