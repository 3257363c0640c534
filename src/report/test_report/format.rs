//! The formats; the only file that names them all.

use std::fmt;
use std::io;

use crate::policy::testing::TestReport;
use crate::report::Style;

use super::{human, json, junit};

/// A format of the report on tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TestFormat {
    /// For a person at a terminal.
    #[default]
    Human,
    /// For other tools: `schemas/test-report.schema.json`.
    Json,
    /// `JUnit`, for the servers of continuous integration.
    Junit,
}

/// How much is told of tests that passed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// Their number.
    #[default]
    Brief,
    /// Each with its time and what it printed.
    Each,
}

/// What is told of a report.
#[derive(Clone, Copy, Debug)]
pub struct TestView<'a> {
    /// The report.
    pub report: &'a TestReport,
    /// The part of the lines that must be covered, in percent.
    pub fail_under: Option<f64>,
    /// How much is told by the human format.
    pub detail: Detail,
    /// How the human format looks.
    pub style: Style,
}

impl TestFormat {
    /// Every format, in the order in which help texts list them.
    pub const ALL: &'static [Self] = &[Self::Human, Self::Json, Self::Junit];

    /// The name that users write after `--output`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Json => "json",
            Self::Junit => "junit",
        }
    }

    /// The format with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.name() == name)
    }

    /// Writes the report; it ends in a line feed. Fails only where `out` does.
    pub fn write(self, view: &TestView<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        match self {
            Self::Human => human::write(view, out),
            Self::Json => json::write(view, out),
            Self::Junit => junit::write(view, out),
        }
    }
}

impl fmt::Display for TestFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
