//! Tests of policies: their Rego tests, and their examples, which are documentation as well.

mod examples;
mod run;

pub use examples::{Example, Expected, examples};
pub use run::{Lack, TestReport, TestResult, run};
