//! What a policy says about itself.

use std::collections::BTreeMap;
use std::fmt;

use crate::snapshot::Kind;

use super::level::{Class, Levels, Severity};

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
    /// `custom.levels`.
    pub levels: Levels,
    /// `custom.parameters`, by name.
    pub parameters: BTreeMap<Box<str>, Parameter>,
    /// `custom.requires`: the kinds that must be completely known for a pass.
    pub requires: Vec<Kind>,
    /// `custom.remediation`: a text with `{placeholders}` that the subject or the violation fills.
    pub remediation: Box<str>,
}

/// A parameter: its type, default, and which way is tighter.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// `type`.
    pub kind: ParameterType,
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

impl ParameterType {
    /// Every type.
    pub const ALL: [Self; 6] = [
        Self::Integer,
        Self::Number,
        Self::String,
        Self::Boolean,
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
            Self::Integer | Self::Number => &[Direction::Lower, Direction::Higher, Direction::Fixed],
            Self::Set | Self::Map => &[Direction::Subset, Direction::Superset, Direction::Fixed],
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
