//! What a collector says of how each part of a tenant was read.

use serde::Serialize;

use super::coverage::Coverage;

/// A row of the ledger: coverage, and what it took.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LedgerRow {
    /// How far it was read.
    pub coverage: Coverage,
    /// Pages that were read.
    pub pages: u64,
    /// Rows that they held.
    pub rows: u64,
    /// Rows among them that were there already.
    pub repeated: u64,
    /// When the first and the last page came, as RFC 3339.
    pub from: Option<Box<str>>,
    /// See `from`.
    pub to: Option<Box<str>>,
    /// Ids of some of the requests, which Azure's support asks for.
    pub requests: Vec<Box<str>>,
    /// The right that is missing, such as `Microsoft.Authorization/roleAssignments/read`.
    pub action: Option<Box<str>>,
    /// The least built-in role that grants it.
    pub role: Option<Box<str>>,
}

impl LedgerRow {
    /// A row about something that no page was read of.
    pub const fn of(coverage: Coverage) -> Self {
        Self {
            coverage,
            pages: 0,
            rows: 0,
            repeated: 0,
            from: None,
            to: None,
            requests: Vec::new(),
            action: None,
            role: None,
        }
    }
}

/// A row as `snapshot.json` holds it.
#[derive(Serialize)]
pub(super) struct WireRow<'a> {
    scope: &'a str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<&'a str>,
    status: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    detail: &'a str,
    pages: u64,
    rows: u64,
    #[serde(skip_serializing_if = "is_zero")]
    repeated: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    requests: &'a [Box<str>],
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'a str>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
const fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl<'a> WireRow<'a> {
    pub(super) fn of(row: &'a LedgerRow) -> Self {
        Self {
            scope: &row.coverage.scope,
            kind: row.coverage.kind.name(),
            part: row.coverage.part.as_deref(),
            status: row.coverage.status.name(),
            detail: &row.coverage.detail,
            pages: row.pages,
            rows: row.rows,
            repeated: row.repeated,
            from: row.from.as_deref(),
            to: row.to.as_deref(),
            requests: &row.requests,
            action: row.action.as_deref(),
            role: row.role.as_deref(),
        }
    }
}
