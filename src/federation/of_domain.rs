//! The whole set of policies that a domain lives under, or the mesh as a whole.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use crate::policy::{Level, Point, Policy};
use crate::snapshot::Scope;

use super::case::Case;
use super::policy_set::{PolicySet, Rule, Setting};
use super::tree::Tree;

/// What a policy has for a domain, or as its owner has it.
#[derive(Clone, Debug)]
pub struct EffectiveRule {
    /// The policy.
    pub policy: Arc<Policy>,
    /// The scope that owns it.
    pub owner: Scope,
    /// The level at the gate.
    pub gate: EffectiveLevel,
    /// The level at the audit.
    pub audit: EffectiveLevel,
    /// The parameters that somebody set: their values, and why they have them.
    pub parameters: BTreeMap<Box<str>, (Value, Box<str>)>,
    /// How many settings reach only some subjects, so that these may have other values.
    pub for_some: usize,
}

/// A level, and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EffectiveLevel {
    /// The level.
    pub level: Level,
    /// Why, such as `deny: mesh@3, raised by domain.finance@1`.
    pub why: Box<str>,
    /// Whether any scope set it, or consent is missing.
    pub is_set: bool,
    /// What consent it lacks before it may deny, in words.
    pub missing_consent: Option<Box<str>>,
}

impl EffectiveRule {
    /// The level at a point.
    pub const fn at(&self, point: Point) -> &EffectiveLevel {
        match point {
            Point::Gate => &self.gate,
            Point::Audit => &self.audit,
        }
    }
}

/// Every policy that speaks of a domain, in order of id, with what it has for all that the domain owns; without a domain every
/// policy as its owner has it. Both sets are of one mesh and day.
pub fn effective_rules(gate: &PolicySet, audit: &PolicySet, domain: Option<&str>) -> Vec<EffectiveRule> {
    let pairs = gate.rules.iter().zip(&audit.rules);
    pairs
        .filter_map(|(at_gate, at_audit)| {
            let (gate_level, parameters) = of_domain(gate, at_gate, domain)?;
            let (audit_level, _) = of_domain(audit, at_audit, domain)?;
            Some(EffectiveRule {
                policy: Arc::clone(&at_gate.policy),
                owner: at_gate.owner.clone(),
                gate: gate_level,
                audit: audit_level,
                parameters,
                for_some: at_gate.settings_for_some(&gate.tree, domain),
            })
        })
        .collect()
}

/// The values of parameters that somebody set, and why they have them.
type SetValues = BTreeMap<Box<str>, (Value, Box<str>)>;

fn of_domain(set: &PolicySet, rule: &Rule, domain: Option<&str>) -> Option<(EffectiveLevel, SetValues)> {
    let case = match domain {
        Some(domain) => rule.case_of_domain(&set.tree, domain)?,
        None => rule.case_of_owner(),
    };
    let share = rule.effective(&case, set.point, set.as_of).shares.into_iter().next()?;
    let consent = rule.consent.as_ref().filter(|consent| !consent.is_given());
    let missing = consent.filter(|_| rule.would_deny(set.point, set.as_of));
    let level = EffectiveLevel {
        level: share.level,
        is_set: share.why.contains(", "),
        why: share.why,
        missing_consent: missing.map(|consent| consent.to_string().into()),
    };
    let mut values = share.parameters;
    let set = share.why_parameters.into_iter();
    let parameters = set.filter_map(|(name, why)| values.remove(&name).map(|value| (name, (value, why))));
    Some((level, parameters.collect()))
}

impl Rule {
    /// What decides the values for all that a domain owns; none where the policy does not speak of the domain.
    pub fn case_of_domain(&self, tree: &Tree, domain: &str) -> Option<Case> {
        if let Scope::Domain(owner) = &self.owner
            && !tree.is_within(domain, owner)
        {
            return None;
        }
        let for_all = |setting: &Setting| setting.subjects.is_none() && reaches(tree, &setting.scope, domain);
        let settings = (0..self.settings.len()).filter(|at| self.settings.get(*at).is_some_and(for_all));
        Some(Case {
            parties: vec![(Some(domain.into()), settings.collect())],
        })
    }

    /// How many settings reach only some of what a domain owns, or of what the owner of the policy does.
    pub fn settings_for_some(&self, tree: &Tree, domain: Option<&str>) -> usize {
        let is_for_some = |setting: &&Setting| {
            setting.subjects.is_some()
                && match domain {
                    Some(domain) => reaches(tree, &setting.scope, domain),
                    None => setting.scope == self.owner,
                }
        };
        self.settings.iter().filter(is_for_some).count()
    }
}

fn reaches(tree: &Tree, scope: &Scope, domain: &str) -> bool {
    match scope {
        Scope::Mesh => true,
        Scope::Domain(name) => tree.is_within(domain, name),
        Scope::Product(_) => false,
    }
}
