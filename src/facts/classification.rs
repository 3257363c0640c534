//! How far data may travel, from the words that classify columns.

use super::column::Column;

/// What is not classified, or by a word that nobody understands, is taken for confidential.
pub(super) const UNKNOWN_RANK: u8 = 2;

/// The classification of a whole: that of its most sensitive column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Classification {
    /// The word as written, or `unclassified`.
    pub(super) name: String,
    /// 0 public, 1 internal, 2 confidential, 3 restricted.
    pub(super) rank: u8,
    /// How many columns no word classifies.
    pub(super) unclassified: u32,
}

impl Classification {
    /// That of some columns; none where there are none. Of several words of one rank the first column's counts, and any
    /// word before none.
    pub(super) fn of(columns: &[Column<'_>]) -> Option<Self> {
        let counted = columns.iter().filter(|column| column.counts);
        counted
            .map(|column| Self {
                name: column.classification.unwrap_or("unclassified").to_owned(),
                rank: column.rank,
                unclassified: u32::from(column.classification.is_none()),
            })
            .reduce(Self::with)
    }

    /// That of two things together.
    pub(super) fn with(self, other: Self) -> Self {
        let unclassified = self.unclassified + other.unclassified;
        let order = |one: &Self| (one.rank, one.name != "unclassified");
        let higher = if order(&other) > order(&self) { other } else { self };
        Self { unclassified, ..higher }
    }
}

/// The rank that a word of classification stands for, in the words of the usual schemes.
pub(super) fn rank(classification: &str) -> Option<u8> {
    let words = words(classification);
    let is = |wanted: &str| words.iter().any(|word| word == wanted);
    if is("not") || is("non") {
        return None;
    }
    let highest = words.iter().filter_map(|word| rank_of_word(word)).max()?;
    let is_strict = is("highly") || is("strictly") || is("very");
    Some(if is_strict && highest == 2 { 3 } else { highest })
}

fn rank_of_word(word: &str) -> Option<u8> {
    Some(match word {
        "public" | "open" => 0,
        "internal" | "general" => 1,
        "confidential" | "sensitive" | "private" | "personal" | "pii" | "gdpr" | "proprietary" => 2,
        "restricted" | "secret" | "phi" | "special" => 3,
        _ => return None,
    })
}

/// Whether a classification or a tag says that a column is about persons.
pub(super) fn is_personal(text: &str) -> bool {
    let words = words(text);
    let negated = words.iter().any(|word| matches!(word.as_str(), "not" | "non" | "no"));
    !negated
        && words
            .iter()
            .any(|word| matches!(word.as_str(), "personal" | "personally" | "pii" | "phi" | "gdpr"))
}

fn words(text: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(text.len() + 4);
    let mut after_lower = false;
    for character in text.chars() {
        if character.is_uppercase() && after_lower || !character.is_alphanumeric() {
            spaced.push(' ');
        }
        after_lower = character.is_lowercase();
        if character.is_alphanumeric() {
            spaced.extend(character.to_lowercase());
        }
    }
    spaced.split_whitespace().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{is_personal, rank};

    #[test]
    fn the_words_of_the_usual_schemes_have_ranks() {
        for (word, expected) in [
            ("public", Some(0)),
            ("Open", Some(0)),
            ("INTERNAL", Some(1)),
            ("internal use only", Some(1)),
            ("confidential", Some(2)),
            ("personal", Some(2)),
            ("Confidential - PII", Some(2)),
            ("highlyConfidential", Some(3)),
            ("strictly_confidential", Some(3)),
            ("restricted", Some(3)),
            ("blue", None),
            ("non-confidential", None),
            ("", None),
        ] {
            assert_eq!(rank(word), expected, "{word}");
        }
    }

    #[test]
    fn personal_data_is_said_in_several_words() {
        for text in ["personal", "PII", "personal_data", "personalData", "Confidential - PII"] {
            assert!(is_personal(text), "{text}");
        }
        for text in ["confidential", "non-personal", "person", ""] {
            assert!(!is_personal(text), "{text}");
        }
    }
}
