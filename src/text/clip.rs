//! The few lines around a span, cut to a width.

use miette::SourceSpan;

use super::excerpt::{Characters, Look};
use super::secret::masked_line;
use super::source::Source;
use super::span::{Line, Span};

/// Up to three lines of a source, with the span inside them.
#[derive(Debug)]
pub(super) struct Clip {
    name: String,
    text: String,
    start: usize,
    length: usize,
    first_line: usize,
    line: usize,
    column: usize,
}

impl Clip {
    /// No page is narrower than this.
    pub(super) const NARROWEST: usize = 40;

    /// The clip of a span; nothing where the source has no text.
    pub(super) fn of(source: &Source, span: Span, look: &Look) -> Option<Self> {
        if source.text().is_empty() {
            return None;
        }
        let place = source.place(span);
        let (line, column) = (place.line.get() - 1, place.column.get() as usize - 1);
        let marked = if place.end_line == place.line {
            place.end_column.get() as usize - 1 - column
        } else {
            source.line(place.line).chars().count().saturating_sub(column)
        };
        let first_line = line.saturating_sub(1);
        let mut clip = Self {
            name: source.name().chars().map(|character| look.visible(character)).collect(),
            text: String::new(),
            start: 0,
            length: 0,
            first_line: first_line as usize,
            line: line as usize,
            column,
        };
        let window = Window::around(column, source.line(place.line).chars().count(), look);
        for shown in first_line..=line + 1 {
            let at = Line::after(shown);
            if shown > line && source.line(at).is_empty() {
                break;
            }
            if shown > first_line {
                clip.text.push('\n');
            }
            let mark = (shown == line).then_some((column, marked));
            clip.push(source.line(at), &window, mark, look);
        }
        Some(clip)
    }

    fn push(&mut self, line: &str, window: &Window, mark: Option<(usize, usize)>, look: &Look) {
        let dots = match look.characters {
            Characters::Unicode => "…",
            Characters::Ascii => "...",
        };
        let line = masked_line(line);
        let mut characters = line.chars().skip(window.from);
        if window.from > 0 {
            self.text.push_str(dots);
        }
        for at in window.from.. {
            if let Some((column, marked)) = mark {
                if at == column {
                    self.start = self.text.len();
                }
                if at <= column + marked {
                    self.length = self.text.len().saturating_sub(self.start);
                }
            }
            if at == window.from + window.columns {
                if characters.next().is_some() {
                    self.text.push_str(dots);
                }
                break;
            }
            match characters.next() {
                Some(character) => self.text.push(look.visible(character)),
                None => break,
            }
        }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The span within the text.
    pub(super) fn span(&self) -> SourceSpan {
        (self.start, self.length).into()
    }

    /// How many lines of the source stand before the text.
    pub(super) fn first_line(&self) -> usize {
        self.first_line
    }

    /// How many lines stand before the span.
    pub(super) fn line(&self) -> usize {
        self.line
    }

    /// How many code points stand before the span on its line.
    pub(super) fn column(&self) -> usize {
        self.column
    }
}

/// Which columns of the lines are shown.
#[derive(Debug)]
struct Window {
    from: usize,
    columns: usize,
}

impl Window {
    /// Lines that are too wide are shown from a little before the span on.
    fn around(column: usize, line_length: usize, look: &Look) -> Self {
        const GUTTER: usize = 12;
        let columns = look.width.max(Clip::NARROWEST) - GUTTER;
        let from = if line_length <= columns {
            0
        } else {
            column.saturating_sub(columns / 3)
        };
        Self { from, columns }
    }
}
