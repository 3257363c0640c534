//! What is judged of raw documents: each as it stands, and of a list each element, as conftest does it.

use crate::snapshot::{DocumentIndex, Snapshot};
use crate::text::{Node, Pointer, Value};

/// A document, or one element of the list that it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) document: DocumentIndex,
    element: Option<u32>,
}

impl Part {
    /// Where in the document it is.
    pub(super) fn pointer(self) -> Pointer {
        match self.element {
            Some(element) => Pointer::root().index(element as usize),
            None => Pointer::root(),
        }
    }

    /// What it holds, given the root of its document.
    pub(super) fn of(self, root: &Node) -> Option<&Node> {
        match self.element {
            Some(element) => root.elements().get(element as usize),
            None => Some(root),
        }
    }
}

/// The parts of all documents, in their order.
pub(super) fn parts(snapshot: &Snapshot) -> Vec<Part> {
    (0..)
        .zip(&snapshot.documents)
        .flat_map(|(index, document)| {
            let part = move |element| Part {
                document: DocumentIndex(index),
                element,
            };
            let (whole, elements) = match &document.root.value {
                Value::Array(elements) => (None, elements.as_slice()),
                _ => (Some(part(None)), &[][..]),
            };
            whole
                .into_iter()
                .chain((0..).zip(elements).map(move |(element, _)| part(Some(element))))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failing test may panic")]

    use serde_json::json;

    use crate::facts::{Facts, Fields, SubjectRef};
    use crate::snapshot::{Kind, Location, Snapshot};
    use crate::text::{Limits, parse};

    #[test]
    fn of_a_list_each_element_is_judged_in_its_place() {
        let files = [
            ("a.json", "[{\"n\": 1},\n {\"n\": 2}, 3]"),
            ("b.yaml", "n: 3\n---\n- n: 4\n"),
            ("c.json", "[]"),
        ];
        let documents = |(name, text): (&str, &str)| parse(name, text.as_bytes(), &Limits::default()).documents;
        let snapshot = Snapshot {
            documents: files.into_iter().flat_map(documents).map(Into::into).collect(),
            ..Snapshot::default()
        };
        let facts = Facts::derive(&snapshot, None, jiff::civil::date(2026, 11, 23));
        let subjects = (0..facts.count(Kind::Document)).map(|index| SubjectRef {
            kind: Kind::Document,
            index,
        });
        let told: Vec<_> = subjects
            .map(|subject| {
                let line = match facts.locate(subject, &[]).unwrap() {
                    Location::File { place, .. } => place.unwrap().line.get(),
                    Location::Azure { .. } => 0,
                };
                (
                    facts.key(subject).id.to_string(),
                    facts.subject(subject, &Fields::All),
                    line,
                )
            })
            .collect();
        let expected = [
            ("a.json#/0", json!({"n": 1}), 1),
            ("a.json#/1", json!({"n": 2}), 2),
            ("a.json#/2", json!({}), 2),
            ("b.yaml#1", json!({"n": 3}), 1),
            ("b.yaml#2/0", json!({"n": 4}), 3),
        ];
        assert_eq!(told, expected.map(|(id, subject, line)| (id.to_owned(), subject, line)));
    }
}
