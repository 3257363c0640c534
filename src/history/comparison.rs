//! How one audit differs from the one before.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::{Judgements, Plan, Said};
use crate::facts::{Completeness, Facts};
use crate::finding::{Assessment, Outcome};
use crate::policy::Level;
use crate::snapshot::Kind;

use super::findings::PastFinding;

/// What became of a violation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// It was not there before.
    New,
    /// It is gone.
    Fixed,
    /// It is as it was.
    Unchanged,
    /// It is exempt since.
    NewlyExempt,
    /// It is exempt as it was.
    StillExempt,
    /// It was exempt, and is not any more.
    NoLongerExempt,
    /// It is not there, and nobody could look: it is not taken for fixed.
    Unknown,
}

impl ChangeKind {
    /// Every kind, those first that somebody must act on.
    pub const ALL: [Self; 7] = [
        Self::New,
        Self::NoLongerExempt,
        Self::Unknown,
        Self::Fixed,
        Self::NewlyExempt,
        Self::StillExempt,
        Self::Unchanged,
    ];

    /// The name in tables and reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Fixed => "fixed",
            Self::Unchanged => "unchanged",
            Self::NewlyExempt => "newly_exempt",
            Self::StillExempt => "still_exempt",
            Self::NoLongerExempt => "no_longer_exempt",
            Self::Unknown => "unknown",
        }
    }
}

/// One violation, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What became of it.
    pub kind: ChangeKind,
    /// Its identity.
    pub fingerprint: Box<str>,
    /// The policy.
    pub policy: Box<str>,
    /// Its level: of tonight, else of the run before.
    pub level: Level,
    /// The domain whose subject it is.
    pub domain: Option<Box<str>>,
    /// The subject's name.
    pub name: Box<str>,
    /// What is or was wrong.
    pub message: Box<str>,
}

/// The changes between two audits, in order of kind, level, domain, policy and name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Each violation of either.
    pub changes: Vec<Change>,
    kinds: BTreeMap<Box<str>, ChangeKind>,
}

/// What tonight says of subjects that have no violation any more.
struct Tonight<'a> {
    facts: &'a Facts<'a>,
    /// The subjects that a policy could not be evaluated for, as policy, kind and id.
    undecided: BTreeSet<(Box<str>, Box<str>, Box<str>)>,
    /// The policies whose passes may not be trusted, or that broke.
    doubted: BTreeSet<Box<str>>,
    /// The ids of subjects, by kind; of those kinds that something is asked of.
    subjects: BTreeMap<Kind, BTreeSet<Box<str>>>,
}

impl Comparison {
    /// Holds tonight against the run before.
    pub fn between(
        before: &[PastFinding],
        assessment: &Assessment,
        (facts, plan, judgements): (&Facts<'_>, &Plan, &Judgements),
    ) -> Self {
        let earlier: BTreeMap<&str, &PastFinding> = before
            .iter()
            .filter(|finding| matches!(finding.outcome, Outcome::Violation | Outcome::Exempt))
            .map(|finding| (&*finding.fingerprint, finding))
            .collect();
        let mut changes = Vec::new();
        let mut now = BTreeSet::new();
        for finding in &assessment.findings {
            let before = earlier.get(&*finding.fingerprint).map(|finding| finding.outcome);
            let kind = match (finding.outcome, before) {
                (Outcome::Violation, None) => ChangeKind::New,
                (Outcome::Violation, Some(Outcome::Exempt)) => ChangeKind::NoLongerExempt,
                (Outcome::Violation, Some(_)) => ChangeKind::Unchanged,
                (Outcome::Exempt, Some(Outcome::Exempt)) => ChangeKind::StillExempt,
                (Outcome::Exempt, _) => ChangeKind::NewlyExempt,
                _ => continue,
            };
            now.insert(&*finding.fingerprint);
            changes.push(Change {
                kind,
                fingerprint: finding.fingerprint.clone(),
                policy: finding.policy.0.clone(),
                level: finding.level,
                domain: finding.domain.clone(),
                name: finding
                    .subject
                    .as_ref()
                    .map_or_else(|| "".into(), |subject| subject.name.clone()),
                message: finding.message.clone(),
            });
        }
        let gone: Vec<&PastFinding> = earlier
            .values()
            .copied()
            .filter(|finding| !now.contains(&*finding.fingerprint))
            .collect();
        let tonight = Tonight::of(facts, plan, judgements, &gone);
        changes.extend(gone.into_iter().map(|finding| Change {
            kind: if tonight.is_decided(finding) {
                ChangeKind::Fixed
            } else {
                ChangeKind::Unknown
            },
            fingerprint: finding.fingerprint.clone(),
            policy: finding.policy.clone(),
            level: finding.level,
            domain: finding.domain.clone(),
            name: finding.name.clone(),
            message: finding.message.clone(),
        }));
        changes.sort_by(|one, other| order(one).cmp(&order(other)));
        let kinds = changes
            .iter()
            .map(|change| (change.fingerprint.clone(), change.kind))
            .collect();
        Self { changes, kinds }
    }

    /// What became of a finding.
    pub fn of(&self, fingerprint: &str) -> Option<ChangeKind> {
        self.kinds.get(fingerprint).copied()
    }

    /// How many there are of a kind.
    pub fn count(&self, kind: ChangeKind) -> usize {
        self.changes.iter().filter(|change| change.kind == kind).count()
    }
}

fn order(change: &Change) -> impl Ord {
    let kind = ChangeKind::ALL.iter().position(|kind| *kind == change.kind);
    (
        kind,
        std::cmp::Reverse(change.level),
        change.domain.clone(),
        change.policy.clone(),
        change.name.clone(),
        change.fingerprint.clone(),
    )
}

impl<'a> Tonight<'a> {
    fn of(facts: &'a Facts<'a>, plan: &Plan, judgements: &Judgements, gone: &[&PastFinding]) -> Self {
        let policy = |ruling: usize| plan.rulings.get(ruling).map(|ruling| &*ruling.policy().metadata.id.0);
        let undecided = judgements
            .told
            .iter()
            .filter(|judgement| matches!(judgement.said, Said::CannotEvaluate(_) | Said::Fault(_)))
            .filter_map(|judgement| {
                let key = facts.key(judgement.subject);
                Some((policy(judgement.ruling)?.into(), key.kind.name().into(), key.id))
            })
            .collect();
        let doubted = (0..plan.rulings.len())
            .filter(|index| {
                let doubted = judgements
                    .doubted
                    .get(*index)
                    .is_some_and(|doubted| !doubted.reasons.is_empty());
                let counts = judgements.counts.get(*index);
                // A policy that was given up says nothing of anybody.
                doubted || counts.is_some_and(|counts| counts.fault > 0 && counts.fault == counts.judgements())
            })
            .filter_map(|index| policy(index).map(Into::into))
            .collect();
        let kinds: BTreeSet<Kind> = gone
            .iter()
            .filter_map(|finding| Kind::from_name(&finding.subject.as_ref()?.0))
            .collect();
        let subjects = kinds
            .into_iter()
            .map(|kind| {
                let all = (0..facts.count(kind)).map(|index| facts.key(crate::facts::SubjectRef { kind, index }).id);
                (kind, all.collect())
            })
            .collect();
        Self {
            facts,
            undecided,
            doubted,
            subjects,
        }
    }

    /// Whether a violation that is not there tonight is gone: somebody looked, and could see.
    fn is_decided(&self, finding: &PastFinding) -> bool {
        let Some((kind, id)) = &finding.subject else {
            return true;
        };
        let Some(known) = Kind::from_name(kind) else {
            return true;
        };
        if self.doubted.contains(&finding.policy) {
            return false;
        }
        if self
            .undecided
            .contains(&(finding.policy.clone(), kind.clone(), id.clone()))
        {
            return false;
        }
        let is_there = self.subjects.get(&known).is_some_and(|ids| ids.contains(id));
        let are_complete = || {
            let all = [known].into_iter().chain(made_of(known).iter().copied());
            all.map(|kind| self.facts.completeness(kind))
                .all(|how| how == Completeness::Complete)
        };
        is_there || are_complete()
    }
}

/// The kinds that subjects of a kind are derived from, where they are no rows and no documents themselves: what those lack is
/// lacking here too.
const fn made_of(kind: Kind) -> &'static [Kind] {
    match kind {
        Kind::Node => &[Kind::Subscription, Kind::ResourceGroup],
        Kind::Source => &[
            Kind::Product,
            Kind::Pipeline,
            Kind::PipelineDataset,
            Kind::LinkedService,
        ],
        Kind::Dataset => &[Kind::Contract, Kind::Product],
        Kind::Edge => &[Kind::Product, Kind::Contract, Kind::Pipeline],
        Kind::Principal => &[Kind::RoleAssignment],
        _ => &[],
    }
}
