//! What will be judged by what.

use std::sync::Arc;

use crate::facts::{Completeness, Facts, Fields};
use crate::federation::{Effective, LiveExemption, PolicySet, Rule, Tree};
use crate::policy::{Level, Point, Policy};
use crate::snapshot::Kind;

use super::tally::Doubt;

/// The policies in force, in order of id, with what is set for them and excepted from them.
#[derive(Debug)]
pub struct Plan {
    /// What is in force.
    pub rulings: Vec<Ruling>,
    /// The exemptions that take effect.
    pub exemptions: Vec<LiveExemption>,
    /// How the scopes nest.
    pub tree: Tree,
    /// The day that the run speaks of.
    pub as_of: jiff::civil::Date,
    /// The enforcement point.
    pub point: Point,
}

/// One policy in force.
#[derive(Debug)]
pub struct Ruling {
    /// The policy, and what is set for it.
    pub rule: Rule,
    /// What it has as its owner has it, and for all subjects where `is_uniform`.
    pub effective: Arc<Effective>,
    /// Whether all subjects have that.
    pub is_uniform: bool,
    /// The highest level that a subject may have.
    pub highest: Level,
    /// The subject fields that it may read.
    pub reads: Fields,
    /// The exemptions from it, by their index.
    pub exemptions: Vec<usize>,
}

impl Ruling {
    /// The policy.
    pub fn policy(&self) -> &Arc<Policy> {
        &self.rule.policy
    }

    /// The level as the owner has it.
    pub fn level(&self) -> Level {
        self.effective.level
    }
}

impl Plan {
    /// Puts policies in force; those whose level is `off` for every subject are left out.
    pub fn new(set: PolicySet) -> Self {
        let PolicySet {
            rules,
            tree,
            exemptions,
            as_of,
            point,
        } = set;
        let rulings = rules
            .into_iter()
            .filter_map(|rule| {
                let highest = rule.highest(point, as_of);
                (highest > Level::Off).then(|| Ruling {
                    effective: Arc::new(rule.effective(&rule.case_of_owner(), point, as_of)),
                    is_uniform: rule.is_uniform(),
                    highest,
                    reads: rule.policy.reads(),
                    exemptions: (0..exemptions.len())
                        .filter(|index| {
                            let exemption = exemptions.get(*index);
                            exemption.is_some_and(|exemption| exemption.policy == rule.policy.metadata.id)
                        })
                        .collect(),
                    rule,
                })
            })
            .filter(|ruling| !ruling.is_uniform || ruling.level() > Level::Off)
            .collect();
        Self {
            rulings,
            exemptions,
            tree,
            as_of,
            point,
        }
    }

    /// The rulings that speak of a kind, by their index.
    pub(super) fn about(&self, kind: Kind) -> Vec<usize> {
        let speaks = |ruling: &Ruling| ruling.policy().metadata.subjects.contains(&kind);
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
    for kind in &ruling.policy().metadata.requires {
        match facts.completeness(*kind) {
            Completeness::Complete => {}
            Completeness::NotCollected => reasons.push(Doubt::NotCollected(*kind)),
            Completeness::Incomplete(why) => reasons.extend(why.into_iter().map(Doubt::Incomplete)),
        }
    }
    reasons
}
