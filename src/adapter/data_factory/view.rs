//! One way to read a tree, whether it comes from a file with spans or from a row of the tenant.

use std::borrow::Cow;

use crate::text::{Node, Value};

/// A node of a tree of JSON values. What is of another type reads as empty.
pub(super) trait View<'t>: Copy + 't {
    /// The member with this key.
    fn get(self, key: &str) -> Option<Self>;
    /// The members of an object.
    fn members(self) -> impl Iterator<Item = (&'t str, Self)>;
    /// The elements of an array.
    fn elements(self) -> impl Iterator<Item = Self>;
    /// The string, where it is one.
    fn as_str(self) -> Option<&'t str>;
    /// The text of a scalar; a blank one says nothing.
    fn scalar(self) -> Option<Cow<'t, str>>;
    /// Whether it is an object.
    fn is_object(self) -> bool;
    /// Whether it is an array.
    fn is_array(self) -> bool;

    /// The string at this key.
    fn str(self, key: &str) -> Option<&'t str> {
        self.get(key).and_then(Self::as_str)
    }
}

impl<'t> View<'t> for &'t Node {
    fn get(self, key: &str) -> Option<Self> {
        Node::get(self, key)
    }

    fn members(self) -> impl Iterator<Item = (&'t str, Self)> {
        self.entries().iter().map(|entry| (&*entry.key, &entry.node))
    }

    fn elements(self) -> impl Iterator<Item = Self> {
        Node::elements(self).iter()
    }

    fn as_str(self) -> Option<&'t str> {
        Node::as_str(self)
    }

    fn scalar(self) -> Option<Cow<'t, str>> {
        match &self.value {
            Value::String(text) => stated(text),
            Value::Number(number) => Some(number.to_string().into()),
            Value::Bool(value) => Some(word(*value)),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        }
    }

    fn is_object(self) -> bool {
        matches!(self.value, Value::Object(_))
    }

    fn is_array(self) -> bool {
        matches!(self.value, Value::Array(_))
    }
}

impl<'t> View<'t> for &'t serde_json::Value {
    fn get(self, key: &str) -> Option<Self> {
        serde_json::Value::get(self, key)
    }

    fn members(self) -> impl Iterator<Item = (&'t str, Self)> {
        let members = self.as_object().into_iter().flatten();
        members.map(|(key, value)| (key.as_str(), value))
    }

    fn elements(self) -> impl Iterator<Item = Self> {
        self.as_array().into_iter().flatten()
    }

    fn as_str(self) -> Option<&'t str> {
        serde_json::Value::as_str(self)
    }

    fn scalar(self) -> Option<Cow<'t, str>> {
        match self {
            serde_json::Value::String(text) => stated(text),
            serde_json::Value::Number(number) => Some(number.to_string().into()),
            serde_json::Value::Bool(value) => Some(word(*value)),
            _ => None,
        }
    }

    fn is_object(self) -> bool {
        serde_json::Value::is_object(self)
    }

    fn is_array(self) -> bool {
        serde_json::Value::is_array(self)
    }
}

fn stated(text: &str) -> Option<Cow<'_, str>> {
    (!text.trim().is_empty()).then_some(Cow::Borrowed(text))
}

fn word(value: bool) -> Cow<'static, str> {
    Cow::Borrowed(if value { "true" } else { "false" })
}
