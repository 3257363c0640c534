//! One file's text, its name and its lines.

use std::sync::OnceLock;

use super::span::{Column, Line, Place, Span};

/// A text with a name and an index of its lines.
#[derive(Debug)]
pub struct Source {
    name: Box<str>,
    text: Box<str>,
    /// Only what is reported needs lines, so that they are counted when the first one is asked for.
    line_starts: OnceLock<Box<[u32]>>,
}

impl Source {
    /// A source from a name (relative to the working directory, with `/` between folders) and its text, without a byte order mark.
    pub fn new(name: impl Into<Box<str>>, text: impl Into<Box<str>>) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
            line_starts: OnceLock::new(),
        }
    }

    /// The name that reports show.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text that a span covers; nothing where it is not one of this text.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }

    /// A span without the white space at its end.
    pub fn trimmed(&self, span: Span) -> Span {
        let written = self.slice(span).trim_end().len();
        Span::new(span.start, span.start + offset(written))
    }

    /// The text of one line, without its line ending.
    pub fn line(&self, line: Line) -> &str {
        let index = line.get() as usize - 1;
        let Some(start) = self.line_starts().get(index) else {
            return "";
        };
        let end = self
            .line_starts()
            .get(index + 1)
            .map_or(self.text.len(), |next| *next as usize);
        self.text
            .get(*start as usize..end)
            .unwrap_or("")
            .trim_end_matches(['\n', '\r'])
    }

    /// Where a span begins and ends for a reader.
    pub fn place(&self, span: Span) -> Place {
        let (line, column) = self.position(span.start);
        let (end_line, end_column) = self.position(span.end.max(span.start));
        Place {
            line,
            column,
            end_line,
            end_column,
        }
    }

    /// The byte at a line and column, which [`Source::place`] tells; none where the text has no such place.
    pub fn byte_at(&self, line: Line, column: Column) -> Option<u32> {
        let start = *self.line_starts().get(line.get() as usize - 1)?;
        let text = self.text.get(start as usize..)?;
        let before = column.get() as usize - 1;
        let mut bytes = text.char_indices().map(|(at, _)| at).chain(std::iter::once(text.len()));
        bytes.nth(before).map(|at| start + offset(at))
    }

    fn position(&self, at: u32) -> (Line, Column) {
        let line_starts = self.line_starts();
        let index = line_starts.partition_point(|start| *start <= at).saturating_sub(1);
        let start = line_starts.get(index).copied().unwrap_or(0);
        let before = self
            .text
            .get(start as usize..(at as usize).min(self.text.len()))
            .map_or(0, |text| text.chars().count());
        (Line::after(offset(index)), Column::after(offset(before)))
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let breaks = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(breaks.map(|(at, _)| offset(at + 1))).collect()
        })
    }
}

/// Sources are limited to far less than 4 GiB, so that an offset always fits.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::Source;
    use crate::text::{Line, Span};

    #[test]
    fn columns_count_code_points_from_one() {
        let source = Source::new("a.yaml", "a: é\r\nbé: 1\n");
        let place = source.place(Span::new(12, 13));
        assert_eq!((place.line.get(), place.column.get()), (2, 5));
        assert_eq!(source.byte_at(place.line, place.column), Some(12));
        assert_eq!(source.byte_at(Line::after(9), place.column), None);
        assert_eq!(source.line(Line::after(0)), "a: é");
        assert_eq!(source.line(Line::after(1)), "bé: 1");
    }
}
