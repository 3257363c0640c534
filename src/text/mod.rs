//! Sources with spans: a YAML or JSON file becomes value trees that keep a byte span for every JSON pointer.

mod breach;
mod document;
mod pointer;
mod schema;
mod source;
mod span;
mod tree;

pub use breach::{Breach, Detail};
pub use document::Document;
pub use pointer::{Pointer, Step};
pub use schema::{Formats, Schema, SchemaError};
pub use source::Source;
pub use span::{Column, Line, Place, Span};
pub use tree::{Entry, Node, Value};
