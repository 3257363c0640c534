//! Byte spans and the 1-based lines and columns that people read.

use std::fmt;
use std::num::NonZeroU32;

/// A half-open range of bytes in one source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// A span from `start` to `end`, in bytes.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// A span between two offsets of a text, which the limit on a file's size keeps far below 4 GiB.
    pub fn between(start: usize, end: usize) -> Self {
        let offset = |at| u32::try_from(at).unwrap_or(u32::MAX);
        Self::new(offset(start), offset(end))
    }

    /// The offsets, to slice a text with.
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The same range, this many bytes further.
    #[must_use]
    pub const fn shifted(self, by: u32) -> Self {
        Self::new(self.start.saturating_add(by), self.end.saturating_add(by))
    }

    /// How many bytes it covers.
    pub const fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether it covers nothing.
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }
}

/// A line, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Line(NonZeroU32);

impl Line {
    /// The first line of a file.
    pub const FIRST: Self = Self(NonZeroU32::MIN);

    /// The line with this number of lines before it.
    pub const fn after(lines_before: u32) -> Self {
        Self(NonZeroU32::MIN.saturating_add(lines_before))
    }

    /// The number that people read.
    pub const fn get(self) -> u32 {
        self.0.get()
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A column, counted from 1 in Unicode code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Column(NonZeroU32);

impl Column {
    /// The first column of a line.
    pub const FIRST: Self = Self(NonZeroU32::MIN);

    /// The column with this number of code points before it.
    pub const fn after(code_points_before: u32) -> Self {
        Self(NonZeroU32::MIN.saturating_add(code_points_before))
    }

    /// The number that people read.
    pub const fn get(self) -> u32 {
        self.0.get()
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Where a span begins and ends, as people read it; `end_column` is the column after the last code point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The first line.
    pub line: Line,
    /// The first column.
    pub column: Column,
    /// The last line.
    pub end_line: Line,
    /// The column after the last one.
    pub end_column: Column,
}
