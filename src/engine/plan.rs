//! What will be judged by what.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use crate::facts::{Completeness, Facts, Fields};
use crate::policy::{Class, Level, Point, Policy};
use crate::snapshot::Kind;

use super::tally::Doubt;

/// The policies in force, in order of id, each with its effective level and parameters.
#[derive(Debug)]
pub struct Plan {
    /// What is in force.
    pub rulings: Vec<Ruling>,
    /// The day that the run speaks of.
    pub as_of: jiff::civil::Date,
}

/// One policy in force.
#[derive(Debug)]
pub struct Ruling {
    /// The policy.
    pub policy: Arc<Policy>,
    /// Its effective level.
    pub level: Level,
    /// The value of each of its parameters.
    pub parameters: BTreeMap<Box<str>, Value>,
    /// The subject fields that it may read.
    pub reads: Fields,
}

impl Plan {
    /// Puts policies in force at a point on a day; those whose level is `off` are left out.
    pub fn new(policies: &[Arc<Policy>], point: Point, as_of: jiff::civil::Date) -> Self {
        let mut rulings: Vec<Ruling> = policies
            .iter()
            .filter_map(|policy| {
                let level = effective_level(policy, point, as_of);
                (level > Level::Off).then(|| Ruling {
                    level,
                    parameters: policy
                        .metadata
                        .parameters
                        .iter()
                        .map(|(name, parameter)| (name.clone(), parameter.default.clone()))
                        .collect(),
                    reads: policy.reads(),
                    policy: Arc::clone(policy),
                })
            })
            .collect();
        rulings.sort_by(|a, b| a.policy.metadata.id.cmp(&b.policy.metadata.id));
        Self { rulings, as_of }
    }

    /// The rulings that speak of a kind, by their index.
    pub(super) fn about(&self, kind: Kind) -> Vec<usize> {
        let speaks = |ruling: &Ruling| ruling.policy.metadata.subjects.contains(&kind);
        (0..self.rulings.len())
            .filter(|index| self.rulings.get(*index).is_some_and(speaks))
            .collect()
    }

    /// The fields that any of these rulings may read.
    pub(super) fn fields(&self, rulings: &[usize]) -> Fields {
        let mut union = std::collections::BTreeSet::new();
        for ruling in rulings.iter().filter_map(|index| self.rulings.get(*index)) {
            match &ruling.reads {
                Fields::All => return Fields::All,
                Fields::Only(fields) => union.extend(fields.iter().cloned()),
            }
        }
        Fields::Only(union)
    }
}

/// Why a pass of this ruling may not be trusted: kinds that it requires and that are not completely known.
pub(super) fn doubts(ruling: &Ruling, facts: &Facts<'_>) -> Vec<Doubt> {
    let mut reasons = Vec::new();
    for kind in &ruling.policy.metadata.requires {
        match facts.completeness(*kind) {
            Completeness::Complete => {}
            Completeness::NotCollected => reasons.push(Doubt::NotCollected(*kind)),
            Completeness::Incomplete(why) => reasons.extend(why.into_iter().map(Doubt::Incomplete)),
        }
    }
    reasons
}

fn effective_level(policy: &Policy, point: Point, as_of: jiff::civil::Date) -> Level {
    let level = policy.metadata.levels.on(point, as_of);
    match policy.metadata.class {
        Class::Advisory => level.min(Level::Warn),
        Class::Mandatory | Class::Default => level,
    }
}
