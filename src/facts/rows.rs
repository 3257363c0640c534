//! The text of rows: read in place, member by member, so that what nobody asks for is skipped and never built.
//!
//! Rows were checked to be JSON when the snapshot was loaded. Text that is not JSON ends the reading; it never panics. A
//! member of another type than expected is absent, and the rest of its row stands.

use std::borrow::Cow;
use std::collections::BTreeSet;

use rayon::prelude::*;
use serde_json::Value;

use crate::snapshot::Table;

use super::arm_id::compare;

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
        let from = blank(bytes, colon + 1);
        let to = value_end(bytes, from)?;
        self.at = to;
        Some((key, self.text.get(from..to)?))
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
        let found = from
            + bytes
                .get(from..)?
                .iter()
                .position(|byte| matches!(byte, b'"' | b'\\'))?;
        if bytes.get(found) == Some(&b'"') {
            return Some(found + 1);
        }
        from = found + 2;
    }
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

/// The rows of one table as subjects: in the order of their lower-cased ids, each object once. Azure lists one object on
/// two pages, in two scopes and in two spellings; the first in the file is kept.
#[derive(Debug)]
pub(super) struct RowIndex<'s> {
    table: &'s Table,
    order: Box<[u32]>,
    repeated: u32,
}

impl<'s> RowIndex<'s> {
    /// Reads the ids of a table, and hands them over in the order of the subjects.
    pub(super) fn of(table: &'s Table) -> (Self, Vec<Cow<'s, str>>) {
        let mut rows: Vec<(Cow<'s, str>, u32)> = (0..table.len())
            .into_par_iter()
            .with_min_len(256)
            .map(|row| (row_id(table.row(row)), number(row)))
            .collect();
        rows.par_sort_unstable_by(|left, right| compare(&left.0, &right.0).then(left.1.cmp(&right.1)));
        let read = rows.len();
        rows.dedup_by(|next, first| compare(&next.0, &first.0).is_eq());
        let (ids, order): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
        let repeated = number(read - ids.len());
        (Self::new(table, order, repeated), ids)
    }

    /// The same, where a part of the id already names the object: of those that share it, the first id is kept.
    pub(super) fn of_distinct(table: &'s Table, part: impl Fn(&str) -> String) -> (Self, Vec<Cow<'s, str>>) {
        let (rows, ids) = Self::of(table);
        let mut seen = BTreeSet::new();
        let (order, ids): (Vec<_>, Vec<_>) = rows
            .order
            .iter()
            .copied()
            .zip(ids)
            .filter(|(_, id)| seen.insert(part(id)))
            .unzip();
        let repeated = number(table.len() - ids.len());
        (Self::new(table, order, repeated), ids)
    }

    /// An index whose order is known.
    pub(super) fn new(table: &'s Table, order: Vec<u32>, repeated: u32) -> Self {
        Self {
            table,
            order: order.into(),
            repeated,
        }
    }

    /// How many objects there are.
    pub(super) fn len(&self) -> u32 {
        number(self.order.len())
    }

    /// How many rows speak of an object that an earlier row speaks of.
    pub(super) const fn repeated(&self) -> u32 {
        self.repeated
    }

    /// The text of an object's row.
    pub(super) fn text(&self, index: u32) -> &'s str {
        self.order
            .get(index as usize)
            .map_or("null", |row| self.table.row(*row as usize))
    }

    /// An object's id as its row spells it.
    pub(super) fn id(&self, index: u32) -> Cow<'s, str> {
        row_id(self.text(index))
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

    use super::{RowIndex, member, members, text_of, value};
    use crate::snapshot::Table;

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

    #[test]
    fn one_object_in_two_spellings_is_one_subject() {
        let text = "{\"id\":\"/B\"}\n{\"id\":\"/a\",\"n\":1}\n{\"n\":2,\"id\":\"/A\"}\n";
        let mut table = Table {
            text: text.into(),
            ..Table::default()
        };
        let mut at = 0;
        for (line, row) in (1..).zip(text.lines()) {
            table.rows.push((at..at + u32::try_from(row.len()).unwrap_or(0), line));
            at += u32::try_from(row.len() + 1).unwrap_or(0);
        }
        let (index, ids) = RowIndex::of(&table);
        assert_eq!(ids, ["/a", "/B"]);
        assert_eq!((index.len(), index.repeated()), (2, 1));
        assert_eq!(index.text(0), r#"{"id":"/a","n":1}"#);
        assert_eq!(index.id(1), "/B");
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
