//! From a mesh and what is in force to judgements.

use std::sync::Arc;

use crate::engine::{Judgements, Plan, Progress, evaluate_some};
use crate::facts::{Facts, Standings};
use crate::federation::{self, Governance};
use crate::policy::{JudgeLimits, Pack};
use crate::snapshot::Kind;

use super::pack::look;
use super::progress::Watched;
use super::run::show;

/// Refuses policies that lie in the tree of an authority which may not define them.
pub(super) fn refuse_misplaced(governance: &Governance<'_>, pack: &Pack) -> Result<(), String> {
    let errors = federation::misplaced_policies(governance, &pack.policies);
    for error in &errors {
        show(&error.render(&look()));
    }
    match errors.len() {
        0 => Ok(()),
        1 => Err("1 policy lies where it may not be defined; nothing was judged".to_owned()),
        count => Err(format!(
            "{count} policies lie where they may not be defined; nothing was judged"
        )),
    }
}

/// Judges a mesh. Exemptions come last: whether one still covers anything is known once all else is judged.
pub(super) fn judge<'s>(
    facts: Facts<'s>,
    standings: Standings,
    plan: &Plan,
    limits: &JudgeLimits,
) -> (Facts<'s>, Judgements) {
    let progress = Arc::new(Progress::default());
    let _watched = Watched::new(&progress);
    let facts = facts.with_standings(standings.clone());
    let judged = evaluate_some(plan, &facts, limits, &progress, &|subject| {
        subject.kind != Kind::Exemption
    });
    if facts.count(Kind::Exemption) == 0 {
        return (facts, judged);
    }
    let covered = judged.covered(plan.exemptions.len());
    let standings = federation::covering(standings, facts.snapshot(), &plan.exemptions, &covered);
    let facts = facts.with_standings(standings);
    let exemptions = evaluate_some(plan, &facts, limits, &progress, &|subject| {
        subject.kind == Kind::Exemption
    });
    (facts, judged.merge(exemptions).in_order())
}
