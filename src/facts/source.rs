//! What products ingest.

use crate::snapshot::Snapshot;

use super::lineage::Lineage;
use super::membership::Membership;
use super::ownership::Ownership;

/// The sources of the mesh.
#[derive(Debug)]
pub(super) struct Sources<'s> {
    snapshot: &'s Snapshot,
}

impl<'s> Sources<'s> {
    /// Derives them.
    pub(super) fn derive(
        snapshot: &'s Snapshot,
        _membership: &Membership<'s>,
        _ownership: &Ownership<'s>,
        _lineage: &Lineage<'s>,
    ) -> Self {
        Self { snapshot }
    }
}
