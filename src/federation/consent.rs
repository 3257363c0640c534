//! Whether the domains consent to what the mesh may deny.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::civil::Date;

use crate::facts::version_numbers;
use crate::policy::{Metadata, PolicyOrigin};
use crate::snapshot::{Decision, Scope};

use super::policy_set::Rule;
use super::signature::SignedApproval;
use super::tree::Tree;

/// The consent that a policy of the mesh needs before it may deny.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// How many distinct domains must consent.
    pub needed: u32,
    /// Those that do, in order; of domains of which one is part of another only the outer one counts.
    pub given: Vec<Box<str>>,
    /// Those whose block stands, in order.
    pub blocked: Vec<Box<str>>,
}

impl Consent {
    /// Whether it is given.
    pub fn is_given(&self) -> bool {
        self.blocked.is_empty() && self.given.len() >= self.needed as usize
    }
}

impl fmt::Display for Consent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.blocked.is_empty() {
            write!(f, "blocked by {}", self.blocked.join(" and "))?;
            if self.given.len() >= self.needed as usize {
                return Ok(());
            }
            f.write_str(", and ")?;
        }
        let domains = if self.needed == 1 {
            "domain consents"
        } else {
            "domains consent"
        };
        write!(f, "{} of {} {domains}", self.given.len(), self.needed)?;
        if !self.given.is_empty() {
            write!(f, " ({})", self.given.join(", "))?;
        }
        Ok(())
    }
}

/// Whether a policy needs consent before it denies: one of the mesh that did not come with meshgov, or that the mesh raised
/// above the level that it came with. Where nobody governs the mesh there is nobody to consent.
pub(super) fn is_needed(rule: &Rule, point: crate::policy::Point, day: Date) -> bool {
    if rule.owner != Scope::Mesh {
        return false;
    }
    match rule.policy.metadata.origin {
        PolicyOrigin::Folder => true,
        PolicyOrigin::Shipped => {
            let own = rule.policy.metadata.levels.on(point, day);
            own != crate::policy::Level::Deny
        }
    }
}

/// What the domains say of a policy on a day.
pub(super) fn of_policy(
    approvals: &[SignedApproval<'_>],
    metadata: &Metadata,
    needed: u32,
    tree: &Tree,
    day: Date,
) -> Consent {
    let about = approvals.iter().filter(|approval| {
        approval.is_about_policy(&metadata.id.0, metadata.code.as_deref())
            && holds_for(approval.versions, metadata.version.as_deref())
    });
    let says = latest(about, day);
    let given: BTreeSet<&str> = says
        .iter()
        .filter_map(|(voice, decision)| match voice {
            Scope::Domain(domain) if *decision == Decision::Approve => Some(&**domain),
            _ => None,
        })
        .collect();
    let is_part = |domain: &str| {
        given
            .iter()
            .any(|other| *other != domain && tree.is_within(domain, other))
    };
    Consent {
        needed,
        given: given
            .iter()
            .filter(|domain| !is_part(domain))
            .map(|domain| Box::from(*domain))
            .collect(),
        blocked: says
            .iter()
            .filter(|(_, decision)| **decision == Decision::Block)
            .map(|(voice, _)| named(voice))
            .collect(),
    }
}

/// What each voice said last, up to a day; on one day a block counts.
pub(super) fn latest<'v>(
    approvals: impl Iterator<Item = &'v SignedApproval<'v>>,
    day: Date,
) -> BTreeMap<&'v Scope, Decision> {
    let mut says: BTreeMap<&Scope, (Date, Decision)> = BTreeMap::new();
    for approval in approvals.filter(|approval| approval.on <= day) {
        let said = (approval.on, approval.decision);
        says.entry(approval.voice)
            .and_modify(|known| *known = (*known).max(said))
            .or_insert(said);
    }
    says.into_iter()
        .map(|(voice, (_, decision))| (voice, decision))
        .collect()
}

/// A voice as people call it.
pub(super) fn named(voice: &Scope) -> Box<str> {
    match voice {
        Scope::Mesh => "the mesh".into(),
        Scope::Domain(domain) => domain.clone(),
        Scope::Product(product) => product.clone(),
    }
}

/// Whether a range of versions holds for a version. A thing without a version is meant by no range.
pub(super) fn holds_for(range: Option<&str>, version: Option<&str>) -> bool {
    let Some(range) = range else {
        return true;
    };
    let version = version.and_then(version_numbers);
    let (Some([major, minor, patch]), Ok(range)) = (version, requirement(range)) else {
        return false;
    };
    range.matches(&semver::Version::new(major, minor, patch))
}

/// A range such as `>=1.0.0 <2.0.0`, `^1.2` or `1.x`; comparators are parted by blanks or commas.
pub(super) fn requirement(range: &str) -> Result<semver::VersionReq, semver::Error> {
    // `>= 1.0` is one comparator, `>=1.0 <2.0` are two.
    let mut joined = String::new();
    for word in range.replace(',', " ").split_whitespace() {
        let ends_with_operator = joined.ends_with(['<', '>', '=', '^', '~']);
        if !joined.is_empty() && !ends_with_operator {
            joined.push(',');
        }
        joined.push_str(word);
    }
    semver::VersionReq::parse(&joined)
}
