//! How many requests are under way at once: more while they succeed, half as many when the service shows that it is too much.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

/// How many are under way at first.
const FIRST: f64 = 8.0;

/// The number is halved at most this often: replies that were under way together say the same thing.
const PAUSE: Duration = Duration::from_secs(1);

#[derive(Debug)]
struct State {
    limit: f64,
    under_way: usize,
    halved: Option<Instant>,
}

/// Lets requests through.
#[derive(Debug)]
pub(super) struct Gate {
    most: f64,
    state: Mutex<State>,
    free: Notify,
}

/// A request that is under way until this is dropped.
#[derive(Debug)]
pub(super) struct Passage<'g>(&'g Gate);

impl Gate {
    pub(super) fn new(most: u16) -> Self {
        let most = f64::from(most.max(1));
        Self {
            most,
            state: Mutex::new(State {
                limit: FIRST.min(most),
                under_way: 0,
                halved: None,
            }),
            free: Notify::new(),
        }
    }

    /// Waits for a place.
    pub(super) async fn pass(&self) -> Passage<'_> {
        loop {
            let freed = self.free.notified();
            {
                let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
                #[expect(clippy::cast_precision_loss, reason = "a small number")]
                let has_place = (state.under_way as f64) < state.limit.floor().max(1.0);
                if has_place {
                    state.under_way += 1;
                    return Passage(self);
                }
            }
            freed.await;
        }
    }

    /// A request succeeded: after as many as are let through at once there may be one more.
    pub(super) fn succeeded(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.limit = (state.limit + 1.0 / state.limit).min(self.most);
        drop(state);
        self.free.notify_one();
    }

    /// The service is overloaded.
    pub(super) fn overloaded(&self) {
        let now = Instant::now();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.halved.is_none_or(|halved| now.duration_since(halved) >= PAUSE) {
            state.limit = (state.limit / 2.0).max(1.0);
            state.halved = Some(now);
        }
    }
}

impl Drop for Passage<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.under_way = state.under_way.saturating_sub(1);
        drop(state);
        self.0.free.notify_one();
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot set its stage should fail loudly")]
mod tests {
    use super::Gate;

    #[test]
    fn the_number_rises_by_one_a_round_and_falls_by_half() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        runtime.block_on(async {
            let gate = Gate::new(64);
            let passages: Vec<_> = [gate.pass().await, gate.pass().await].into();
            for _ in 0..9 {
                gate.succeeded();
            }
            assert!(gate.state.lock().unwrap().limit >= 9.0);
            gate.overloaded();
            gate.overloaded();
            let limit = gate.state.lock().unwrap().limit;
            assert!((4.0..5.0).contains(&limit), "{limit}");
            drop(passages);
            assert_eq!(gate.state.lock().unwrap().under_way, 0);
        });
    }
}
