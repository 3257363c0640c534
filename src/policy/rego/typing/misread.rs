//! What a module takes its input for and that the input is not.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::text;

/// Something that a module takes its input for and that the input is not.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::policy) struct Misreading {
    /// Where.
    pub(in crate::policy) span: text::Span,
    pub(in crate::policy) what: Misread,
}

/// What is misread.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::policy) enum Misread {
    /// A member that there is none of.
    Missing {
        name: Box<str>,
        /// The text of what should have it.
        of: Box<str>,
        known: BTreeSet<Box<str>>,
    },
    /// A member that nothing is said of, among members that are known.
    Open { name: Box<str>, known: BTreeSet<Box<str>> },
    /// A value that it never has.
    Never {
        value: Json,
        of: Box<str>,
        known: Vec<Json>,
        /// Whether the comparison asks for a difference, so that it always holds.
        is_difference: bool,
    },
}
