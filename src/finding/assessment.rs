//! The outcome of a whole run.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::engine::Counts;
use crate::policy::{Level, Metadata, Point};
use crate::snapshot::{Coverage, Problem};
use crate::text::Source;

use super::assess::OldDebt;
use super::finding::{Baseline, Finding};

/// Everything that a report shows.
#[derive(Debug)]
pub struct Assessment {
    /// The day that the run speaks of.
    pub as_of: jiff::civil::Date,
    /// The enforcement point.
    pub point: Point,
    /// What findings that the base has too do to the run.
    pub old_debt: OldDebt,
    /// What the run comes to.
    pub verdict: Verdict,
    /// The counts.
    pub summary: Summary,
    /// Each policy, in order of id, with how its judgements came out.
    pub policies: Vec<RulingCounts>,
    /// The findings: violations, exempt ones, `cannot_evaluate`, faults; in order of outcome, domain, location, policy.
    pub findings: Vec<Finding>,
    /// The violations of the base that a change mends, in the same order; none without a base.
    pub fixed: Vec<Finding>,
    /// What could not be read as it should be.
    pub problems: Vec<Problem>,
    /// Those of the problems that the base has too, by their index; none without a base.
    pub old_problems: BTreeSet<usize>,
    /// What was read completely, and what was not.
    pub coverage: Vec<Coverage>,
    /// The texts that locations point into, in order of name, for excerpts.
    pub sources: Vec<Arc<Source>>,
}

impl Assessment {
    /// Whether a report for people shows a finding in full: what a change leaves as it was it only counts, unless that fails
    /// the run too.
    pub fn shows(&self, finding: &Finding) -> bool {
        finding.baseline != Some(Baseline::Unchanged) || self.old_debt == OldDebt::Counted
    }
}

/// What a run comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing at or above `--fail-on`, and everything that matters could be judged.
    Clean,
    /// Violations at or above `--fail-on`; some rules may not be trusted besides.
    Violations,
    /// No such violation, but the run may not be trusted.
    Untrusted,
}

impl Verdict {
    /// The exit code of the command.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Violations => 1,
            Self::Untrusted => 3,
        }
    }

    /// The name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Violations => "violations",
            Self::Untrusted => "untrusted",
        }
    }
}

/// The counts of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Subjects that at least one policy was about.
    pub subjects: u64,
    /// Policy x subject pairs that were judged.
    pub judgements: u64,
    /// Judgements that passed.
    pub pass: u64,
    /// Judgements with at least one violation.
    pub violation: u64,
    /// Judgements whose violations exceptions cover, every one.
    pub exempt: u64,
    /// Judgements that do not apply.
    pub not_applicable: u64,
    /// Judgements that lacked facts.
    pub cannot_evaluate: u64,
    /// Judgements whose policy broke.
    pub fault: u64,
    /// How the violations stand to the base; none without one.
    pub ratchet: Option<Ratchet>,
    /// Findings that share their identity with another one, beside the first of each identity.
    pub collisions: u64,
    /// Documents of a recognised format.
    pub documents: u64,
    /// Problems.
    pub problems: u64,
    /// Why the run may not be trusted, in words; empty where it may.
    pub distrust: Vec<Box<str>>,
}

/// How many violations a change brings, leaves and mends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ratchet {
    /// Violations that the base does not have.
    pub new: u64,
    /// Violations that the base has too.
    pub unchanged: u64,
    /// Violations of the base that are gone.
    pub fixed: u64,
}

/// One policy and its counts.
#[derive(Clone, Debug)]
pub struct RulingCounts {
    /// The policy.
    pub policy: Arc<Metadata>,
    /// Its level for this run, as its owner has it.
    pub level: Level,
    /// What consent it lacks before it may deny, in words; none where it lacks none.
    pub missing_consent: Option<Box<str>>,
    /// How its judgements came out.
    pub counts: Counts,
}
