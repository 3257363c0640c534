//! Values as people write them in Rego.

use std::fmt::Write as _;

use regorus::Value;
use serde_json::Value as Json;

/// The longest text that is kept of a value, in bytes.
const MOST: usize = 2000;

/// A value in Rego's own notation, cut off where it is long.
pub(super) fn shown(value: &Value) -> Box<str> {
    let mut text = String::new();
    write(value, &mut text);
    if text.len() > MOST {
        text.truncate(text.floor_char_boundary(MOST));
        text.push('…');
    }
    text.into()
}

fn write(value: &Value, text: &mut String) {
    // Beyond this nothing is kept, so that a value that holds another many times over is not written out.
    if text.len() > MOST {
        return;
    }
    match value {
        Value::Undefined => text.push_str("undefined"),
        Value::Null => text.push_str("null"),
        Value::Bool(value) => {
            let _ = write!(text, "{value}");
        }
        Value::Number(number) => text.push_str(&number.format_decimal()),
        Value::String(words) => text.push_str(&Json::from(&**words).to_string()),
        Value::Array(elements) => list("[", elements.iter(), "]", text),
        Value::Set(elements) if elements.is_empty() => text.push_str("set()"),
        Value::Set(elements) => list("{", elements.iter(), "}", text),
        Value::Object(members) => {
            text.push('{');
            for (at, (key, value)) in members.iter_sorted().enumerate() {
                if at > 0 {
                    text.push_str(", ");
                }
                write(key, text);
                text.push_str(": ");
                write(value, text);
                if text.len() > MOST {
                    return;
                }
            }
            text.push('}');
        }
    }
}

fn list<'a>(open: &str, elements: impl Iterator<Item = &'a Value>, close: &str, text: &mut String) {
    text.push_str(open);
    for (at, element) in elements.enumerate() {
        if at > 0 {
            text.push_str(", ");
        }
        write(element, text);
        if text.len() > MOST {
            return;
        }
    }
    text.push_str(close);
}

#[cfg(test)]
mod tests {
    use regorus::Value;

    use super::{MOST, shown};

    #[test]
    fn values_are_written_as_rego() {
        let value = Value::from_json_str(r#"{"b": [1, 2.5, null], "a": "é\n"}"#).unwrap_or(Value::Undefined);
        assert_eq!(&*shown(&value), r#"{"a": "é\n", "b": [1, 2.5, null]}"#);
        assert_eq!(&*shown(&Value::new_set()), "set()");
        assert_eq!(&*shown(&Value::Undefined), "undefined");
    }

    #[test]
    fn long_values_are_cut_off() {
        let text = shown(&Value::from("é".repeat(MOST)));
        assert!(text.ends_with('…') && text.len() <= MOST + 3, "{}", text.len());
    }
}
