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

    /// Every level, the mildest first.
    pub const ALL: [Self; 4] = [Self::Off, Self::Note, Self::Warn, Self::Deny];

    /// The level with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
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
    /// Both points.
    pub const ALL: [Self; 2] = [Self::Gate, Self::Audit];

    /// The name that users write.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gate => "gate",
            Self::Audit => "audit",
        }
    }
}

impl Point {
    /// The point with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Gate, Self::Audit].into_iter().find(|point| point.name() == name)
    }
}

/// A level, and the day on which it begins; none: from ever on.
pub type Stage = (Option<jiff::civil::Date>, Level);

/// The level of the latest stage that has begun on a day; none before the first.
pub fn stage_on(stages: &[Stage], day: jiff::civil::Date) -> Option<Level> {
    let mut latest_first = stages.iter().rev();
    latest_first
        .find(|(from, _)| from.is_none_or(|from| from <= day))
        .map(|(_, level)| *level)
}

/// A policy's level at each point: fixed, or dated stages of which the latest begun one holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Levels {
    /// At the gate, in order of date; a fixed level is one stage without a date.
    pub gate: Vec<Stage>,
    /// At the audit, likewise.
    pub audit: Vec<Stage>,
}

impl Levels {
    /// One level at both points, from ever on.
    pub fn always(level: Level) -> Self {
        Self {
            gate: vec![(None, level)],
            audit: vec![(None, level)],
        }
    }

    /// The level on a day; `off` before the first stage.
    pub fn on(&self, point: Point, day: jiff::civil::Date) -> Level {
        stage_on(self.stages(point), day).unwrap_or(Level::Off)
    }

    /// The stages at a point.
    pub fn stages(&self, point: Point) -> &[Stage] {
        match point {
            Point::Gate => &self.gate,
            Point::Audit => &self.audit,
        }
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

impl Class {
    /// Every class, the strictest first.
    pub const ALL: [Self; 3] = [Self::Mandatory, Self::Default, Self::Advisory];

    /// The class with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.name() == name)
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

impl Severity {
    /// Every severity, the least first.
    pub const ALL: [Self; 4] = [Self::Low, Self::Medium, Self::High, Self::Critical];

    /// The severity with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.name() == name)
    }
}
