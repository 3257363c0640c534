//! Our own objects that nothing joins, by kind.

use std::collections::BTreeMap;

use crate::snapshot::{Kind, Snapshot};

use super::subject::number;

/// The indexes of `declared.others`, by kind.
#[derive(Debug)]
pub(super) struct Catalogue {
    others: BTreeMap<Kind, Vec<u32>>,
}

impl Catalogue {
    /// Sorts them by kind.
    pub(super) fn derive(snapshot: &Snapshot) -> Self {
        let mut others: BTreeMap<Kind, Vec<u32>> = BTreeMap::new();
        for (index, other) in snapshot.declared.others.iter().enumerate() {
            others.entry(other.kind).or_default().push(number(index));
        }
        Self { others }
    }

    /// The objects of a kind, in the order of documents.
    pub(super) fn of(&self, kind: Kind) -> &[u32] {
        self.others.get(&kind).map_or(&[], Vec::as_slice)
    }
}
