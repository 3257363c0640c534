//! One line of a source with a caret under what it is about.

use crate::text::{Column, Line, Place, Source, masked_line};

/// How much of a line is shown before the place, where the line is too long.
const BEFORE: usize = 24;

/// A line to show, and what to underline in it; all in characters, counted from 0.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// Which line it is.
    pub(super) line: Line,
    /// The line, or the part of it around the place.
    pub(super) text: String,
    /// Where the underline starts.
    pub(super) start: usize,
    /// How long it is: at least 1.
    pub(super) length: usize,
}

/// The excerpt of a place, at most `width` characters wide. A place of several lines is underlined to the end of its first.
pub(super) fn excerpt(source: &Source, place: Place, width: usize) -> Option<Excerpt> {
    let place = telling(source, place);
    let line = masked_line(source.line(place.line));
    let line = line.as_ref();
    if line.trim().is_empty() {
        return None;
    }
    let column = place.column.get() as usize - 1;
    // Without its indentation a deep line says as much.
    let first = line
        .chars()
        .take_while(|character| *character == ' ')
        .count()
        .min(column);
    let skipped = if column.saturating_sub(first) > width / 2 {
        column - BEFORE.min(column)
    } else {
        first.saturating_sub(4)
    };
    let mut text = String::new();
    if skipped > 4 && skipped != first.saturating_sub(4) {
        text.push('\u{2026}');
    }
    let start = column - skipped + text.chars().count();
    let room = width.saturating_sub(text.chars().count());
    let mut rest = line.chars().skip(skipped);
    text.extend(rest.by_ref().take(room).map(|character| match character {
        '\t' => ' ',
        other => other,
    }));
    let is_cut = rest.next().is_some();
    let end = if place.end_line == place.line {
        (place.end_column.get() as usize - 1).saturating_sub(column)
    } else {
        usize::MAX
    };
    let visible = text.trim_end().chars().count();
    let length = end.min(visible.saturating_sub(start)).max(1);
    if is_cut {
        text.pop();
        text.push('\u{2026}');
    }
    Some(Excerpt {
        line: place.line,
        text,
        start,
        length,
    })
}

/// The place, from the first of its lines that says something: a lone `{` does not.
fn telling(source: &Source, place: Place) -> Place {
    let says_something = |text: &str| text.chars().any(char::is_alphanumeric);
    let skipped = place.column.get() as usize - 1;
    let first: String = source.line(place.line).chars().skip(skipped).collect();
    let next = Line::after(place.line.get());
    if says_something(&first) || next > place.end_line || !says_something(source.line(next)) {
        return place;
    }
    let indentation = source
        .line(next)
        .chars()
        .take_while(|character| character.is_whitespace());
    Place {
        line: next,
        column: Column::after(u32::try_from(indentation.count()).unwrap_or(0)),
        ..place
    }
}

#[cfg(test)]
mod tests {
    use super::{Excerpt, excerpt};
    use crate::text::{Source, Span};

    fn of(text: &str, needle: &str, width: usize) -> Option<Excerpt> {
        let source = Source::new("a", text);
        let start = text.find(needle)?;
        let span = Span::new(u32::try_from(start).ok()?, u32::try_from(start + needle.len()).ok()?);
        excerpt(&source, source.place(span), width)
    }

    fn underlined(excerpt: &Excerpt) -> String {
        excerpt.text.chars().skip(excerpt.start).take(excerpt.length).collect()
    }

    #[test]
    fn the_underline_covers_what_it_is_about() {
        for (text, needle, width) in [
            ("a: b", "b", 80),
            ("é𝄞: wörd x", "wörd", 80),
            ("          deep: value", "value", 80),
            ("\tkey: value", "value", 80),
        ] {
            assert_eq!(
                of(text, needle, width).as_ref().map(underlined).as_deref(),
                Some(needle)
            );
        }
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let text = format!("{}needle{}", "x".repeat(5_000), "y".repeat(5_000));
        let excerpt = of(&text, "needle", 60);
        assert_eq!(excerpt.as_ref().map(underlined).as_deref(), Some("needle"));
        assert!(excerpt.is_some_and(|excerpt| excerpt.text.chars().count() <= 60));
    }

    #[test]
    fn a_lone_bracket_gives_way_to_the_line_below() {
        let text = "[\n  {\n    \"name\": \"copy\"\n  }\n]";
        let excerpt = of(text, "{\n    \"name\": \"copy\"\n  }", 80);
        assert_eq!(excerpt.as_ref().map(|excerpt| excerpt.line.get()), Some(3));
        assert_eq!(excerpt.as_ref().map(underlined).as_deref(), Some("\"name\": \"copy\""));
    }

    #[test]
    fn several_lines_are_underlined_to_the_end_of_the_first() {
        let excerpt = of("a:\n  b: 1\n  c: 2\n", "b: 1\n  c: 2", 80);
        assert_eq!(excerpt.as_ref().map(underlined).as_deref(), Some("b: 1"));
    }
}
