//! Texts that repeat, kept once.

use std::borrow::Cow;
use std::collections::HashMap;

use super::no_case::{Folding, NoCase};
use super::rows::number;

/// Texts that differ in more than case, numbered in the order of their first appearance, in their first spelling.
#[derive(Debug, Default)]
pub(super) struct Interner<'s> {
    numbers: HashMap<NoCase<'s>, u32, Folding>,
    texts: Vec<NoCase<'s>>,
}

impl<'s> Interner<'s> {
    /// The number of a text, a new one where it has none.
    pub(super) fn intern(&mut self, text: Cow<'s, str>) -> u32 {
        self.intern_key(NoCase::new(text))
    }

    /// The same for a text whose hash is known.
    pub(super) fn intern_key(&mut self, key: NoCase<'s>) -> u32 {
        let next = number(self.texts.len());
        if let Some(known) = self.numbers.get(&key) {
            return *known;
        }
        self.texts.push(key.clone());
        self.numbers.insert(key, next);
        next
    }

    /// The number of a text that was seen.
    pub(super) fn find(&self, text: &str) -> Option<u32> {
        self.numbers.get(&NoCase::new(Cow::Borrowed(text))).copied()
    }

    /// The texts in the order of their numbers.
    pub(super) fn into_texts(self) -> Vec<Cow<'s, str>> {
        self.texts.into_iter().map(NoCase::into_text).collect()
    }

    /// The texts in the order of their numbers, with their hashes.
    pub(super) fn into_keys(self) -> Vec<NoCase<'s>> {
        self.texts
    }
}

/// Things by the group that each belongs to, in two flat lists.
#[derive(Debug, Default)]
pub(super) struct Grouped {
    starts: Box<[u32]>,
    items: Box<[u32]>,
}

impl Grouped {
    /// Groups things, given the group of each; those of no group are left out. Within a group their order stays.
    pub(super) fn new(groups: usize, of: impl Iterator<Item = Option<u32>> + Clone) -> Self {
        let mut starts = vec![0_u32; groups + 1];
        for group in of.clone().flatten() {
            if let Some(start) = starts.get_mut(group as usize + 1) {
                *start += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut free = starts.clone();
        let mut items = vec![0_u32; sum as usize];
        for (item, group) in of.enumerate() {
            let Some(at) = group.and_then(|group| free.get_mut(group as usize)) else {
                continue;
            };
            if let Some(slot) = items.get_mut(*at as usize) {
                *slot = number(item);
            }
            *at += 1;
        }
        Self {
            starts: starts.into(),
            items: items.into(),
        }
    }

    /// The things of one group.
    pub(super) fn of(&self, group: u32) -> &[u32] {
        let bound = |at: usize| self.starts.get(at).map_or(0, |start| *start as usize);
        self.items
            .get(bound(group as usize)..bound(group as usize + 1))
            .unwrap_or(&[])
    }

    /// How many groups there are.
    pub(super) fn len(&self) -> u32 {
        number(self.starts.len().saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::{Grouped, Interner};

    #[test]
    fn spellings_of_one_text_share_a_number() {
        let mut interner = Interner::default();
        let numbers: Vec<u32> = ["/A", "/b", "/a"]
            .into_iter()
            .map(|text| interner.intern(text.into()))
            .collect();
        assert_eq!(numbers, [0, 1, 0]);
        assert_eq!(interner.find("/B"), Some(1));
        assert_eq!(interner.into_texts(), ["/A", "/b"]);
    }

    #[test]
    fn groups_keep_the_order_of_their_things() {
        let grouped = Grouped::new(3, [Some(2), None, Some(0), Some(2)].into_iter());
        assert_eq!(
            (grouped.of(0), grouped.of(1), grouped.of(2)),
            (&[2][..], &[][..], &[0, 3][..])
        );
        assert_eq!(grouped.of(7), &[] as &[u32]);
    }
}
