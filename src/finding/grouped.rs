//! Findings that stand for several subjects: why a policy could not be evaluated, and how it broke.

use std::collections::BTreeMap;

use crate::engine::{Judgement, Judgements, Ruling, Said};
use crate::facts::{Facts, SubjectRef};
use crate::policy::Fault;

use super::finding::{Finding, Outcome};
use super::fingerprint::fingerprint;

/// One finding for each policy and reason.
pub(super) fn cannot_evaluate(
    facts: &Facts<'_>,
    ruling: &Ruling,
    index: usize,
    judgements: &Judgements,
) -> Vec<Finding> {
    let mut reasons: BTreeMap<String, (SubjectRef, u64)> = BTreeMap::new();
    for judgement in of_ruling(judgements, index) {
        if let Said::CannotEvaluate(said) = &judgement.said {
            for reason in said {
                reasons.entry(reason.to_string()).or_insert((judgement.subject, 0)).1 += 1;
            }
        }
    }
    if let Some(doubted) = judgements.doubted.get(index)
        && let Some(first) = doubted.first
    {
        for reason in &doubted.reasons {
            reasons.entry(reason.to_string()).or_insert((first, 0)).1 += doubted.subjects;
        }
    }
    let help = "a pass could not be trusted: supply what is missing, then run again";
    reasons
        .into_iter()
        .map(|(reason, (first, subjects))| {
            grouped(facts, ruling, Outcome::CannotEvaluate, &reason, help, first, subjects)
        })
        .collect()
}

/// One finding for each policy and way in which it broke.
pub(super) fn faults(facts: &Facts<'_>, ruling: &Ruling, index: usize, judgements: &Judgements) -> Vec<Finding> {
    let mut faults: BTreeMap<String, (SubjectRef, &Fault, u64)> = BTreeMap::new();
    for judgement in of_ruling(judgements, index) {
        if let Said::Fault(fault) = &judgement.said {
            faults
                .entry(fault.to_string())
                .or_insert((judgement.subject, fault, 0))
                .2 += 1;
        }
    }
    // A policy that was given up keeps only its first fault, which then stands for all subjects.
    if let (1, Some(counts), Some(only)) = (faults.len(), judgements.counts.get(index), faults.values_mut().next()) {
        only.2 = counts.fault;
    }
    let help = "mend the policy or switch it off; what the other policies say stands";
    faults
        .iter()
        .map(|(message, (first, fault, subjects))| {
            let mut finding = grouped(facts, ruling, Outcome::Fault, message, help, *first, *subjects);
            finding.location = Some(ruling.policy().place_of(fault));
            finding
        })
        .collect()
}

fn of_ruling(judgements: &Judgements, ruling: usize) -> impl Iterator<Item = &Judgement> {
    let start = judgements.told.partition_point(|judgement| judgement.ruling < ruling);
    judgements
        .told
        .iter()
        .skip(start)
        .take_while(move |judgement| judgement.ruling == ruling)
}

/// A finding that stands for several subjects.
fn grouped(
    facts: &Facts<'_>,
    ruling: &Ruling,
    outcome: Outcome,
    message: &str,
    help: &str,
    first: SubjectRef,
    subjects: u64,
) -> Finding {
    let metadata = &ruling.policy().metadata;
    let key = format!("{}:{message}", outcome.name());
    Finding {
        fingerprint: fingerprint(&metadata.id, None, "", Some(&key)),
        policy: metadata.id.clone(),
        outcome,
        baseline: None,
        level: ruling.level(),
        severity: metadata.severity,
        subject: Some(facts.key(first)),
        domain: None,
        message: message.into(),
        remediation: help.into(),
        parties: Vec::new(),
        actual: None,
        expected: None,
        location: facts.locate(first, &[]),
        related: Vec::new(),
        subjects,
        exception: None,
        exemption: None,
        why: ruling.effective.why.clone(),
    }
}
