//! Whether two policies would judge alike.

use super::policy::{Check, Policy};
use super::rego::Program;

impl Policy {
    /// Whether another policy says the same of itself and judges by the same texts and data, wherever the two lie. Of two that
    /// are different texts nobody knows whether they judge alike.
    pub fn judges_as(&self, other: &Self) -> bool {
        let is_same_check = match (&self.check, &other.check) {
            (
                Check::Rego { program, data, .. },
                Check::Rego {
                    program: others,
                    data: other_data,
                    ..
                },
            ) => data == other_data && texts(program) == texts(others),
            (Check::Schema(own), Check::Schema(others)) => own.document() == others.document(),
            _ => false,
        };
        is_same_check && self.metadata == other.metadata
    }
}

/// The texts that a program can reach, in order.
fn texts(program: &Program) -> Vec<&str> {
    let mut texts: Vec<&str> = program.modules.iter().map(|module| module.source.text()).collect();
    texts.sort_unstable();
    texts
}
