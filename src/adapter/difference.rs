//! Which documents of two states of a mesh differ.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::snapshot::{ChangeSet, DocumentIndex, Snapshot};
use crate::text::{Document, Node};

/// What a document says, whatever its form.
type Digest = [u8; 32];

/// Compares the documents of a base and of a mesh. Equal ones pair off wherever they lie; of the others, those with one kind
/// and id are one object that was changed, then those at one place.
pub(super) fn changes(base: &Snapshot, mesh: &Snapshot) -> ChangeSet {
    let (before, now) = rayon::join(|| digests(base), || digests(mesh));
    let mut left: BTreeMap<Digest, Vec<u32>> = BTreeMap::new();
    for (index, digest) in (0_u32..).zip(before) {
        left.entry(digest).or_default().push(index);
    }
    let differs = |(index, digest): (u32, Digest)| match left.get_mut(&digest).and_then(Vec::pop) {
        Some(_) => None,
        None => Some(index),
    };
    let new: Vec<u32> = (0_u32..).zip(now).filter_map(differs).collect();
    let mut gone: BTreeSet<u32> = left.into_values().flatten().collect();
    let mut changes = ChangeSet::default();
    let mut unpaired = new;
    for name in [by_identity, |document: &Document| Some(by_place(document))] {
        let mut by_name: BTreeMap<Vec<String>, Vec<u32>> = BTreeMap::new();
        for index in gone.iter().rev() {
            if let Some(name) = document(base, *index).and_then(name) {
                by_name.entry(name).or_default().push(*index);
            }
        }
        unpaired.retain(|index| {
            let name = document(mesh, *index).and_then(name);
            match name.and_then(|name| by_name.get_mut(&name)?.pop()) {
                Some(old) => {
                    gone.remove(&old);
                    changes.changed.push((DocumentIndex(*index), DocumentIndex(old)));
                    false
                }
                None => true,
            }
        });
    }
    changes.changed.sort();
    changes.added = unpaired.into_iter().map(DocumentIndex).collect();
    changes.removed = gone.into_iter().map(DocumentIndex).collect();
    changes
}

fn document(snapshot: &Snapshot, index: u32) -> Option<&Document> {
    snapshot.documents.get(index as usize).map(AsRef::as_ref)
}

/// The kind and the id, or the name, that a document states.
fn by_identity(document: &Document) -> Option<Vec<String>> {
    let text = |key: &str| document.root.get(key).and_then(Node::as_str).map(str::to_owned);
    let id = text("id").or_else(|| text("name"))?;
    Some(vec![text("kind").unwrap_or_default(), id])
}

/// The file and the number in it.
fn by_place(document: &Document) -> Vec<String> {
    vec![document.source.name().to_owned(), document.index.to_string()]
}

fn digests(snapshot: &Snapshot) -> Vec<Digest> {
    let documents = snapshot.documents.par_iter().with_min_len(16);
    documents
        .map(|document| {
            let mut value = document.root.to_json();
            value.sort_all_objects();
            Sha256::digest(value.to_string().as_bytes()).into()
        })
        .collect()
}
