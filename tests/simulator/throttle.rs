//! The limits of the simulated service, by the buckets that Azure states, times a factor.

use std::collections::BTreeMap;
use std::time::Instant;

/// The buckets: how many tokens each has, and when that was.
#[derive(Default)]
pub(super) struct Throttle {
    buckets: BTreeMap<(String, bool), (f64, Instant)>,
}

/// What a bucket says of a request.
pub(super) enum Verdict {
    /// It is let through; that many are left.
    Fine(u32),
    /// It is refused for so many seconds.
    Refused(u64),
}

impl Throttle {
    /// Takes a token for a request of a path.
    pub(super) fn take(&mut self, path: &str, factor: f64) -> Verdict {
        let is_storage = path.contains("/providers/microsoft.storage/");
        let subscription = path
            .strip_prefix("/subscriptions/")
            .and_then(|rest| rest.split('/').next())
            .unwrap_or_default();
        let reads = self.one((subscription.to_owned(), false), 250.0 * factor, 25.0 * factor);
        if !is_storage || matches!(reads, Verdict::Refused(_)) {
            return reads;
        }
        match self.one((subscription.to_owned(), true), 100.0 * factor, 100.0 / 300.0 * factor) {
            Verdict::Refused(seconds) => Verdict::Refused(seconds),
            Verdict::Fine(_) => reads,
        }
    }

    fn one(&mut self, key: (String, bool), size: f64, per_second: f64) -> Verdict {
        let now = Instant::now();
        let (tokens, at) = self.buckets.entry(key).or_insert((size, now));
        *tokens = (*tokens + now.duration_since(*at).as_secs_f64() * per_second).min(size);
        *at = now;
        if *tokens < 1.0 {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few seconds")]
            return Verdict::Refused(((1.0 - *tokens) / per_second).ceil() as u64);
        }
        *tokens -= 1.0;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred")]
        Verdict::Fine(*tokens as u32)
    }
}
