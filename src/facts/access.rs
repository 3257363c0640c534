//! Who may do what where.

use crate::snapshot::Snapshot;

/// The role assignments by scope.
#[derive(Debug)]
pub(super) struct Access<'s> {
    snapshot: &'s Snapshot,
}

impl<'s> Access<'s> {
    /// Derives them.
    pub(super) fn derive(snapshot: &'s Snapshot) -> Self {
        Self { snapshot }
    }
}
