//! What the judgements came to: counts for all, words only for those that are not a plain pass.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::facts::SubjectRef;
use crate::federation::Effective;
use crate::policy::{Fault, Level, Violation};
use crate::snapshot::Kind;

/// One judgement that is no pass.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// The ruling, as an index into [`super::Plan::rulings`].
    pub ruling: usize,
    /// The subject.
    pub subject: SubjectRef,
    /// The level and the parameters that it was judged with.
    pub effective: Arc<Effective>,
    /// What the policy says of it.
    pub said: Said,
}

/// What a policy says of a subject that it did not pass.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// What is wrong.
    Violations {
        /// Each violation; never empty.
        violations: Vec<Violation>,
        /// The exemption that covers the subject, as an index into [`super::Plan::exemptions`].
        exemption: Option<usize>,
    },
    /// Which facts the subject lacks, so that it could not be evaluated; never empty.
    CannotEvaluate(Vec<Box<str>>),
    /// Why the policy broke.
    Fault(Fault),
}

/// The counts of one ruling.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Judgements that passed.
    pub pass: u64,
    /// Judgements with at least one violation that no exception covers.
    pub violation: u64,
    /// Judgements with violations that an exemption covers, or exceptions of the policy, every one.
    pub exempt: u64,
    /// Judgements that do not apply.
    pub not_applicable: u64,
    /// Judgements that lacked facts.
    pub cannot_evaluate: u64,
    /// Judgements whose policy broke.
    pub fault: u64,
}

impl Counts {
    /// How many subjects were judged.
    pub const fn judgements(&self) -> u64 {
        self.pass + self.violation + self.exempt + self.not_applicable + self.cannot_evaluate + self.fault
    }

    fn add(&mut self, other: &Self) {
        self.pass += other.pass;
        self.violation += other.violation;
        self.exempt += other.exempt;
        self.not_applicable += other.not_applicable;
        self.cannot_evaluate += other.cannot_evaluate;
        self.fault += other.fault;
    }
}

/// Why passes of a ruling may not be trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Nobody looked for a kind that it requires.
    NotCollected(Kind),
    /// Some of a kind that it requires could not be read; the words name the scope or the file.
    Incomplete(Box<str>),
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotCollected(kind) => write!(f, "no {kind} was collected"),
            Self::Incomplete(reason) => f.write_str(reason),
        }
    }
}

/// The passes of one ruling that may not be trusted, because a kind that it requires is not completely known. They are
/// among the counts of `cannot_evaluate`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doubted {
    /// What is not known, in order; empty where passes may be trusted.
    pub reasons: Vec<Doubt>,
    /// How many subjects would have passed.
    pub subjects: u64,
    /// For how many of them the level is `deny`.
    pub denied: u64,
    /// The first of them.
    pub first: Option<SubjectRef>,
}

impl Doubted {
    pub(super) fn count(&mut self, subject: SubjectRef, level: Level) {
        self.subjects += 1;
        self.denied += u64::from(level == Level::Deny);
        self.first = Some(self.first.map_or(subject, |first| first.min(subject)));
    }

    fn add(&mut self, other: &Self) {
        self.subjects += other.subjects;
        self.denied += other.denied;
        self.first = [self.first, other.first].into_iter().flatten().min();
    }
}

/// Everything that a run judged.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judgements {
    /// One entry per ruling of the plan.
    pub counts: Vec<Counts>,
    /// The same by domain, of which the empty one holds what is of no domain; one entry per ruling each.
    pub domains: BTreeMap<Box<str>, Vec<Counts>>,
    /// One entry per ruling of the plan.
    pub doubted: Vec<Doubted>,
    /// What was neither a pass nor a doubted pass, in order of ruling and subject.
    pub told: Vec<Judgement>,
    /// Subjects that at least one ruling was about.
    pub subjects: u64,
}

impl Judgements {
    pub(super) fn new(rulings: usize) -> Self {
        Self {
            counts: vec![Counts::default(); rulings],
            doubted: vec![Doubted::default(); rulings],
            ..Self::default()
        }
    }

    /// Both together. Where they are of one plan and of different subjects, that is what one run over all of them says.
    #[must_use]
    pub fn merge(mut self, mut other: Self) -> Self {
        for (own, others) in self.counts.iter_mut().zip(&other.counts) {
            own.add(others);
        }
        for (domain, others) in other.domains {
            let own = self
                .domains
                .entry(domain)
                .or_insert_with(|| vec![Counts::default(); others.len()]);
            for (own, others) in own.iter_mut().zip(&others) {
                own.add(others);
            }
        }
        for (own, others) in self.doubted.iter_mut().zip(&other.doubted) {
            own.add(others);
        }
        self.told.append(&mut other.told);
        self.subjects += other.subjects;
        self
    }

    /// What each exemption covers: how many of these subjects that break the policy.
    pub fn covered(&self, exemptions: usize, which: impl Fn(SubjectRef) -> bool) -> Vec<u64> {
        let mut covered = vec![0; exemptions];
        for judgement in self.told.iter().filter(|judgement| which(judgement.subject)) {
            if let Said::Violations {
                exemption: Some(index), ..
            } = &judgement.said
                && let Some(count) = covered.get_mut(*index)
            {
                *count += 1;
            }
        }
        covered
    }

    /// The same in the order of rulings and subjects.
    #[must_use]
    pub fn in_order(mut self) -> Self {
        self.told.sort_by_key(|judgement| (judgement.ruling, judgement.subject));
        self
    }

    /// Takes back all that one ruling said: it was given up, and what it said of some subjects only would depend on
    /// which threads came first.
    pub(super) fn give_up(&mut self, ruling: usize) {
        let first_fault = self
            .told
            .iter()
            .filter(|judgement| judgement.ruling == ruling && matches!(judgement.said, Said::Fault(_)))
            .min_by_key(|judgement| judgement.subject)
            .cloned();
        self.told.retain(|judgement| judgement.ruling != ruling);
        self.told.extend(first_fault);
        if let Some(doubted) = self.doubted.get_mut(ruling) {
            *doubted = Doubted::default();
        }
        let domains = self.domains.values_mut();
        for counts in domains
            .chain([&mut self.counts])
            .filter_map(|counts| counts.get_mut(ruling))
        {
            *counts = Counts {
                fault: counts.judgements(),
                ..Counts::default()
            };
        }
    }
}
