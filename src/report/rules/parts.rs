//! What every view of a rule is made of.

use jiff::civil::Date;

use crate::policy::testing::{Expected, WrittenExample};
use crate::policy::{Class, Direction, Level, Metadata, Point, Policy};
use crate::snapshot::Kind;

/// A rule and its examples.
#[derive(Clone, Copy, Debug)]
pub struct RuleView<'a> {
    /// The rule.
    pub policy: &'a Policy,
    /// Its examples, in the order of their file.
    pub examples: &'a [WrittenExample],
}

/// The area of a rule: what its id says between the scope and its own name; empty where that is nothing.
///
/// ```
/// use meshgov::policy::PolicyId;
/// assert_eq!(meshgov::report::area(&PolicyId("mesh.cost.required_tags".into())), "cost");
/// assert_eq!(meshgov::report::area(&PolicyId("domain.sales.cost.tags".into())), "cost");
/// ```
pub fn area(id: &crate::policy::PolicyId) -> String {
    let segments: Vec<&str> = id.0.split('.').collect();
    let scope = if segments.first() == Some(&"domain") { 2 } else { 1 };
    let end = segments.len().saturating_sub(1);
    segments.get(scope..end).unwrap_or_default().join(".")
}

/// The kinds of a rule's subject, as a list of words.
pub(super) fn kinds(kinds: &[Kind]) -> String {
    kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(", ")
}

/// The stages of a rule at one point: the level, and since when where it is dated.
pub(super) fn stages(metadata: &Metadata, point: Point) -> &[(Option<Date>, Level)] {
    match point {
        Point::Gate => &metadata.levels.gate,
        Point::Audit => &metadata.levels.audit,
    }
}

/// The stages of a point in words: `deny`, or `note from 2027-01-01, deny from 2027-04-01`.
pub(super) fn stages_told(metadata: &Metadata, point: Point) -> String {
    let stages = stages(metadata, point).iter().map(|(from, level)| match from {
        Some(from) => format!("{level} from {from}"),
        None => level.to_string(),
    });
    stages.collect::<Vec<_>>().join(", ")
}

/// The level of a rule at a point on a day, no higher than its class allows.
pub fn effective_level(metadata: &Metadata, point: Point, day: Date) -> Level {
    let level = metadata.levels.on(point, day);
    if metadata.class == Class::Advisory {
        level.min(Level::Warn)
    } else {
        level
    }
}

/// The next stage of a point after a day, where there is one.
pub(super) fn next_stage(metadata: &Metadata, point: Point, day: Date) -> Option<(Date, Level)> {
    stages(metadata, point)
        .iter()
        .find_map(|(from, level)| from.filter(|from| *from > day).map(|from| (from, *level)))
}

/// What a class allows, in words.
pub(super) const fn class_told(class: Class) -> &'static str {
    match class {
        Class::Mandatory => "scopes below its owner may only tighten it",
        Class::Default => "scopes below its owner may tighten it, and loosen it down to its floor",
        Class::Advisory => "never above warn; scopes below its owner may switch it off",
    }
}

/// Which way of changing a parameter is tighter, in words.
pub(super) const fn direction_told(direction: Direction) -> &'static str {
    match direction {
        Direction::Lower => "lower is tighter",
        Direction::Higher => "higher is tighter",
        Direction::Subset => "fewer elements are tighter",
        Direction::Superset => "more elements are tighter",
        Direction::Fixed => "nobody may change it",
    }
}

/// A value as one line of JSON.
pub(super) fn inline(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Array(elements) => {
            let elements: Vec<String> = elements.iter().map(inline).collect();
            format!("[{}]", elements.join(", "))
        }
        other => other.to_string(),
    }
}

/// The title of what an example shows.
pub(super) const fn outcome(expected: &Expected) -> &'static str {
    match expected {
        Expected::Pass => "Passes",
        Expected::Fail { .. } => "Fails",
        Expected::NotApplicable => "Not applicable",
        Expected::CannotEvaluate { .. } => "Cannot be evaluated",
    }
}

/// The text of an example without its name, which stands above it.
pub(super) fn body(example: &WrittenExample) -> &str {
    match example.text.split_once('\n') {
        Some((first, rest)) if first.starts_with("name:") => rest,
        _ => &example.text,
    }
}
