//! What the federation made of the files that govern it. Facts do not know policies; whoever resolves the federation tells
//! them, and they show it on the subjects.

use std::collections::BTreeMap;

use crate::snapshot::{Decision, Kind, Location};
use crate::text::Pointer;

/// What became of the authorities, policy sets, exemptions and approvals of a mesh, and what approvals say of its contracts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standings {
    /// By kind and place in the order of that kind.
    pub of: BTreeMap<(Kind, u32), Standing>,
}

/// What became of one object.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    /// What of it is refused, and why; in the order of the file.
    pub refusals: Vec<Refusal>,
    /// Whether the base has it as it is; none where there is no base, or where a change may bring it.
    pub in_base: Option<bool>,
    /// What an exemption came to.
    pub exemption: Option<ExemptionStanding>,
    /// What domains say of a contract as it is now, in order of domain.
    pub consents: Vec<Consent>,
}

/// What a domain says of the present version of a contract.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Consent {
    /// The domain.
    pub domain: Box<str>,
    /// Whether it consents, or blocks.
    pub decision: Decision,
}

/// Something that takes no effect.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refusal {
    /// Where in the document.
    pub pointer: Pointer,
    /// What is wrong, without a full stop.
    pub message: Box<str>,
    /// What to do.
    pub help: Box<str>,
    /// What tells it from another refusal at the same place, whatever their words; such as the policy.
    pub key: Box<str>,
    /// The other place that takes part, and what it is.
    pub beside: Option<Box<(Location, Box<str>)>>,
}

/// What an exemption came to.
#[derive(Clone, Debug, PartialEq)]
pub struct ExemptionStanding {
    /// The id of the policy; none where there is no such policy.
    pub policy: Option<Box<str>>,
    /// The authority that owns the policy, by name; none where nobody does.
    pub authority: Option<Box<str>>,
    /// Whether it lies in the tree of that authority; none where that is not known.
    pub is_placed: Option<bool>,
    /// Whether it is signed as it must be.
    pub signature: Signature,
    /// How many days it still holds, that day included; negative once it has expired; none without an expiry.
    pub days_left: Option<i64>,
    /// Whether its term is longer than the mesh allows; none without a day of approval and an expiry.
    pub is_too_long: Option<bool>,
    /// How many subjects it finds.
    pub matched: u64,
    /// How many percent of the subjects of its kind that is, where its id is a pattern.
    pub share: Option<f64>,
    /// Whether that is more than the mesh allows; none where its id is no pattern.
    pub is_too_broad: Option<bool>,
    /// How many of them break the policy; none where it was not judged.
    pub covered: Option<u64>,
    /// Whether it takes effect in this run.
    pub is_live: bool,
}

/// How an exemption is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Signature {
    /// By a member of the authority that owns the policy, who does not gain by it.
    Valid,
    /// By nobody.
    Missing,
    /// By somebody who does not act for the authority.
    Stranger,
    /// By the one who asked for it.
    Requester,
    /// By somebody who acts for a domain that gains by it.
    Beneficiary,
    /// A domain or an authority that takes part blocks it.
    Blocked,
    /// Nobody can say: who acts for the authority is not known.
    Unknown,
}

impl Signature {
    /// The value of `signature`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Missing => "missing",
            Self::Stranger => "stranger",
            Self::Requester => "requester",
            Self::Beneficiary => "beneficiary",
            Self::Blocked => "blocked",
            Self::Unknown => "unknown",
        }
    }
}
