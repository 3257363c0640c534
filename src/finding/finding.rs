//! One finding.

use crate::facts::SubjectKey;
use crate::federation::LiveExemption;
use crate::policy::{Level, PolicyId, Severity};
use crate::snapshot::Location;

/// What came of a policy on a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Something is wrong.
    Violation,
    /// Something is wrong, and an exception covers it.
    Exempt,
    /// Facts are missing, so that a pass could not be trusted.
    CannotEvaluate,
    /// The policy broke.
    Fault,
}

impl Outcome {
    /// The name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Violation => "violation",
            Self::Exempt => "exempt",
            Self::CannotEvaluate => "cannot_evaluate",
            Self::Fault => "fault",
        }
    }
}

/// How a finding stands to the base.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Baseline {
    /// The change brings it.
    New,
    /// The base has it too.
    Unchanged,
    /// The base has it, and the change mends it.
    Fixed,
}

impl Baseline {
    /// The name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Unchanged => "unchanged",
            Self::Fixed => "fixed",
        }
    }
}

/// The exemption that covers a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exempting {
    /// Its name.
    pub name: Box<str>,
    /// `waiver` or `mitigated`.
    pub category: &'static str,
    /// Why.
    pub reason: Box<str>,
    /// Where it was discussed.
    pub ticket: Option<Box<str>>,
    /// Who approved it.
    pub approved_by: Option<Box<str>>,
    /// The last day on which it holds.
    pub expires: jiff::civil::Date,
    /// Where it stands.
    pub location: Location,
}

impl Exempting {
    pub(super) fn of(exemption: &LiveExemption) -> Self {
        Self {
            name: exemption.name.clone(),
            category: exemption.category.name(),
            reason: exemption.reason.clone(),
            ticket: exemption.ticket.clone(),
            approved_by: exemption.approved_by.clone(),
            expires: exemption.expires,
            location: exemption.location.clone(),
        }
    }
}

/// A violation, covered by an exception or not, a reason why a policy could not be evaluated (with how many subjects it concerns), or a fault.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Its identity: a digest of policy id, subject ids, pointer and key; never of the message or the line.
    pub fingerprint: Box<str>,
    /// The policy.
    pub policy: PolicyId,
    /// What it is.
    pub outcome: Outcome,
    /// How it stands to the base; none without a base, and for what is neither a violation nor exempt.
    pub baseline: Option<Baseline>,
    /// The effective level.
    pub level: Level,
    /// The policy's severity.
    pub severity: Severity,
    /// What it is about; for `cannot_evaluate` and faults the first subject met, in the order of subjects.
    pub subject: Option<SubjectKey>,
    /// The domain whose subject it is, where one is known.
    pub domain: Option<Box<str>>,
    /// What is wrong.
    pub message: Box<str>,
    /// What to do next.
    pub remediation: Box<str>,
    /// The domains that take part, sorted.
    pub parties: Vec<Box<str>>,
    /// What was found.
    pub actual: Option<serde_json::Value>,
    /// What should be.
    pub expected: Option<serde_json::Value>,
    /// Where.
    pub location: Option<Location>,
    /// Where else.
    pub related: Vec<Related>,
    /// How many subjects it concerns: 1, but for `cannot_evaluate` and faults.
    pub subjects: u64,
    /// The policy's own exception that covers it, where one does.
    pub exception: Option<Box<str>>,
    /// The exemption that covers it, where one does.
    pub exemption: Option<Exempting>,
    /// Why it has its level, from the mesh downwards.
    pub why: Vec<Box<str>>,
}

/// Another place that takes part in a finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Related {
    /// The place.
    pub location: Location,
    /// What it has to do with the finding.
    pub message: Box<str>,
}
