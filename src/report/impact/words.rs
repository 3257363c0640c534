//! What the reports for people say in the same words.

use std::collections::BTreeMap;

use crate::federation::{RuleChange, RuleDifference};
use crate::finding::{DomainImpact, Impact, PolicyImpact, Shift, ShiftKind, Tally};
use crate::policy::{Level, Metadata};
use crate::report::human::{count, number};

/// How many domains are named in a sentence.
const NAMED: usize = 4;

/// What stands between what was and what would be.
#[derive(Clone, Copy)]
pub(super) struct Arrow(pub(super) &'static str);

/// The code of a policy where it has one: that is what people say.
pub(super) fn called(policy: &Metadata) -> &str {
    policy.code.as_deref().unwrap_or(&policy.id.0)
}

/// The name of a domain, or of what has none.
pub(super) fn domain(name: Option<&str>) -> &str {
    name.unwrap_or("no domain")
}

/// What of a policy is proposed: `max_domains 1 → 2`.
pub(super) fn changes(policy: &PolicyImpact, arrow: Arrow) -> String {
    let Some(difference) = &policy.difference else {
        return "judges what these policies come to".to_owned();
    };
    let mut parts: Vec<String> = match difference.change {
        RuleChange::Added => vec![format!("new, at {}", difference.level.1)],
        RuleChange::Removed => vec![format!("gone, was at {}", difference.level.0)],
        RuleChange::Rewritten => vec!["another version of it".to_owned()],
        RuleChange::Exempted => vec!["other exemptions".to_owned()],
        RuleChange::Set => Vec::new(),
    };
    let is_in_both = !matches!(difference.change, RuleChange::Added | RuleChange::Removed);
    if is_in_both && difference.level.0 != difference.level.1 {
        parts.push(format!("{}{}{}", difference.level.0, arrow.0, difference.level.1));
    }
    parts.extend(difference.parameters.iter().map(|(name, (before, after))| {
        let told = |value: &Option<serde_json::Value>| value.as_ref().map_or("not there".to_owned(), inline);
        format!("{name} {}{}{}", told(before), arrow.0, told(after))
    }));
    if parts.is_empty() {
        parts.push("set in another way for some".to_owned());
    }
    parts.join(", ")
}

/// That what is tried is not agreed on yet; none where it need not be.
pub(super) fn consent(difference: &RuleDifference) -> Option<String> {
    let missing = difference.missing_consent.as_ref()?;
    Some(format!("not ratified today: {missing}; judged here as if it were"))
}

fn inline(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Array(elements) => {
            format!("[{}]", elements.iter().map(inline).collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

/// Who would be hit, and how hard; one sentence each for burden and relief.
pub(super) fn glance(impact: &Impact) -> Vec<String> {
    let total = &impact.total;
    if impact.policies.is_empty() {
        return vec!["Nothing would change: what is proposed is in force already.".to_owned()];
    }
    if total.changes() == 0 {
        return vec!["Nobody's results would change.".to_owned()];
    }
    let mut sentences = Vec::new();
    match who(impact, |tally| tally.hits() > 0) {
        Some(who) => sentences.push(format!(
            "It would hit {who}: {}.",
            amounts(total, &[ShiftKind::New, ShiftKind::Raised])
        )),
        None => sentences.push("It would hit nobody.".to_owned()),
    }
    let is_relief = |tally: &Tally| tally.changes() > tally.hits();
    if let Some(who) = who(impact, is_relief) {
        sentences.push(format!(
            "It would relieve {who}: {}.",
            amounts(total, &[ShiftKind::Lowered, ShiftKind::Gone])
        ));
    }
    sentences
}

/// The domains of which this holds: `finance, sales and 2 more domains`.
fn who(impact: &Impact, which: impl Fn(&Tally) -> bool) -> Option<String> {
    let domains: Vec<&str> = impact
        .domains
        .iter()
        .filter(|one| which(&one.tally))
        .map(|one| one.domain.as_deref().unwrap_or("things of no domain"))
        .collect();
    let (first, rest) = domains.split_at(domains.len().min(NAMED));
    if !rest.is_empty() {
        let more = u64::try_from(rest.len()).unwrap_or(u64::MAX);
        return Some(format!("{} and {}", first.join(", "), count(more, "more domain")));
    }
    let (last, others) = first.split_last()?;
    Some(if others.is_empty() {
        (*last).to_owned()
    } else {
        format!("{} and {last}", others.join(", "))
    })
}

/// `3 new (2 deny, 1 warn), 1 raised to deny`; the levels are those that they get, or had.
fn amounts(tally: &Tally, kinds: &[ShiftKind]) -> String {
    let parts = kinds.iter().filter(|kind| tally.count(**kind) > 0);
    let parts = parts.map(|kind| {
        let at = tally.levels(*kind);
        let towards = match kind {
            ShiftKind::New | ShiftKind::Gone => "at",
            ShiftKind::Raised | ShiftKind::Lowered => "to",
        };
        let told = match at.first_key_value() {
            Some((level, _)) if at.len() == 1 => format!("{towards} {level}"),
            _ => format!("({})", levels(&at)),
        };
        format!("{} {} {told}", number(tally.count(*kind)), kind.name())
    });
    parts.collect::<Vec<_>>().join(", ")
}

/// `2 deny, 1 warn`; a dash for none.
pub(super) fn levels(levels: &BTreeMap<Level, u64>) -> String {
    if levels.is_empty() {
        return "-".to_owned();
    }
    let parts = levels
        .iter()
        .rev()
        .map(|(level, count)| format!("{} {level}", number(*count)));
    parts.collect::<Vec<_>>().join(", ")
}

/// The headings of a table of domains.
pub(super) const HEAD: [&str; 6] = ["domain", "new", "raised", "lowered", "gone", "stays"];

/// A row of the table of domains.
pub(super) fn row(name: &str, tally: &Tally) -> Vec<String> {
    let mut cells = vec![name.to_owned()];
    cells.extend(ShiftKind::ALL.map(|kind| levels(&tally.levels(kind))));
    cells.push(levels(tally.stays()));
    cells
}

/// The rows of the table of domains: those with changes first, and all together last.
pub(super) fn rows(impact: &Impact) -> Vec<Vec<String>> {
    let of = |one: &DomainImpact| row(domain(one.domain.as_deref()), &one.tally);
    let mut rows: Vec<Vec<String>> = impact.domains.iter().map(of).collect();
    if rows.len() > 1 {
        rows.push(row("all together", &impact.total));
    }
    rows
}

/// The level of a shift: `deny`, or `note → deny`.
pub(super) fn level(shift: &Shift, arrow: Arrow) -> String {
    match (shift.before, shift.after) {
        (Some(before), Some(after)) => format!("{before}{}{after}", arrow.0),
        (before, after) => after.or(before).unwrap_or(Level::Off).to_string(),
    }
}

/// What it comes to, and what stays.
pub(super) fn totals(impact: &Impact) -> String {
    let total = &impact.total;
    let mut parts: Vec<String> = ShiftKind::ALL
        .iter()
        .filter(|kind| total.count(**kind) > 0)
        .map(|kind| format!("{} {}", number(total.count(*kind)), kind.name()))
        .collect();
    parts.push(match total.stays().values().sum() {
        0 => "none stays as it is".to_owned(),
        1 => "1 stays as it is".to_owned(),
        stays => format!("{} stay as they are", number(stays)),
    });
    let sum = |which: fn(&PolicyImpact) -> (u64, u64)| {
        impact
            .policies
            .iter()
            .map(which)
            .fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
    };
    let policies = u64::try_from(impact.policies.len()).unwrap_or(u64::MAX);
    let mut text = format!(
        "of the violations of {}: {}",
        count(policies, "policy"),
        parts.join(", ")
    );
    let beside = [
        (sum(|policy| policy.exempt), "are exempt"),
        (sum(|policy| policy.cannot_evaluate), "could not be evaluated"),
    ];
    for ((before, after), what) in beside {
        let told = match (before, after) {
            (0, 0) => continue,
            (before, after) if before == after => format!("; {} {what} as before", count(after, "subject")),
            (before, after) => format!("; {} {what}, {} before", count(after, "subject"), number(before)),
        };
        text.push_str(&told);
    }
    text.push_str("; other policies cannot change");
    text
}
