//! The table of findings.

use crate::finding::{Assessment, Finding, Outcome};
use crate::policy::Level;
use crate::snapshot::Location;

use super::comparison::Comparison;
use super::run::RowHead;
use super::table::{Column, Row, Values, days};

/// A finding of an earlier run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastFinding {
    /// Its identity.
    pub fingerprint: Box<str>,
    /// The policy.
    pub policy: Box<str>,
    /// What it was.
    pub outcome: Outcome,
    /// Its level.
    pub level: Level,
    /// The kind and the id of its subject.
    pub subject: Option<(Box<str>, Box<str>)>,
    /// The subject's name.
    pub name: Box<str>,
    /// The domain.
    pub domain: Option<Box<str>>,
    /// What was wrong.
    pub message: Box<str>,
}

/// The columns of a run's findings.
pub(super) fn columns(head: &RowHead, assessment: &Assessment, comparison: Option<&Comparison>) -> Vec<Column> {
    let findings = &assessment.findings;
    let text = |of: &dyn Fn(&Finding) -> Option<Box<str>>| Values::Text(findings.iter().map(of).collect());
    let subject = |of: fn(&crate::facts::SubjectKey) -> Box<str>| {
        Values::Text(
            findings
                .iter()
                .map(|finding| finding.subject.as_ref().map(of))
                .collect(),
        )
    };
    let place = |finding: &Finding| match &finding.location {
        Some(Location::File { file, place, .. }) => (Some(file.clone()), place.map(|place| place.line.get()), None),
        Some(Location::Azure { id }) => (None, None, Some(id.clone())),
        None => (None, None, None),
    };
    let mut columns = head.columns(findings.len());
    columns.extend([
        ("fingerprint", text(&|finding| Some(finding.fingerprint.clone()))),
        ("policy", text(&|finding| Some(finding.policy.0.clone()))),
        ("area", text(&|finding| Some(area(&finding.policy.0).into()))),
        ("outcome", text(&|finding| Some(finding.outcome.name().into()))),
        ("level", text(&|finding| Some(finding.level.name().into()))),
        ("severity", text(&|finding| Some(finding.severity.name().into()))),
        ("subject_kind", subject(|key| key.kind.name().into())),
        ("subject_id", subject(|key| key.id.clone())),
        ("subject_name", subject(|key| key.name.clone())),
        ("domain", text(&|finding| finding.domain.clone())),
        ("parties", text(&|finding| Some(finding.parties.join(",").into()))),
        ("message", text(&|finding| Some(finding.message.clone()))),
        ("remediation", text(&|finding| Some(finding.remediation.clone()))),
        ("file", text(&|finding| place(finding).0)),
        (
            "line",
            Values::Share(findings.iter().map(|finding| place(finding).1.map(f64::from)).collect()),
        ),
        ("azure_id", text(&|finding| place(finding).2)),
        (
            "exemption",
            text(&|finding| finding.exemption.as_ref().map(|exemption| exemption.name.clone())),
        ),
        (
            "expires",
            Values::Date(
                findings
                    .iter()
                    .map(|finding| finding.exemption.as_ref().map(|one| days(one.expires)))
                    .collect(),
            ),
        ),
        (
            "change",
            text(&|finding| Some(comparison?.of(&finding.fingerprint)?.name().into())),
        ),
        (
            "subjects",
            Values::Number(
                findings
                    .iter()
                    .map(|finding| i64::try_from(finding.subjects).unwrap_or(i64::MAX))
                    .collect(),
            ),
        ),
    ]);
    columns
}

/// `ingestion` of `mesh.ingestion.one_domain_per_source`.
fn area(policy: &str) -> &str {
    policy.split('.').rev().nth(1).unwrap_or_default()
}

/// A row read back; none where it is no finding.
pub(super) fn past(row: &Row) -> Option<PastFinding> {
    let text = |name: &str| row.text(name).map(Box::<str>::from);
    Some(PastFinding {
        fingerprint: text("fingerprint")?,
        policy: text("policy")?,
        outcome: [
            Outcome::Violation,
            Outcome::Exempt,
            Outcome::CannotEvaluate,
            Outcome::Fault,
        ]
        .into_iter()
        .find(|outcome| row.text("outcome") == Some(outcome.name()))?,
        level: Level::from_name(row.text("level")?)?,
        subject: text("subject_kind").zip(text("subject_id")),
        name: text("subject_name").unwrap_or_default(),
        domain: text("domain"),
        message: text("message").unwrap_or_default(),
    })
}
