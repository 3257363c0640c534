//! An assessment as bytes, one file or folder per format.

mod format;
mod human;
mod json;
mod sarif;
#[cfg(test)]
mod samples;

pub use format::{Format, Style};
