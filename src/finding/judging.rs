//! A mesh judged by what is in force, and the base of a change as far as it differs.

use std::sync::Arc;

use crate::engine::{Difference, Judgements, Plan, Progress, State, difference, evaluate_some};
use crate::facts::{Facts, Standings, SubjectRef};
use crate::federation::{self, InForce, PolicySet, in_force_on_base};
use crate::policy::{JudgeLimits, Policy};
use crate::snapshot::{ChangeSet, Kind, Snapshot};

use super::assess::{Against, Judged};

/// Whether exemptions take effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exemptions {
    /// They do.
    Heeded,
    /// The run judges as if there were none.
    Ignored,
}

impl Exemptions {
    /// Puts policies in force.
    pub fn plan(self, policies: PolicySet) -> Plan {
        Plan::new(match self {
            Self::Heeded => policies,
            Self::Ignored => policies.without_exemptions(),
        })
    }
}

/// The base of a change, judged as far as it differs from the change.
#[derive(Debug)]
pub struct JudgedBase<'s> {
    facts: Facts<'s>,
    plan: Plan,
    judgements: Judgements,
    difference: Difference,
    changes: &'s ChangeSet,
}

impl JudgedBase<'_> {
    /// The same, as it is held against the change.
    pub const fn against(&self) -> Against<'_> {
        Against {
            base: Judged {
                facts: &self.facts,
                plan: &self.plan,
                judgements: &self.judgements,
            },
            difference: &self.difference,
            changes: self.changes,
        }
    }
}

/// Judges the base of a change by the same policies on the same day, as far as it differs: what is equal comes out equal.
pub fn judge_base<'s>(
    (base, changes): (&'s Snapshot, &'s ChangeSet),
    policies: &[Arc<Policy>],
    change: Judged<'_>,
    (exemptions, limits): (Exemptions, &JudgeLimits),
    progress: &Progress,
) -> JudgedBase<'s> {
    let (point, as_of) = (change.plan.point, change.plan.as_of);
    // The base stands for itself: nothing of it is new or gone.
    let facts = Facts::derive(base, Some(base), as_of);
    let InForce {
        policies: set,
        standings,
    } = in_force_on_base(change.facts.snapshot(), policies, &facts, point, as_of);
    let plan = exemptions.plan(set);
    let facts = facts.with_standings(standings.clone());
    let mut difference = difference(
        State {
            plan: change.plan,
            facts: change.facts,
        },
        State {
            plan: &plan,
            facts: &facts,
        },
    );
    let is_other = |subject: SubjectRef| subject.kind != Kind::Exemption;
    let judged = evaluate_some(&plan, &facts, limits, progress, &|subject| {
        is_other(subject) && difference.second.contains(&subject)
    });
    // What an exemption covers is what it covers where both are equal, and what it covers in the base besides.
    let count = plan.exemptions.len();
    let equal = change
        .judgements
        .covered(count, |subject| !difference.first.contains(&subject));
    let own = judged.covered(count, |_| true);
    let covered: Vec<u64> = equal.iter().zip(own).map(|(equal, own)| equal + own).collect();
    let standings = federation::covering(standings, base, &plan.exemptions, &covered);
    let facts = facts.with_standings(standings);
    let of_exemptions = evaluate_some(&plan, &facts, limits, progress, &|subject| !is_other(subject));
    difference.first.extend(all_exemptions(change.facts));
    difference.second.extend(all_exemptions(&facts));
    let judgements = judged.merge(of_exemptions).in_order();
    JudgedBase {
        facts,
        plan,
        judgements,
        difference,
        changes,
    }
}

/// Judges a mesh. Exemptions come last: whether one still covers anything is known once all else is judged.
pub fn judge<'s>(
    facts: Facts<'s>,
    standings: Standings,
    plan: &Plan,
    limits: &JudgeLimits,
    progress: &Progress,
) -> (Facts<'s>, Judgements) {
    let facts = facts.with_standings(standings.clone());
    let judged = evaluate_some(plan, &facts, limits, progress, &|subject| {
        subject.kind != Kind::Exemption
    });
    if facts.count(Kind::Exemption) == 0 {
        return (facts, judged);
    }
    let covered = judged.covered(plan.exemptions.len(), |_| true);
    let standings = federation::covering(standings, facts.snapshot(), &plan.exemptions, &covered);
    let facts = facts.with_standings(standings);
    let exemptions = evaluate_some(plan, &facts, limits, progress, &|subject| {
        subject.kind == Kind::Exemption
    });
    (facts, judged.merge(exemptions).in_order())
}

fn all_exemptions(facts: &Facts<'_>) -> impl Iterator<Item = SubjectRef> + use<> {
    let kind = Kind::Exemption;
    (0..facts.count(kind)).map(move |index| SubjectRef { kind, index })
}
