//! What is wrong with policies that load and run.

mod fields;
#[expect(clippy::module_inception, reason = "the lint of the lints")]
mod lint;
mod of_policy;
mod report;
mod schema_fields;
mod shape;
mod subject_schemas;

pub(super) use fields::unknown_fields;
pub use lint::Lint;
pub use report::{LintReport, lint};
pub(super) use shape::{Member, Shape};
