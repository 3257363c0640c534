//! SARIF 2.1.0 (OASIS Standard with errata 01), in the subset that GitHub code scanning reads, and then some.

mod line_hash;
mod location;
mod log;
#[cfg(test)]
mod multitool;
mod result;
mod rule;
mod wire;

pub(super) use log::write;
