//! How much one judgement may take.

use std::time::Duration;

/// Limits of one policy on one subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JudgeLimits {
    /// How long it may run. The clock is looked at between expressions.
    pub time: Duration,
    /// How many bytes builtins may produce, all results of one judgement together. It is counted before a builtin runs, from
    /// the size of its arguments, and per judgement: what other threads do does not count.
    pub memory: u64,
}

impl Default for JudgeLimits {
    /// One second and 64 MiB.
    fn default() -> Self {
        Self {
            time: Duration::from_secs(1),
            memory: 64 << 20,
        }
    }
}
