//! `kind: Approval`: the consent of a domain or an authority, or its block.

use super::located::{DocumentIndex, Located};

/// `kind: Approval`.
#[derive(Clone, Debug, PartialEq)]
pub struct Approval {
    /// The document that it is.
    pub document: DocumentIndex,
    /// `name`.
    pub name: Located<Box<str>>,
    /// What it is about; none where the file does not say one thing.
    pub about: Option<Located<ApprovalTarget>>,
    /// `versions`: the versions of the policy or the contract that it is about.
    pub versions: Option<Located<Box<str>>>,
    /// `authority`: who speaks, by name.
    pub authority: Option<Located<Box<str>>>,
    /// `domain`: who speaks, by name of the domain.
    pub domain: Option<Located<Box<str>>>,
    /// `decision`.
    pub decision: Option<Decision>,
    /// `by`: who signed.
    pub by: Option<Located<Box<str>>>,
    /// `on`: when.
    pub on: Option<Located<jiff::civil::Date>>,
    /// `reason`.
    pub reason: Option<Box<str>>,
}

/// What an approval is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ApprovalTarget {
    /// A policy, by id or code: that it may deny.
    Policy(Box<str>),
    /// An exemption, by name.
    Exemption(Box<str>),
    /// A contract, by id: that it may change.
    Contract(Box<str>),
}

/// What an approval says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// Consent.
    Approve,
    /// Dissent. It stands until the same voice approves.
    Block,
}
