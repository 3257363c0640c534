//! Schema objects and their columns, before and after.

use crate::text::{Node, Pointer, Value};

use super::Changes;
use super::data_type::{Relation, relate};
use super::keys;
use super::pairing::{Pair, name, pair};

/// Compares the schemas of two documents.
pub(super) fn compare(before: &Node, after: &Node, changes: &mut Changes) {
    let schema = Pointer::root().key("schema");
    let objects = pair(children(before, "schema"), children(after, "schema"));
    for object in &objects.pairs {
        let (index, now) = object.after;
        let pointer = schema.index(index);
        let (was, is) = (name(object.before), name(now));
        if was == is {
            moved(object, &format!("`{is}`"), &pointer, changes);
        } else {
            changes.breaking("object_renamed", &pointer, format!("`{was}` is now called `{is}`"));
        }
        store(object, &pointer, changes);
        quality(object, &format!("`{is}`"), &pointer, changes);
        let level = Level {
            object: is,
            within: "",
            pointer: &pointer,
        };
        columns(object.before, now, &level, changes);
    }
    for object in objects.removed {
        changes.breaking("object_removed", &schema, format!("`{}` was removed", name(object)));
    }
    for (index, object) in objects.added {
        changes.harmless(
            "object_added",
            &schema.index(index),
            format!("`{}` is new", name(object)),
        );
    }
}

/// Where columns are: in an object, and in a column of it.
#[derive(Clone, Copy)]
struct Level<'a> {
    object: &'a str,
    within: &'a str,
    pointer: &'a Pointer,
}

impl Level<'_> {
    fn full(&self, column: &str) -> String {
        match self.within {
            "" => column.to_owned(),
            within => format!("{within}.{column}"),
        }
    }

    fn label(&self, column: &str) -> String {
        format!("column `{}` of `{}`", self.full(column), self.object)
    }
}

fn columns(before: &Node, after: &Node, level: &Level<'_>, changes: &mut Changes) {
    let list = level.pointer.key("properties");
    let columns = pair(children(before, "properties"), children(after, "properties"));
    for column in &columns.pairs {
        let (index, now) = column.after;
        let pointer = list.index(index);
        let (was, is) = (name(column.before), name(now));
        if was == is {
            moved(column, &level.label(is), &pointer, changes);
        } else {
            let message = format!("{} is now called `{is}`", level.label(was));
            changes.breaking("column_renamed", &pointer, message);
        }
        self::column(
            column.before,
            now,
            (&level.full(is), &level.label(is)),
            level.object,
            &pointer,
            changes,
        );
    }
    for column in &columns.removed {
        let message = format!("{} was removed", level.label(name(column)));
        changes.breaking("column_removed", &list, message);
    }
    for (index, column) in &columns.added {
        let message = format!("{} is new", level.label(name(column)));
        changes.harmless("column_added", &list.index(*index), message);
    }
    if level.within.is_empty() {
        keys::compare(&columns.pairs, &columns.added, (level.object, level.pointer), changes);
    }
}

fn column(
    before: &Node,
    after: &Node,
    (full, label): (&str, &str),
    object: &str,
    pointer: &Pointer,
    changes: &mut Changes,
) {
    data_type(before, after, label, pointer, changes);
    flags(before, after, label, pointer, changes);
    let classes = (scalar(before, "classification"), scalar(after, "classification"));
    if let (Some(was), Some(is)) = classes
        && was != is
    {
        let message = format!("{label} is classified as {is} where it was {was}");
        changes.harmless("classification_changed", &pointer.key("classification"), message);
    }
    let pair = Pair {
        before,
        after: (0, after),
    };
    quality(&pair, label, pointer, changes);
    let level = Level {
        object,
        within: full,
        pointer,
    };
    columns(before, after, &level, changes);
    if let (Some(was), Some(is)) = (before.get("items"), after.get("items")) {
        let full = format!("{full}[]");
        let label = format!("column `{full}` of `{object}`");
        column(was, is, (&full, &label), object, &pointer.key("items"), changes);
    }
}

fn data_type(before: &Node, after: &Node, label: &str, pointer: &Pointer, changes: &mut Changes) {
    let both = |key: &str| Some((scalar(before, key)?, scalar(after, key)?));
    if let Some((was, is)) = both("logicalType")
        && !was.eq_ignore_ascii_case(is)
    {
        let message = format!("{label} is of type {is} where it was {was}");
        changes.breaking("column_type_changed", &pointer.key("logicalType"), message);
        return;
    }
    if let Some((was, is)) = both("physicalType") {
        let at = pointer.key("physicalType");
        let message = |verb: &str| format!("{label} {verb} {is} where it was {was}");
        match relate(was, is) {
            Relation::Same => {}
            Relation::Wider => changes.harmless("column_type_widened", &at, message("is widened to")),
            Relation::Narrower => changes.breaking("column_type_narrowed", &at, message("is narrowed to")),
            Relation::Other => changes.breaking("column_type_changed", &at, message("is of type")),
        }
    }
    let format = |node| scalar(Node::get(node, "logicalTypeOptions")?, "format");
    if let (Some(was), Some(is)) = (format(before), format(after))
        && was != is
    {
        let message = format!("{label} is written as {is} where it was {was}");
        let at = pointer.key("logicalTypeOptions").key("format");
        changes.breaking("column_format_changed", &at, message);
    }
}

/// What may stand in a column.
fn flags(before: &Node, after: &Node, label: &str, pointer: &Pointer, changes: &mut Changes) {
    match (is_set(before, "required"), is_set(after, "required")) {
        (true, false) => {
            let message = format!("{label} may be empty, which it could not be");
            changes.breaking("column_nullable", &place(after, pointer, "required"), message);
        }
        (false, true) => {
            let message = format!("{label} is never empty any more");
            changes.harmless("column_required", &place(after, pointer, "required"), message);
        }
        _ => {}
    }
    match (is_set(before, "unique"), is_set(after, "unique")) {
        (true, false) => {
            let message = format!("{label} may repeat values, which it could not");
            changes.breaking("column_not_unique", &place(after, pointer, "unique"), message);
        }
        (false, true) => {
            let message = format!("{label} is unique now");
            changes.harmless("column_unique", &place(after, pointer, "unique"), message);
        }
        _ => {}
    }
}

/// The name that the store knows an element by.
fn moved(pair: &Pair<'_, '_>, label: &str, pointer: &Pointer, changes: &mut Changes) {
    let physical = |node| scalar(node, "physicalName").unwrap_or_else(|| name(node)).to_owned();
    let (was, is) = (physical(pair.before), physical(pair.after.1));
    if was != is {
        let message = format!("{label} is called `{is}` in the store where it was `{was}`");
        changes.breaking(
            "physical_name_changed",
            &place(pair.after.1, pointer, "physicalName"),
            message,
        );
    }
}

/// What an object is in the store: a table and a view read alike.
fn store(pair: &Pair<'_, '_>, pointer: &Pointer, changes: &mut Changes) {
    let Some((was, is)) = scalar(pair.before, "physicalType").zip(scalar(pair.after.1, "physicalType")) else {
        return;
    };
    let alike = |text: &str| {
        let text = text.to_lowercase();
        if text.contains("table") || text.contains("view") {
            "table".to_owned()
        } else {
            text
        }
    };
    if alike(was) != alike(is) {
        let message = format!("`{}` is a {is} where it was a {was}", name(pair.after.1));
        changes.breaking("object_type_changed", &pointer.key("physicalType"), message);
    }
}

/// Rules of quality and lists of allowed values: a change is worth a look, and breaks nobody who only reads.
fn quality(pair: &Pair<'_, '_>, label: &str, pointer: &Pointer, changes: &mut Changes) {
    let (before, after) = (pair.before, pair.after.1);
    let json = |node: &Node, key: &str| node.get(key).map(Node::to_json);
    if json(before, "quality") != json(after, "quality") {
        let message = format!("the quality rules of {label} are other ones");
        changes.harmless("quality_changed", &place(after, pointer, "quality"), message);
    }
    let values = |node: &Node| {
        (
            json(node, "enum"),
            node.get("logicalTypeOptions").and_then(|options| json(options, "enum")),
        )
    };
    if values(before) != values(after) {
        let message = format!("the allowed values of {label} are other ones");
        changes.harmless("enum_changed", &place(after, pointer, "enum"), message);
    }
}

/// The place of a key where it is stated, else of what would state it.
fn place(node: &Node, pointer: &Pointer, key: &str) -> Pointer {
    if node.get(key).is_some() {
        pointer.key(key)
    } else {
        pointer.clone()
    }
}

fn is_set(node: &Node, key: &str) -> bool {
    matches!(node.get(key).map(|node| &node.value), Some(Value::Bool(true)))
}

fn scalar<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    let text = node.get(key).and_then(Node::as_str)?.trim();
    (!text.is_empty()).then_some(text)
}

fn children<'n>(node: &'n Node, key: &str) -> &'n [Node] {
    node.get(key).map_or(&[], Node::elements)
}
