//! A rule run on one subject: what it read, where its conditions ended, and what came of it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::Value;

use crate::facts::{Completeness, Facts, Fields, SubjectKey, SubjectRef};
use crate::policy::{
    ConditionState, Fault, JudgeLimits, Judged, Level, Point, Policy, TracedCondition, TracedRule, Violation,
};
use crate::report::Style;
use crate::report::human::clean;
use crate::snapshot::{Kind, Location};

use super::explanation::Lines;
use super::parts::{effective_level, inline};
use super::says::Says;

/// The longest value that is shown in full, in characters.
const LONGEST_VALUE: usize = 200;

/// The longest condition that is shown in full, in characters.
const LONGEST_CONDITION: usize = 90;

/// What a rule made of one subject.
#[derive(Debug)]
pub struct RuleRun {
    /// The subject.
    pub subject: SubjectKey,
    /// The fields that the rule can read, and their values.
    pub readings: Vec<Reading>,
    /// What it says, or how it broke.
    pub judged: Result<Judged, Fault>,
    /// What to do about each violation, and where it is, in their order.
    pub advice: Vec<(String, Option<Location>)>,
    /// The conditions of its rules; none where it is a JSON Schema.
    pub rules: Vec<TracedRule>,
    /// Kinds that it requires and that are not completely known, so that a pass would be none.
    pub doubts: Vec<(Kind, Completeness)>,
    /// What the authorities say of it.
    pub says: Option<Says>,
}

/// A field and what it held.
#[derive(Debug)]
pub struct Reading {
    /// Its name.
    pub field: Box<str>,
    /// Its value; none where the subject has no such field.
    pub value: Option<Value>,
}

/// Runs a rule on a subject of its kinds, with the parameters that are in force for it. `says` is what the authorities say of
/// the two; none where nobody resolved them.
pub fn run_on_subject(
    policy: &Policy,
    facts: &Facts<'_>,
    subject: SubjectRef,
    day: Date,
    says: Option<Says>,
) -> RuleRun {
    let whole = facts.subject(subject, &Fields::All);
    let parameters = says
        .as_ref()
        .map_or_else(|| defaults(policy), |says| says.parameters().clone());
    let limits = JudgeLimits::default();
    let reads = policy.reads();
    let seen = facts.subject(subject, &reads);
    let judged = policy
        .judge(&parameters, day, &limits)
        .and_then(|mut judge| judge.evaluate(&seen));
    let advice = match &judged {
        Ok(Judged::Violations(violations)) => violations
            .iter()
            .map(|violation| {
                (
                    policy.remediation(violation, &whole),
                    facts.locate(subject, &violation.path),
                )
            })
            .collect(),
        _ => Vec::new(),
    };
    let doubts = policy
        .metadata
        .requires
        .iter()
        .filter_map(|kind| match facts.completeness(*kind) {
            Completeness::Complete => None,
            incomplete => Some((*kind, incomplete)),
        });
    RuleRun {
        subject: facts.key(subject),
        readings: readings(&reads, &seen),
        advice,
        rules: policy.trace(&parameters, day, &limits, &seen),
        doubts: doubts.collect(),
        judged,
        says,
    }
}

fn defaults(policy: &Policy) -> BTreeMap<Box<str>, Value> {
    let parameters = policy.metadata.parameters.iter();
    parameters
        .map(|(name, parameter)| (name.clone(), parameter.default.clone()))
        .collect()
}

fn readings(reads: &Fields, seen: &Value) -> Vec<Reading> {
    let fields: Vec<Box<str>> = match (reads, seen) {
        (Fields::Only(fields), _) => fields.iter().cloned().collect(),
        (Fields::All, Value::Object(members)) => members.keys().map(|name| name.as_str().into()).collect(),
        (Fields::All, _) => Vec::new(),
    };
    let reading = |field: Box<str>| Reading {
        value: seen.get(&*field).cloned(),
        field,
    };
    fields.into_iter().map(reading).collect()
}

impl RuleRun {
    /// The run as text, to stand below the rule's explanation.
    pub fn render(&self, policy: &Policy, day: Date, style: Style) -> String {
        let mut page = Lines::new(style);
        let SubjectKey { kind, id, name } = &self.subject;
        page.heading(&format!("On {kind} {}", clean(name)));
        page.labelled("id", id);
        page.heading("What it read");
        let widest = self.readings.iter().map(|reading| reading.field.chars().count()).max();
        for reading in &self.readings {
            let value = reading.value.as_ref().map_or_else(|| "not there".to_owned(), short);
            page.labelled_at(widest.unwrap_or(0) + 2, &reading.field, &value);
        }
        if !self.rules.is_empty() {
            page.heading("Why it decided so");
            for rule in &self.rules {
                conditions(rule, &mut page);
            }
        }
        if let Some(says) = &self.says {
            says.tell(&mut page);
        }
        page.heading("Outcome");
        self.outcome(policy, day, &mut page);
        page.text
    }

    /// The level at the gate and at the audit.
    fn levels(&self, policy: &Policy, day: Date) -> [Level; 2] {
        match &self.says {
            Some(says) => says.levels(),
            None => Point::ALL.map(|point| effective_level(&policy.metadata, point, day)),
        }
    }

    fn outcome(&self, policy: &Policy, day: Date, page: &mut Lines) {
        match &self.judged {
            Ok(Judged::Pass) if self.doubts.is_empty() => page.line(2, "pass"),
            Ok(Judged::Pass) => {
                page.line(
                    2,
                    "cannot evaluate: nothing is wrong with what was seen, and not all was seen",
                );
                for (kind, completeness) in &self.doubts {
                    doubt(*kind, completeness, page);
                }
            }
            Ok(Judged::NotApplicable) => page.line(2, "not applicable"),
            Ok(Judged::CannotEvaluate(reasons)) => {
                page.line(2, "cannot evaluate");
                for reason in reasons {
                    page.paragraph(4, reason);
                }
            }
            Ok(Judged::Violations(violations)) => {
                for (violation, (advice, location)) in violations.iter().zip(&self.advice) {
                    told(violation, advice, location.as_ref(), self.levels(policy, day), page);
                }
            }
            Err(fault) => page.paragraph(2, &format!("fault: {fault}")),
        }
    }
}

fn doubt(kind: Kind, completeness: &Completeness, page: &mut Lines) {
    match completeness {
        Completeness::Complete => {}
        Completeness::NotCollected => page.paragraph(4, &format!("{kind} was not collected")),
        Completeness::Incomplete(reasons) => {
            for reason in reasons {
                page.paragraph(4, reason);
            }
        }
    }
}

fn told(violation: &Violation, advice: &str, location: Option<&Location>, levels: [Level; 2], page: &mut Lines) {
    let [gate, audit] = levels.map(|level| violation.level.map_or(level, |own| own.min(level)));
    page.line(2, &format!("violation: {gate} at the gate, {audit} at the audit"));
    page.paragraph(4, &violation.message);
    match location {
        Some(Location::File { file, place, .. }) => {
            let line = place.map_or_else(String::new, |place| format!(":{}:{}", place.line, place.column));
            page.paragraph(4, &format!("at {file}{line}"));
        }
        Some(Location::Azure { id, .. }) => page.paragraph(4, &format!("at {id}")),
        None => {}
    }
    if !advice.is_empty() {
        page.paragraph(4, &format!("next: {advice}"));
    }
}

fn conditions(rule: &TracedRule, page: &mut Lines) {
    let verdict = if rule.holds() { "holds" } else { "does not hold" };
    page.line(2, &format!("{} ({}:{}) {verdict}", rule.name, rule.file, rule.line));
    for condition in &rule.conditions {
        page.line(4, &marked(condition));
        for (text, value) in &condition.values {
            page.line(11, &clean(&format!("{} is {}", one_line(text), short(value))));
        }
    }
}

fn marked(condition: &TracedCondition) -> String {
    let (mark, note) = match condition.state {
        ConditionState::Held => ('+', ""),
        ConditionState::Failed => ('-', "   <- not so"),
        ConditionState::NotReached => (' ', ""),
        ConditionState::Untold => ('?', ""),
    };
    clean(&format!(
        "{mark} {:>4} {}{note}",
        condition.line.get(),
        one_line(&condition.text)
    ))
    .into_owned()
}

/// The text of an expression that may span several lines, as one.
fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    cut(line, LONGEST_CONDITION)
}

fn short(value: &Value) -> String {
    cut(inline(value), LONGEST_VALUE)
}

fn cut(text: String, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{} ...", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
