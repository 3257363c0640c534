//! The nodes of the mesh.

use crate::snapshot::Snapshot;

use super::membership::Membership;

/// The nodes of the mesh.
#[derive(Debug)]
pub(super) struct Nodes<'s> {
    snapshot: &'s Snapshot,
}

impl<'s> Nodes<'s> {
    /// Derives them.
    pub(super) fn derive(snapshot: &'s Snapshot, _membership: &Membership<'s>) -> Self {
        Self { snapshot }
    }
}
