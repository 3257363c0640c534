//! One thread's share of a run.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use serde_json::Value;

use crate::facts::SubjectRef;
use crate::federation::{Case, Effective};
use crate::policy::{Fault, Judge, Judged, Level, Violation};
use crate::snapshot::Scope;

use super::evaluate::{Batch, PATIENCE, Shared};
use super::plan::Ruling;
use super::tally::{Counts, Judgement, Judgements, Said};

/// The engines of one thread, and what they said.
pub(super) struct Worker<'a> {
    shared: &'a Shared<'a>,
    /// The engines of each ruling, one for each set of values of its parameters, built when they are first needed.
    judges: Vec<Vec<Engine>>,
    /// What each ruling has for the cases met so far.
    cases: Vec<HashMap<Case, Arc<Effective>>>,
    pub(super) judgements: Judgements,
    /// The domain of the subject that is judged; empty where it is of none.
    domain: Box<str>,
}

/// A judge with the values of the parameters that it has.
struct Engine {
    parameters: BTreeMap<Box<str>, Value>,
    judge: Result<Judge, Fault>,
}

impl<'a> Worker<'a> {
    pub(super) fn new(shared: &'a Shared<'a>) -> Self {
        let rulings = shared.plan.rulings.len();
        Self {
            shared,
            judges: std::iter::repeat_with(Vec::new).take(rulings).collect(),
            cases: vec![HashMap::new(); rulings],
            judgements: Judgements::new(rulings),
            domain: "".into(),
        }
    }

    /// Builds each subject of a batch once, and puts it before every ruling about its kind.
    pub(super) fn judge(&mut self, batch: &Batch<'_>) {
        for index in batch.subjects.clone() {
            let subject = SubjectRef {
                kind: batch.kind,
                index,
            };
            if !(self.shared.wants)(subject) {
                continue;
            }
            self.judgements.subjects += 1;
            self.enter(subject);
            let input = self.shared.facts.subject(subject, batch.fields);
            for ruling in batch.rulings {
                self.rule(*ruling, subject, &input);
            }
        }
    }

    /// Counts for the domain of a subject from here on.
    fn enter(&mut self, subject: SubjectRef) {
        let domain = self.shared.facts.domain(subject).unwrap_or_default();
        if *self.domain != *domain {
            self.domain = domain.into();
        }
        if !self.judgements.domains.contains_key(domain) {
            let rulings = self.judgements.counts.len();
            self.judgements
                .domains
                .insert(domain.into(), vec![Counts::default(); rulings]);
        }
    }

    fn rule(&mut self, ruling: usize, subject: SubjectRef, input: &Value) {
        let Some(in_force) = self.shared.plan.rulings.get(ruling) else {
            return;
        };
        let Some(effective) = self.effective(ruling, in_force, subject) else {
            return;
        };
        let said = match self.evaluate(ruling, in_force, &effective, input) {
            Ok(Judged::Pass) => return self.pass(ruling, subject, effective.level),
            Ok(Judged::NotApplicable) => return self.count(ruling, |counts| &mut counts.not_applicable),
            Ok(Judged::Violations(violations)) => {
                let violations = self.of_its_own(in_force, violations);
                if violations.is_empty() {
                    return self.count(ruling, |counts| &mut counts.not_applicable);
                }
                let exemption = self.exemption(in_force, subject);
                let is_exempt = exemption.is_some() || violations.iter().all(|violation| violation.exception.is_some());
                if is_exempt {
                    self.count(ruling, |counts| &mut counts.exempt);
                } else {
                    self.count(ruling, |counts| &mut counts.violation);
                }
                Said::Violations { violations, exemption }
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
        self.judgements.told.push(Judgement {
            ruling,
            subject,
            effective,
            said,
        });
    }

    /// What a ruling has for a subject; none where it does not speak of it, or is off for it.
    fn effective(&mut self, ruling: usize, in_force: &Ruling, subject: SubjectRef) -> Option<Arc<Effective>> {
        let plan = self.shared.plan;
        if in_force.is_uniform {
            return Some(Arc::clone(&in_force.effective));
        }
        let case = in_force.rule.case(&plan.tree, self.shared.facts, subject)?;
        let cases = self.cases.get_mut(ruling)?;
        let effective = cases.entry(case).or_insert_with_key(|case| {
            let effective = in_force.rule.effective(case, plan.point, plan.as_of);
            Arc::new(effective)
        });
        let effective = Arc::clone(effective);
        (effective.level > Level::Off).then_some(effective)
    }

    /// The violations in which the owner of the policy takes part: a domain does not judge what is only another's.
    fn of_its_own(&self, in_force: &Ruling, mut violations: Vec<Violation>) -> Vec<Violation> {
        if let Scope::Domain(owner) = &in_force.rule.owner {
            let tree = &self.shared.plan.tree;
            violations.retain(|violation| {
                let mut parties = violation.parties.iter();
                violation.parties.is_empty() || parties.any(|party| tree.is_within(party, owner))
            });
        }
        violations
    }

    /// The exemption that covers a subject.
    fn exemption(&self, in_force: &Ruling, subject: SubjectRef) -> Option<usize> {
        in_force.exemptions.iter().copied().find(|index| {
            let exemption = self.shared.plan.exemptions.get(*index);
            exemption
                .is_some_and(|exemption| exemption.kind == subject.kind && exemption.subjects.contains(&subject.index))
        })
    }

    /// A pass that rests on a kind which is not completely known is no pass.
    fn pass(&mut self, ruling: usize, subject: SubjectRef, level: Level) {
        if self.shared.doubts.get(ruling).is_none_or(Vec::is_empty) {
            return self.count(ruling, |counts| &mut counts.pass);
        }
        self.count(ruling, |counts| &mut counts.cannot_evaluate);
        if let Some(doubted) = self.judgements.doubted.get_mut(ruling) {
            doubted.count(subject, level);
        }
    }

    fn evaluate(
        &mut self,
        ruling: usize,
        in_force: &Ruling,
        effective: &Effective,
        input: &Value,
    ) -> Result<Judged, Fault> {
        let shared = self.shared;
        let overran = shared.overruns.get(ruling);
        if overran.is_some_and(|overran| overran.load(Ordering::Relaxed) >= PATIENCE) {
            return Err(Fault::GivenUp);
        }
        let Some(engines) = self.judges.get_mut(ruling) else {
            return Err(Fault::GivenUp);
        };
        let has_values = |engine: &Engine| engine.parameters == effective.parameters;
        let at = engines.iter().position(has_values).unwrap_or_else(|| {
            let parameters = effective.parameters.clone();
            let judge = in_force.policy().judge(&parameters, shared.plan.as_of, shared.limits);
            engines.push(Engine { parameters, judge });
            engines.len() - 1
        });
        let judged = match engines.get_mut(at).map(|engine| &mut engine.judge) {
            Some(Ok(judge)) => judge.evaluate(input),
            Some(Err(fault)) => Err(fault.clone()),
            None => Err(Fault::GivenUp),
        };
        if let (Err(Fault::OutOfTime { .. } | Fault::OutOfMemory { .. }), Some(overran)) = (&judged, overran) {
            overran.fetch_add(1, Ordering::Relaxed);
        }
        judged
    }

    fn count(&mut self, ruling: usize, which: impl Fn(&mut Counts) -> &mut u64) {
        let domain = self.judgements.domains.get_mut(&self.domain);
        for counts in domain.into_iter().chain([&mut self.judgements.counts]) {
            if let Some(counts) = counts.get_mut(ruling) {
                *which(counts) += 1;
            }
        }
    }
}
