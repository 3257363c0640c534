//! The policies that a domain lives under: a table for people, and JSON for other tools.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::Date;
use serde_json::{Map, Value, json};

use crate::federation::{EffectiveLevel, EffectiveRule};
use crate::policy::{Level, Point};
use crate::report::columns::columns;
use crate::report::human::{clean, count, length, number};

use super::parts::inline;

const HEAD: [&str; 7] = ["CODE", "ID", "TITLE", "OWNER", "CLASS", "GATE", "AUDIT"];

/// One line a policy, and below it why its values are not those that its author wrote; the last lines sum it up.
pub fn effective_table(rules: &[EffectiveRule], domain: Option<&str>) -> String {
    let rows: Vec<Vec<String>> = rules.iter().map(row).collect();
    let table = columns(&HEAD, &rows);
    let mut lines = table.lines();
    let mut text = String::new();
    if let Some(head) = lines.next() {
        text.extend([head, "\n"]);
    }
    for (line, rule) in lines.zip(rules) {
        text.extend([line, "\n"]);
        for detail in details(rule) {
            text.extend(["         ", &clean(&detail), "\n"]);
        }
    }
    if !rules.is_empty() {
        text.push('\n');
    }
    sums(rules, domain, &mut text);
    text
}

fn row(rule: &EffectiveRule) -> Vec<String> {
    let metadata = &rule.policy.metadata;
    vec![
        clean(metadata.code.as_deref().unwrap_or("-")).into_owned(),
        metadata.id.to_string(),
        clean(&metadata.title).into_owned(),
        clean(&rule.owner.to_string()).into_owned(),
        metadata.class.name().to_owned(),
        rule.gate.level.to_string(),
        rule.audit.level.to_string(),
    ]
}

/// What is not as the author wrote it, and why.
fn details(rule: &EffectiveRule) -> Vec<String> {
    let points = Point::ALL.into_iter().filter(|point| rule.at(*point).is_set);
    let mut details: Vec<String> = points
        .map(|point| format!("{:<5}  {}", point.name(), rule.at(point).why))
        .collect();
    let parameters = rule.parameters.iter();
    details.extend(parameters.map(|(name, (value, why))| format!("{name} = {}: {why}", inline(value))));
    match rule.for_some {
        0 => {}
        1 => details.push("and 1 setting for some subjects".to_owned()),
        more => details.push(format!("and {more} settings for some subjects")),
    }
    details
}

fn sums(rules: &[EffectiveRule], domain: Option<&str>, text: &mut String) {
    let whose = match domain {
        Some(domain) => format!("domain {}", clean(domain)),
        None => "the mesh as a whole".to_owned(),
    };
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{} for {whose}", count(length(rules), "policy"));
    for point in Point::ALL {
        let mut levels: BTreeMap<Level, u64> = BTreeMap::new();
        for rule in rules {
            *levels.entry(rule.at(point).level).or_default() += 1;
        }
        let parts: Vec<String> = levels
            .iter()
            .rev()
            .map(|(level, count)| format!("{} {level}", number(*count)))
            .collect();
        if !parts.is_empty() {
            let _ = writeln!(text, "{:<5}  {}", point.name(), parts.join(", "));
        }
    }
    let unratified: Vec<&str> = rules
        .iter()
        .filter(|rule| {
            Point::ALL
                .into_iter()
                .any(|point| rule.at(point).missing_consent.is_some())
        })
        .map(|rule| &rule.policy.metadata)
        .map(|metadata| metadata.code.as_deref().unwrap_or(&metadata.id.0))
        .collect();
    if !unratified.is_empty() {
        let _ = writeln!(text, "not ratified: {}", clean(&unratified.join(", ")));
    }
}

/// The same as one JSON object, `version` 1.
pub fn effective_listing(rules: &[EffectiveRule], domain: Option<&str>, day: Date) -> String {
    let policies: Vec<Value> = rules.iter().map(entry).collect();
    let list = json!({ "version": 1, "as_of": day.to_string(), "domain": domain, "policies": policies });
    format!("{list:#}\n")
}

fn entry(rule: &EffectiveRule) -> Value {
    let metadata = &rule.policy.metadata;
    let parameters: Map<String, Value> = rule
        .parameters
        .iter()
        .map(|(name, (value, why))| (name.to_string(), json!({ "effective": value, "why": why })))
        .collect();
    json!({
        "id": metadata.id.to_string(),
        "code": metadata.code,
        "title": metadata.title,
        "owner": rule.owner.to_string(),
        "class": metadata.class.name(),
        "levels": { "gate": level(&rule.gate), "audit": level(&rule.audit) },
        "parameters": parameters,
        "settings_for_some": rule.for_some,
    })
}

fn level(level: &EffectiveLevel) -> Value {
    json!({ "effective": level.level.name(), "why": level.why, "missing_consent": level.missing_consent })
}
