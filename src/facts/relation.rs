//! From a path of a subject to the place that a reader should look at.

use serde_json::Value;

use crate::snapshot::Snapshot;
use crate::text::{Pointer, Step};

use super::origin::Origin;

/// Follows a path through a relation, given as the JSON of the subject's first field on that path, and gives the place of the deepest element that says one:
/// an element that speaks of another object carries an `origin`, one that speaks of a part of a document a `path`.
pub(super) fn follow<'a>(
    field: &Value,
    path: &[Step],
    home: Option<Origin<'a>>,
    snapshot: &Snapshot,
) -> Option<Origin<'a>> {
    let mut here = home;
    let mut value = field;
    let mut steps = path.iter();
    loop {
        if let Value::Object(members) = value {
            if let Some(Value::Object(origin)) = members.get("origin") {
                here = Origin::from_json(origin, snapshot).or(here);
            }
            if let (Some(Value::Array(tokens)), Some(Origin::Declared(document, _))) = (members.get("path"), &here) {
                here = Some(Origin::Declared(*document, pointer(tokens)));
            }
        }
        let next = match (steps.next(), value) {
            (Some(Step::Key(key)), Value::Object(members)) => members.get(&**key),
            (Some(Step::Index(index)), Value::Array(elements)) => elements.get(*index),
            _ => None,
        };
        match next {
            Some(child) => value = child,
            None => return here,
        }
    }
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
