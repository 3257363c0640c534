//! Rows of the tenant, kept as the bytes that Azure Resource Manager returned.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::kind::Kind;

/// One `<kind>.ndjson` file: its text, and where each row is.
#[derive(Debug, Default)]
pub struct Table {
    /// The file's name as reports show it.
    pub file: Box<str>,
    /// The whole text; rows are read from it when they are needed, and never copied.
    pub text: Box<str>,
    /// The bytes of each valid row, in the file's order, with its line counted from 1.
    pub rows: Vec<(Range<u32>, u32)>,
}

impl Table {
    /// The text of one row: a JSON object with an `id`.
    pub fn row(&self, index: usize) -> &str {
        self.rows
            .get(index)
            .and_then(|(range, _)| self.text.get(range.start as usize..range.end as usize))
            .unwrap_or("null")
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// What was observed of the tenant. A kind without a table was not collected, which is not the same as an empty one.
#[derive(Clone, Debug, Default)]
pub struct Observed {
    /// The tables by kind; states of the mesh may share them.
    pub tables: BTreeMap<Kind, Arc<Table>>,
    /// `tenant` of `snapshot.json`.
    pub tenant: Option<Box<str>>,
    /// `collected` of `snapshot.json`, as it stands.
    pub collected: Option<serde_json::Value>,
}
