//! What a change did: which findings are new against the base, which it leaves, and which it mends.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::SubjectRef;

use super::finding::{Baseline, Finding, Outcome};

/// A finding with the subject that it is about.
#[derive(Debug)]
pub(super) struct Located {
    pub(super) finding: Finding,
    pub(super) subject: Option<SubjectRef>,
}

/// Marks the findings of a change as new or unchanged, and gives back those of the base that it mends. `differing` are the
/// subjects of the change that the base does not have just as they are; `base` are the violations of those that only the base
/// has. A finding that is exempt in the base and not in the change is new, because it was not a violation before.
pub(super) fn ratchet(findings: &mut [Located], base: Vec<Finding>, differing: &BTreeSet<SubjectRef>) -> Vec<Finding> {
    let mut before: BTreeMap<(Box<str>, Outcome), Vec<Finding>> = BTreeMap::new();
    for finding in base.into_iter().rev() {
        let key = (finding.fingerprint.clone(), finding.outcome);
        before.entry(key).or_default().push(finding);
    }
    let is_told = |finding: &Finding| matches!(finding.outcome, Outcome::Violation | Outcome::Exempt);
    // Of several findings with one identity, those that also say the same are the old ones.
    for pass in [Likeness::SameWords, Likeness::SameIdentity] {
        for Located { finding, subject } in findings.iter_mut().filter(|located| is_told(&located.finding)) {
            if finding.baseline.is_some() {
                continue;
            }
            if subject.is_none_or(|subject| !differing.contains(&subject)) {
                finding.baseline = Some(Baseline::Unchanged);
                continue;
            }
            let Some(known) = before.get_mut(&(finding.fingerprint.clone(), finding.outcome)) else {
                continue;
            };
            let at = match pass {
                Likeness::SameWords => known.iter().rposition(|old| old.message == finding.message),
                Likeness::SameIdentity => known.len().checked_sub(1),
            };
            if let Some(at) = at {
                known.remove(at);
                finding.baseline = Some(Baseline::Unchanged);
            }
        }
    }
    for located in findings.iter_mut().filter(|located| is_told(&located.finding)) {
        located.finding.baseline.get_or_insert(Baseline::New);
    }
    let left = before.into_values().flatten();
    let mut fixed: Vec<Finding> = left
        .filter(|finding| finding.outcome == Outcome::Violation)
        .map(|finding| Finding {
            baseline: Some(Baseline::Fixed),
            ..finding
        })
        .collect();
    // What became exempt is not mended: it is among the findings as such.
    let exempt: BTreeSet<&str> = findings
        .iter()
        .filter(|located| located.finding.outcome == Outcome::Exempt)
        .map(|located| &*located.finding.fingerprint)
        .collect();
    fixed.retain(|finding| !exempt.contains(&*finding.fingerprint));
    fixed
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Likeness {
    SameWords,
    SameIdentity,
}
