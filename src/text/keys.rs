//! Which entries of a mapping count.

use std::collections::BTreeMap;

use super::problem::{Problems, TextProblem};
use super::tree::Entry;

/// Up to this many keys, comparing each with each is faster than an index of them.
const FEW: usize = 12;

/// Keeps the first entry of each key, and reports the others.
pub(super) fn keep_first(entries: &mut Vec<Entry>, problems: &mut Problems) {
    let later = repeated(entries);
    if later.is_empty() {
        return;
    }
    for (at, first) in &later {
        if let (Some(entry), Some(earlier)) = (entries.get(*at), entries.get(*first)) {
            problems.add(TextProblem::DuplicateKey {
                key: entry.key.clone(),
                span: entry.key_span,
                earlier: earlier.key_span,
            });
        }
    }
    remove(entries, &later);
}

/// Adds entries that a merge key brings: what is there already wins.
pub(super) fn merge(entries: &mut Vec<Entry>, merged: Vec<Entry>) {
    entries.extend(merged);
    let later = repeated(entries);
    remove(entries, &later);
}

/// The places of entries whose key is there before, each with the place of the first one.
fn repeated(entries: &[Entry]) -> Vec<(usize, usize)> {
    let mut later = Vec::new();
    if entries.len() <= FEW {
        for (at, entry) in entries.iter().enumerate() {
            let before = entries.iter().take(at);
            if let Some(first) = before.into_iter().position(|other| other.key == entry.key) {
                later.push((at, first));
            }
        }
        return later;
    }
    let mut index = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let first = *index.entry(&*entry.key).or_insert(at);
        if first != at {
            later.push((at, first));
        }
    }
    later
}

fn remove(entries: &mut Vec<Entry>, places: &[(usize, usize)]) {
    let mut places = places.iter().map(|(at, _)| *at).peekable();
    let mut at = 0;
    entries.retain(|_| {
        let here = places.next_if_eq(&at).is_some();
        at += 1;
        !here
    });
}
