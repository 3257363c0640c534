//! What a policy says about itself.

use std::collections::BTreeMap;
use std::fmt;

use crate::facts::{duration_seconds, percentage, version_numbers};
use crate::snapshot::Kind;

use super::level::{Class, Level, Levels, Point, Severity};

/// A policy's id: its package, such as `mesh.ingestion.one_domain_per_source`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PolicyId(pub Box<str>);

impl fmt::Display for PolicyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The metadata of one policy, from `# METADATA` of its package or from the head of its JSON Schema.
#[derive(Clone, Debug, PartialEq)]
pub struct Metadata {
    /// Folder = package = id.
    pub id: PolicyId,
    /// `custom.code`, such as `ING-001`; accepted wherever an id is.
    pub code: Option<Box<str>>,
    /// `title`.
    pub title: Box<str>,
    /// `description`: why it matters.
    pub description: Box<str>,
    /// `related_resources[].ref`.
    pub related_resources: Vec<Box<str>>,
    /// The scope that owns it: `mesh`, or `domain.<name>`.
    pub owner: Box<str>,
    /// `custom.subject`: one kind or several.
    pub subjects: Vec<Kind>,
    /// `custom.severity`.
    pub severity: Severity,
    /// `custom.class`.
    pub class: Class,
    /// `custom.floor`: how far descendants may loosen a policy of class `default`; none: not at all.
    pub floor: Option<Floor>,
    /// `custom.version`, else the revision of its bundle: what exemptions and approvals are about.
    pub version: Option<Box<str>>,
    /// `custom.exemption_days`: for how many days an exemption from it may hold; none: as long as the mesh allows.
    pub exemption_days: Option<u32>,
    /// Where it comes from.
    pub origin: PolicyOrigin,
    /// `custom.levels`.
    pub levels: Levels,
    /// `custom.parameters`, by name.
    pub parameters: BTreeMap<Box<str>, Parameter>,
    /// `custom.requires`: the kinds that must be completely known for a pass.
    pub requires: Vec<Kind>,
    /// `custom.remediation`: a text with `{placeholders}` that the subject or the violation fills.
    pub remediation: Box<str>,
}

/// Where a policy comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PolicyOrigin {
    /// It comes with meshgov.
    Shipped,
    /// A folder that somebody named.
    #[default]
    Folder,
}

/// The lowest level that descendants may set, at each point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Floor {
    /// At the gate.
    pub gate: Level,
    /// At the audit.
    pub audit: Level,
}

impl Floor {
    /// The floor at a point.
    pub const fn at(self, point: Point) -> Level {
        match point {
            Point::Gate => self.gate,
            Point::Audit => self.audit,
        }
    }
}

/// A parameter: its type, default, and which way is tighter.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// `type`.
    pub kind: ParameterType,
    /// `values`: the type of the values of a map; none where they may be anything.
    pub values: Option<ParameterType>,
    /// `default`.
    pub default: serde_json::Value,
    /// `tighter`.
    pub tighter: Direction,
    /// `description`.
    pub description: Box<str>,
}

/// What values a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterType {
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// A text.
    String,
    /// `true` or `false`.
    Boolean,
    /// A length of time, such as `P1D` or `24h`.
    Duration,
    /// A share of a hundred, such as `99.9` or `99.9 %`.
    Percentage,
    /// A version, such as `1.2.0`.
    Version,
    /// A list of texts, in which order does not matter.
    Set,
    /// An object.
    Map,
}

/// Which way of changing a parameter is tighter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// A lower value.
    Lower,
    /// A higher value.
    Higher,
    /// Fewer elements.
    Subset,
    /// More elements.
    Superset,
    /// Nobody may change it.
    Fixed,
}

impl Parameter {
    /// Whether a value is of its type, and the values of a map of theirs.
    pub fn admits(&self, value: &serde_json::Value) -> bool {
        let members = value.as_object();
        self.kind.admits(value)
            && self
                .values
                .is_none_or(|kind| members.is_none_or(|members| members.values().all(|value| kind.admits(value))))
    }
}

impl ParameterType {
    /// Every type.
    pub const ALL: [Self; 9] = [
        Self::Integer,
        Self::Number,
        Self::String,
        Self::Boolean,
        Self::Duration,
        Self::Percentage,
        Self::Version,
        Self::Set,
        Self::Map,
    ];

    /// The name that users write.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::Boolean => "boolean",
            Self::Duration => "duration",
            Self::Percentage => "percentage",
            Self::Version => "version",
            Self::Set => "set",
            Self::Map => "map",
        }
    }

    /// The type with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// What a value of this type is, in words.
    pub const fn described(self) -> &'static str {
        match self {
            Self::Integer => "a whole number",
            Self::Number => "a number",
            Self::String => "a text",
            Self::Boolean => "true or false",
            Self::Duration => "a length of time, such as P1D or 24h",
            Self::Percentage => "a percentage from 0 to 100",
            Self::Version => "a version, such as 1.2.0",
            Self::Set => "a list of different texts",
            Self::Map => "an object",
        }
    }

    /// Whether a value is of this type.
    pub fn admits(self, value: &serde_json::Value) -> bool {
        match self {
            Self::Integer => value.is_i64() || value.is_u64(),
            Self::Number => value.is_number(),
            Self::String => value.is_string(),
            Self::Boolean => value.is_boolean(),
            Self::Duration => value.as_str().is_some_and(|text| duration_seconds(text).is_some()),
            Self::Percentage => percentage(value).is_some(),
            Self::Version => value.as_str().is_some_and(|text| version_numbers(text).is_some()),
            Self::Set => value.as_array().is_some_and(|elements| {
                let texts: std::collections::BTreeSet<&str> =
                    elements.iter().filter_map(|element| element.as_str()).collect();
                texts.len() == elements.len()
            }),
            Self::Map => value.is_object(),
        }
    }

    /// The ways in which a value of this type can be tighter.
    pub const fn directions(self) -> &'static [Direction] {
        match self {
            Self::Integer | Self::Number | Self::Duration | Self::Percentage | Self::Version => {
                &[Direction::Lower, Direction::Higher, Direction::Fixed]
            }
            Self::Set => &[Direction::Subset, Direction::Superset, Direction::Fixed],
            Self::Map => &Direction::ALL,
            Self::String | Self::Boolean => &[Direction::Fixed],
        }
    }
}

impl Direction {
    /// Every direction.
    pub const ALL: [Self; 5] = [Self::Lower, Self::Higher, Self::Subset, Self::Superset, Self::Fixed];

    /// The name that users write.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lower => "lower",
            Self::Higher => "higher",
            Self::Subset => "subset",
            Self::Superset => "superset",
            Self::Fixed => "fixed",
        }
    }

    /// The direction with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|direction| direction.name() == name)
    }
}
