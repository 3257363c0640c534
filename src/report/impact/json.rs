//! The JSON report, version 1: `schemas/impact-report.schema.json`. Keys are stable; a new version of the tool only adds.

use std::collections::BTreeMap;
use std::io;

use serde::Serialize;
use serde_json::Value;

use crate::finding::{Impact, PolicyImpact, Shift, ShiftKind, Tally};
use crate::policy::Level;
use crate::report::json::{Place, Subject};

/// Writes the report.
pub(super) fn write(impact: &Impact, out: &mut dyn io::Write) -> io::Result<()> {
    let document = Document {
        version: 1,
        tool: Tool {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
        },
        as_of: impact.as_of.to_string(),
        point: impact.point.name(),
        verdict: impact.verdict.name(),
        exit_code: impact.verdict.exit_code(),
        total: Counts::of(&impact.total),
        policies: impact.policies.iter().map(policy).collect(),
        domains: impact
            .domains
            .iter()
            .map(|one| Domain {
                domain: one.domain.as_deref(),
                counts: Counts::of(&one.tally),
            })
            .collect(),
        findings: impact.shifts.iter().map(finding).collect(),
        distrust: &impact.distrust,
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    tool: Tool,
    as_of: String,
    point: &'static str,
    verdict: &'static str,
    exit_code: u8,
    total: Counts,
    policies: Vec<Policy<'a>>,
    domains: Vec<Domain<'a>>,
    findings: Vec<Finding<'a>>,
    distrust: &'a [Box<str>],
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Counts {
    new: Levels,
    raised: Levels,
    lowered: Levels,
    gone: Levels,
    stays: Levels,
}

impl Counts {
    fn of(tally: &Tally) -> Self {
        let of = |kind| Levels::of(&tally.levels(kind));
        Self {
            new: of(ShiftKind::New),
            raised: of(ShiftKind::Raised),
            lowered: of(ShiftKind::Lowered),
            gone: of(ShiftKind::Gone),
            stays: Levels::of(tally.stays()),
        }
    }
}

#[derive(Serialize)]
struct Levels {
    deny: u64,
    warn: u64,
    note: u64,
}

impl Levels {
    fn of(levels: &BTreeMap<Level, u64>) -> Self {
        let count = |level| levels.get(&level).copied().unwrap_or(0);
        Self {
            deny: count(Level::Deny),
            warn: count(Level::Warn),
            note: count(Level::Note),
        }
    }
}

#[derive(Serialize)]
struct Policy<'a> {
    id: &'a str,
    code: Option<&'a str>,
    title: &'a str,
    change: Option<&'static str>,
    level: Option<Pair<&'static str>>,
    parameters: BTreeMap<&'a str, Pair<Option<&'a Value>>>,
    missing_consent: Option<&'a str>,
    counts: Counts,
    exempt: Pair<u64>,
    cannot_evaluate: Pair<u64>,
    fault: Pair<u64>,
}

#[derive(Serialize)]
struct Pair<T> {
    before: T,
    after: T,
}

impl<T> Pair<T> {
    fn of((before, after): (T, T)) -> Self {
        Self { before, after }
    }
}

fn policy(one: &PolicyImpact) -> Policy<'_> {
    let difference = one.difference.as_ref();
    let parameters = difference.into_iter().flat_map(|difference| &difference.parameters);
    Policy {
        id: &one.policy.id.0,
        code: one.policy.code.as_deref(),
        title: &one.policy.title,
        change: difference.map(|difference| difference.change.name()),
        level: difference.map(|difference| Pair::of((difference.level.0.name(), difference.level.1.name()))),
        parameters: parameters
            .map(|(name, (before, after))| (&**name, Pair::of((before.as_ref(), after.as_ref()))))
            .collect(),
        missing_consent: difference.and_then(|difference| difference.missing_consent.as_deref()),
        counts: Counts::of(&one.tally),
        exempt: Pair::of(one.exempt),
        cannot_evaluate: Pair::of(one.cannot_evaluate),
        fault: Pair::of(one.fault),
    }
}

#[derive(Serialize)]
struct Domain<'a> {
    domain: Option<&'a str>,
    counts: Counts,
}

#[derive(Serialize)]
struct Finding<'a> {
    change: &'static str,
    before: Option<&'static str>,
    after: Option<&'static str>,
    fingerprint: &'a str,
    policy: &'a str,
    subject: Option<Subject<'a>>,
    domain: Option<&'a str>,
    parties: &'a [Box<str>],
    message: &'a str,
    remediation: &'a str,
    location: Option<Place<'a>>,
    why: &'a [Box<str>],
}

fn finding(shift: &Shift) -> Finding<'_> {
    let finding = &shift.finding;
    Finding {
        change: shift.kind.name(),
        before: shift.before.map(Level::name),
        after: shift.after.map(Level::name),
        fingerprint: &finding.fingerprint,
        policy: &finding.policy.0,
        subject: finding.subject.as_ref().map(Subject::of),
        domain: finding.domain.as_deref(),
        parties: &finding.parties,
        message: &finding.message,
        remediation: &finding.remediation,
        location: finding.location.as_ref().map(Place),
        why: &finding.why,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failing test may panic")]

    use serde_json::Value;

    use crate::finding::Impact;
    use crate::report::Style;
    use crate::report::impact::{ImpactFormat, samples};

    fn report(impact: &Impact) -> Value {
        let mut bytes = Vec::new();
        ImpactFormat::Json.write(impact, Style::default(), &mut bytes).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    fn schema() -> jsonschema::Validator {
        let schema = include_str!("../../../schemas/impact-report.schema.json");
        jsonschema::draft202012::new(&serde_json::from_str(schema).unwrap()).unwrap()
    }

    #[test]
    fn every_report_keeps_to_the_published_schema() {
        for impact in samples::all() {
            let report = report(&impact);
            let errors: Vec<String> = schema().iter_errors(&report).map(|error| error.to_string()).collect();
            assert_eq!(errors, [""; 0]);
        }
    }

    #[test]
    fn the_schema_refuses_a_key_that_it_does_not_know() {
        for pointer in [
            "",
            "/tool",
            "/total",
            "/total/new",
            "/policies/0",
            "/policies/0/level",
            "/domains/0",
            "/findings/0",
            "/findings/0/subject",
            "/findings/0/location",
        ] {
            let mut report = report(&samples::mixed());
            report.pointer_mut(pointer).unwrap()["surprise"] = Value::Bool(true);
            assert!(!schema().is_valid(&report), "{pointer}");
        }
    }
}
