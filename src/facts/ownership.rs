//! Who answers for products and contracts.

use crate::snapshot::Snapshot;

/// The owners of products and contracts.
#[derive(Debug)]
pub(super) struct Ownership<'s> {
    snapshot: &'s Snapshot,
}

impl<'s> Ownership<'s> {
    /// Derives them.
    pub(super) fn derive(snapshot: &'s Snapshot) -> Self {
        Self { snapshot }
    }
}
