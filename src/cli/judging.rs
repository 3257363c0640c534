//! What is in force, refused or judged, with progress for whoever waits.

use std::sync::Arc;

use crate::engine::{Judgements, Plan, Progress};
use crate::facts::{Facts, Standings};
use crate::federation::{self, Governance};
use crate::finding;
use crate::policy::{JudgeLimits, Pack};

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

/// Judges a mesh, and shows how far it is.
pub(super) fn judge<'s>(
    facts: Facts<'s>,
    standings: Standings,
    plan: &Plan,
    limits: &JudgeLimits,
) -> (Facts<'s>, Judgements) {
    let progress = Arc::new(Progress::default());
    let _watched = Watched::new(&progress);
    finding::judge(facts, standings, plan, limits, &progress)
}
