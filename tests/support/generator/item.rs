//! A document in the order in which people write it, as YAML or as one line of JSON.

/// A value of a document.
#[derive(Clone, Debug)]
pub(super) enum Item {
    /// A text.
    Text(String),
    /// A number.
    Number(String),
    /// A list.
    List(Vec<Item>),
    /// Named values.
    Object(Vec<(&'static str, Item)>),
}

/// A text.
pub(super) fn text(text: impl Into<String>) -> Item {
    Item::Text(text.into())
}

/// The custom properties of a document or a port.
pub(super) fn custom<const N: usize>(properties: [(&str, String); N]) -> Item {
    Item::List(
        properties
            .into_iter()
            .map(|(property, value)| Item::Object(vec![("property", text(property)), ("value", text(value))]))
            .collect(),
    )
}

impl Item {
    /// One line of JSON. The generator makes no text that needs an escape.
    pub(super) fn json(&self, out: &mut String) {
        match self {
            Self::Text(text) => {
                out.push('"');
                out.push_str(text);
                out.push('"');
            }
            Self::Number(number) => out.push_str(number),
            Self::List(items) => {
                out.push('[');
                for (position, item) in items.iter().enumerate() {
                    if position > 0 {
                        out.push(',');
                    }
                    item.json(out);
                }
                out.push(']');
            }
            Self::Object(members) => {
                out.push('{');
                for (position, (key, value)) in members.iter().enumerate() {
                    out.push_str(if position > 0 { ",\"" } else { "\"" });
                    out.push_str(key);
                    out.push_str("\":");
                    value.json(out);
                }
                out.push('}');
            }
        }
    }

    /// A YAML document in block style. Texts are quoted only where YAML would read something else.
    pub(super) fn yaml(&self, out: &mut String) {
        self.block(0, out);
    }

    fn block(&self, depth: usize, out: &mut String) {
        match self {
            Self::Text(_) | Self::Number(_) => {
                self.scalar(out);
                out.push('\n');
            }
            Self::List(items) => {
                for item in items {
                    indent(depth, out);
                    out.push_str("- ");
                    item.continued(depth + 1, out);
                }
            }
            Self::Object(members) => {
                for (position, member) in members.iter().enumerate() {
                    if position > 0 || depth == 0 {
                        indent(depth, out);
                    }
                    Self::member(member, depth, out);
                }
            }
        }
    }

    /// What follows the dash of a list: the first member stands on the same line.
    fn continued(&self, depth: usize, out: &mut String) {
        if let Self::Object(members) = self {
            for (position, member) in members.iter().enumerate() {
                if position > 0 {
                    indent(depth, out);
                }
                Self::member(member, depth, out);
            }
        } else {
            self.block(depth, out);
        }
    }

    fn member((key, value): &(&'static str, Self), depth: usize, out: &mut String) {
        out.push_str(key);
        out.push(':');
        match value {
            Self::Text(_) | Self::Number(_) => {
                out.push(' ');
                value.block(depth, out);
            }
            Self::List(_) => {
                out.push('\n');
                value.block(depth + 1, out);
            }
            Self::Object(members) => {
                out.push('\n');
                for member in members {
                    indent(depth + 1, out);
                    Self::member(member, depth + 1, out);
                }
            }
        }
    }

    fn scalar(&self, out: &mut String) {
        match self {
            Self::Text(text) if text.starts_with(|first: char| first.is_ascii_digit()) => {
                out.push('\'');
                out.push_str(text);
                out.push('\'');
            }
            Self::Text(text) | Self::Number(text) => out.push_str(text),
            Self::List(_) | Self::Object(_) => {}
        }
    }
}

fn indent(depth: usize, out: &mut String) {
    for _ in 0..depth {
        out.push_str("  ");
    }
}
