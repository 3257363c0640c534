//! Which domain a document belongs to.

use crate::snapshot::Snapshot;

/// The domain of every document.
#[derive(Debug)]
pub(super) struct Membership<'s> {
    snapshot: &'s Snapshot,
}

impl<'s> Membership<'s> {
    /// Derives them.
    pub(super) fn derive(snapshot: &'s Snapshot) -> Self {
        Self { snapshot }
    }
}
