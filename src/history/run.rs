//! One audit: what it is made of, and its manifest.

use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::facts::LimitSample;
use crate::finding::Assessment;

use super::comparison::Comparison;
use super::judgements::DomainCounts;

/// The manifest of a run, `run.json`: whoever finds it finds a whole run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunHead {
    /// The version of the layout.
    pub version: u32,
    /// The run's id: its time, and something that no other run has.
    pub id: Box<str>,
    /// When it was, as RFC 3339.
    pub at: Box<str>,
    /// The day that it speaks of.
    pub as_of: Box<str>,
    /// The tenant.
    pub tenant: Option<Box<str>>,
    /// `clean`, `violations` or `untrusted`.
    pub verdict: Box<str>,
    /// Violations.
    pub violations: u64,
    /// The run that it was compared with.
    pub compared_with: Option<Box<str>>,
    /// The objects that belong to it, with their sizes in bytes.
    pub objects: Vec<(Box<str>, u64)>,
}

/// What is kept of an audit.
#[derive(Debug)]
pub struct Audited<'a> {
    /// When it was.
    pub at: Timestamp,
    /// The tenant.
    pub tenant: Option<Box<str>>,
    /// What it came to.
    pub assessment: &'a Assessment,
    /// The JSON report.
    pub report: &'a [u8],
    /// The folder of the snapshot that was judged.
    pub snapshot: Option<&'a Path>,
    /// How judgements came out, by policy and domain.
    pub counts: &'a [DomainCounts],
    /// How full limits are.
    pub limits: &'a [LimitSample],
    /// How it differs from the run before.
    pub comparison: Option<&'a Comparison>,
    /// The run before.
    pub compared_with: Option<Box<str>>,
}

/// What every row of a table says of its run.
#[derive(Clone, Debug)]
pub(super) struct RowHead {
    pub(super) run: Box<str>,
    /// Microseconds since 1970.
    pub(super) at: i64,
    pub(super) as_of: Date,
}

impl RowHead {
    /// The columns that all tables begin with.
    pub(super) fn columns(&self, rows: usize) -> Vec<super::table::Column> {
        use super::table::{Values, days};
        vec![
            ("run", Values::Text(vec![Some(self.run.clone()); rows])),
            ("run_at", Values::Time(vec![self.at; rows])),
            ("as_of", Values::Date(vec![Some(days(self.as_of)); rows])),
        ]
    }
}
