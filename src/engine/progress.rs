//! How far a run is, for whoever shows it.

use std::sync::atomic::{AtomicU64, Ordering};

/// Subjects judged so far, and how many there are. Reading it never disturbs the run.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    total: AtomicU64,
}

impl Progress {
    /// Subjects judged so far.
    pub fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// Subjects to judge; 0 before that is known.
    pub fn total(&self) -> u64 {
        self.total.load(Ordering::Relaxed)
    }

    pub(super) fn expect(&self, subjects: u64) {
        self.total.store(subjects, Ordering::Relaxed);
    }

    pub(super) fn advance(&self, subjects: u64) {
        self.done.fetch_add(subjects, Ordering::Relaxed);
    }
}
