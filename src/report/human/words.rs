//! Counts and foreign texts, as they may stand in a terminal.

use std::borrow::Cow;

/// A text of unknown origin without what could steer a terminal: control characters and marks that change the direction of
/// writing become visible marks, and white space becomes single spaces.
pub(in crate::report) fn clean(text: &str) -> Cow<'_, str> {
    let is_harmless = |character: char| !is_steering(character);
    if text.chars().all(is_harmless) {
        return Cow::Borrowed(text);
    }
    text.chars()
        .map(|character| match character {
            '\n' | '\r' | '\t' => ' ',
            other if is_steering(other) => char::REPLACEMENT_CHARACTER,
            other => other,
        })
        .collect::<String>()
        .into()
}

fn is_steering(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A number with its thousands apart: `12,345`.
pub(in crate::report) fn number(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number and its noun: `1 subject`, `2 subjects`, `3 policies`.
pub(in crate::report) fn count(count: u64, noun: &str) -> String {
    if count == 1 {
        return format!("1 {noun}");
    }
    let plural = match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o']) => format!("{stem}ies"),
        _ => format!("{noun}s"),
    };
    format!("{} {plural}", number(count))
}

/// A length as a count.
pub(in crate::report) fn length<T>(items: &[T]) -> u64 {
    u64::try_from(items.len()).unwrap_or(u64::MAX)
}

/// Lines of at most `width` characters; a word that is longer stands alone.
pub(in crate::report) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += length;
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{clean, count, number, wrapped};

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(
            [number(0), number(999), number(1_000), number(1_234_567)],
            ["0", "999", "1,000", "1,234,567"]
        );
    }

    #[test]
    fn nouns_follow_their_number() {
        assert_eq!(count(1, "policy"), "1 policy");
        assert_eq!(count(2, "policy"), "2 policies");
        assert_eq!(count(0, "subject"), "0 subjects");
    }

    #[test]
    fn nothing_foreign_steers_the_terminal() {
        assert_eq!(clean("a\u{1b}[31mb\nc\u{202e}d"), "a\u{fffd}[31mb c\u{fffd}d");
    }

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("incomprehensible word", 4), ["incomprehensible", "word"]);
    }
}
