//! Comparisons that every format is tried with.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;

use crate::federation::{RuleChange, RuleDifference};
use crate::finding::{Assessment, Impact, impact};
use crate::policy::Level;
use crate::report::samples::{clean, hostile, mesh, untrusted};

/// One violation goes, one is raised, three are lowered; one parameter and one level change, and consent is missing.
pub(super) fn mixed() -> Impact {
    let (mut before, mut after) = (mesh(), mesh());
    for assessment in [&mut before, &mut after] {
        assessment.summary.fault = 0;
        assessment.summary.distrust = vec!["role_assignment at /subscriptions/s1 was denied".into()];
    }
    let gone = after.findings.remove(1);
    for finding in after.findings.iter_mut().skip(2).take(3) {
        finding.level = Level::Note;
    }
    before.findings.remove(0);
    if let Some(finding) = before.findings.get_mut(7) {
        finding.level = Level::Note;
    }
    debug_assert_eq!(gone.level, Level::Warn);
    let mut tags = difference(&before, "mesh.cost.required_tags", RuleChange::Set);
    tags.level = (Level::Warn, Level::Deny);
    tags.missing_consent = Some("1 of 2 domains consent (finance)".into());
    let mut source = difference(&before, "mesh.ingestion.one_domain_per_source", RuleChange::Set);
    source.parameters = BTreeMap::from([("max_domains".into(), (Some(json!(2)), Some(json!(1))))]);
    impact(&before, &after, vec![tags, source])
}

/// What is proposed is in force already.
pub(super) fn nothing() -> Impact {
    impact(&clean(), &clean(), Vec::new())
}

/// A mesh that is not there.
pub(super) fn unseen() -> Impact {
    let added = difference(&clean(), "mesh.cost.required_tags", RuleChange::Added);
    impact(&untrusted(), &untrusted(), vec![added])
}

/// What a mesh full of traps gives.
pub(super) fn traps() -> Impact {
    impact(
        &clean(),
        &hostile(),
        vec![difference(&clean(), "mesh.cost.required_tags", RuleChange::Rewritten)],
    )
}

/// Every sample.
pub(super) fn all() -> Vec<Impact> {
    vec![mixed(), nothing(), unseen(), traps()]
}

fn difference(assessment: &Assessment, id: &str, change: RuleChange) -> RuleDifference {
    let row = assessment.policies.iter().find(|row| *row.policy.id.0 == *id);
    RuleDifference {
        policy: row.map_or_else(|| panic!("no policy {id}"), |row| Arc::clone(&row.policy)),
        change,
        level: (Level::Warn, Level::Warn),
        parameters: BTreeMap::new(),
        missing_consent: None,
    }
}
