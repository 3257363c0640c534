//! How much a violation weighs, and where.

use std::fmt;

/// What a violation leads to. Higher is stricter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Not judged.
    Off,
    /// Told.
    Note,
    /// Told loudly.
    Warn,
    /// Fails the run.
    Deny,
}

impl Level {
    /// The name that users write.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Note => "note",
            Self::Warn => "warn",
            Self::Deny => "deny",
        }
    }

    /// The level with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Off, Self::Note, Self::Warn, Self::Deny]
            .into_iter()
            .find(|level| level.name() == name)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Where policies are enforced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Point {
    /// Before a change is merged.
    #[default]
    Gate,
    /// In the running mesh, every night.
    Audit,
}

impl Point {
    /// The name that users write.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gate => "gate",
            Self::Audit => "audit",
        }
    }
}

/// A policy's level at each point: fixed, or dated stages of which the latest begun one holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Levels {
    /// At the gate, in order of date; a fixed level is one stage without a date.
    pub gate: Vec<(Option<jiff::civil::Date>, Level)>,
    /// At the audit, likewise.
    pub audit: Vec<(Option<jiff::civil::Date>, Level)>,
}

impl Levels {
    /// The level on a day; `off` before the first stage.
    pub fn on(&self, point: Point, day: jiff::civil::Date) -> Level {
        let stages = match point {
            Point::Gate => &self.gate,
            Point::Audit => &self.audit,
        };
        stages
            .iter()
            .rev()
            .find(|(from, _)| from.is_none_or(|from| from <= day))
            .map_or(Level::Off, |(_, level)| *level)
    }
}

/// How far a scope below the owner may change a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Descendants may only tighten.
    Mandatory,
    /// Descendants may loosen, down to the floor that the author wrote.
    Default,
    /// Never above `warn`; descendants may switch it off.
    Advisory,
}

impl Class {
    /// The name that users write.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mandatory => "mandatory",
            Self::Default => "default",
            Self::Advisory => "advisory",
        }
    }
}

/// How bad a violation is, whatever its level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Untidy.
    Low,
    /// Costs somebody time or money.
    Medium,
    /// Breaks the mesh for others.
    High,
    /// Loses data, trust or the law.
    Critical,
}

impl Severity {
    /// The name that users write.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}
