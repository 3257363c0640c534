//! Tests of policies: their Rego tests, and their examples, which are documentation as well.

mod coverage;
mod beside;
mod examples;
mod filter;
mod judged_example;
mod result;
mod rego_test;
mod run;

pub use beside::{WrittenExample, written_examples};
pub use coverage::{Coverage, FileCoverage};
pub use examples::{Example, Expected, examples};
pub use filter::{BadFilter, TestFilter};
pub use result::{Failure, Lack, Observed, TestKind, TestOutcome, TestReport, TestResult, TestVerdict};
pub use run::{Measure, TestRun, run};
