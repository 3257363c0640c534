//! What a judgement is about.

use crate::snapshot::Kind;

/// A subject, by its kind and its place in that kind's order; cheap to copy and to sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubjectRef {
    /// Its kind.
    pub kind: Kind,
    /// Its index among the subjects of that kind.
    pub index: u32,
}

/// How people name a subject. Two subjects may share a key: that is itself a finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubjectKey {
    /// Its kind.
    pub kind: Kind,
    /// Its id: the standard's `id`, the Azure id, or the fingerprint of a derived subject. Never empty.
    pub id: Box<str>,
    /// Its name for people; the id where it has none.
    pub name: Box<str>,
}

/// The number of subjects of a list; lists are far shorter than the limit.
pub(super) fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
