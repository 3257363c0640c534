//! A node together with the pointer that leads to it.

use crate::snapshot::{Located, Setting};
use crate::text::{Node, Pointer, Value, without_credentials};

/// A place in a document, to read from leniently: what is absent, null, blank or of a wrong type is not there.
#[derive(Clone, Debug)]
pub(super) struct Field<'d> {
    /// What stands there.
    pub(super) node: &'d Node,
    /// How to get there.
    pub(super) pointer: Pointer,
}

impl<'d> Field<'d> {
    /// The whole document.
    pub(super) const fn root(node: &'d Node) -> Self {
        Self {
            node,
            pointer: Pointer::root(),
        }
    }

    /// The member with this key.
    pub(super) fn get(&self, key: &str) -> Option<Self> {
        self.node.get(key).map(|node| Self {
            node,
            pointer: self.pointer.key(key),
        })
    }

    /// The members of an object, in the file's order.
    pub(super) fn members(&self) -> impl Iterator<Item = (&'d str, Self)> + '_ {
        self.node.entries().iter().map(|entry| {
            let field = Self {
                node: &entry.node,
                pointer: self.pointer.key(&entry.key),
            };
            (&*entry.key, field)
        })
    }

    /// The elements of the array at this key.
    pub(super) fn list(&self, key: &str) -> Vec<Self> {
        self.get(key).map(|field| field.elements()).unwrap_or_default()
    }

    /// The elements of this array.
    pub(super) fn elements(&self) -> Vec<Self> {
        let elements = self.node.elements().iter().enumerate();
        elements
            .map(|(index, node)| Self {
                node,
                pointer: self.pointer.index(index),
            })
            .collect()
    }

    /// The elements of the array at this key that are objects.
    pub(super) fn objects(&self, key: &str) -> Vec<Self> {
        let mut list = self.list(key);
        list.retain(|field| matches!(field.node.value, Value::Object(_)));
        list
    }

    /// The text of the scalar at this key.
    pub(super) fn text(&self, key: &str) -> Option<Box<str>> {
        self.node.get(key).and_then(scalar)
    }

    /// The text of the scalar at this key, with its place.
    pub(super) fn located(&self, key: &str) -> Option<Located<Box<str>>> {
        self.get(key).and_then(|field| field.located_text())
    }

    /// The texts of the array at this key, each with its place; a single scalar counts as a list of one.
    pub(super) fn located_list(&self, key: &str) -> Vec<Located<Box<str>>> {
        let Some(field) = self.get(key) else {
            return Vec::new();
        };
        match field.located_text() {
            Some(one) => vec![one],
            None => field.elements().iter().filter_map(Self::located_text).collect(),
        }
    }

    /// The text of this scalar, with its place.
    pub(super) fn located_text(&self) -> Option<Located<Box<str>>> {
        Some(Located {
            value: scalar(self.node)?,
            pointer: self.pointer.clone(),
        })
    }
}

/// The text of a scalar; numbers and truth values become the text that people write. A blank text says nothing.
pub(super) fn scalar(node: &Node) -> Option<Box<str>> {
    match &node.value {
        Value::String(text) if text.trim().is_empty() => None,
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string().into()),
        Value::Bool(value) => Some(if *value { "true" } else { "false" }.into()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A scalar as a connection setting. Placeholders of templates, such as `${HOST}`, `{{ host }}` and `<host>`, stay
/// unresolved, and secrets inside URLs are cut out.
pub(super) fn setting(node: &Node) -> Option<Setting> {
    scalar(node).map(|text| literal(&text))
}

/// A text without expressions as a connection setting.
pub(super) fn literal(text: &str) -> Setting {
    let text = without_credentials(text);
    let is_placeholder = text.starts_with('<') && text.ends_with('>');
    if is_placeholder || ["${", "{{", "#{", "$("].iter().any(|mark| text.contains(mark)) {
        Setting::Unresolved(text.into())
    } else {
        Setting::Literal(text.into())
    }
}
