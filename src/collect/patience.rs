//! How long a request that fails is tried again, and how the waits between grow.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The bounds of trying again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// How often one page is asked for before its scope counts as failed.
    pub attempts: u32,
    /// The first wait, which doubles each time.
    pub first: Duration,
    /// The longest wait that we choose; the service may ask for more.
    pub longest: Duration,
    /// How long the service may ask to wait for one page, all together, before its scope counts as throttled.
    pub throttled: Duration,
    /// How long one reply may take.
    pub deadline: Duration,
    /// How many tries again a whole run may make besides one for every five requests.
    pub spare: u64,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            attempts: 8,
            first: Duration::from_millis(500),
            longest: Duration::from_mins(1),
            throttled: Duration::from_mins(15),
            deadline: Duration::from_mins(2),
            spare: 500,
        }
    }
}

impl Patience {
    /// The wait before the next try, of which half is left to chance, so that calls that failed together do not return together.
    pub(super) fn backoff(&self, tries: u32, chance: f64) -> Duration {
        let doubled = self
            .first
            .saturating_mul(1_u32.checked_shl(tries.min(20)).unwrap_or(u32::MAX));
        let full = doubled.min(self.longest);
        full.mul_f64(0.5 + chance.clamp(0.0, 1.0) / 2.0)
    }
}

/// What a run may spend on trying again: an outage must end it, and not go on all night.
#[derive(Debug)]
pub(super) struct Budget {
    spare: u64,
    requests: AtomicU64,
    tries: AtomicU64,
}

impl Budget {
    pub(super) const fn new(spare: u64) -> Self {
        Self {
            spare,
            requests: AtomicU64::new(0),
            tries: AtomicU64::new(0),
        }
    }

    /// Counts a request.
    pub(super) fn request(&self) {
        self.requests.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a try again; whether there is something left for it.
    pub(super) fn spend(&self) -> bool {
        let tries = self.tries.fetch_add(1, Ordering::Relaxed) + 1;
        tries <= self.spare + self.requests.load(Ordering::Relaxed) / 5
    }
}

/// A number from 0 to 1 that nobody foresees, for waits alone.
pub(super) fn chance() -> f64 {
    use std::hash::{BuildHasher as _, RandomState};
    let bits = RandomState::new().hash_one(0_u8) >> 32;
    f64::from(u32::try_from(bits).unwrap_or(0)) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Budget, Patience};

    #[test]
    fn waits_double_up_to_the_longest_and_vary() {
        let patience = Patience::default();
        let waits: Vec<u64> = (0..9)
            .map(|tries| patience.backoff(tries, 1.0).as_secs_f64().round().min(1e6))
            .map(|s| Duration::from_secs_f64(s).as_secs())
            .collect();
        assert_eq!(waits, [1, 1, 2, 4, 8, 16, 32, 60, 60]);
        assert_eq!(patience.backoff(3, 0.0), Duration::from_secs(2));
        assert_eq!(patience.backoff(u32::MAX, 1.0), Duration::from_mins(1));
    }

    #[test]
    fn a_budget_grows_with_what_succeeds() {
        let budget = Budget::new(1);
        for _ in 0..10 {
            budget.request();
        }
        assert_eq!((0..5).filter(|_| budget.spend()).count(), 3);
    }
}
