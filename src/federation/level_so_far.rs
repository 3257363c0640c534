//! A level on its way from the author of a policy down to a party.

use jiff::civil::Date;

use crate::policy::{Class, Level, Point};

use super::policy_set::{Rule, Setting};

/// A level on its way from the author down to a party.
pub(super) struct LevelSoFar<'r> {
    rule: &'r Rule,
    point: Point,
    day: Date,
    level: Level,
    steps: Vec<String>,
}

impl<'r> LevelSoFar<'r> {
    pub(super) fn new(rule: &'r Rule, point: Point, day: Date) -> Self {
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
    pub(super) fn set_by_owner(&mut self, group: &[&Setting]) {
        if let Some((say, by)) = closest(group, self.point, self.day)
            && say != self.level
        {
            self.level = say;
            self.steps.push(format!(", set to {say} by {by}"));
        }
        self.cap();
    }

    /// Without the consent that it needs a policy does not deny.
    pub(super) fn ask_consent(&mut self) {
        if let Some(consent) = &self.rule.consent
            && self.level == Level::Deny
            && !consent.is_given()
        {
            self.level = Level::Note;
            self.steps.push(format!(", not ratified: {consent}"));
        }
    }

    /// A scope below may raise the level, and where the class allows it lower it.
    pub(super) fn set_below(&mut self, group: &[&Setting]) {
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

    pub(super) fn end(self) -> (Level, String) {
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
