//! What is in force for a state of the mesh: alone, or at the gate against a base.

use std::sync::Arc;

use jiff::civil::Date;

use crate::facts::{Facts, Standings};
use crate::policy::{Point, Policy};
use crate::snapshot::Snapshot;

use super::governance::Governance;
use super::policy_set::PolicySet;
use super::resolve::{Resolution, resolve};
use super::standings::standings;

/// The policies that are in force, and what became of the files that govern the mesh.
#[derive(Clone, Debug)]
pub struct InForce {
    /// What is in force.
    pub policies: PolicySet,
    /// What became of the files.
    pub standings: Standings,
}

/// What is in force for a mesh. At the gate, where there is a base, a change cannot grant itself anything.
pub fn in_force(
    base: Option<&Snapshot>,
    policies: &[Arc<Policy>],
    facts: &Facts<'_>,
    point: Point,
    as_of: Date,
) -> InForce {
    let snapshot = facts.snapshot();
    let own = resolve(&Governance::of(snapshot), policies, facts, point, as_of);
    match base {
        None => InForce {
            standings: standings(snapshot, &own, &own, None),
            policies: own.policies,
        },
        Some(base) => {
            let at_gate = resolve(&Governance::at_gate(base, snapshot), policies, facts, point, as_of);
            told(snapshot, &own, at_gate, base)
        }
    }
}

/// What the same governance is for the base itself, so that base and change are judged alike.
pub fn in_force_on_base(
    change: &Snapshot,
    policies: &[Arc<Policy>],
    base: &Facts<'_>,
    point: Point,
    as_of: Date,
) -> InForce {
    let snapshot = base.snapshot();
    let own = resolve(&Governance::of(snapshot), policies, base, point, as_of);
    let at_gate = resolve(&Governance::at_gate(snapshot, change), policies, base, point, as_of);
    told(snapshot, &own, at_gate, snapshot)
}

fn told(snapshot: &Snapshot, own: &Resolution, at_gate: Resolution, base: &Snapshot) -> InForce {
    InForce {
        standings: standings(snapshot, own, &at_gate, Some(&Governance::of(base))),
        policies: at_gate.policies,
    }
}
