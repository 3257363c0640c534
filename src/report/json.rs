//! The JSON report, version 1: `schemas/report.schema.json`. Keys are stable; a new version of the tool only adds.

use std::io;

use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use crate::facts::SubjectKey;
use crate::finding::{Assessment, Baseline, Finding, Related, RulingCounts, Summary};
use crate::snapshot::{Coverage, Location, Problem};
use crate::text::Pointer;

/// The version of the format.
const VERSION: u32 = 1;

/// Writes the report.
pub(super) fn write(assessment: &Assessment, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &Report::of(assessment))?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    tool: Tool,
    as_of: String,
    point: &'static str,
    verdict: &'static str,
    exit_code: u8,
    summary: WireSummary<'a>,
    #[serde(serialize_with = "policies")]
    policies: &'a [RulingCounts],
    #[serde(serialize_with = "findings")]
    findings: [&'a [Finding]; 2],
    #[serde(serialize_with = "problems")]
    problems: &'a [Problem],
    #[serde(serialize_with = "coverage")]
    coverage: &'a [Coverage],
}

impl<'a> Report<'a> {
    fn of(assessment: &'a Assessment) -> Self {
        Self {
            version: VERSION,
            tool: Tool {
                name: env!("CARGO_PKG_NAME"),
                version: env!("CARGO_PKG_VERSION"),
            },
            as_of: assessment.as_of.to_string(),
            point: assessment.point.name(),
            verdict: assessment.verdict.name(),
            exit_code: assessment.verdict.exit_code(),
            summary: WireSummary::of(&assessment.summary),
            policies: &assessment.policies,
            findings: [&assessment.findings, &assessment.fixed],
            problems: &assessment.problems,
            coverage: &assessment.coverage,
        }
    }
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct WireSummary<'a> {
    subjects: u64,
    judgements: u64,
    pass: u64,
    violation: u64,
    exempt: u64,
    not_applicable: u64,
    cannot_evaluate: u64,
    fault: u64,
    // Without a base nothing is new, unchanged or fixed; that is not the same as none.
    new: Option<u64>,
    unchanged: Option<u64>,
    fixed: Option<u64>,
    collisions: u64,
    documents: u64,
    problems: u64,
    distrust: &'a [Box<str>],
}

impl<'a> WireSummary<'a> {
    fn of(summary: &'a Summary) -> Self {
        Self {
            subjects: summary.subjects,
            judgements: summary.judgements,
            pass: summary.pass,
            violation: summary.violation,
            exempt: summary.exempt,
            not_applicable: summary.not_applicable,
            cannot_evaluate: summary.cannot_evaluate,
            fault: summary.fault,
            new: summary.ratchet.map(|ratchet| ratchet.new),
            unchanged: summary.ratchet.map(|ratchet| ratchet.unchanged),
            fixed: summary.ratchet.map(|ratchet| ratchet.fixed),
            collisions: summary.collisions,
            documents: summary.documents,
            problems: summary.problems,
            distrust: &summary.distrust,
        }
    }
}

#[derive(Serialize)]
struct WirePolicy<'a> {
    id: &'a str,
    code: Option<&'a str>,
    title: &'a str,
    owner: &'a str,
    class: &'static str,
    level: &'static str,
    missing_consent: Option<&'a str>,
    judgements: u64,
    pass: u64,
    violation: u64,
    exempt: u64,
    not_applicable: u64,
    cannot_evaluate: u64,
    fault: u64,
}

fn policies<S: Serializer>(rows: &[RulingCounts], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(rows.iter().map(|row| WirePolicy {
        id: &row.policy.id.0,
        code: row.policy.code.as_deref(),
        title: &row.policy.title,
        owner: &row.policy.owner,
        class: row.policy.class.name(),
        level: row.level.name(),
        missing_consent: row.missing_consent.as_deref(),
        judgements: row.counts.judgements(),
        pass: row.counts.pass,
        violation: row.counts.violation,
        exempt: row.counts.exempt,
        not_applicable: row.counts.not_applicable,
        cannot_evaluate: row.counts.cannot_evaluate,
        fault: row.counts.fault,
    }))
}

#[derive(Serialize)]
struct WireFinding<'a> {
    fingerprint: &'a str,
    policy: &'a str,
    outcome: &'static str,
    level: &'static str,
    severity: &'static str,
    baseline: Option<&'static str>,
    subject: Option<Subject<'a>>,
    subjects: u64,
    domain: Option<&'a str>,
    message: &'a str,
    remediation: &'a str,
    parties: &'a [Box<str>],
    actual: Option<&'a serde_json::Value>,
    expected: Option<&'a serde_json::Value>,
    location: Option<Place<'a>>,
    #[serde(serialize_with = "related")]
    related: &'a [Related],
    exemption: Option<Exemption<'a>>,
    why: &'a [Box<str>],
}

/// What covers a finding.
#[derive(Serialize)]
struct Exemption<'a> {
    /// The policy's own exception, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    exception: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ticket: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    approved_by: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Place<'a>>,
}

impl<'a> Exemption<'a> {
    fn of(finding: &'a Finding) -> Option<Self> {
        let exemption = finding.exemption.as_ref();
        (exemption.is_some() || finding.exception.is_some()).then(|| Self {
            exception: finding.exception.as_deref(),
            name: exemption.map(|exemption| &*exemption.name),
            category: exemption.map(|exemption| exemption.category),
            reason: exemption.map(|exemption| &*exemption.reason),
            ticket: exemption.and_then(|exemption| exemption.ticket.as_deref()),
            approved_by: exemption.and_then(|exemption| exemption.approved_by.as_deref()),
            expires: exemption.map(|exemption| exemption.expires.to_string()),
            location: exemption.map(|exemption| Place(&exemption.location)),
        })
    }
}

/// Those of the run, and after them the ones that the change mends.
fn findings<S: Serializer>(rows: &[&[Finding]; 2], serializer: S) -> Result<S::Ok, S::Error> {
    let rows = rows.iter().flat_map(|rows| rows.iter());
    serializer.collect_seq(rows.map(|finding| WireFinding {
        fingerprint: &finding.fingerprint,
        policy: &finding.policy.0,
        outcome: finding.outcome.name(),
        level: finding.level.name(),
        severity: finding.severity.name(),
        baseline: finding.baseline.map(Baseline::name),
        subject: finding.subject.as_ref().map(Subject::of),
        subjects: finding.subjects,
        domain: finding.domain.as_deref(),
        message: &finding.message,
        remediation: &finding.remediation,
        parties: &finding.parties,
        actual: finding.actual.as_ref(),
        expected: finding.expected.as_ref(),
        location: finding.location.as_ref().map(Place),
        related: &finding.related,
        exemption: Exemption::of(finding),
        why: &finding.why,
    }))
}

#[derive(Serialize)]
pub(super) struct Subject<'a> {
    kind: &'static str,
    id: &'a str,
    name: &'a str,
}

impl<'a> Subject<'a> {
    pub(super) fn of(key: &'a SubjectKey) -> Self {
        Self {
            kind: key.kind.name(),
            id: &key.id,
            name: &key.name,
        }
    }
}

#[derive(Serialize)]
struct WireRelated<'a> {
    location: Place<'a>,
    message: &'a str,
}

fn related<S: Serializer>(rows: &[Related], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(rows.iter().map(|row| WireRelated {
        location: Place(&row.location),
        message: &row.message,
    }))
}

#[derive(Serialize)]
struct WireProblem<'a> {
    code: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    location: Place<'a>,
}

fn problems<S: Serializer>(rows: &[Problem], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(rows.iter().map(|problem| WireProblem {
        code: problem.code.name(),
        message: &problem.message,
        help: problem.help.as_deref(),
        location: Place(&problem.location),
    }))
}

#[derive(Serialize)]
struct WireCoverage<'a> {
    scope: &'a str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<&'a str>,
    status: &'static str,
    detail: &'a str,
}

fn coverage<S: Serializer>(rows: &[Coverage], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(rows.iter().map(|row| WireCoverage {
        scope: &row.scope,
        kind: row.kind.name(),
        part: row.part.as_deref(),
        status: row.status.name(),
        detail: &row.detail,
    }))
}

/// A location: `azure_id` alone, or a file with every key of a place, of which the unknown are null.
pub(super) struct Place<'a>(pub(super) &'a Location);

impl Serialize for Place<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Location::Azure { id } => {
                let mut object = serializer.serialize_struct("Location", 1)?;
                object.serialize_field("azure_id", id)?;
                object.end()
            }
            Location::File { file, place, pointer } => {
                let mut object = serializer.serialize_struct("Location", 6)?;
                object.serialize_field("file", file)?;
                object.serialize_field("line", &place.map(|place| place.line.get()))?;
                object.serialize_field("column", &place.map(|place| place.column.get()))?;
                object.serialize_field("end_line", &place.map(|place| place.end_line.get()))?;
                object.serialize_field("end_column", &place.map(|place| place.end_column.get()))?;
                object.serialize_field("pointer", &pointer.as_ref().map(Pointer::as_str))?;
                object.end()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failing test may panic")]

    use serde_json::Value;

    use crate::report::{Format, Style, samples};

    fn report(assessment: &crate::finding::Assessment) -> Value {
        serde_json::from_slice(&Format::Json.render(assessment, Style::default()).unwrap()).unwrap()
    }

    #[test]
    fn every_report_keeps_to_the_published_schema() {
        let schema = serde_json::from_str(include_str!("../../schemas/report.schema.json")).unwrap();
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        for assessment in samples::all() {
            let report = report(&assessment);
            let errors: Vec<String> = validator
                .iter_errors(&report)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert_eq!(errors, [""; 0]);
        }
    }

    #[test]
    fn the_schema_refuses_a_key_that_it_does_not_know() {
        let schema = serde_json::from_str(include_str!("../../schemas/report.schema.json")).unwrap();
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        for pointer in [
            "",
            "/tool",
            "/summary",
            "/policies/0",
            "/findings/0",
            "/findings/0/location",
            "/findings/0/subject",
            "/findings/0/related/0",
            "/problems/0",
            "/coverage/0",
        ] {
            let mut report = report(&samples::mesh());
            report.pointer_mut(pointer).unwrap()["surprise"] = Value::Bool(true);
            assert!(!validator.is_valid(&report), "{pointer}");
        }
    }

    #[test]
    fn lines_and_columns_count_from_one_as_an_editor_does() {
        let report = report(&samples::mesh());
        // `  - name: erp-orders` is the eighth line of the sample, and its value begins in the eleventh column.
        let location = &report["findings"][0]["location"];
        assert_eq!(location["file"], "domains/finance/orders.odps.yaml");
        assert_eq!(
            (location["line"].as_u64(), location["column"].as_u64()),
            (Some(8), Some(11))
        );
        assert_eq!(
            (location["end_line"].as_u64(), location["end_column"].as_u64()),
            (Some(8), Some(21))
        );
        assert_eq!(location["pointer"], "/inputPorts/0/name");
    }

    #[test]
    fn the_top_level_keys_keep_their_order_and_no_base_means_null() {
        let report = Format::Json.render(&samples::clean(), Style::default()).unwrap();
        let text = String::from_utf8(report).unwrap();
        let keys: Vec<&str> = text
            .lines()
            .filter_map(|line| line.strip_prefix("  \"")?.split('"').next())
            .collect();
        let expected = [
            "version",
            "tool",
            "as_of",
            "point",
            "verdict",
            "exit_code",
            "summary",
            "policies",
            "findings",
            "problems",
            "coverage",
        ];
        assert_eq!(keys, expected);
        assert!(text.contains("\"new\": null") && text.contains("\"exempt\": 0"));
    }
}
