//! Which top-level fields of a subject somebody will read.

use std::collections::BTreeSet;

/// The fields to build. `kind`, `id` and `name` cost nothing and are always there when all are asked for; a policy that
/// provably reads only some fields gets only those.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fields {
    /// Every field.
    All,
    /// Only these.
    Only(BTreeSet<Box<str>>),
}

impl Fields {
    /// Whether a field is wanted.
    pub fn wants(&self, field: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(fields) => fields.contains(field),
        }
    }
}
