//! The text of rows: read in place, member by member, so that what nobody asks for is skipped and never built.
//!
//! Rows were checked to be JSON when the snapshot was loaded. Text that is not JSON ends the reading; it never panics. A
//! member of another type than expected is absent, and the rest of its row stands.

use std::borrow::Cow;

use serde_json::Value;

/// The members of one JSON object, as their keys and the text of their values.
#[derive(Clone, Debug)]
pub(super) struct Members<'s> {
    text: &'s str,
    at: usize,
}

/// Reads the members of an object; none of anything else.
pub(super) fn members(text: &str) -> Members<'_> {
    let start = blank(text.as_bytes(), 0);
    let at = if text.as_bytes().get(start) == Some(&b'{') {
        start + 1
    } else {
        text.len()
    };
    Members { text, at }
}

impl<'s> Iterator for Members<'s> {
    type Item = (Cow<'s, str>, &'s str);

    fn next(&mut self) -> Option<Self::Item> {
        let (key, from) = self.next_key()?;
        let to = value_end(self.text.as_bytes(), from)?;
        self.at = to;
        Some((key, self.text.get(from..to)?))
    }
}

impl<'s> Members<'s> {
    /// The next member; that of one key only to the beginning of its value, so that its own members need not be read twice.
    /// [`Self::skip_to`] must follow for it.
    pub(super) fn next_into(&mut self, into: &str) -> Option<(Cow<'s, str>, &'s str)> {
        let (key, from) = self.next_key()?;
        if key == into && self.text.as_bytes().get(from) == Some(&b'{') {
            self.at = from;
            return Some((key, self.text.get(from..)?));
        }
        let to = value_end(self.text.as_bytes(), from)?;
        self.at = to;
        Some((key, self.text.get(from..to)?))
    }

    /// Goes on after a value of which that many bytes were read.
    pub(super) fn skip_to(&mut self, length: usize) {
        if self.text.as_bytes().get(self.at) == Some(&b'{') {
            self.at += length;
        }
    }

    /// The byte after the object, once all of its members were read.
    pub(super) fn end(&self) -> usize {
        let bytes = self.text.as_bytes();
        let close = blank(bytes, self.at);
        if bytes.get(close) == Some(&b'}') {
            close + 1
        } else {
            bytes.len()
        }
    }

    fn next_key(&mut self) -> Option<(Cow<'s, str>, usize)> {
        let bytes = self.text.as_bytes();
        let mut start = blank(bytes, self.at);
        if bytes.get(start) == Some(&b',') {
            start = blank(bytes, start + 1);
        }
        let end = string_end(bytes, start)?;
        let key = string(self.text.get(start..end)?)?;
        let colon = blank(bytes, end);
        if bytes.get(colon) != Some(&b':') {
            return None;
        }
        Some((key, blank(bytes, colon + 1)))
    }
}

/// The text of one member's value.
pub(super) fn member<'s>(text: &'s str, key: &str) -> Option<&'s str> {
    members(text).find(|(name, _)| name == key).map(|(_, value)| value)
}

/// The string that a JSON text is; borrowed where nothing in it is escaped.
pub(super) fn string(text: &str) -> Option<Cow<'_, str>> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    if inner.as_bytes().contains(&b'\\') {
        return serde_json::from_str::<String>(text).ok().map(Cow::Owned);
    }
    Some(Cow::Borrowed(inner))
}

/// A member that is a string and says something.
pub(super) fn text_of<'s>(text: &'s str, key: &str) -> Option<Cow<'s, str>> {
    member(text, key).and_then(string).filter(|value| !value.is_empty())
}

/// A value built from its text.
pub(super) fn value(text: &str) -> Value {
    match string(text) {
        Some(string) => Value::String(string.into_owned()),
        None => serde_json::from_str(text).unwrap_or(Value::Null),
    }
}

fn blank(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
        at += 1;
    }
    at
}

/// The byte after a string that begins at `at`.
fn string_end(bytes: &[u8], at: usize) -> Option<usize> {
    if bytes.get(at) != Some(&b'"') {
        return None;
    }
    let mut from = at + 1;
    loop {
        let found = quote_or_escape(bytes, from)?;
        if bytes.get(found) == Some(&b'"') {
            return Some(found + 1);
        }
        from = found + 2;
    }
}

/// The next `"` or `\\`, eight bytes at a time: most of a row is in long strings.
fn quote_or_escape(bytes: &[u8], from: usize) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    // The lowest marked byte is the first that equals the sign; later marks may be false.
    let marks = |word: u64, sign: u8| {
        let differs = word ^ (ONES * u64::from(sign));
        differs.wrapping_sub(ONES) & !differs & HIGH
    };
    let mut at = from;
    let (words, tail) = bytes.get(from..)?.as_chunks::<8>();
    for word in words {
        let word = u64::from_le_bytes(*word);
        let found = marks(word, b'"') | marks(word, b'\\');
        if found != 0 {
            return Some(at + found.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    let offset = tail.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
    Some(at + offset)
}

/// The byte after a value that begins at `at`.
fn value_end(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at)? {
        b'"' => string_end(bytes, at),
        b'{' | b'[' => nested_end(bytes, at),
        _ => {
            let length = bytes
                .get(at..)?
                .iter()
                .position(|byte| matches!(byte, b',' | b'}' | b']' | b' ' | b'\t' | b'\n' | b'\r'))?;
            (length > 0).then_some(at + length)
        }
    }
}

fn nested_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    let mut depth = 0_u32;
    loop {
        match bytes.get(at)? {
            b'"' => at = string_end(bytes, at)? - 1,
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
}

/// The id of a row; where it is no string, its text.
pub(super) fn row_id(row: &str) -> Cow<'_, str> {
    member(row, "id").map_or(Cow::Borrowed(""), |text| string(text).unwrap_or(Cow::Borrowed(text)))
}

/// A table is far smaller than 4 GiB, so that a row number always fits.
pub(super) fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::{member, members, text_of, value};

    #[test]
    fn members_are_found_between_blanks_escapes_and_nesting() {
        let row = r#" { "a\"b" : [ "]}\\", {"x": "}"} ] , "id":"\/x\u00e9", "n" : -1.5e3 } "#;
        let found: Vec<_> = members(row)
            .map(|(key, text)| (key.into_owned(), value(text)))
            .collect();
        assert_eq!(
            found,
            [
                ("a\"b".to_owned(), json!(["]}\\", {"x": "}"}])),
                ("id".to_owned(), json!("/xé")),
                ("n".to_owned(), json!(-1500.0)),
            ]
        );
    }

    #[test]
    fn a_member_of_another_type_is_absent_and_the_rest_stands() {
        let row = r#"{"id": 5, "name": "x", "tags": null}"#;
        assert_eq!(text_of(row, "id"), None);
        assert_eq!(text_of(row, "name").as_deref(), Some("x"));
        assert_eq!(member(row, "tags"), Some("null"));
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 20, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map(any::<String>(), inner, 0..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn members_of_any_object_are_those_that_serde_reads(object in prop::collection::btree_map(any::<String>(), any_json(), 0..5), pretty: bool) {
            let object = Value::Object(object.into_iter().collect());
            let text = if pretty { format!("{object:#}") } else { object.to_string() };
            let read = members(&text).map(|(key, text)| (key.into_owned(), value(text))).collect();
            prop_assert_eq!(Value::Object(read), object);
        }

        #[test]
        fn no_text_makes_reading_panic(text in r#"[{}\[\]",:\\a1 é]{0,24}"#) {
            prop_assert!(members(&text).count() <= text.len());
        }
    }
}
