//! One thread's share of a run.

use std::sync::atomic::Ordering;

use serde_json::Value;

use crate::facts::SubjectRef;
use crate::policy::{Fault, Judge, Judged};

use super::evaluate::{Batch, PATIENCE, Shared};
use super::tally::{Judgement, Judgements, Said};

/// The engines of one thread, and what they said.
pub(super) struct Worker<'a> {
    shared: &'a Shared<'a>,
    /// One engine per ruling, built when it is first needed.
    judges: Vec<Option<Result<Judge, Fault>>>,
    pub(super) judgements: Judgements,
}

impl<'a> Worker<'a> {
    pub(super) fn new(shared: &'a Shared<'a>) -> Self {
        let rulings = shared.plan.rulings.len();
        Self {
            shared,
            judges: std::iter::repeat_with(|| None).take(rulings).collect(),
            judgements: Judgements::new(rulings),
        }
    }

    /// Builds each subject of a batch once, and puts it before every ruling about its kind.
    pub(super) fn judge(&mut self, batch: &Batch<'_>) {
        self.judgements.subjects += batch.subjects.len() as u64;
        for index in batch.subjects.clone() {
            let subject = SubjectRef {
                kind: batch.kind,
                index,
            };
            let input = self.shared.facts.subject(subject, batch.fields);
            for ruling in batch.rulings {
                self.rule(*ruling, subject, &input);
            }
        }
    }

    fn rule(&mut self, ruling: usize, subject: SubjectRef, input: &Value) {
        let said = match self.evaluate(ruling, input) {
            Ok(Judged::Pass) => return self.pass(ruling, subject),
            Ok(Judged::NotApplicable) => return self.count(ruling, |counts| &mut counts.not_applicable),
            Ok(Judged::Violations(violations)) => {
                let is_exempt = violations.iter().all(|violation| violation.exception.is_some());
                if is_exempt {
                    self.count(ruling, |counts| &mut counts.exempt);
                } else {
                    self.count(ruling, |counts| &mut counts.violation);
                }
                Said::Violations(violations)
            }
            Ok(Judged::CannotEvaluate(reasons)) => {
                self.count(ruling, |counts| &mut counts.cannot_evaluate);
                Said::CannotEvaluate(reasons)
            }
            Err(fault) => {
                self.count(ruling, |counts| &mut counts.fault);
                Said::Fault(fault)
            }
        };
        self.judgements.told.push(Judgement { ruling, subject, said });
    }

    /// A pass that rests on a kind which is not completely known is no pass.
    fn pass(&mut self, ruling: usize, subject: SubjectRef) {
        if self.shared.doubts.get(ruling).is_none_or(Vec::is_empty) {
            return self.count(ruling, |counts| &mut counts.pass);
        }
        self.count(ruling, |counts| &mut counts.cannot_evaluate);
        if let Some(doubted) = self.judgements.doubted.get_mut(ruling) {
            doubted.count(subject);
        }
    }

    fn evaluate(&mut self, ruling: usize, input: &Value) -> Result<Judged, Fault> {
        let shared = self.shared;
        let overran = shared.overruns.get(ruling);
        if overran.is_some_and(|overran| overran.load(Ordering::Relaxed) >= PATIENCE) {
            return Err(Fault::GivenUp);
        }
        let (Some(slot), Some(in_force)) = (self.judges.get_mut(ruling), shared.plan.rulings.get(ruling)) else {
            return Err(Fault::GivenUp);
        };
        let judge = slot.get_or_insert_with(|| {
            in_force
                .policy
                .judge(&in_force.parameters, shared.plan.as_of, shared.limits)
        });
        let judged = match judge {
            Ok(judge) => judge.evaluate(input),
            Err(fault) => Err(fault.clone()),
        };
        if let (Err(Fault::OutOfTime { .. } | Fault::OutOfMemory { .. }), Some(overran)) = (&judged, overran) {
            overran.fetch_add(1, Ordering::Relaxed);
        }
        judged
    }

    fn count(&mut self, ruling: usize, which: impl Fn(&mut super::tally::Counts) -> &mut u64) {
        if let Some(counts) = self.judgements.counts.get_mut(ruling) {
            *which(counts) += 1;
        }
    }
}
