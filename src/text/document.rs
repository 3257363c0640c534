//! One document of a file.

use std::sync::Arc;

use super::pointer::Pointer;
use super::source::Source;
use super::span::{Place, Span};
use super::tree::Node;

/// One YAML or JSON document, and which of its file's documents it is.
#[derive(Debug)]
pub struct Document {
    /// The file.
    pub source: Arc<Source>,
    /// Its number within the file, from 0.
    pub index: u32,
    /// The parsed tree.
    pub root: Node,
}

impl Document {
    /// The bytes of the deepest existing node on the way to a pointer.
    pub fn span(&self, pointer: &Pointer) -> Span {
        self.root.nearest(pointer).span
    }

    /// Where a reader finds a pointer.
    pub fn place(&self, pointer: &Pointer) -> Place {
        self.source.place(self.span(pointer))
    }
}
