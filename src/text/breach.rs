//! What a document breaks of a schema, in words for people.

use std::cmp::Ordering;

use super::pointer::Pointer;

/// The longest text of a document or a schema that a message shows, in characters.
const LONGEST: usize = 60;

/// How many names or values a message lists.
const LISTED: usize = 8;

/// One breach of a schema.
#[derive(Clone, Debug, PartialEq)]
pub struct Breach {
    /// The failing place in the document.
    pub pointer: Pointer,
    /// The keyword that failed, as a JSON pointer into the schema that holds it.
    pub schema_pointer: Pointer,
    /// The name of that keyword, such as `required`.
    pub keyword: Box<str>,
    /// What is wrong, lower case and without a full stop.
    pub message: Box<str>,
    /// What the keyword says beyond the message.
    pub detail: Detail,
}

/// What a failing keyword names.
#[derive(Clone, Debug, PartialEq)]
pub enum Detail {
    /// Nothing more.
    None,
    /// `required`: the member that is missing.
    Missing(Box<str>),
    /// `additionalProperties`, `unevaluatedProperties`: the members that nobody knows.
    Unexpected(Vec<Box<str>>),
    /// `enum`, `const`: the values that are allowed.
    Allowed(Vec<serde_json::Value>),
}

impl Breach {
    /// The order of reports: by place, elements of an array by number, then by keyword and message.
    pub fn in_order(&self, other: &Self) -> Ordering {
        compare_pointers(&self.pointer, &other.pointer)
            .then_with(|| self.keyword.cmp(&other.keyword))
            .then_with(|| self.message.cmp(&other.message))
            .then_with(|| self.schema_pointer.cmp(&other.schema_pointer))
    }

    /// Whether a reader would take both for the same: one place, keyword and message.
    pub fn reads_as(&self, other: &Self) -> bool {
        self.pointer == other.pointer && self.keyword == other.keyword && self.message == other.message
    }
}

/// Pointers token by token; indexes by number, so that `/a/9` comes before `/a/10`.
fn compare_pointers(left: &Pointer, right: &Pointer) -> Ordering {
    let mut left_tokens = left.as_str().split('/');
    let mut right_tokens = right.as_str().split('/');
    loop {
        return match (left_tokens.next(), right_tokens.next()) {
            (Some(a), Some(b)) if a == b => continue,
            (Some(a), Some(b)) => match (a.parse::<u64>(), b.parse::<u64>()) {
                (Ok(a), Ok(b)) => a.cmp(&b),
                _ => a.cmp(b),
            },
            (a, b) => a.is_some().cmp(&b.is_some()),
        };
    }
}

/// A text in quotes, its control characters escaped and its tail cut.
pub(super) fn quoted(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("\"{}...\"", text[..end].escape_debug()),
        None => format!("\"{}\"", text.escape_debug()),
    }
}

/// A text as it stands, its tail cut.
pub(super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

/// A value in few words: scalars as they are, objects and arrays by their sort alone.
pub(super) fn shown(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => quoted(text),
        serde_json::Value::Object(_) => "an object".to_owned(),
        serde_json::Value::Array(_) => "an array".to_owned(),
        scalar => shortened(&scalar.to_string()),
    }
}

/// Words in a row, the last one after `word`; what is too long to list is counted.
pub(super) fn listed(words: impl IntoIterator<Item = String>, word: &str) -> String {
    let mut words: Vec<String> = words.into_iter().collect();
    if words.len() > LISTED {
        let more = words.len() - LISTED;
        words.truncate(LISTED);
        words.push(format!("{more} more"));
        return join(&words, if word == "or" { "or" } else { "and" });
    }
    join(&words, word)
}

fn join(words: &[String], word: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} {word} {last}", rest.join(", ")),
    }
}

/// `1 item`, `2 items`.
pub(super) fn counted(count: u64, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{ending}")
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::{compare_pointers, listed, quoted};
    use crate::text::Pointer;

    #[test]
    fn elements_come_in_the_order_of_their_numbers() {
        let order = |a: &str, b: &str| compare_pointers(&Pointer::from_text(a), &Pointer::from_text(b));
        assert_eq!(order("/a/9/x", "/a/10"), Ordering::Less);
        assert_eq!(order("/a", "/a/0"), Ordering::Less);
        assert_eq!(order("/b", "/a/0"), Ordering::Greater);
    }

    #[test]
    fn long_texts_and_lists_are_cut() {
        assert_eq!(quoted(&"x".repeat(100)), format!("\"{}...\"", "x".repeat(60)));
        assert_eq!(
            listed((0..10).map(|n| n.to_string()), "or"),
            "0, 1, 2, 3, 4, 5, 6, 7 or 2 more"
        );
        assert_eq!(listed(["a".to_owned()], "or"), "a");
    }
}
