//! What a collection came to, for people.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use crate::cli::run::say;
use crate::collect::Collected;
use crate::snapshot::{LedgerRow, Status};

/// Scopes that are named; the ledger has them all.
const NAMED: usize = 3;

/// Says it on standard error.
pub(in crate::cli) fn tell(collected: &Collected, target: &Path) {
    for line in lines(collected, target) {
        say(&line);
    }
}

fn lines(collected: &Collected, target: &Path) -> Vec<String> {
    let rows: u64 = collected.rows.values().sum();
    let reached = &collected.reached;
    let mut lines = vec![format!(
        "collected {rows} rows into {} in {}: {} requests, {} tried again, {} of them throttled",
        target.display(),
        duration(collected.elapsed),
        reached.requests,
        reached.tries_again,
        reached.throttled,
    )];
    let counts: Vec<String> = collected
        .rows
        .iter()
        .filter(|(_, rows)| **rows > 0)
        .map(|(kind, rows)| format!("{rows} {}", kind.name().replace('_', " ")))
        .collect();
    if !counts.is_empty() {
        lines.push(format!("  {}", counts.join(", ")));
    }
    let missing: Vec<&LedgerRow> = collected.missing().collect();
    if missing.is_empty() {
        lines.push("everything that was asked for was read".to_owned());
        return lines;
    }
    lines.push("not read:".to_owned());
    lines.extend(gaps(&missing));
    if let Some(mend) = mend(collected) {
        lines.push(mend);
    }
    lines.push(format!(
        "the ledger is `coverage` in {}",
        target.join("snapshot.json").display()
    ));
    lines
}

/// One line for each kind and reason.
fn gaps(missing: &[&LedgerRow]) -> Vec<String> {
    let mut groups: BTreeMap<(Status, String, &str), BTreeSet<&str>> = BTreeMap::new();
    for row in missing {
        let coverage = &row.coverage;
        let what = match &coverage.part {
            Some(part) => format!("{part} of {}", coverage.kind.name()),
            None => coverage.kind.name().to_owned(),
        };
        let why = row.action.as_deref().unwrap_or(&coverage.detail);
        groups
            .entry((coverage.status, what, why))
            .or_default()
            .insert(&coverage.scope);
    }
    groups
        .into_iter()
        .map(|((status, what, why), scopes)| {
            let named: Vec<&str> = scopes.iter().take(NAMED).copied().collect();
            let more = match scopes.len().saturating_sub(NAMED) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            format!(
                "  {} {what} at {}{more}: {why}",
                status.name().replace('_', " "),
                named.join(", ")
            )
        })
        .collect()
}

/// The one role assignment that would close the gaps that a right leaves open.
fn mend(collected: &Collected) -> Option<String> {
    let roles: BTreeSet<&str> = collected
        .missing()
        .filter(|row| row.coverage.status == Status::Denied)
        .filter_map(|row| row.role.as_deref())
        .collect();
    if roles.is_empty() {
        return None;
    }
    let at = collected.tenant.as_deref().map_or_else(
        || "the management group above the mesh".to_owned(),
        |tenant| format!("/providers/Microsoft.Management/managementGroups/{tenant}, or the group above the mesh"),
    );
    let roles: Vec<&str> = roles.into_iter().collect();
    Some(format!(
        "what is denied is granted by {} at {at}:\n  az role assignment create --assignee <principal> --role \"{}\" --scope <management group>",
        roles.join(" and "),
        roles.first().copied().unwrap_or_default(),
    ))
}

/// `1 h 02 min`, `3 min 20 s` or `12 s`.
pub(super) fn duration(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, 0) => format!("{} ms", duration.as_millis()),
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, seconds) => format!("{minutes} min {seconds:02} s"),
        (hours, minutes, _) => format!("{hours} h {minutes:02} min"),
    }
}
