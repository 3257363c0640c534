//! The formats; the only file that names them all.

use std::fmt;
use std::io;

use crate::finding::Assessment;

use super::{human, json, sarif};

/// A format of the report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// For a person at a terminal.
    #[default]
    Human,
    /// For other tools: `schemas/report.schema.json`.
    Json,
    /// SARIF 2.1.0, for GitHub code scanning, Azure DevOps and editors.
    Sarif,
}

/// How the human format looks; the others do not heed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether to colour by ANSI escapes.
    pub color: bool,
    /// Where lines wrap, in columns; at least 40 are used.
    pub width: u16,
    /// Whether lines are drawn beyond ASCII.
    pub unicode: bool,
}

impl Default for Style {
    /// Plain bytes for a file or a log.
    fn default() -> Self {
        Self {
            color: false,
            width: 120,
            unicode: true,
        }
    }
}

impl Format {
    /// Every format, in the order in which help texts list them.
    pub const ALL: &'static [Self] = &[Self::Human, Self::Json, Self::Sarif];

    /// The name that users write after `--output`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Json => "json",
            Self::Sarif => "sarif",
        }
    }

    /// The format with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.name() == name)
    }

    /// Writes a report as it is made, so that a large one is never held whole. It ends in a line feed; the same assessment
    /// and style give the same bytes. Fails only where `out` does.
    pub fn write(self, assessment: &Assessment, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
        match self {
            Self::Human => human::write(assessment, style, out),
            Self::Json => json::write(assessment, out),
            Self::Sarif => sarif::write(assessment, out),
        }
    }

    /// The whole report in memory.
    pub fn render(self, assessment: &Assessment, style: Style) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.write(assessment, style, &mut bytes)?;
        Ok(bytes)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::{Format, Style};
    use crate::report::samples;

    #[test]
    fn every_format_is_found_by_its_name() {
        for format in Format::ALL {
            assert_eq!(Format::from_name(format.name()), Some(*format));
        }
        assert_eq!(Format::from_name("Human"), None);
    }

    #[test]
    fn every_format_gives_the_same_bytes_twice_and_ends_its_last_line() {
        for format in Format::ALL {
            for assessment in samples::all() {
                let first = format.render(&assessment, Style::default()).ok();
                assert_eq!(first, format.render(&assessment, Style::default()).ok());
                assert_eq!(first.and_then(|bytes| bytes.last().copied()), Some(b'\n'), "{format}");
            }
        }
    }
}
