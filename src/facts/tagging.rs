//! Which tags count where.

use crate::snapshot::Snapshot;

use super::node::Nodes;

/// The effective tags.
#[derive(Debug)]
pub(super) struct Tagging<'s> {
    snapshot: &'s Snapshot,
}

impl<'s> Tagging<'s> {
    /// Derives them.
    pub(super) fn derive(snapshot: &'s Snapshot, _nodes: &Nodes<'s>) -> Self {
        Self { snapshot }
    }
}
