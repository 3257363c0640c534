//! From a path of a subject to the place that a reader should look at.

use serde_json::Value;

use crate::snapshot::Snapshot;
use crate::text::{Node, Pointer, Step};

use super::origin::Origin;

/// Follows a path through a relation, given as the JSON of the subject's first field on that path, and gives the place
/// of the deepest element that says one: an element that speaks of another object carries an `origin`, one that speaks
/// of a part of a document a `path`. What follows it on the path counts as native as far as the document has it.
pub(super) fn follow<'a>(
    field: &Value,
    path: &[Step],
    home: Option<Origin<'a>>,
    snapshot: &Snapshot,
) -> Option<Origin<'a>> {
    let mut here = home;
    let mut below: Option<&[Step]> = None;
    let mut value = field;
    let mut steps = path;
    loop {
        if let Value::Object(members) = value {
            if let Some(Value::Object(origin)) = members.get("origin")
                && let Some(origin) = Origin::from_json(origin, snapshot)
            {
                here = Some(origin);
                below = Some(steps);
            }
            if let (Some(Value::Array(tokens)), Some(Origin::Declared(document, _))) = (members.get("path"), &here) {
                here = Some(Origin::Declared(*document, pointer(tokens)));
                below = Some(steps);
            }
        }
        let next = match (steps.first(), value) {
            (Some(Step::Key(key)), Value::Object(members)) => members.get(&**key),
            (Some(Step::Index(index)), Value::Array(elements)) => elements.get(*index),
            _ => None,
        };
        let (Some(child), Some(rest)) = (next, steps.get(1..)) else {
            break;
        };
        value = child;
        steps = rest;
    }
    Some(deepen(here?, below.unwrap_or(&[]), snapshot))
}

/// Goes on natively, as far as the document has the steps.
fn deepen<'a>(origin: Origin<'a>, steps: &[Step], snapshot: &Snapshot) -> Origin<'a> {
    let Origin::Declared(document, mut pointer) = origin else {
        return origin;
    };
    let root = snapshot
        .documents
        .get(document.0 as usize)
        .map(|document| &document.root);
    for step in steps {
        let next = match step {
            Step::Key(key) => pointer.key(key),
            Step::Index(index) => pointer.index(*index),
        };
        if root.and_then(|root| root.find(&next)).is_none() {
            break;
        }
        pointer = next;
    }
    Origin::Declared(document, pointer)
}

/// The place of a custom property: `custom` speaks of the entries of `customProperties` by their names.
pub(super) fn custom_property(root: &Node, path: &[Step]) -> Option<Pointer> {
    let [Step::Key(custom), Step::Key(property), ..] = path else {
        return None;
    };
    if &**custom != "custom" {
        return None;
    }
    let entries = root.get("customProperties")?.elements();
    let named = |entry: &Node| entry.get("property").and_then(Node::as_str) == Some(&**property);
    let index = entries.iter().position(named)?;
    Some(Pointer::root().key("customProperties").index(index))
}

fn pointer(tokens: &[Value]) -> Pointer {
    let mut pointer = Pointer::root();
    for token in tokens {
        match token {
            Value::String(key) => pointer.push_key(key),
            Value::Number(index) => {
                pointer.push_index(
                    index
                        .as_u64()
                        .and_then(|index| usize::try_from(index).ok())
                        .unwrap_or(0),
                );
            }
            _ => break,
        }
    }
    pointer
}

/// The value of a `path` field that leads to a pointer.
pub(super) fn path_json(pointer: &Pointer) -> Value {
    pointer
        .tokens()
        .map(|token| token.parse::<u64>().map_or_else(|_| Value::from(&*token), Value::from))
        .collect()
}
