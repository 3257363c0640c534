//! What each authority says of a rule and a subject, and what that comes to.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::Value;

use crate::federation::{Case, Effective, LiveExemption, Rule, Setting};
use crate::policy::{Level, Point};

use super::explanation::Lines;
use super::parts::inline;

/// What the authorities say, at the gate and at the audit.
#[derive(Clone, Debug)]
pub struct Says {
    author: String,
    settings: Vec<Setting>,
    at: [Effective; 2],
    missing_consent: Option<String>,
    exemption: Option<LiveExemption>,
    day: Date,
}

impl Says {
    /// What they say of a rule for a case on a day; `exemption` covers the subject.
    pub fn of(rule: &Rule, case: &Case, day: Date, exemption: Option<&LiveExemption>) -> Self {
        let would_deny = Point::ALL.iter().any(|point| rule.would_deny(*point, day));
        let lacks = rule
            .consent
            .as_ref()
            .filter(|consent| would_deny && !consent.is_given());
        Self {
            author: rule.author(),
            settings: rule.reaching(case).cloned().collect(),
            at: Point::ALL.map(|point| rule.effective(case, point, day)),
            missing_consent: lacks.map(ToString::to_string),
            exemption: exemption.cloned(),
            day,
        }
    }

    /// The values of the parameters.
    pub(super) const fn parameters(&self) -> &BTreeMap<Box<str>, Value> {
        let [gate, _] = &self.at;
        &gate.parameters
    }

    /// The level at the gate and at the audit.
    pub(super) fn levels(&self) -> [Level; 2] {
        let [gate, audit] = &self.at;
        [gate.level, audit.level]
    }

    pub(super) fn tell(&self, page: &mut Lines) {
        page.heading("What each authority says");
        let names = self.settings.iter().map(|setting| &*setting.by).chain([&*self.author]);
        let width = names.map(|name| name.chars().count()).max().unwrap_or(0).max(11) + 2;
        page.labelled_at(width, &self.author, "wrote it");
        for setting in &self.settings {
            let reason = setting.reason.as_ref();
            let reason = reason.map_or_else(String::new, |reason| format!(" ({reason})"));
            page.labelled_at(width, &setting.by, &format!("{}{reason}", said(setting, self.day)));
            page.labelled_at(width, "", &format!("at {}", setting.location));
        }
        if let Some(missing) = &self.missing_consent {
            page.labelled_at(width, "consent", missing);
        }
        page.heading("What that comes to");
        for (point, effective) in Point::ALL.iter().zip(&self.at) {
            tell_shares(*point, effective, page);
        }
        let [gate, _] = &self.at;
        for (name, value) in &gate.parameters {
            let why = gate
                .why
                .iter()
                .find_map(|why| why.strip_prefix(&format!("{name} = {value}: ")).map(str::to_owned));
            let why = why.unwrap_or_else(|| self.author.clone());
            page.labelled("parameter", &format!("{name} = {}: {why}", inline(value)));
        }
        if let Some(exemption) = &self.exemption {
            let text = format!(
                "{} ({}) covers it until {}: {}",
                exemption.name,
                exemption.category.name(),
                exemption.expires,
                exemption.reason
            );
            page.labelled("exemption", &text);
            page.labelled("", &format!("at {}", exemption.location));
        }
    }
}

/// The level of each party, those together that have it for the same reason, and the one that counts where they differ.
fn tell_shares(point: Point, effective: &Effective, page: &mut Lines) {
    let mut alike: Vec<(&str, Vec<&str>)> = Vec::new();
    for share in &effective.shares {
        let domain = share.domain.as_deref();
        match alike.iter_mut().find(|(why, _)| *why == &*share.why) {
            Some((_, domains)) => domains.extend(domain),
            None => alike.push((&share.why, domain.into_iter().collect())),
        }
    }
    for (why, domains) in &alike {
        let whose = if alike.len() > 1 {
            format!(", for {}", domains.join(", "))
        } else {
            String::new()
        };
        page.labelled(point.name(), &format!("{why}{whose}"));
    }
    if alike.len() > 1 {
        page.labelled("", &format!("{} counts, the strictest of them", effective.level));
    }
}

/// What a setting says: its levels on a day, and its parameters.
fn said(setting: &Setting, day: Date) -> String {
    let levels = Point::ALL.iter().filter_map(|point| {
        let level = setting.stages.on(*point, day)?;
        Some(format!("{level} at the {}", point.name()))
    });
    let parameters = setting.parameters.iter();
    let parameters = parameters.map(|(name, value)| format!("{name} = {}", inline(value)));
    let all: Vec<String> = levels.chain(parameters).collect();
    if all.is_empty() {
        "nothing yet".to_owned()
    } else {
        all.join(", ")
    }
}
