//! The level and the parameters of a policy for a subject, and why they are what they are.
//!
//! Architecture invariant: what a scope below the owner sets is only ever joined to what is above it. A mandatory policy takes
//! the higher level of the two, a default one is loosened no further than its floor, and a parameter takes the tighter value;
//! so that no setting, however it was written, can make more pass than its class allows.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::Value;

use crate::facts::{Facts, Party, SubjectRef};
use crate::policy::{Class, Level, Point};
use crate::snapshot::{Kind, Scope};

use super::policy_set::{Rule, Setting};
use super::strictness::{tightens, tightest};
use super::tree::Tree;

/// What a policy has for a subject.
#[derive(Clone, Debug, PartialEq)]
pub struct Effective {
    /// The level: the strictest of those of the parties.
    pub level: Level,
    /// The value of each parameter: the tightest of those of the parties.
    pub parameters: BTreeMap<Box<str>, Value>,
    /// Why: the level first, then each parameter that somebody set.
    pub why: Vec<Box<str>>,
    /// What each party has.
    pub shares: Vec<Share>,
}

/// What a policy has for one party of a subject.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// The domain; none for what is of the whole mesh.
    pub domain: Option<Box<str>>,
    /// Its level.
    pub level: Level,
    /// The value of each parameter.
    pub parameters: BTreeMap<Box<str>, Value>,
    /// Why it has that level, such as `deny: mesh@3, raised by domain.finance@1`.
    pub why: Box<str>,
    /// Why parameters that somebody set have their values.
    pub why_parameters: BTreeMap<Box<str>, Box<str>>,
}

/// What decides the values of a policy for a subject: its parties, each with the settings that reach it. Equal cases have
/// equal values.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Case {
    pub(super) parties: Vec<(Option<Box<str>>, Vec<usize>)>,
}

impl Rule {
    /// Whether the values are the same for all subjects.
    pub fn is_uniform(&self) -> bool {
        let is_for_all = |setting: &Setting| setting.scope == Scope::Mesh && setting.subjects.is_none();
        self.owner == Scope::Mesh && self.settings.iter().all(is_for_all)
    }

    /// What decides the values as the owner has them: of a policy of the mesh for what is of the whole mesh, and where they
    /// are the same for all subjects.
    pub fn case_of_owner(&self) -> Case {
        let own = |setting: &Setting| setting.scope == self.owner && setting.subjects.is_none();
        let settings = (0..self.settings.len()).filter(|index| self.settings.get(*index).is_some_and(own));
        let domain = match &self.owner {
            Scope::Domain(name) => Some(name.clone()),
            Scope::Mesh | Scope::Product(_) => None,
        };
        Case {
            parties: vec![(domain, settings.collect())],
        }
    }

    /// What decides the values for a subject; none where the policy does not speak of it: that of a domain speaks only of what
    /// the domain, or one that is part of it, takes part in.
    pub fn case(&self, tree: &Tree, facts: &Facts<'_>, subject: SubjectRef) -> Option<Case> {
        let taking_part = facts.parties(subject);
        let mesh_alone = [Party {
            domain: None,
            product: None,
        }];
        let parties = if taking_part.is_empty() {
            &mesh_alone[..]
        } else {
            &taking_part
        };
        let mut case: Vec<(Option<Box<str>>, Vec<usize>)> = parties
            .iter()
            .filter(|party| self.speaks_of(tree, party.domain))
            .map(|party| {
                let reaches = |setting: &Setting| {
                    let is_above = match &setting.scope {
                        Scope::Mesh => true,
                        Scope::Domain(name) => party.domain.is_some_and(|domain| tree.is_within(domain, name)),
                        Scope::Product(id) => party.product.is_some_and(|product| facts.product_id(product) == *id),
                    };
                    is_above
                        && setting
                            .subjects
                            .as_ref()
                            .is_none_or(|selector| facts.selects(selector, subject, parties))
                };
                let settings = (0..self.settings.len()).filter(|at| self.settings.get(*at).is_some_and(reaches));
                (party.domain.map(Into::into), settings.collect())
            })
            .collect();
        case.sort();
        case.dedup();
        // A policy of a domain may look at the mesh as a whole; what it finds there is filtered by its parties.
        if case.is_empty() && taking_part.is_empty() && matches!(subject.kind, Kind::Mesh | Kind::Document) {
            return Some(self.case_of_owner());
        }
        (!case.is_empty()).then_some(Case { parties: case })
    }

    /// The settings that reach a subject, the outermost first.
    pub fn reaching<'r>(&'r self, case: &Case) -> impl Iterator<Item = &'r Setting> {
        let indexes: BTreeSet<usize> = case
            .parties
            .iter()
            .flat_map(|(_, settings)| settings)
            .copied()
            .collect();
        indexes.into_iter().filter_map(|index| self.settings.get(index))
    }

    /// Whether it would deny as its owner has it, if it had the consent that it needs.
    pub fn would_deny(&self, point: Point, day: Date) -> bool {
        let consented = Self {
            consent: None,
            ..self.clone()
        };
        consented.effective(&self.case_of_owner(), point, day).level == Level::Deny
    }

    /// The values for a case.
    pub fn effective(&self, case: &Case, point: Point, day: Date) -> Effective {
        let shares: Vec<Share> = case
            .parties
            .iter()
            .map(|(domain, settings)| {
                let settings = settings.iter().filter_map(|at| self.settings.get(*at));
                self.share(domain.as_deref(), settings, point, day)
            })
            .collect();
        self.together(shares)
    }

    /// What a party has whom these settings reach, the outermost first.
    pub(super) fn share<'s>(
        &self,
        domain: Option<&str>,
        settings: impl Iterator<Item = &'s Setting>,
        point: Point,
        day: Date,
    ) -> Share {
        let mut groups: Vec<Vec<&Setting>> = Vec::new();
        for setting in settings {
            match groups.last_mut() {
                Some(group) if group.first().is_some_and(|first| first.scope == setting.scope) => group.push(setting),
                _ => groups.push(vec![setting]),
            }
        }
        let mut level = LevelSoFar::new(self, point, day);
        let mut values = ValuesSoFar::new(self);
        let owners = groups.iter().find(|group| self.is_of_owner(group));
        level.set_by_owner(owners.map_or(&[][..], Vec::as_slice));
        values.set_by_owner(owners.map_or(&[][..], Vec::as_slice));
        level.ask_consent();
        for group in groups.iter().filter(|group| !self.is_of_owner(group)) {
            level.set_below(group);
            values.set_below(group);
        }
        let (level, why) = level.end();
        Share {
            domain: domain.map(Into::into),
            level,
            parameters: values.values,
            why: why.into(),
            why_parameters: values.why,
        }
    }

    fn is_of_owner(&self, group: &[&Setting]) -> bool {
        group.first().is_some_and(|first| first.scope == self.owner)
    }

    fn speaks_of(&self, tree: &Tree, domain: Option<&str>) -> bool {
        match &self.owner {
            Scope::Domain(name) => domain.is_some_and(|domain| tree.is_within(domain, name)),
            Scope::Mesh | Scope::Product(_) => true,
        }
    }

    fn together(&self, shares: Vec<Share>) -> Effective {
        let level = shares.iter().map(|share| share.level).max().unwrap_or(Level::Off);
        let parameters = self
            .policy
            .metadata
            .parameters
            .iter()
            .map(|(name, parameter)| {
                let mut asked = shares.iter().filter_map(|share| share.parameters.get(name));
                let first = asked.next().unwrap_or(&parameter.default).clone();
                (
                    name.clone(),
                    asked.fold(first, |one, other| tightest(parameter, &one, other)),
                )
            })
            .collect();
        Effective {
            why: why(&shares, level, &parameters),
            level,
            parameters,
            shares,
        }
    }
}

/// Why a subject has its level and its parameters, with whose they are where its parties differ.
fn why(shares: &[Share], level: Level, parameters: &BTreeMap<Box<str>, Value>) -> Vec<Box<str>> {
    let mut lines: Vec<Box<str>> = Vec::new();
    let whose = |share: &Share, differs: bool, others: String| match &share.domain {
        Some(domain) if differs => format!(" (as {domain} has it{others})"),
        _ => String::new(),
    };
    if let Some(strictest) = shares.iter().find(|share| share.level == level) {
        let others: Vec<String> = shares
            .iter()
            .filter(|share| share.level != level)
            .map(|share| format!("{} has {}", share.domain.as_deref().unwrap_or("the mesh"), share.level))
            .collect();
        let differs = !others.is_empty();
        let others = if differs {
            format!("; {}", others.join(", "))
        } else {
            String::new()
        };
        lines.push(format!("{}{}", strictest.why, whose(strictest, differs, others)).into());
    }
    for (name, value) in parameters {
        let of_party =
            |share: &&Share| share.parameters.get(name) == Some(value) && share.why_parameters.contains_key(name);
        let setting = shares.iter().find(of_party);
        let differs = shares.iter().any(|share| share.parameters.get(name) != Some(value));
        match setting {
            Some(share) => {
                let why = share.why_parameters.get(name).map_or("", |why| why);
                lines.push(format!("{name} = {value}: {why}{}", whose(share, differs, String::new())).into());
            }
            None if differs => {
                lines.push(format!("{name} = {value}: the tightest that the parties ask for together").into());
            }
            None => {}
        }
    }
    lines
}

/// A level on its way from the author down to a party.
struct LevelSoFar<'r> {
    rule: &'r Rule,
    point: Point,
    day: Date,
    level: Level,
    steps: Vec<String>,
}

impl<'r> LevelSoFar<'r> {
    fn new(rule: &'r Rule, point: Point, day: Date) -> Self {
        let mut level = Self {
            rule,
            point,
            day,
            level: rule.policy.metadata.levels.on(point, day),
            steps: Vec::new(),
        };
        level.cap();
        level
    }

    /// The owner may set what it wants: of several settings the closest counts, of equally close ones the strictest.
    fn set_by_owner(&mut self, group: &[&Setting]) {
        if let Some((say, by)) = closest(group, self.point, self.day)
            && say != self.level
        {
            self.level = say;
            self.steps.push(format!(", set to {say} by {by}"));
        }
        self.cap();
    }

    /// Without the consent that it needs a policy does not deny.
    fn ask_consent(&mut self) {
        if let Some(consent) = &self.rule.consent
            && self.level == Level::Deny
            && !consent.is_given()
        {
            self.level = Level::Note;
            self.steps.push(format!(", not ratified: {consent}"));
        }
    }

    /// A scope below may raise the level, and where the class allows it lower it.
    fn set_below(&mut self, group: &[&Setting]) {
        let metadata = &self.rule.policy.metadata;
        let floor = match metadata.class {
            Class::Mandatory => None,
            Class::Default => metadata.floor.map(|floor| floor.at(self.point)),
            Class::Advisory => Some(Level::Off),
        };
        let says = match floor {
            Some(_) => closest(group, self.point, self.day),
            None => strictest(group, self.point, self.day),
        };
        let Some((say, by)) = says else {
            return;
        };
        if say > self.level {
            self.level = say;
            self.steps.push(format!(", raised by {by}"));
        } else if say < self.level && floor.is_some_and(|floor| say >= floor) {
            self.level = say;
            self.steps.push(format!(", loosened by {by}"));
        }
        self.cap();
    }

    fn cap(&mut self) {
        if self.rule.policy.metadata.class == Class::Advisory {
            self.level = self.level.min(Level::Warn);
        }
    }

    fn end(self) -> (Level, String) {
        (
            self.level,
            format!("{}: {}{}", self.level, self.rule.author(), self.steps.concat()),
        )
    }
}

/// The strictest of what some settings say, and the first who says so.
fn strictest<'s>(group: &[&'s Setting], point: Point, day: Date) -> Option<(Level, &'s str)> {
    let says = group
        .iter()
        .filter_map(|setting| Some((setting.stages.on(point, day)?, &*setting.by)));
    says.reduce(|best, next| if next.0 > best.0 { next } else { best })
}

/// The strictest of what the settings say that name the policy most closely; one for some subjects is closer than one for all.
fn closest<'s>(group: &[&'s Setting], point: Point, day: Date) -> Option<(Level, &'s str)> {
    let saying = group.iter().filter(|setting| setting.stages.on(point, day).is_some());
    let most = saying.clone().map(|setting| setting.rank()).max()?;
    let close: Vec<&Setting> = saying.filter(|setting| setting.rank() == most).copied().collect();
    strictest(&close, point, day)
}

impl Setting {
    /// How closely it names policy and subjects.
    pub(super) const fn rank(&self) -> (usize, bool) {
        (self.closeness, self.subjects.is_some())
    }
}

/// The parameters on their way from the author down to a party.
struct ValuesSoFar<'r> {
    rule: &'r Rule,
    values: BTreeMap<Box<str>, Value>,
    why: BTreeMap<Box<str>, Box<str>>,
}

impl<'r> ValuesSoFar<'r> {
    fn new(rule: &'r Rule) -> Self {
        let parameters = &rule.policy.metadata.parameters;
        Self {
            rule,
            values: parameters
                .iter()
                .map(|(name, parameter)| (name.clone(), parameter.default.clone()))
                .collect(),
            why: BTreeMap::new(),
        }
    }

    fn set_by_owner(&mut self, group: &[&Setting]) {
        for (name, parameter) in &self.rule.policy.metadata.parameters {
            let saying = group.iter().filter(|setting| setting.parameters.contains_key(name));
            let Some(most) = saying.clone().map(|setting| setting.rank()).max() else {
                continue;
            };
            let close = saying.filter(|setting| setting.rank() == most);
            let says = close.filter_map(|setting| Some((setting.parameters.get(name)?.clone(), &*setting.by)));
            let set = says.reduce(|(one, by), (other, _)| (tightest(parameter, &one, &other), by));
            if let Some((value, by)) = set.filter(|(value, _)| parameter.admits(value)) {
                self.put(name, value, &format!("set by {by}"));
            }
        }
    }

    fn set_below(&mut self, group: &[&Setting]) {
        for (name, parameter) in &self.rule.policy.metadata.parameters {
            let Some(above) = self.values.get(name).cloned() else {
                continue;
            };
            for setting in group {
                let Some(to) = setting.parameters.get(name) else {
                    continue;
                };
                // What is looser than the scopes above have it takes no effect.
                if !parameter.admits(to) || !tightens(parameter, &above, to) {
                    continue;
                }
                let so_far = self.values.get(name).unwrap_or(&above);
                let value = tightest(parameter, so_far, to);
                if value != *so_far {
                    self.put(name, value, &format!("tightened by {}", setting.by));
                }
            }
        }
    }

    fn put(&mut self, name: &str, value: Value, step: &str) {
        let before = self
            .why
            .get(name)
            .map_or_else(|| self.rule.author(), ToString::to_string);
        self.why.insert(name.into(), format!("{before}, {step}").into());
        self.values.insert(name.into(), value);
    }
}
