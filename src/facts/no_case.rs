//! Text that compares without case, as Azure compares ids, types and the names of tags.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::hash::{BuildHasherDefault, Hash, Hasher};

/// Text that compares without case. It knows its hash, so that a growing map never reads the text again.
#[derive(Clone, Debug)]
pub(super) struct NoCase<'a> {
    text: Cow<'a, str>,
    hash: u64,
}

impl<'a> NoCase<'a> {
    /// Text with its hash.
    pub(super) fn new(text: Cow<'a, str>) -> Self {
        let hash = fold(&text);
        Self { text, hash }
    }

    /// The text as it is spelled.
    pub(super) fn into_text(self) -> Cow<'a, str> {
        self.text
    }
}

impl PartialEq for NoCase<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.hash == other.hash && same(&self.text, &other.text)
    }
}

impl Eq for NoCase<'_> {}

impl Hash for NoCase<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hash);
    }
}

/// Whether two texts are one, but for case.
pub(super) fn same(left: &str, right: &str) -> bool {
    compare(left, right) == Ordering::Equal
}

/// Orders two texts by their lower-cased code points.
pub(super) fn compare(left: &str, right: &str) -> Ordering {
    let (one, two) = (left.as_bytes(), right.as_bytes());
    let equal = one
        .chunks_exact(8)
        .zip(two.chunks_exact(8))
        .take_while(|(one, two)| one == two)
        .count()
        * 8;
    for at in equal.. {
        return match (one.get(at), two.get(at)) {
            (Some(first), Some(second)) if !first.is_ascii() || !second.is_ascii() => rest(left, right, at),
            (Some(first), Some(second)) => match first.to_ascii_lowercase().cmp(&second.to_ascii_lowercase()) {
                Ordering::Equal => continue,
                other => other,
            },
            (first, second) => first.cmp(&second),
        };
    }
    Ordering::Equal
}

/// Orders from the first byte on that is not ASCII.
fn rest(left: &str, right: &str, at: usize) -> Ordering {
    let mut start = at;
    while !(left.is_char_boundary(start) && right.is_char_boundary(start)) {
        start -= 1;
    }
    let lower = |text: &str| {
        text.get(start..)
            .unwrap_or("")
            .chars()
            .flat_map(char::to_lowercase)
            .collect::<Vec<_>>()
    };
    lower(left).cmp(&lower(right))
}

/// A hash of the lower-cased text.
fn fold(text: &str) -> u64 {
    if text.is_ascii() {
        return fold_bytes(text.as_bytes());
    }
    let lower: String = text.chars().flat_map(char::to_lowercase).collect();
    fold_bytes(lower.as_bytes())
}

/// Setting one bit makes upper case lower; that a few signs fall together too only costs a comparison.
fn fold_bytes(bytes: &[u8]) -> u64 {
    const LOWER: u64 = 0x2020_2020_2020_2020;
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |hash: u64, word: u64| {
        let product = u128::from(hash ^ (word | LOWER)) * u128::from(FACTOR);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "both halves of the product are folded into one"
        )]
        let folded = (product as u64) ^ ((product >> 64) as u64);
        folded
    };
    let mut chunks = bytes.chunks_exact(8);
    let mut hash = bytes.len() as u64;
    for chunk in &mut chunks {
        hash = mix(hash, word(chunk));
    }
    mix(hash, word(chunks.remainder()))
}

fn word(bytes: &[u8]) -> u64 {
    let mut word = [0; 8];
    for (to, from) in word.iter_mut().zip(bytes) {
        *to = *from;
    }
    u64::from_le_bytes(word)
}

/// Passes on the hash that [`NoCase`] made.
#[derive(Debug, Default)]
pub(super) struct Folded(u64);

impl Hasher for Folded {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = self.0.rotate_left(5) ^ fold_bytes(bytes);
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

/// For maps whose keys are [`NoCase`].
pub(super) type Folding = BuildHasherDefault<Folded>;

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use proptest::prelude::*;

    use super::{compare, fold, same};

    #[test]
    fn letters_beyond_ascii_compare_without_case_too() {
        assert!(same("/rg/GRÖSSE-ÄÖ", "/rg/größe-äö".replace('ß', "SS").as_str()));
        assert!(!same("/rg/größe", "/rg/größf"));
        assert_eq!(compare("aÉb", "aéC"), Ordering::Less);
        assert_eq!(fold("\u{212a}ey-é"), fold("KEY-É"));
    }

    proptest! {
        #[test]
        fn the_order_is_that_of_lower_cased_text(left in "[a-cA-C/_é-ëÉ-Ë-]{0,20}", right in "[a-cA-C/_é-ëÉ-Ë-]{0,20}") {
            prop_assert_eq!(compare(&left, &right), left.to_lowercase().cmp(&right.to_lowercase()));
            prop_assert!(same(&left, &left.to_uppercase()));
            prop_assert_eq!(fold(&left), fold(&left.to_uppercase()));
        }
    }
}
