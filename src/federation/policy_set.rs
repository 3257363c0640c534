//! The policies that are in force, with everything that is set for them.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use serde_json::Value;

use crate::facts::SubjectRef;
use crate::policy::{Level, Point, Policy};
use crate::snapshot::{Location, Scope, SubjectSelector};

use super::consent::Consent;
use super::exemptions::LiveExemption;
use super::stages::Stages;
use super::tree::Tree;

/// What a federation agreed on, for one point and day.
#[derive(Clone, Debug)]
pub struct PolicySet {
    /// Every policy, in order of id.
    pub rules: Vec<Rule>,
    /// How the scopes nest.
    pub tree: Tree,
    /// The exemptions that take effect, in order of policy and subject.
    pub exemptions: Vec<LiveExemption>,
    /// The day.
    pub as_of: Date,
    /// The point.
    pub point: Point,
}

/// A policy, and what is set for it.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The policy.
    pub policy: Arc<Policy>,
    /// The scope that owns it.
    pub owner: Scope,
    /// What scopes set for it, the outermost first, and within a scope in order of place.
    pub settings: Vec<Setting>,
    /// What it needs before it may deny, and what it has; none where nobody need consent.
    pub consent: Option<Consent>,
}

/// What one scope sets for one policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The scope.
    pub scope: Scope,
    /// How reports call it: the scope and the revision of the settings, such as `domain.finance@1`.
    pub by: Box<str>,
    /// How closely it names the policy: the more, the closer.
    pub closeness: usize,
    /// The subjects that it is for; none: all of the scope.
    pub subjects: Option<SubjectSelector>,
    /// The levels that it sets.
    pub stages: Stages,
    /// The values of parameters that it sets.
    pub parameters: BTreeMap<Box<str>, Value>,
    /// Where it stands.
    pub location: Location,
    /// Why, in the words of whoever set it.
    pub reason: Option<Box<str>>,
}

impl PolicySet {
    /// Every policy as its author wrote it, with nothing set: what is in force where nobody governs.
    pub fn unset(policies: &[Arc<Policy>], point: Point, as_of: Date) -> Self {
        let mut rules: Vec<Rule> = policies.iter().map(Rule::unset).collect();
        rules.sort_by(|a, b| a.policy.metadata.id.cmp(&b.policy.metadata.id));
        Self {
            rules,
            tree: Tree::default(),
            exemptions: Vec::new(),
            as_of,
            point,
        }
    }

    /// The same without exemptions.
    #[must_use]
    pub fn without_exemptions(self) -> Self {
        Self {
            exemptions: Vec::new(),
            ..self
        }
    }

    /// The exemption from a policy that covers a subject.
    pub fn exemption(&self, rule: &Rule, subject: SubjectRef) -> Option<&LiveExemption> {
        let of_policy = self
            .exemptions
            .iter()
            .filter(|exemption| exemption.policy == rule.policy.metadata.id);
        let mut covering =
            of_policy.filter(|exemption| exemption.kind == subject.kind && exemption.subjects.contains(&subject.index));
        covering.next()
    }

    /// The rule of a policy, by id or code.
    pub fn find(&self, name: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.is_called(name))
    }
}

impl Rule {
    /// A policy for which nobody set anything.
    pub fn unset(policy: &Arc<Policy>) -> Self {
        Self {
            owner: owner_of(&policy.metadata.owner),
            policy: Arc::clone(policy),
            settings: Vec::new(),
            consent: None,
        }
    }

    /// Whether this is the policy's id or code.
    pub fn is_called(&self, name: &str) -> bool {
        let metadata = &self.policy.metadata;
        let code = metadata.code.as_deref();
        *metadata.id.0 == *name || code.is_some_and(|code| code.eq_ignore_ascii_case(name))
    }

    /// What the author wrote, as reports call it: the owner and the version.
    pub fn author(&self) -> String {
        let metadata = &self.policy.metadata;
        match &metadata.version {
            Some(version) => format!("{}@{version}", metadata.owner),
            None => metadata.owner.to_string(),
        }
    }

    /// The highest level that it can have for any subject.
    pub fn highest(&self, point: Point, day: Date) -> Level {
        let own = self.policy.metadata.levels.on(point, day);
        let set = self.settings.iter().filter_map(|setting| setting.stages.on(point, day));
        set.fold(own, Level::max)
    }
}

/// The scope that a policy's owner is.
fn owner_of(owner: &str) -> Scope {
    match owner.strip_prefix("domain.") {
        Some(domain) => Scope::Domain(domain.into()),
        None => Scope::Mesh,
    }
}
