//! Whose results change between two worlds of policies, as bytes: one file per format.

mod format;
mod human;
mod json;
mod markdown;
#[cfg(test)]
mod samples;
mod words;

pub use format::ImpactFormat;
