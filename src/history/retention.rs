//! Which runs are kept.

use jiff::Timestamp;

use super::run::RunHead;

/// How many runs are kept, and for how long; all where nothing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retention {
    /// The newest so many.
    pub runs: Option<u32>,
    /// Those of the last so many days.
    pub days: Option<u32>,
}

impl Retention {
    /// The runs that go, of all whole ones, oldest first. A run goes where it is beyond either bound; the last one never goes.
    pub(super) fn gone(self, runs: &[RunHead], now: Timestamp) -> Vec<&RunHead> {
        let Some((_, before)) = runs.split_last() else {
            return Vec::new();
        };
        let many = self
            .runs
            .map_or(0, |kept| runs.len().saturating_sub(kept.max(1) as usize));
        let oldest = self.days.map(|days| now.as_second() - i64::from(days) * 86_400);
        before
            .iter()
            .enumerate()
            .filter(|(index, run)| {
                let at: Option<Timestamp> = run.at.parse().ok();
                let is_old = oldest.zip(at).is_some_and(|(oldest, at)| at.as_second() < oldest);
                *index < many || is_old
            })
            .map(|(_, run)| run)
            .collect()
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot set its stage should fail loudly")]
mod tests {
    use super::{Retention, RunHead};

    fn runs() -> Vec<RunHead> {
        let run = |day: u32| RunHead {
            version: 1,
            id: format!("{day}").into(),
            at: format!("2026-11-{day:02}T01:00:00Z").into(),
            as_of: "".into(),
            tenant: None,
            verdict: "clean".into(),
            violations: 0,
            compared_with: None,
            objects: Vec::new(),
        };
        [1, 10, 20, 21].map(run).into()
    }

    #[test]
    fn what_is_beyond_a_bound_goes_and_the_last_run_stays() {
        let runs = runs();
        let now = "2026-11-27T00:00:00Z".parse().unwrap();
        let gone = |retention: Retention| {
            retention
                .gone(&runs, now)
                .iter()
                .map(|run| run.id.to_string())
                .collect::<Vec<_>>()
                .join(" ")
        };
        let kept = |runs, days| Retention { runs, days };
        assert_eq!(gone(kept(None, None)), "");
        assert_eq!(gone(kept(Some(2), None)), "1 10");
        assert_eq!(gone(kept(Some(0), None)), "1 10 20");
        assert_eq!(gone(kept(None, Some(10))), "1 10");
        assert_eq!(gone(kept(None, Some(1))), "1 10 20");
        assert_eq!(gone(kept(Some(3), Some(7))), "1 10");
        assert!(kept(Some(1), Some(1)).gone(&[], now).is_empty());
    }
}
