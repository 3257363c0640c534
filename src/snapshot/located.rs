//! Values that remember where they were declared.

use crate::text::Pointer;

/// Which document of the snapshot, as an index into [`super::Snapshot::documents`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentIndex(pub u32);

/// A value and the pointer at which its document states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// The place in the object's document.
    pub pointer: Pointer,
}
