//! Whether the absence of a thing may be trusted.

use crate::snapshot::{Kind, Snapshot, Status};

/// How completely one kind is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Completeness {
    /// All of it was read.
    Complete,
    /// Nobody looked for it: no snapshot of the tenant was given, or it holds no such table.
    NotCollected,
    /// Some of it is missing: each reason names a scope or a file.
    Incomplete(Vec<Box<str>>),
}

impl Completeness {
    /// How completely a snapshot knows a kind: from coverage rows, problems that name the kind, and the tables that are there.
    pub fn of(snapshot: &Snapshot, kind: Kind) -> Self {
        let mut reasons: Vec<Box<str>> = snapshot
            .coverage
            .iter()
            .filter(|row| {
                row.kind == kind && row.part.is_none() && !row.status.is_trusted() && row.status != Status::NotCollected
            })
            .map(|row| {
                let why = if row.detail.is_empty() {
                    String::new()
                } else {
                    format!(": {}", row.detail)
                };
                format!("{kind} {} at {}{why}", row.status.name(), row.scope).into()
            })
            .collect();
        let broken = snapshot
            .problems
            .iter()
            .filter(|problem| problem.kind == Some(kind) && problem.loses_object())
            .count();
        if broken > 0 {
            reasons.push(
                format!(
                    "{broken} {kind} file{} could not be read",
                    if broken == 1 { "" } else { "s" }
                )
                .into(),
            );
        }
        if !reasons.is_empty() {
            return Self::Incomplete(reasons);
        }
        let not_collected = snapshot
            .coverage
            .iter()
            .any(|row| row.kind == kind && row.part.is_none() && row.status == Status::NotCollected);
        if kind.is_only_observed() && !snapshot.observed.tables.contains_key(&kind) || not_collected {
            return Self::NotCollected;
        }
        Self::Complete
    }
}
