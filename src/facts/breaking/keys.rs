//! The primary key of a schema object.

use crate::text::{Node, Pointer, Value};

use super::Changes;
use super::pairing::{Pair, name};

/// Compares the keys. Columns that are gone are told as such, and not as a change of the key too.
pub(super) fn compare(
    pairs: &[Pair<'_, '_>],
    added: &[(usize, &Node)],
    object: (&str, &Pointer),
    changes: &mut Changes,
) {
    let mut before: Vec<_> = pairs
        .iter()
        .filter_map(|pair| position(pair.before, pair.after.1))
        .collect();
    let kept = pairs.iter().map(|pair| pair.after.1);
    let added = added.iter().map(|(_, node)| *node);
    let mut after: Vec<_> = kept.chain(added).filter_map(|node| position(node, node)).collect();
    before.sort_unstable();
    after.sort_unstable();
    let names = |key: &[(i64, &str)]| key.iter().map(|(_, name)| (*name).to_owned()).collect::<Vec<_>>();
    let (before, after) = (names(&before), names(&after));
    if before == after {
        return;
    }
    let (object, pointer) = object;
    let told = |key: &[String]| match key {
        [] => "no column".to_owned(),
        key => format!("`{}`", key.join("`, `")),
    };
    let message = format!(
        "the primary key of `{object}` is {} where it was {}",
        told(&after),
        told(&before)
    );
    changes.breaking("primary_key_changed", &pointer.key("properties"), message);
}

/// The place of a column in the key, and the name that it has now.
fn position<'n>(column: &Node, now: &'n Node) -> Option<(i64, &'n str)> {
    let is_key = matches!(
        column.get("primaryKey").map(|node| &node.value),
        Some(Value::Bool(true))
    );
    let position = match column.get("primaryKeyPosition").map(|node| &node.value) {
        Some(Value::Number(number)) => number.as_i64().filter(|position| *position >= 0),
        _ => None,
    };
    is_key.then(|| (position.unwrap_or(i64::MAX), name(now)))
}
