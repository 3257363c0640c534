//! Why a run as a whole may not be trusted.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::{Doubt, Judgements, Plan};
use crate::policy::Level;
use crate::snapshot::{Kind, Location, NodeKind, ProblemCode, Snapshot, Status};

/// How many files or scopes are named.
const NAMED: usize = 3;

/// Why the run as a whole may not be trusted.
pub(super) fn distrust(snapshot: &Snapshot, plan: &Plan, judgements: &Judgements) -> Vec<Box<str>> {
    let mut reasons = Vec::new();
    if judgements.counts.iter().all(|counts| counts.judgements() == 0) {
        reasons.push(format!("nothing was evaluated: {}", nothing(snapshot, plan)).into());
    }
    reasons.extend(lost(snapshot));
    reasons.extend(unseen(snapshot, plan));
    let looked_at_tenant = !snapshot.observed.tables.is_empty();
    for ((ruling, counts), doubted) in plan.rulings.iter().zip(&judgements.counts).zip(&judgements.doubted) {
        let id = &ruling.policy.metadata.id;
        if counts.fault > 0 {
            reasons.push(format!("{id} broke on {} of {}", counts.fault, subjects(counts.judgements())).into());
        }
        let only_not_collected = doubted
            .reasons
            .iter()
            .all(|doubt| matches!(doubt, Doubt::NotCollected(_)));
        if ruling.level == Level::Deny && doubted.subjects > 0 && (looked_at_tenant || !only_not_collected) {
            let what: Vec<String> = doubted.reasons.iter().map(ToString::to_string).collect();
            let what = what.join("; ");
            reasons.push(format!("{id} cannot pass {}: {what}", subjects(doubted.subjects)).into());
        }
    }
    reasons
}

fn subjects(count: u64) -> String {
    format!("{count} subject{}", if count == 1 { "" } else { "s" })
}

/// Why a run had nothing to judge.
fn nothing(snapshot: &Snapshot, plan: &Plan) -> &'static str {
    if plan.rulings.is_empty() {
        "no policy is in force"
    } else if snapshot.counts.documents == 0 && snapshot.observed.tables.is_empty() {
        "no contract, product, pipeline or row of a tenant was found"
    } else {
        "no policy is about what was found"
    }
}

/// The files in which something of ours is broken beyond reading: what they hold was never a subject, so that no policy,
/// whatever it requires, could find anything there.
fn lost(snapshot: &Snapshot) -> Option<Box<str>> {
    let files: BTreeSet<&str> = snapshot
        .problems
        .iter()
        .filter(|problem| {
            let is_ours =
                problem.kind.is_some() || matches!(problem.code, ProblemCode::Unreadable | ProblemCode::BrokenSnapshot);
            problem.code.loses_objects() && is_ours
        })
        .filter_map(|problem| match &problem.location {
            Location::File { file, .. } => Some(&**file),
            Location::Azure { .. } => None,
        })
        .collect();
    let count = files.len();
    let named: Vec<&str> = files.into_iter().take(NAMED).collect();
    let more = match count.saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let plural = if count == 1 { "" } else { "s" };
    (count > 0).then(|| {
        format!(
            "{count} file{plural} could not be read completely: {}{more}",
            named.join(", ")
        )
        .into()
    })
}

/// The kinds that a deny rule judges and of which some could not be read: what was seen is judged rightly, but nobody knows
/// of the rest.
fn unseen(snapshot: &Snapshot, plan: &Plan) -> Vec<Box<str>> {
    let is_by_subscription = snapshot
        .declared
        .meshes
        .first()
        .is_some_and(|mesh| mesh.node == NodeKind::Subscription);
    let nodes = if is_by_subscription {
        Kind::Subscription
    } else {
        Kind::ResourceGroup
    };
    let judged: BTreeSet<Kind> = plan
        .rulings
        .iter()
        .filter(|ruling| ruling.level == Level::Deny)
        .flat_map(|ruling| ruling.policy.metadata.subjects.iter().copied())
        .flat_map(|kind| match kind {
            Kind::Node => vec![nodes],
            other => vec![other],
        })
        .collect();
    let mut reasons = Vec::new();
    for kind in &judged {
        if is_of_tenant(*kind) && !snapshot.observed.tables.is_empty() && !snapshot.observed.tables.contains_key(kind) {
            reasons.push(format!("no {kind} was collected, so that none was judged").into());
        }
    }
    let mut scopes: BTreeMap<Kind, Vec<&str>> = BTreeMap::new();
    for row in &snapshot.coverage {
        let is_gap = !row.status.is_trusted() && row.status != Status::NotCollected;
        // A file that could not be opened is told as such.
        if is_gap && judged.contains(&row.kind) && row.scope.starts_with('/') {
            scopes.entry(row.kind).or_default().push(&row.scope);
        }
    }
    reasons.extend(scopes.into_iter().map(|(kind, scopes)| {
        let named: Vec<&str> = scopes.iter().take(NAMED).copied().collect();
        let more = match scopes.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        format!("not every {kind} could be read at {}{more}", named.join(", ")).into()
    }));
    reasons
}

/// Kinds that only a tenant can tell of.
const fn is_of_tenant(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Subscription | Kind::ResourceGroup | Kind::Resource | Kind::ManagementGroup | Kind::RoleAssignment
    )
}
