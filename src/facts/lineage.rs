//! What input ports read.

use crate::snapshot::Snapshot;

use super::membership::Membership;
use super::ownership::Ownership;

/// The edges of the mesh.
#[derive(Debug)]
pub(super) struct Lineage<'s> {
    snapshot: &'s Snapshot,
}

impl<'s> Lineage<'s> {
    /// Derives them.
    pub(super) fn derive(snapshot: &'s Snapshot, _membership: &Membership<'s>, _ownership: &Ownership<'s>) -> Self {
        Self { snapshot }
    }
}
