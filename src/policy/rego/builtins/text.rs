//! Texts.

use regorus::Value;

use super::{Builtin, builtin};

pub(super) const BUILTINS: &[Builtin] = &[
    builtin("strings.count", 2, count),
    builtin("strings.split_n", 3, split_n),
];

/// How often a text is found in another, without overlap; the empty text stands before and after every character.
fn count(args: &[Value]) -> Option<Value> {
    let [Value::String(text), Value::String(wanted)] = args else {
        return None;
    };
    let count = match &**wanted {
        "" => text.chars().count() + 1,
        wanted => text.matches(wanted).count(),
    };
    Some(count.into())
}

/// The first parts of a text between delimiters, or the last ones where their number is negative.
fn split_n(args: &[Value]) -> Option<Value> {
    let [Value::String(text), Value::String(delimiter), Value::Number(number)] = args else {
        return None;
    };
    let number = number.as_i64()?;
    let parts: Vec<&str> = if delimiter.is_empty() {
        text.char_indices()
            .filter_map(|(at, letter)| text.get(at..at + letter.len_utf8()))
            .collect()
    } else {
        text.split(&**delimiter).collect()
    };
    let wanted = usize::try_from(number.unsigned_abs()).unwrap_or(usize::MAX);
    let skipped = if number < 0 {
        parts.len().saturating_sub(wanted)
    } else {
        0
    };
    let chosen: Vec<Value> = parts.into_iter().skip(skipped).take(wanted).map(Value::from).collect();
    Some(chosen.into())
}
