//! The strings and numbers of JSON.

use serde_json::Number;

use super::json_reason::JsonReason;
use super::span::Span;

/// What is wrong with a scalar, and which bytes of it.
type Wrong = (Span, JsonReason);

/// The string whose opening quote is at `start`, and the offset after its closing quote.
pub(super) fn string(text: &str, start: usize) -> Result<(Box<str>, usize), Wrong> {
    let first = start + 1;
    let mut at = plain_run(text, first);
    if text.as_bytes().get(at) == Some(&b'"') {
        return Ok((text.get(first..at).unwrap_or("").into(), at + 1));
    }
    let mut result = String::with_capacity(at - first + 16);
    let mut from = first;
    loop {
        result.push_str(text.get(from..at).unwrap_or(""));
        match text.as_bytes().get(at) {
            Some(b'"') => return Ok((result.into_boxed_str(), at + 1)),
            Some(b'\\') => {
                let (character, end) = escape(text, at)?;
                result.push(character);
                from = end;
                at = plain_run(text, end);
            }
            Some(b'\n' | b'\r') | None => return Err((Span::between(start, at), JsonReason::UnclosedString)),
            Some(byte) => {
                return Err((
                    Span::between(at, at + 1),
                    JsonReason::ControlInString(char::from(*byte)),
                ));
            }
        }
    }
}

/// The offset of the next byte that ends a string, begins an escape or must not stand in a string.
fn plain_run(text: &str, from: usize) -> usize {
    let rest = text.as_bytes().get(from..).unwrap_or(&[]);
    let special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=31);
    from + rest.iter().position(special).unwrap_or(rest.len())
}

fn escape(text: &str, at: usize) -> Result<(char, usize), Wrong> {
    let end = at + 2;
    let character = match text.as_bytes().get(at + 1) {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{C}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unicode(text, at),
        _ => return Err((Span::between(at, at + 1), JsonReason::Escape)),
    };
    Ok((character, end))
}

fn unicode(text: &str, at: usize) -> Result<(char, usize), Wrong> {
    let Some(high) = unit(text, at) else {
        return Err((Span::between(at, at + 2), JsonReason::Escape));
    };
    let end = at + 6;
    if let Some(character) = char::from_u32(high) {
        return Ok((character, end));
    }
    let half = (Span::between(at, end), JsonReason::HalfCharacter);
    match unit(text, end) {
        Some(low @ 0xDC00..=0xDFFF) if high < 0xDC00 => {
            let code = 0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00);
            char::from_u32(code).map(|character| (character, end + 6)).ok_or(half)
        }
        _ => Err(half),
    }
}

/// The value of `\uXXXX` at an offset.
fn unit(text: &str, at: usize) -> Option<u32> {
    let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
    let hexadecimal = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    hexadecimal.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}

/// The number that begins at `start`, and the offset after it.
pub(super) fn number(text: &str, start: usize) -> Result<(Number, usize), Wrong> {
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        let rest = bytes.get(from..).unwrap_or(&[]);
        from + rest
            .iter()
            .position(|byte| !byte.is_ascii_digit())
            .unwrap_or(rest.len())
    };
    let whole = start + usize::from(bytes.get(start) == Some(&b'-'));
    let mut end = digits(whole);
    let mut sound = end > whole && (bytes.get(whole) != Some(&b'0') || end == whole + 1);
    let integral = !matches!(bytes.get(end), Some(b'.' | b'e' | b'E'));
    if bytes.get(end) == Some(&b'.') {
        let fraction = end + 1;
        end = digits(fraction);
        sound &= end > fraction;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let exponent = end + 1 + usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        end = digits(exponent);
        sound &= end > exponent;
    }
    sound &= !bytes
        .get(end)
        .is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'.');
    let span = Span::between(start, end);
    if !sound {
        return Err((span, JsonReason::Number));
    }
    let written = text.get(start..end).unwrap_or("");
    if integral && let Some(number) = integer(written) {
        return Ok((number, end));
    }
    let float = written.parse().ok().and_then(Number::from_f64);
    float
        .map(|number| (number, end))
        .ok_or((span, JsonReason::NumberTooLarge))
}

/// An integer that fits 64 bits; minus zero is a float.
pub(super) fn integer(written: &str) -> Option<Number> {
    match written.strip_prefix('-') {
        Some(magnitude) if magnitude.bytes().all(|byte| byte == b'0') => None,
        Some(_) => written.parse::<i64>().ok().map(Number::from),
        None => written.parse::<u64>().ok().map(Number::from),
    }
}
