//! What a plain YAML scalar means: the core schema of YAML 1.2.

use serde_json::Number;

use super::json_scalar::integer;
use super::tree::Value;

/// The value of a plain scalar: null, a boolean, a number, or else its text, dates and `yes` among it.
pub(super) fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    let numeric = matches!(text.as_bytes().first(), Some(b'0'..=b'9' | b'-' | b'+' | b'.'));
    match numeric.then(|| number(text)).flatten() {
        Some(number) => Value::Number(number),
        None => Value::String(text.into()),
    }
}

/// The value that a tag of the core schema asks for; nothing where the text is not one of its values.
pub(super) fn tagged(tag: &str, text: &str) -> Option<Value> {
    match (tag, plain(text)) {
        ("null", value @ Value::Null) | ("bool", value @ Value::Bool(_)) => Some(value),
        ("int", Value::Number(number)) if !number.is_f64() => Some(Value::Number(number)),
        ("float", Value::Number(number)) => number.as_f64().and_then(Number::from_f64).map(Value::Number),
        ("null" | "bool" | "int" | "float", _) => None,
        _ => Some(Value::String(text.into())),
    }
}

/// Integers beyond 64 bits become floats, as JSON has them; `.inf` and `.nan` are no numbers of JSON and stay text.
fn number(text: &str) -> Option<Number> {
    if let Some(digits) = text.strip_prefix("0x") {
        return radix(digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return radix(digits, 8);
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let all_digits = !unsigned.is_empty() && unsigned.bytes().all(|byte| byte.is_ascii_digit());
    if all_digits && let Some(number) = integer(text.strip_prefix('+').unwrap_or(text)) {
        return Some(number);
    }
    if all_digits || is_float(unsigned) {
        return text.parse().ok().and_then(Number::from_f64);
    }
    None
}

fn radix(digits: &str, radix: u32) -> Option<Number> {
    let sound = digits.chars().all(|digit| digit.is_digit(radix));
    sound
        .then(|| u64::from_str_radix(digits, radix).ok().map(Number::from))
        .flatten()
}

/// `( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
fn is_float(unsigned: &str) -> bool {
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mantissa_sound = digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty());
    mantissa_sound && exponent.is_none_or(|exponent| !exponent.is_empty() && digits(exponent))
}

#[cfg(test)]
mod tests {
    use super::{plain, tagged};
    use crate::text::{Node, Span};
    use serde_json::{Value, json};

    fn json_of(text: &str) -> Value {
        let node = Node {
            span: Span::default(),
            value: plain(text),
        };
        node.to_json()
    }

    #[test]
    fn the_examples_of_the_core_schema_resolve_as_its_table_says() {
        // YAML 1.2.2, section 10.3.2.
        let table = [
            ("null", Value::Null),
            ("~", Value::Null),
            ("True", json!(true)),
            ("FALSE", json!(false)),
            ("0", json!(0)),
            ("0o7", json!(7)),
            ("0x3A", json!(58)),
            ("-19", json!(-19)),
            ("0.", json!(0.0)),
            ("-0.0", json!(-0.0)),
            (".5", json!(0.5)),
            ("+12e03", json!(12000.0)),
            ("-2E+05", json!(-200_000.0)),
            ("18446744073709551616", json!(18_446_744_073_709_551_616.0)),
        ];
        for (text, value) in table {
            assert_eq!(json_of(text), value, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_number_stays_text() {
        let texts = [
            "yes",
            "off",
            "2024-01-31",
            "1.2.3",
            "1_000",
            "0x",
            "0xZZ",
            "0o8",
            "-",
            "+",
            ".",
            "-.",
            "e5",
            "1e",
            "1e+",
            ".inf",
            ".nan",
            "1e999",
            "+-1",
            "0x+1",
            "12:30",
            "tRue",
        ];
        for text in texts {
            assert_eq!(json_of(text), json!(text));
        }
    }

    #[test]
    fn tags_decide_or_refuse() {
        assert_eq!(tagged("str", "12"), Some(super::Value::String("12".into())));
        assert_eq!(tagged("int", "twelve"), None);
        assert_eq!(
            tagged("float", "1").map(|value| matches!(value, super::Value::Number(n) if n.is_f64())),
            Some(true)
        );
    }
}
