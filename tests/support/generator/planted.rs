//! How often each rule is broken on purpose.

use std::collections::BTreeMap;

/// Subjects that break a rule, by the rule's code. A rule that is not named here is not broken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Planted(BTreeMap<&'static str, u64>);

impl Planted {
    /// One subject more that breaks a rule.
    pub(super) fn plant(&mut self, code: &'static str) {
        *self.0.entry(code).or_default() += 1;
    }

    /// The rules that are broken, in order of code, and by how many subjects.
    pub(crate) fn counts(&self) -> &BTreeMap<&'static str, u64> {
        &self.0
    }
}
