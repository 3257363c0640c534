//! The formats; the only file that names them all.

use std::fmt;
use std::io;

use crate::finding::Impact;
use crate::report::Style;

use super::{human, json, markdown};

/// A format of the comparison of two worlds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ImpactFormat {
    /// For a person at a terminal.
    #[default]
    Human,
    /// For other tools: `schemas/impact-report.schema.json`.
    Json,
    /// For a pull request, or for those who vote.
    Markdown,
}

impl ImpactFormat {
    /// Every format, in the order in which help texts list them.
    pub const ALL: &'static [Self] = &[Self::Human, Self::Json, Self::Markdown];

    /// The name that users write after `--output`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Json => "json",
            Self::Markdown => "markdown",
        }
    }

    /// The format with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.name() == name)
    }

    /// Writes the report; it ends in a line feed. Fails only where `out` does.
    pub fn write(self, impact: &Impact, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
        match self {
            Self::Human => human::write(impact, style, out),
            Self::Json => json::write(impact, out),
            Self::Markdown => markdown::write(impact, out),
        }
    }
}

impl fmt::Display for ImpactFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
