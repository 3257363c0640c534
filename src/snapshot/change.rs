//! What a change did to a mesh: the documents that it adds, changes and removes.

use super::located::DocumentIndex;

/// The documents in which two states of a mesh differ. A document that was only moved, reformatted or put in another order
/// differs in nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangeSet {
    /// Documents of the mesh that the base does not have.
    pub added: Vec<DocumentIndex>,
    /// Documents of the mesh that say something else in the base, each with the one there.
    pub changed: Vec<(DocumentIndex, DocumentIndex)>,
    /// Documents of the base that the mesh does not have.
    pub removed: Vec<DocumentIndex>,
}

impl ChangeSet {
    /// Whether nothing differs.
    pub const fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}
