//! How far a collection is, for whoever watches.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// Counters that calls add to, and a display reads.
#[derive(Debug, Default)]
pub struct Progress {
    requests: AtomicU64,
    tries_again: AtomicU64,
    throttled: AtomicU64,
    rows: AtomicU64,
    /// By subscription, lower-cased; the empty one is the tenant: calls that ended, and calls that are known.
    scopes: Mutex<BTreeMap<Box<str>, (u64, u64)>>,
}

/// The counters at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// Requests that were sent.
    pub requests: u64,
    /// Requests that were tried again, for whatever reason.
    pub tries_again: u64,
    /// Requests that the service refused for load.
    pub throttled: u64,
    /// Rows that were read.
    pub rows: u64,
    /// Listings that ended.
    pub ended: u64,
    /// Listings that are known.
    pub known: u64,
    /// Subscriptions of which every known listing ended.
    pub subscriptions_ended: u64,
    /// Subscriptions.
    pub subscriptions: u64,
}

impl Progress {
    pub(super) fn request(&self) {
        self.requests.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn tried_again(&self) {
        self.tries_again.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn throttled(&self) {
        self.throttled.fetch_add(1, Ordering::Relaxed);
        self.tried_again();
    }

    pub(super) fn rows(&self, rows: usize) {
        self.rows.fetch_add(rows as u64, Ordering::Relaxed);
    }

    pub(super) fn known(&self, scope: Option<Box<str>>) {
        self.scopes().entry(scope.unwrap_or_default()).or_default().1 += 1;
    }

    pub(super) fn ended(&self, scope: Option<Box<str>>) {
        self.scopes().entry(scope.unwrap_or_default()).or_default().0 += 1;
    }

    /// The counters.
    pub fn reached(&self) -> Reached {
        let scopes = self.scopes();
        let of = |ended: bool| {
            scopes
                .values()
                .map(|(done, known)| if ended { done } else { known })
                .sum()
        };
        let subscriptions = || scopes.iter().filter(|(name, _)| !name.is_empty());
        Reached {
            requests: self.requests.load(Ordering::Relaxed),
            tries_again: self.tries_again.load(Ordering::Relaxed),
            throttled: self.throttled.load(Ordering::Relaxed),
            rows: self.rows.load(Ordering::Relaxed),
            ended: of(true),
            known: of(false),
            subscriptions_ended: subscriptions().filter(|(_, (ended, known))| ended >= known).count() as u64,
            subscriptions: subscriptions().count() as u64,
        }
    }

    /// The subscriptions that are being read, with how many of their listings ended.
    pub fn under_way(&self) -> Vec<(Box<str>, u64, u64)> {
        let scopes = self.scopes();
        let open = scopes
            .iter()
            .filter(|(name, (ended, known))| !name.is_empty() && *ended > 0 && ended < known);
        open.map(|(name, (ended, known))| (name.clone(), *ended, *known))
            .collect()
    }

    fn scopes(&self) -> std::sync::MutexGuard<'_, BTreeMap<Box<str>, (u64, u64)>> {
        self.scopes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
