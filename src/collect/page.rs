//! One page of a listing: its rows as they came, on one line each, without secrets, and where the next page is.

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::listing::Shape;
use super::redact::redacted;

/// A page.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    /// Its rows: objects on one line each.
    pub(super) rows: Vec<Box<str>>,
    /// The link to the next page, as it came.
    pub(super) next: Option<Box<str>>,
}

/// The envelope of a list. Services spell the link to the next page in several ways.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    value: Option<Vec<&'a RawValue>>,
    #[serde(rename = "nextLink")]
    next_link: Option<Value>,
    #[serde(rename = "@nextLink")]
    at_next_link: Option<Value>,
    #[serde(borrow)]
    properties: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Inner<'a> {
    #[serde(borrow)]
    value: Option<Vec<&'a RawValue>>,
    #[serde(rename = "nextLink")]
    next_link: Option<Value>,
}

/// Reads the body of a reply; why it is none, where it is none.
pub(super) fn read(body: &[u8], shape: Shape) -> Result<Page, &'static str> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let text = std::str::from_utf8(body).map_err(|_| "a reply that is not UTF-8")?;
    if text.trim_start().starts_with('<') {
        return Err("a reply that is a page for people and no data");
    }
    match shape {
        Shape::Pages => pages(text),
        Shape::One => one(text),
        Shape::Tree => tree(text),
    }
}

const CUT: &str = "a reply that is cut short or no JSON";

fn pages(text: &str) -> Result<Page, &'static str> {
    let envelope: Envelope = serde_json::from_str(text).map_err(|_| CUT)?;
    let inner = envelope
        .properties
        .and_then(|properties| serde_json::from_str::<Inner>(properties.get()).ok());
    let link = [envelope.next_link, envelope.at_next_link]
        .into_iter()
        .flatten()
        .chain(inner.as_ref().and_then(|inner| inner.next_link.clone()))
        .find_map(|link| link.as_str().filter(|link| !link.is_empty()).map(Box::from));
    let rows = envelope
        .value
        .or_else(|| inner.and_then(|inner| inner.value))
        .ok_or("a reply without the list that was asked for")?;
    Ok(Page {
        rows: rows.into_iter().map(|row| redacted(&on_one_line(row.get()))).collect(),
        next: link,
    })
}

/// An object, or the first of a list of such.
fn one(text: &str) -> Result<Page, &'static str> {
    let row: &RawValue = serde_json::from_str(text).map_err(|_| CUT)?;
    let listed = serde_json::from_str::<Envelope>(text)
        .ok()
        .and_then(|envelope| envelope.value);
    let rows = match listed {
        Some(rows) => rows,
        None if row.get().trim_start().starts_with('{') => vec![row],
        None => return Err("a reply that is no object"),
    };
    Ok(Page {
        rows: rows.into_iter().map(|row| redacted(&on_one_line(row.get()))).collect(),
        next: None,
    })
}

/// The rows of a tree of management groups: each with its parent and with what is right below it, as the service gives a
/// single one. A tree that is deeper than Azure lets it be is not followed.
fn tree(text: &str) -> Result<Page, &'static str> {
    let root: Value = serde_json::from_str(text).map_err(|_| CUT)?;
    let mut page = Page::default();
    let properties = root.get("properties").cloned().unwrap_or_default();
    let tenant = properties.get("tenantId").cloned().unwrap_or_default();
    if root.get("id").is_none() {
        return Err("a reply without the management group that was asked for");
    }
    let mut group = root.clone();
    if let Some(own) = group.get_mut("properties").and_then(Value::as_object_mut) {
        own.insert("children".to_owned(), without_children(properties.get("children")));
    }
    page.rows.push(group.to_string().into());
    below(&root, properties.get("children"), &tenant, 0, &mut page.rows);
    Ok(page)
}

/// A management group has six levels below its root; one more is for subscriptions.
const DEPTH: u8 = 16;

fn below(parent: &Value, children: Option<&Value>, tenant: &Value, depth: u8, rows: &mut Vec<Box<str>>) {
    let children = children.and_then(Value::as_array).into_iter().flatten();
    let name = parent
        .get("displayName")
        .or_else(|| parent.get("properties")?.get("displayName"));
    for child in children {
        let kind = child.get("type").and_then(Value::as_str).unwrap_or_default();
        if !kind.to_lowercase().ends_with("managementgroups") || depth > DEPTH {
            continue;
        }
        let row = json!({
            "id": child.get("id"), "type": "Microsoft.Management/managementGroups", "name": child.get("name"),
            "properties": {
                "tenantId": tenant, "displayName": child.get("displayName"),
                "details": {"parent": {"id": parent.get("id"), "name": parent.get("name"), "displayName": name}},
                "children": without_children(child.get("children")),
            },
        });
        rows.push(row.to_string().into());
        below(child, child.get("children"), tenant, depth + 1, rows);
    }
}

fn without_children(children: Option<&Value>) -> Value {
    let children = children.and_then(Value::as_array).into_iter().flatten();
    children
        .map(|child| {
            let mut child = child.clone();
            if let Some(members) = child.as_object_mut() {
                members.remove("children");
            }
            child
        })
        .collect()
}

/// JSON without the blanks between its signs, of which line ends are some.
pub(super) fn on_one_line(json: &str) -> String {
    let mut line = String::with_capacity(json.len());
    let (mut in_string, mut is_escaped) = (false, false);
    let mut from = 0;
    for (at, byte) in json.bytes().enumerate() {
        if in_string {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = true,
                b'"' => in_string = false,
                _ => {}
            }
        } else if byte == b'"' {
            in_string = true;
        } else if matches!(byte, b' ' | b'\t' | b'\r' | b'\n') {
            line.push_str(json.get(from..at).unwrap_or_default());
            from = at + 1;
        }
    }
    line.push_str(json.get(from..).unwrap_or_default());
    line
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot set its stage should fail loudly")]
mod tests {
    use super::{Page, on_one_line, read};
    use crate::collect::listing::Shape;

    #[test]
    fn links_to_the_next_page_are_read_however_they_are_spelled() {
        let next = |text: &str| read(text.as_bytes(), Shape::Pages).unwrap().next;
        assert_eq!(
            next(r#"{"value":[],"nextLink":"https://a/?b=%24c"}"#).as_deref(),
            Some("https://a/?b=%24c")
        );
        for none in [
            r#"{"value":[]}"#,
            r#"{"value":[],"nextLink":null}"#,
            r#"{"value":[],"@nextLink":null}"#,
            r#"{"value":[],"nextLink":""}"#,
        ] {
            assert_eq!(next(none), None, "{none}");
        }
        assert_eq!(
            next(r#"{"properties":{"value":[],"nextLink":"x"}}"#).as_deref(),
            Some("x")
        );
    }

    #[test]
    fn a_byte_order_mark_and_line_ends_are_no_obstacle() {
        let page = read(
            b"\xef\xbb\xbf{\r\n \"value\": [\r\n  {\"id\": \"a b\\\" c\",\r\n \"n\": 1.50E-2}]}",
            Shape::Pages,
        );
        let rows = vec![r#"{"id":"a b\" c","n":1.50E-2}"#.into()];
        assert_eq!(page, Ok(Page { rows, next: None }));
    }

    #[test]
    fn what_is_no_page_is_told() {
        for wrong in [
            "",
            "<html></html>",
            r#"{"value":[{"id":1}"#,
            r#"{"x":1}"#,
            "[]",
            "\u{feff}<!DOCTYPE",
        ] {
            assert!(read(wrong.as_bytes(), Shape::Pages).is_err(), "{wrong}");
        }
        assert!(read(b"\xff\xfe", Shape::Pages).is_err());
    }

    #[test]
    fn a_tree_becomes_rows_with_their_parents() {
        let text = r#"{"id":"/providers/Microsoft.Management/managementGroups/root","name":"root","type":"Microsoft.Management/managementGroups","properties":{"tenantId":"t","displayName":"Root","children":[
            {"id":"/providers/Microsoft.Management/managementGroups/a","type":"Microsoft.Management/managementGroups","name":"a","displayName":"A","children":[{"id":"/subscriptions/s","type":"/subscriptions","name":"s","displayName":"S"}]}]}}"#;
        let page = read(text.as_bytes(), Shape::Tree).unwrap();
        assert_eq!(page.rows.len(), 2);
        let a: serde_json::Value = serde_json::from_str(&page.rows[1]).unwrap();
        assert_eq!(a["properties"]["details"]["parent"]["name"], "root");
        assert_eq!(a["properties"]["children"][0]["id"], "/subscriptions/s");
    }

    #[test]
    fn blanks_inside_strings_stay() {
        assert_eq!(
            on_one_line("{ \"a b\" : \"c\\\\\" , \"d\\\" e\" : [ 1 ,\n2 ] }"),
            r#"{"a b":"c\\","d\" e":[1,2]}"#
        );
    }
}
