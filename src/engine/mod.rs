//! Judgement: which policies apply to which subjects, and what comes of each. Pure, parallel and infallible.

mod difference;
mod evaluate;
mod plan;
mod progress;
mod tally;
mod worker;

pub use difference::{Difference, State, difference};
pub use evaluate::{evaluate, evaluate_some};
pub use plan::{Plan, Ruling};
pub use progress::Progress;
pub use tally::{Counts, Doubt, Doubted, Judgement, Judgements, Said};
