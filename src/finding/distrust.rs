//! Why a run as a whole may not be trusted.

use std::collections::BTreeSet;

use crate::engine::{Doubt, Judgements, Plan};
use crate::facts::{Completeness, Facts};
use crate::policy::Level;
use crate::snapshot::{Kind, Location, NodeKind, Problem, ProblemCode, Snapshot};

/// How many files or scopes are named.
const NAMED: usize = 3;

/// Why the run as a whole may not be trusted.
pub(super) fn distrust(snapshot: &Snapshot, facts: &Facts<'_>, plan: &Plan, judgements: &Judgements) -> Vec<Box<str>> {
    let mut reasons = Vec::new();
    if judgements.counts.iter().all(|counts| counts.judgements() == 0) {
        reasons.push(format!("nothing was evaluated: {}", nothing(snapshot, plan)).into());
    }
    reasons.extend(lost(snapshot));
    reasons.extend(mistaken(snapshot));
    reasons.extend(unseen(snapshot, facts, plan));
    let looked_at_tenant = !snapshot.observed.tables.is_empty();
    for ((ruling, counts), doubted) in plan.rulings.iter().zip(&judgements.counts).zip(&judgements.doubted) {
        let id = &ruling.policy().metadata.id;
        if counts.fault > 0 {
            reasons.push(format!("{id} broke on {} of {}", counts.fault, subjects(counts.judgements())).into());
        }
        let only_not_collected = doubted
            .reasons
            .iter()
            .all(|doubt| matches!(doubt, Doubt::NotCollected(_)));
        if doubted.denied > 0 && (looked_at_tenant || !only_not_collected) {
            let what: Vec<String> = doubted.reasons.iter().map(ToString::to_string).collect();
            let what = what.join("; ");
            reasons.push(format!("{id} cannot pass {}: {what}", subjects(doubted.denied)).into());
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
    let is_lost = |problem: &&Problem| {
        let is_ours =
            problem.kind.is_some() || matches!(problem.code, ProblemCode::Unreadable | ProblemCode::BrokenSnapshot);
        problem.loses_object() && is_ours
    };
    files(snapshot, is_lost).map(|(count, named)| format!("{count} could not be read completely: {named}").into())
}

/// The files of ours with a mistake: what they meant to say of the mesh, such as what its nodes are, was not heeded.
fn mistaken(snapshot: &Snapshot) -> Option<Box<str>> {
    let is_mistaken = |problem: &&Problem| problem.code == ProblemCode::Invalid && !problem.loses_object();
    files(snapshot, is_mistaken).map(|(count, named)| format!("{count} of the mesh has mistakes: {named}").into())
}

/// The files of these problems: how many, and the names of the first ones.
fn files(snapshot: &Snapshot, which: impl Fn(&&Problem) -> bool) -> Option<(String, String)> {
    let files: BTreeSet<&str> = snapshot
        .problems
        .iter()
        .filter(which)
        .filter_map(|problem| match &problem.location {
            Location::File { file, .. } => Some(&**file),
            Location::Azure { .. } => None,
        })
        .collect();
    let count = files.len();
    let plural = if count == 1 { "" } else { "s" };
    (count > 0).then(|| (format!("{count} file{plural}"), first_of(files)))
}

/// The first of many names.
fn first_of<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let mut names = names.into_iter();
    let first: Vec<&str> = names.by_ref().take(NAMED).collect();
    match names.count() {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

/// The kinds of a tenant that a deny rule judges and of which some could not be read: what was seen is judged rightly, but
/// nobody knows of the rest.
fn unseen(snapshot: &Snapshot, facts: &Facts<'_>, plan: &Plan) -> Vec<Box<str>> {
    if snapshot.observed.tables.is_empty() {
        return Vec::new();
    }
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
        .filter(|ruling| ruling.highest == Level::Deny)
        .flat_map(|ruling| &ruling.policy().metadata.subjects)
        .map(|kind| if *kind == Kind::Node { nodes } else { *kind })
        .filter(|kind| kind.is_only_observed())
        .collect();
    judged
        .into_iter()
        .filter_map(|kind| match facts.completeness(kind) {
            Completeness::Complete => None,
            Completeness::NotCollected => Some(format!("no {kind} was collected, so that none was judged").into()),
            Completeness::Incomplete(reasons) => {
                let named = first_of(reasons.iter().map(|reason| &**reason));
                Some(format!("not every {kind} was judged: {named}").into())
            }
        })
        .collect()
}
