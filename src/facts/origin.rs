//! Where a subject, or an element of one of its relations, comes from.

use std::borrow::Cow;

use serde_json::{Map, json};

use crate::snapshot::{DocumentIndex, Location, Snapshot};
use crate::text::{Column, Document, Line, Node, Place, Pointer, Span, Value};

/// The place of a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin<'a> {
    /// A place in a document; the root pointer means the document as a whole.
    Declared(DocumentIndex, Pointer),
    /// An object of the tenant.
    Observed(Cow<'a, str>),
    /// A place that no document holds, such as a file that could not be read.
    Elsewhere(&'a Location),
}

impl Origin<'_> {
    /// A document as a whole.
    pub(super) const fn document(document: DocumentIndex) -> Self {
        Self::Declared(document, Pointer::root())
    }

    /// The place as a report shows it.
    pub(super) fn location(&self, snapshot: &Snapshot) -> Option<Location> {
        match self {
            Self::Declared(index, pointer) => {
                let document = snapshot.documents.get(index.0 as usize)?;
                Some(Location::File {
                    file: document.source.name().into(),
                    place: Some(place(document, pointer)),
                    pointer: Some(pointer.clone()),
                })
            }
            Self::Observed(id) => Some(Location::Azure { id: (&**id).into() }),
            Self::Elsewhere(location) => Some((*location).clone()),
        }
    }

    /// The value of an `origin` field.
    pub(super) fn to_json(&self, snapshot: &Snapshot) -> serde_json::Value {
        match self {
            Self::Declared(index, pointer) => {
                snapshot
                    .documents
                    .get(index.0 as usize)
                    .map_or(serde_json::Value::Null, |document| {
                        let place = place(document, pointer);
                        json!({
                            "file": document.source.name(),
                            "line": place.line.get(),
                            "column": place.column.get(),
                        })
                    })
            }
            Self::Observed(id) => json!({ "azure_id": id }),
            Self::Elsewhere(Location::Azure { id }) => json!({ "azure_id": id }),
            Self::Elsewhere(Location::File { file, place, .. }) => json!({
                "file": file,
                "line": place.map(|place| place.line.get()),
                "column": place.map(|place| place.column.get()),
            }),
        }
    }

    /// The origin that an `origin` field speaks of.
    pub(super) fn from_json(value: &Map<String, serde_json::Value>, snapshot: &Snapshot) -> Option<Origin<'static>> {
        if let Some(id) = value.get("azure_id").and_then(serde_json::Value::as_str) {
            return Some(Origin::Observed(id.to_owned().into()));
        }
        let file = value.get("file")?.as_str()?;
        let number = |field: &str| u32::try_from(value.get(field)?.as_u64()?).ok()?.checked_sub(1);
        let (line, column) = (Line::after(number("line")?), Column::after(number("column")?));
        let first = snapshot
            .documents
            .partition_point(|document| document.source.name() < file);
        let documents = snapshot.documents.get(first..)?;
        let documents = &documents[..documents.partition_point(|document| document.source.name() == file)];
        let at = documents.first()?.source.byte_at(line, column)?;
        // A file may hold thousands of documents, one a line: the one that is meant begins at or before the place.
        let after = documents.partition_point(|document| document.root.span.start <= at);
        let index = after.saturating_sub(1);
        let document = documents.get(index)?;
        let found = DocumentIndex(u32::try_from(first + index).ok()?);
        Some(match pointer_at(document, at) {
            Some(pointer) => Origin::Declared(found, pointer),
            None => Origin::document(found),
        })
    }
}

/// The lines of a pointer. A document as a whole is shown at what names it, and a part of many lines at its first one.
fn place(document: &Document, pointer: &Pointer) -> Place {
    let mut node = &document.root;
    let mut key = None;
    for token in pointer.tokens() {
        match child(node, &token) {
            Some((child, child_key)) => (node, key) = (child, child_key),
            None => break,
        }
    }
    document.source.place(shown(document, node, key))
}

fn child<'n>(node: &'n Node, token: &str) -> Option<(&'n Node, Option<Span>)> {
    match &node.value {
        Value::Array(elements) => elements
            .get(token.parse::<usize>().ok()?)
            .map(|element| (element, None)),
        _ => node
            .entries()
            .iter()
            .find(|entry| &*entry.key == token)
            .map(|entry| (&entry.node, Some(entry.key_span))),
    }
}

/// The bytes that stand for a node in a report.
fn shown(document: &Document, node: &Node, key: Option<Span>) -> Span {
    if std::ptr::eq(node, &raw const document.root) {
        return anchor(document);
    }
    if node.span.is_empty() {
        return key.unwrap_or(node.span);
    }
    let line = first_line(document, node.span);
    if line == node.span || !matches!(node.value, Value::Array(_) | Value::Object(_)) {
        return node.span;
    }
    key.unwrap_or(line)
}

/// The bytes that stand for a document: its `id`, else its `name`, else its first line.
fn anchor(document: &Document) -> Span {
    ["id", "name"]
        .into_iter()
        .find_map(|key| document.root.entries().iter().find(|entry| &*entry.key == key))
        .map_or_else(
            || first_line(document, document.root.span),
            |entry| match entry.node.value {
                Value::Array(_) | Value::Object(_) => entry.key_span,
                _ => Span::new(entry.key_span.start, entry.node.span.end.max(entry.key_span.end)),
            },
        )
}

/// The part of a span that lies on its first line.
fn first_line(document: &Document, span: Span) -> Span {
    let text = document
        .source
        .text()
        .get(span.start as usize..span.end as usize)
        .unwrap_or("");
    let line = text.split(['\r', '\n']).next().unwrap_or("");
    u32::try_from(line.len()).map_or(span, |length| Span::new(span.start, span.start + length))
}

/// The outermost part of a document that is shown from this byte on.
fn pointer_at(document: &Document, at: u32) -> Option<Pointer> {
    let mut waiting = vec![(&document.root, None, Pointer::root())];
    while let Some((node, key, pointer)) = waiting.pop() {
        if shown(document, node, key).start == at {
            return Some(pointer);
        }
        for entry in node.entries().iter().rev() {
            if reaches(entry.key_span.start, entry.node.span, at) {
                waiting.push((&entry.node, Some(entry.key_span), pointer.key(&entry.key)));
            }
        }
        for (index, element) in node.elements().iter().enumerate().rev() {
            if reaches(element.span.start, element.span, at) {
                waiting.push((element, None, pointer.index(index)));
            }
        }
    }
    None
}

/// Whether a node that begins, with its key, at `start` may be shown at a byte. What an alias names lies elsewhere, so that
/// only nodes in the order of the text are left out.
fn reaches(start: u32, span: Span, at: u32) -> bool {
    start > span.end || (start <= at && at <= span.end)
}
