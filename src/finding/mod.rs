//! Findings, and the outcome of a whole run.

mod assessment;
#[expect(clippy::module_inception, reason = "the folder is the stage, the file its main noun")]
mod finding;

pub use assessment::{Assessment, Judgements, Summary, Verdict};
pub use finding::{Finding, Outcome, Related};
