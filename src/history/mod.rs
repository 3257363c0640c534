//! Audits over time: where they are kept, how one differs from the one before, and which way things go.
//!
//! Architecture invariant: a run is a set of objects that are written once and never changed. Its manifest is written last;
//! whoever lists manifests sees whole runs only.

mod address;
mod comparison;
mod error;
mod findings;
mod judgements;
mod limits;
mod retention;
mod run;
mod store;
mod table;
mod trend;

pub use comparison::{Change, ChangeKind, Comparison};
pub use error::HistoryError;
pub use findings::PastFinding;
pub use judgements::DomainCounts;
pub use limits::samples;
pub use retention::Retention;
pub use run::{Audited, RunHead};
pub use store::Store;
pub use trend::{Trend, TrendRow};
