//! Bytes of a file become text.

use std::borrow::Cow;

use super::problem::TextProblem;
use super::span::Span;

const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";
const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;

/// The text of UTF-8, or of UTF-16 with a byte order mark, without the mark; and what of it could not be read, which the
/// text then shows as a replacement character.
pub(super) fn decode(bytes: &[u8]) -> (Cow<'_, str>, Option<TextProblem>) {
    match bytes {
        [0xFF, 0xFE, units @ ..] => utf16(units, u16::from_le_bytes),
        [0xFE, 0xFF, units @ ..] => utf16(units, u16::from_be_bytes),
        _ => utf8(bytes.strip_prefix(UTF8_MARK).unwrap_or(bytes)),
    }
}

fn utf8(bytes: &[u8]) -> (Cow<'_, str>, Option<TextProblem>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), None),
        Err(error) => {
            let at = error.valid_up_to();
            let problem = TextProblem::NotUtf8 {
                span: replacement_at(at),
                byte: bytes.get(at).copied().unwrap_or_default(),
            };
            (String::from_utf8_lossy(bytes), Some(problem))
        }
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> (Cow<'static, str>, Option<TextProblem>) {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len());
    let mut problem = None;
    for decoded in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        let character = decoded.unwrap_or_else(|error| {
            problem.get_or_insert(TextProblem::NotUtf16 {
                span: replacement_at(text.len()),
                unit: error.unpaired_surrogate(),
            });
            REPLACEMENT
        });
        text.push(character);
    }
    if let [byte] = odd {
        problem.get_or_insert(TextProblem::NotUtf16 {
            span: replacement_at(text.len()),
            unit: u16::from(*byte),
        });
        text.push(REPLACEMENT);
    }
    (Cow::Owned(text), problem)
}

fn replacement_at(at: usize) -> Span {
    Span::between(at, at + REPLACEMENT.len_utf8())
}

/// The control characters that YAML allows nowhere, with their places.
pub(super) fn control_characters(text: &str) -> impl Iterator<Item = TextProblem> + '_ {
    // All of them begin with one of few bytes, so that plain text is passed over bytewise.
    let suspect = |byte: &u8| matches!(byte, 0..=8 | 11 | 12 | 14..=31 | 127 | 0xC2);
    let suspects = text.bytes().enumerate().filter(move |(_, byte)| suspect(byte));
    suspects.filter_map(|(at, _)| {
        let character = text.get(at..)?.chars().next()?;
        let forbidden = character.is_control() && character != '\u{85}';
        forbidden.then(|| TextProblem::ControlCharacter {
            span: Span::between(at, at + character.len_utf8()),
            character,
        })
    })
}
