//! Anchored values, and how much their aliases may repeat.

use std::collections::BTreeMap;

use super::limits::Limits;
use super::problem::TextProblem;
use super::span::Span;
use super::tree::Node;

/// How much a value holds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Weight {
    /// Values, itself included.
    pub(super) nodes: u64,
    /// Bytes of keys and strings.
    pub(super) text: u64,
    /// Levels of collections, itself included.
    pub(super) height: usize,
}

impl Weight {
    /// The weight of a scalar.
    pub(super) fn scalar(text: usize) -> Self {
        Self {
            nodes: 1,
            text: text as u64,
            height: 0,
        }
    }

    /// The weight of an empty collection.
    pub(super) fn collection() -> Self {
        Self {
            nodes: 1,
            text: 0,
            height: 1,
        }
    }

    /// Takes in what a collection gained.
    pub(super) fn hold(&mut self, inner: Self) {
        self.nodes += inner.nodes;
        self.text += inner.text;
        self.height = self.height.max(inner.height + 1);
    }
}

/// The anchored values of one document, and the account of a whole file.
#[derive(Debug)]
pub(super) struct Anchors<'run> {
    limits: &'run Limits,
    values: BTreeMap<usize, (Node, Weight)>,
    nodes: u64,
    repeated: u64,
    repeated_text: u64,
    remembered: u64,
}

impl<'run> Anchors<'run> {
    pub(super) fn new(limits: &'run Limits) -> Self {
        Self {
            limits,
            values: BTreeMap::new(),
            nodes: 0,
            repeated: 0,
            repeated_text: 0,
            remembered: 0,
        }
    }

    /// Forgets the values of a document; what they cost stays on the account.
    pub(super) fn next_document(&mut self) {
        self.values.clear();
    }

    /// Accounts for one value of the text.
    pub(super) fn count(&mut self, span: Span) -> Result<(), TextProblem> {
        self.nodes += 1;
        self.within(span)
    }

    /// Remembers an anchored value. Nested anchors would remember the same text again and again, so that this has the
    /// limit of values too.
    pub(super) fn remember(&mut self, anchor: usize, node: &Node, weight: Weight) -> Result<(), TextProblem> {
        self.remembered += weight.nodes;
        self.repeated_text += if self.values.is_empty() { 0 } else { weight.text };
        if self.remembered > u64::from(self.limits.nodes) {
            return Err(self.too_many(node.span));
        }
        self.within(node.span)?;
        self.values.insert(anchor, (node.clone(), weight));
        Ok(())
    }

    /// A copy of an anchored value for an alias inside `depth` collections; nothing while the anchored value is not complete.
    pub(super) fn repeat(
        &mut self,
        anchor: usize,
        span: Span,
        depth: usize,
    ) -> Result<Option<(Node, Weight)>, TextProblem> {
        let Some((_, weight)) = self.values.get(&anchor) else {
            return Ok(None);
        };
        let weight = *weight;
        if depth + weight.height > self.limits.depth() {
            return Err(TextProblem::TooDeep {
                span,
                limit: self.limits.depth.min(Limits::DEEPEST),
            });
        }
        self.nodes += weight.nodes;
        self.repeated += weight.nodes;
        self.repeated_text += weight.text;
        self.within(span)?;
        let copy = self.values.get(&anchor).map(|(node, _)| Node {
            span,
            value: node.value.clone(),
        });
        Ok(copy.map(|node| (node, weight)))
    }

    fn within(&self, span: Span) -> Result<(), TextProblem> {
        if self.nodes > u64::from(self.limits.nodes) {
            return Err(self.too_many(span));
        }
        if self.repeated > u64::from(self.limits.repeated) {
            return Err(TextProblem::TooManyRepeated {
                span,
                limit: self.limits.repeated,
            });
        }
        if self.repeated_text > self.limits.bytes {
            return Err(TextProblem::TooMuchRepeated {
                span,
                limit: self.limits.bytes,
            });
        }
        Ok(())
    }

    fn too_many(&self, span: Span) -> TextProblem {
        TextProblem::TooManyNodes {
            span,
            limit: self.limits.nodes,
        }
    }
}
