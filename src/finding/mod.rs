//! Findings, and the outcome of a whole run.

mod assess;
mod assessment;
mod deed;
mod distrust;
#[expect(clippy::module_inception, reason = "the folder is the stage, the file its main noun")]
mod finding;
mod fingerprint;
mod grouped;
mod judging;
mod impact;
mod ratchet;
mod shown;

pub use assess::{Against, Judged, OldDebt, Strictness, assess};
pub use assessment::{Assessment, Ratchet, RulingCounts, Summary, Verdict};
pub use finding::{Baseline, Exempting, Finding, Outcome, Related};
pub use impact::{DomainImpact, Impact, ImpactVerdict, PolicyImpact, Shift, ShiftKind, Tally, impact, parties};
pub use judging::{Exemptions, JudgedBase, judge, judge_base};
pub use shown::ShownAs;
