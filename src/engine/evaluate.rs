//! The run itself.

use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

use crate::facts::{Facts, Fields, SubjectRef};
use crate::policy::JudgeLimits;
use crate::snapshot::Kind;

use super::plan::{Plan, doubts};
use super::progress::Progress;
use super::tally::{Doubt, Judgements};
use super::worker::Worker;

/// Subjects that a worker takes at a time.
const BATCH: u32 = 256;

/// After this many judgements over the time or memory limit a policy is given up: a hostile one must not cost its limit
/// once for every subject.
pub(super) const PATIENCE: u32 = 3;

/// A range of subjects of one kind.
pub(super) struct Batch<'a> {
    pub(super) kind: Kind,
    pub(super) subjects: std::ops::Range<u32>,
    pub(super) rulings: &'a [usize],
    pub(super) fields: &'a Fields,
}

/// What all workers share: nothing of it is written in the common case.
pub(super) struct Shared<'a> {
    pub(super) plan: &'a Plan,
    pub(super) facts: &'a Facts<'a>,
    pub(super) doubts: &'a [Vec<Doubt>],
    pub(super) limits: &'a JudgeLimits,
    /// How often each ruling ran over a limit.
    pub(super) overruns: &'a [AtomicU32],
    /// The subjects that are judged.
    pub(super) wants: &'a (dyn Fn(SubjectRef) -> bool + Sync),
}

/// Judges every subject by every ruling about its kind, on the threads of the current rayon pool. The result does not
/// depend on how many there are.
pub fn evaluate(plan: &Plan, facts: &Facts<'_>, limits: &JudgeLimits, progress: &Progress) -> Judgements {
    evaluate_some(plan, facts, limits, progress, &|_| true)
}

/// The same for some subjects only.
pub fn evaluate_some(
    plan: &Plan,
    facts: &Facts<'_>,
    limits: &JudgeLimits,
    progress: &Progress,
    wants: &(dyn Fn(SubjectRef) -> bool + Sync),
) -> Judgements {
    let doubts: Vec<Vec<Doubt>> = plan.rulings.iter().map(|ruling| doubts(ruling, facts)).collect();
    let overruns: Vec<AtomicU32> = plan.rulings.iter().map(|_| AtomicU32::new(0)).collect();
    let kinds: Vec<(Kind, Vec<usize>, Fields)> = Kind::ALL
        .iter()
        .filter_map(|kind| {
            let rulings = plan.about(*kind);
            let fields = plan.fields(&rulings);
            (!rulings.is_empty()).then_some((*kind, rulings, fields))
        })
        .collect();
    let batches: Vec<Batch<'_>> = kinds
        .iter()
        .flat_map(|(kind, rulings, fields)| {
            let count = facts.count(*kind);
            (0..count.div_ceil(BATCH)).map(move |batch| Batch {
                kind: *kind,
                subjects: batch * BATCH..count.min((batch + 1) * BATCH),
                rulings,
                fields,
            })
        })
        .collect();
    progress.expect(batches.iter().map(|batch| batch.subjects.len() as u64).sum());

    let shared = Shared {
        plan,
        facts,
        doubts: &doubts,
        limits,
        overruns: &overruns,
        wants,
    };
    let next = AtomicUsize::new(0);
    // Every thread builds its own engines and takes the next batch; an engine is never shared or cloned.
    let parts = rayon::broadcast(|_| {
        let mut worker = Worker::new(&shared);
        while let Some(batch) = batches.get(next.fetch_add(1, Ordering::Relaxed)) {
            worker.judge(batch);
            progress.advance(batch.subjects.len() as u64);
        }
        worker.judgements
    });
    let mut judgements = parts
        .into_iter()
        .fold(Judgements::new(plan.rulings.len()), Judgements::merge);
    for (ruling, overran) in overruns.iter().enumerate() {
        if overran.load(Ordering::Relaxed) >= PATIENCE {
            judgements.give_up(ruling);
        }
    }
    for (doubted, reasons) in judgements.doubted.iter_mut().zip(doubts) {
        doubted.reasons = reasons;
    }
    judgements.in_order()
}
