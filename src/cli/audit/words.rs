//! What changed, for people.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use crate::history::{Change, ChangeKind, Trend};
use crate::snapshot::Snapshot;

use super::command::Night;
use super::forecasts::Foretold;

/// Changes of one kind that are told one by one.
const TOLD: usize = 20;

/// Rows of the trend that are told.
const ROWS: usize = 12;

/// A limit that is reached within this many days is told; what is further away is in the JSON.
const SOON: i64 = 365;

/// The team of each domain that has one: who owns what changed.
pub(super) fn owners(snapshot: &Snapshot) -> BTreeMap<Box<str>, Box<str>> {
    let domains = snapshot.declared.domains.iter();
    domains
        .filter_map(|domain| {
            let team = domain.team.as_ref()?;
            let named = team.name.as_ref().map(|name| name.value.clone());
            let owner = || {
                let mut owners = team.members.iter().filter(|member| {
                    let role = member.role.as_deref().unwrap_or_default();
                    role.eq_ignore_ascii_case("owner")
                });
                owners.find_map(|member| member.username.clone().or_else(|| member.name.clone()))
            };
            Some((domain.name.value.clone(), named.or_else(owner)?))
        })
        .collect()
}

/// The changes since the run before, the trend and the forecasts.
pub(super) fn words(night: &Night<'_>) -> String {
    let mut text = String::new();
    changes(&mut text, night);
    trend(&mut text, night.trend);
    forecasts(&mut text, night.foretold);
    text
}

// Writing to a String cannot fail, here and below.
fn changes(text: &mut String, night: &Night<'_>) {
    let (Some(comparison), Some(before)) = (night.comparison, night.before) else {
        let _ = writeln!(text, "\nThe first run in this store: the next one is compared with it.");
        return;
    };
    let _ = writeln!(
        text,
        "\nSince {} (run {})",
        before.at.get(..16).unwrap_or(&before.at).replace('T', " "),
        before.id
    );
    let counts: Vec<String> = ChangeKind::ALL
        .into_iter()
        .filter(|kind| comparison.count(*kind) > 0)
        .map(|kind| format!("{} {}", comparison.count(kind), kind.name().replace('_', " ")))
        .collect();
    let counts = if counts.is_empty() {
        "no violation then, and none now".to_owned()
    } else {
        counts.join(", ")
    };
    let _ = writeln!(text, "  {counts}");
    let owners = owners(night.snapshot);
    for (kind, heading) in [
        (ChangeKind::New, "new"),
        (ChangeKind::NoLongerExempt, "no longer exempt"),
        (
            ChangeKind::Unknown,
            "not there, and not known to be fixed: tonight nobody could look",
        ),
        (ChangeKind::Fixed, "fixed"),
        (ChangeKind::NewlyExempt, "newly exempt"),
    ] {
        let of_kind: Vec<&Change> = comparison.changes.iter().filter(|change| change.kind == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        let _ = writeln!(text, "\n  {heading}");
        for change in of_kind.iter().take(TOLD) {
            let domain = change.domain.as_deref().unwrap_or("no domain");
            let owner = change.domain.as_ref().and_then(|domain| owners.get(domain));
            let owner = owner.map_or_else(String::new, |owner| format!(", {owner}"));
            let _ = writeln!(
                text,
                "    {}  {}  ({domain}{owner})",
                change.level.name(),
                change.policy
            );
            let _ = writeln!(text, "      {}: {}", change.name, change.message);
        }
        if of_kind.len() > TOLD {
            let _ = writeln!(
                text,
                "    and {} more; --changes FILE has them all",
                of_kind.len() - TOLD
            );
        }
    }
}

fn trend(text: &mut String, trend: &Trend) {
    if trend.runs.len() < 2 {
        return;
    }
    let _ = writeln!(text, "\nViolations in the last {} runs, oldest first", trend.runs.len());
    let none: Box<str> = "no domain".into();
    let domains = trend.by_domain().into_iter();
    let domains: Vec<_> = domains
        .map(|(name, counts)| (if name.is_empty() { none.clone() } else { name }, counts))
        .collect();
    rows(text, domains);
    let mut policies: Vec<_> = trend.by_policy().into_iter().collect();
    policies.sort_by(|one, other| other.1.last().cmp(&one.1.last()).then_with(|| one.0.cmp(&other.0)));
    let _ = writeln!(text);
    rows(text, policies);
}

fn rows(text: &mut String, rows: Vec<(Box<str>, Vec<u64>)>) {
    let width = rows
        .iter()
        .take(ROWS)
        .map(|(name, _)| name.chars().count())
        .max()
        .unwrap_or(0);
    let more = rows.len().saturating_sub(ROWS);
    for (name, counts) in rows.into_iter().take(ROWS) {
        let counts: Vec<String> = counts.iter().map(ToString::to_string).collect();
        let _ = writeln!(text, "  {name:width$}  {}", counts.join(" "));
    }
    if more > 0 {
        let _ = writeln!(text, "  and {more} more");
    }
}

fn forecasts(text: &mut String, foretold: &[Foretold]) {
    if foretold.is_empty() {
        return;
    }
    let _ = writeln!(text, "\nLimits");
    let (mut silent, mut growing) = (BTreeMap::<(&str, u64), usize>::new(), 0);
    for one in foretold {
        let get = |key: &str| one.forecast.get(key);
        let words = |key: &str| get(key).and_then(Value::as_str).unwrap_or_default();
        let limit = words("limit").replace('_', " ");
        let promote = one
            .promote
            .as_ref()
            .map_or_else(String::new, |node| format!("; promote {node} to a subscription before"));
        match (words("status"), get("days_left").and_then(Value::as_i64)) {
            ("reached", _) => {
                growing += 1;
                let _ = writeln!(
                    text,
                    "  {}: the limit of {limit} is reached{}",
                    one.name,
                    promote.replace(" before", " now")
                );
            }
            ("on", Some(days)) if days <= SOON => {
                growing += 1;
                let latest = get("latest").and_then(Value::as_str).unwrap_or("later");
                let _ = writeln!(
                    text,
                    "  {}: the limit of {limit} is reached about {} ({} to {latest}), {} more a day{promote}",
                    one.name,
                    words("date"),
                    words("earliest"),
                    get("per_day").and_then(Value::as_f64).unwrap_or_default(),
                );
            }
            ("too_few_runs", _) => {
                let runs = get("runs").and_then(Value::as_u64).unwrap_or(0);
                *silent
                    .entry(("too few runs: a forecast needs five days", runs))
                    .or_default() += 1;
            }
            ("poor_fit", _) => *silent.entry(("they go up and down too much", 0)).or_default() += 1,
            _ => {}
        }
    }
    for ((why, _), many) in &silent {
        let noun = if *many == 1 { "limit" } else { "limits" };
        let _ = writeln!(text, "  no forecast for {many} {noun} of subscriptions ({why})");
    }
    if growing == 0 && silent.is_empty() {
        let _ = writeln!(text, "  none is reached within a year at the pace of the last runs");
    }
}
