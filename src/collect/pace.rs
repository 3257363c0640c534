//! How fast a tenant may be read: a bucket of tokens for each subscription and provider, under the limits that Azure states,
//! and closed for as long as it asks. Source: Azure Resource Manager and storage request limits.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::call::Call;
use super::listing::Provider;

/// Whose budget a request uses up.
pub(super) type BucketKey = (Option<Box<str>>, Provider);

/// The rates of a tenant's budgets, in relation to those that Azure states.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// 1 for Azure itself; more where a simulated tenant grants more.
    pub factor: f64,
}

impl Default for Rates {
    fn default() -> Self {
        Self { factor: 1.0 }
    }
}

/// A bucket's size, and how many tokens come in a second.
type Rate = (f64, f64);

impl Rates {
    /// What is used of a budget. Other programs with the same principal need some of it too: a fifth is left to them.
    fn of(self, provider: Provider) -> Rate {
        let (size, per_second) = match provider {
            // 250, refilled with 25 a second.
            Provider::Manager => (200.0, 20.0),
            // 100 lists in five minutes.
            Provider::Storage => (80.0, 80.0 / 300.0),
            // 15 queries in five seconds.
            Provider::Graph => (12.0, 12.0 / 5.0),
            // No limit is stated.
            Provider::Synapse => (50.0, 10.0),
        };
        (size * self.factor, per_second * self.factor)
    }
}

#[derive(Debug)]
struct Bucket {
    tokens: f64,
    at: Instant,
    closed: Option<Instant>,
    /// How many requests went through it.
    used: u64,
}

/// The buckets.
#[derive(Debug)]
pub(super) struct Pace {
    rates: Rates,
    buckets: Mutex<BTreeMap<BucketKey, Bucket>>,
}

impl Pace {
    pub(super) const fn new(rates: Rates) -> Self {
        Self {
            rates,
            buckets: Mutex::new(BTreeMap::new()),
        }
    }

    /// Waits until a request may be sent.
    pub(super) async fn admit(&self, keys: &[BucketKey]) {
        let at = keys.iter().map(|key| self.reserve(key)).max();
        if let Some(at) = at {
            tokio::time::sleep_until(at).await;
        }
    }

    /// Takes a token, and says when it is there.
    fn reserve(&self, key: &BucketKey) -> Instant {
        let (size, per_second) = self.rates.of(key.1);
        let now = Instant::now();
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = buckets.entry(key.clone()).or_insert_with(|| Bucket {
            tokens: size,
            at: now,
            closed: None,
            used: 0,
        });
        let passed = now.saturating_duration_since(bucket.at).as_secs_f64();
        bucket.tokens = (bucket.tokens + passed * per_second).min(size) - 1.0;
        bucket.at = now;
        bucket.used += 1;
        let open = bucket.closed.filter(|closed| *closed > now).unwrap_or(now);
        let lack = (-bucket.tokens).max(0.0) / per_second;
        open.max(now + Duration::from_secs_f64(lack))
    }

    /// Counts a request without making it.
    pub(super) fn count(&self, keys: &[BucketKey]) {
        for key in keys {
            self.reserve(key);
        }
    }

    /// Closes a bucket for as long as the service asks.
    pub(super) fn close(&self, keys: &[BucketKey], wait: Duration) {
        let until = Instant::now() + wait;
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        for key in keys {
            if let Some(bucket) = buckets.get_mut(key) {
                bucket.closed = Some(bucket.closed.map_or(until, |closed| closed.max(until)));
            }
        }
    }

    /// Heeds what the service says is left: others may use up the same budget. Reservations that are already made stay.
    pub(super) fn heed(&self, key: &BucketKey, left: f64) {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bucket) = buckets.get_mut(key)
            && left < bucket.tokens
        {
            bucket.tokens = left;
        }
    }

    /// The least time in which the requests that were made could have been made under these limits: that of the bucket that
    /// needs the longest.
    pub(super) fn least_time(&self) -> Duration {
        let buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let longest = buckets.iter().map(|(key, bucket)| {
            let (size, per_second) = self.rates.of(key.1);
            #[expect(clippy::cast_precision_loss, reason = "far fewer requests than a float can count")]
            let beyond = (bucket.used as f64 - size).max(0.0);
            beyond / per_second
        });
        Duration::from_secs_f64(longest.fold(0.0, f64::max))
    }
}

/// The budgets that a call's requests use up.
pub(super) fn buckets(call: &Call) -> Vec<BucketKey> {
    let subscription = call.subscription();
    match call.listing.provider() {
        Provider::Storage => vec![
            (subscription.clone(), Provider::Manager),
            (subscription, Provider::Storage),
        ],
        provider => vec![(subscription, provider)],
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot set its stage should fail loudly")]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;

    use super::{Pace, Rates};
    use crate::collect::listing::Provider;

    fn paused() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap()
    }

    #[test]
    fn requests_beyond_the_bucket_wait_for_their_tokens() {
        paused().block_on(async {
            let pace = Pace::new(Rates::default());
            let key = [(None, Provider::Manager)];
            let start = Instant::now();
            for _ in 0..300 {
                pace.admit(&key).await;
            }
            let taken = start.elapsed().as_secs_f64();
            assert!((4.99..5.1).contains(&taken), "{taken}");
            assert_eq!(pace.least_time(), Duration::from_secs(5));
        });
    }

    #[test]
    fn a_closed_bucket_holds_its_own_requests_and_no_others() {
        paused().block_on(async {
            let pace = Pace::new(Rates::default());
            let (one, other) = (
                [(Some("a".into()), Provider::Manager)],
                [(Some("b".into()), Provider::Manager)],
            );
            pace.admit(&one).await;
            pace.close(&one, Duration::from_secs(30));
            let start = Instant::now();
            pace.admit(&other).await;
            assert_eq!(start.elapsed(), Duration::ZERO);
            pace.admit(&one).await;
            assert!(start.elapsed() >= Duration::from_secs(30));
            pace.heed(&other[0], 0.0);
            pace.admit(&other).await;
            assert!(start.elapsed() >= Duration::from_secs(30));
        });
    }
}
