//! `kind: Exemption`: a signed exception of a subject from a policy, for a limited time.

use super::kind::Kind;
use super::located::{DocumentIndex, Located};

/// `kind: Exemption`. What is missing or wrong is none here, and a problem of the document.
#[derive(Clone, Debug, PartialEq)]
pub struct Exemption {
    /// The document that it is.
    pub document: DocumentIndex,
    /// `name`.
    pub name: Located<Box<str>>,
    /// `policy`: an id or a code.
    pub policy: Option<Located<Box<str>>>,
    /// `versions`: the versions of the policy that it holds for.
    pub versions: Option<Located<Box<str>>>,
    /// `subject.kind`.
    pub kind: Option<Located<Kind>>,
    /// `subject.id`: an id, or with `*` in it a pattern of ids within `subject.domain`.
    pub id: Option<Located<Box<str>>>,
    /// `subject.domain`: the domain within which a pattern finds subjects.
    pub domain: Option<Located<Box<str>>>,
    /// `category`.
    pub category: Option<ExemptionCategory>,
    /// `reason`.
    pub reason: Option<Located<Box<str>>>,
    /// `ticket`.
    pub ticket: Option<Box<str>>,
    /// `requestedBy`.
    pub requested_by: Option<Located<Box<str>>>,
    /// `approvedBy`; none where only an Approval signs it.
    pub approved_by: Option<Located<Box<str>>>,
    /// `approvedOn`.
    pub approved_on: Option<Located<jiff::civil::Date>>,
    /// `expires`: the last day on which it holds.
    pub expires: Option<Located<jiff::civil::Date>>,
}

/// Why an exemption is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExemptionCategory {
    /// The risk is accepted.
    Waiver,
    /// The risk is met by other means.
    Mitigated,
}

impl ExemptionCategory {
    /// The name that users write.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiver => "waiver",
            Self::Mitigated => "mitigated",
        }
    }

    /// The category with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Waiver, Self::Mitigated]
            .into_iter()
            .find(|category| category.name() == name)
    }
}
