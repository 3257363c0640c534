//! What could not be read as it should be. A problem never removes anything else from the snapshot.

use std::fmt;

use crate::text::{Place, Pointer};

use super::kind::Kind;

/// One problem, with its place and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where it is.
    pub location: Location,
    /// What sort of problem it is.
    pub code: ProblemCode,
    /// What is wrong, in one sentence without a full stop.
    pub message: Box<str>,
    /// What to do next.
    pub help: Option<Box<str>>,
    /// What the broken thing would have been, where its text says so: that kind is then not fully read.
    pub kind: Option<Kind>,
}

/// The place of a finding or a problem.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Location {
    /// In a file.
    File {
        /// Its name, relative to the working directory.
        file: Box<str>,
        /// Its lines and columns, where they are known.
        place: Option<Place>,
        /// The JSON pointer within its document.
        pointer: Option<Pointer>,
    },
    /// In the tenant.
    Azure {
        /// The Azure id.
        id: Box<str>,
    },
}

impl fmt::Display for Location {
    /// In one line: `file:line:column`, the file alone, or the Azure id.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File {
                file,
                place: Some(place),
                ..
            } => write!(f, "{file}:{}:{}", place.line, place.column),
            Self::File { file, place: None, .. } => f.write_str(file),
            Self::Azure { id } => f.write_str(id),
        }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// The sorts of problem; the names are stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ProblemCode { $($(#[$doc])* $variant,)+ }

        impl ProblemCode {
            /// The name in reports.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The code with this name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

impl Problem {
    /// Whether an object is missing from the snapshot because of it, rather than being there with a flaw.
    pub const fn loses_object(&self) -> bool {
        match self.code {
            ProblemCode::Unreadable
            | ProblemCode::OverLimit
            | ProblemCode::NotUtf8
            | ProblemCode::Syntax
            | ProblemCode::BrokenRow
            | ProblemCode::BrokenSnapshot => true,
            // A document of ours whose kind or name is not known is no object; with another mistake it still is one.
            ProblemCode::Invalid => self.kind.is_some(),
            ProblemCode::DuplicateKey
            | ProblemCode::Reference
            | ProblemCode::BreaksStandard
            | ProblemCode::UnknownVersion
            | ProblemCode::Ambiguous => false,
        }
    }
}

codes! {
    /// A file or folder that could not be opened.
    Unreadable = "unreadable",
    /// Over the size, depth or alias limit.
    OverLimit = "over_limit",
    /// Bytes that are not UTF-8.
    NotUtf8 = "not_utf8",
    /// YAML or JSON that does not parse.
    Syntax = "syntax",
    /// A key that stands twice in one mapping.
    DuplicateKey = "duplicate_key",
    /// An alias, a merge key or a tag that does not hold.
    Reference = "reference",
    /// A document whose own standard refuses it.
    BreaksStandard = "breaks_standard",
    /// A version of a standard that is not known.
    UnknownVersion = "unknown_version",
    /// A document of ours with a kind, key or value that we do not know.
    Invalid = "invalid",
    /// A row of a snapshot that is not a JSON object with an id, or is cut short.
    BrokenRow = "broken_row",
    /// A snapshot folder that this version cannot read.
    BrokenSnapshot = "broken_snapshot",
    /// Two objects where one is meant, such as two Mesh files.
    Ambiguous = "ambiguous",
}
