//! What came of the tests of policies, as bytes: one file per format.

mod format;
mod human;
mod json;
mod junit;
#[cfg(test)]
mod samples;

pub use format::{Detail, TestFormat, TestView};
