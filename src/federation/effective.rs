//! The level and the parameters of a policy for a subject, and why they are what they are.
//!
//! Architecture invariant: what a scope below the owner sets is only ever joined to what is above it. A mandatory policy takes
//! the higher level of the two, a default one is loosened no further than its floor, and a parameter takes the tighter value;
//! so that no setting, however it was written, can make more pass than its class allows.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::Value;

use crate::policy::{Level, Point};

use super::case::Case;
use super::level_so_far::LevelSoFar;
use super::policy_set::{Rule, Setting};
use super::strictness::tightest;
use super::values_so_far::ValuesSoFar;

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

impl Rule {
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
