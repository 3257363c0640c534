//! In which policies two worlds differ, and in what.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use serde_json::Value;

use crate::policy::{Level, Metadata, Point, PolicyId};
use crate::snapshot::{Kind, Scope, SubjectSelector};

use super::exemptions::LiveExemption;
use super::in_force::InForce;
use super::policy_set::{PolicySet, Rule};

/// The kinds that govern a mesh.
const GOVERNANCE: [Kind; 4] = [Kind::Authority, Kind::PolicySet, Kind::Exemption, Kind::Approval];

/// A policy that two worlds have in different ways.
#[derive(Clone, Debug)]
pub struct RuleDifference {
    /// The policy as the second world has it, else as the first does.
    pub policy: Arc<Metadata>,
    /// What became of it.
    pub change: RuleChange,
    /// Its level before and after, as its owner has it; `off` where it is not there.
    pub level: (Level, Level),
    /// The parameters whose values differ, as its owner has them; none where a world does not have it.
    pub parameters: BTreeMap<Box<str>, (Option<Value>, Option<Value>)>,
    /// What consent it lacks today to deny as it does in the second world, in words.
    pub missing_consent: Option<Box<str>>,
}

/// What became of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RuleChange {
    /// Only the second world has it.
    Added,
    /// Only the first world has it.
    Removed,
    /// Its text, or one that it uses, is another.
    Rewritten,
    /// Its levels or parameters are set in another way.
    Set,
    /// Other subjects are exempt from it.
    Exempted,
}

impl RuleChange {
    /// The name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Rewritten => "rewritten",
            Self::Set => "set",
            Self::Exempted => "exempted",
        }
    }
}

impl PolicySet {
    /// The policies that this world and another one have in different ways, in order of id: no other can judge anything
    /// otherwise. `consents` is the other world as it is ratified today.
    pub fn differences(&self, other: &Self, consents: &Self) -> Vec<RuleDifference> {
        let own = by_id(self);
        let others = by_id(other);
        let consents = by_id(consents);
        let ids: BTreeSet<&PolicyId> = own.keys().chain(others.keys()).copied().collect();
        ids.into_iter()
            .filter_map(|id| {
                let (before, after) = (own.get(id).copied(), others.get(id).copied());
                let change = match (before, after) {
                    (None, _) => RuleChange::Added,
                    (_, None) => RuleChange::Removed,
                    (Some(before), Some(after)) => self.changed(before, other, after)?,
                };
                let mut difference = self.difference(change, before, after)?;
                if difference.level.1 == Level::Deny {
                    let consent = consents.get(id).and_then(|rule| rule.consent.as_ref());
                    let missing = consent.filter(|consent| !consent.is_given());
                    difference.missing_consent = missing.map(|consent| consent.to_string().into());
                }
                Some(difference)
            })
            .collect()
    }

    fn changed(&self, before: &Rule, other: &Self, after: &Rule) -> Option<RuleChange> {
        if !Arc::ptr_eq(&before.policy, &after.policy) && !before.policy.judges_as(&after.policy) {
            return Some(RuleChange::Rewritten);
        }
        if before.consent != after.consent || !before.is_like(after, self.point, self.as_of) {
            return Some(RuleChange::Set);
        }
        let id = &before.policy.metadata.id;
        (!exempt(self, id).eq(exempt(other, id))).then_some(RuleChange::Exempted)
    }

    fn difference(&self, change: RuleChange, before: Option<&Rule>, after: Option<&Rule>) -> Option<RuleDifference> {
        let as_owner = |rule: &Rule| rule.effective(&rule.case_of_owner(), self.point, self.as_of);
        let rule = after.or(before)?;
        let (before, after) = (before.map(as_owner), after.map(as_owner));
        let level = |effective: &Option<super::Effective>| effective.as_ref().map_or(Level::Off, |one| one.level);
        let levels = (level(&before), level(&after));
        let values = |effective: Option<super::Effective>| effective.map(|one| one.parameters).unwrap_or_default();
        let (before, after) = (values(before), values(after));
        let names: BTreeSet<&Box<str>> = before.keys().chain(after.keys()).collect();
        let is_in_both = !matches!(change, RuleChange::Added | RuleChange::Removed);
        let parameters = names
            .into_iter()
            .map(|name| (name.clone(), (before.get(name).cloned(), after.get(name).cloned())))
            .filter(|(_, (before, after))| is_in_both && before != after)
            .collect();
        Some(RuleDifference {
            policy: Arc::clone(&rule.policy.metadata),
            change,
            level: levels,
            parameters,
            missing_consent: None,
        })
    }
}

impl Rule {
    /// Whether another rule is of a policy that judges alike, and scopes set the same for it on a day, whoever they say it is by.
    pub(super) fn is_like(&self, other: &Self, point: Point, day: Date) -> bool {
        let is_same = Arc::ptr_eq(&self.policy, &other.policy) || self.policy.judges_as(&other.policy);
        is_same && self.owner == other.owner && set(self, point, day) == set(other, point, day)
    }
}

type Said<'r> = (
    &'r Scope,
    usize,
    Option<&'r SubjectSelector>,
    Option<Level>,
    &'r BTreeMap<Box<str>, Value>,
);

/// What scopes set for a rule that has an effect on a day.
fn set(rule: &Rule, point: Point, day: Date) -> Vec<Said<'_>> {
    let said = rule.settings.iter().map(|setting| {
        (
            &setting.scope,
            setting.closeness,
            setting.subjects.as_ref(),
            setting.stages.on(point, day),
            &setting.parameters,
        )
    });
    said.filter(|(_, _, _, level, parameters)| level.is_some() || !parameters.is_empty())
        .collect()
}

fn by_id(set: &PolicySet) -> BTreeMap<&PolicyId, &Rule> {
    set.rules.iter().map(|rule| (&rule.policy.metadata.id, rule)).collect()
}

fn exempt<'s>(set: &'s PolicySet, id: &'s PolicyId) -> impl Iterator<Item = &'s LiveExemption> {
    set.exemptions.iter().filter(move |exemption| exemption.policy == *id)
}

/// The policies whose results may change where these differ: they themselves, and where exemptions or settings come to
/// something else, those that judge exemptions and settings. Whether an exemption covers anything is known only once every
/// policy is judged from which something is exempt.
pub fn affected(before: &InForce, after: &InForce, differences: &[RuleDifference]) -> BTreeSet<PolicyId> {
    let mut affected: BTreeSet<PolicyId> = differences.iter().map(|one| one.policy.id.clone()).collect();
    let worlds = [&before.policies, &after.policies];
    let exempted: BTreeSet<&PolicyId> = worlds
        .iter()
        .flat_map(|world| &world.exemptions)
        .map(|exemption| &exemption.policy)
        .collect();
    let is_governance_affected =
        before.standings != after.standings || exempted.iter().any(|policy| affected.contains(policy));
    if is_governance_affected {
        let judging = worlds
            .iter()
            .flat_map(|world| &world.rules)
            .map(|rule| &rule.policy.metadata);
        let judging = judging.filter(|metadata| metadata.subjects.iter().any(|kind| GOVERNANCE.contains(kind)));
        affected.extend(judging.map(|metadata| metadata.id.clone()));
        affected.extend(exempted.into_iter().cloned());
    }
    affected
}
