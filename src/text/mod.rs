//! Sources with spans: a YAML or JSON file becomes value trees that keep a byte span for every JSON pointer.

mod anchors;
mod breach;
mod clip;
mod core_schema;
mod decode;
mod document;
mod excerpt;
mod json;
mod json_reason;
mod json_scalar;
mod keys;
mod limits;
mod parse;
mod pointer;
mod problem;
mod schema;
mod source;
mod span;
mod tree;
mod yaml;
mod yaml_frame;
mod yaml_reason;

pub use breach::{Breach, Detail};
pub use document::Document;
pub use excerpt::{Characters, Colour, Excerpt, Look, Severity, render, render_problem};
pub use json_reason::{Found, JsonReason};
pub use limits::Limits;
pub use parse::{Parsed, parse, parse_line};
pub use pointer::{Pointer, Step};
pub use problem::{TextProblem, TextProblemKind};
pub use schema::{Formats, Schema, SchemaError};
pub use source::Source;
pub use span::{Column, Line, Place, Span};
pub use tree::{Entry, Node, Value};
pub use yaml_reason::YamlReason;
