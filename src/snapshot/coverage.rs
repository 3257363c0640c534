//! What was read completely, and what was not.

use super::kind::Kind;

/// How far one kind was read at one scope.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Coverage {
    /// The Azure id of the scope, or the folder, that was read.
    pub scope: Box<str>,
    /// What was read there.
    pub kind: Kind,
    /// What of its rows this is about, such as `roleAssignmentsUsageMetrics`; none where it is about the kind itself. Only that
    /// says whether the absence of a row may be trusted.
    pub part: Option<Box<str>>,
    /// How that went.
    pub status: Status,
    /// Why, in words that name the missing right or the broken file.
    pub detail: Box<str>,
}

/// How reading went. Only `Complete` and `NotPresent` let a rule trust an absence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Everything was read.
    Complete,
    /// The scope has no such thing by nature, such as a provider that is not registered.
    NotPresent,
    /// The credential may not read it.
    Denied,
    /// The service refused for load.
    Throttled,
    /// It failed otherwise, or only part of it could be read.
    Failed,
    /// It was left out on purpose.
    Skipped,
    /// Nobody tried.
    NotCollected,
}

impl Status {
    /// The name in `snapshot.json` and in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::NotPresent => "not_present",
            Self::Denied => "denied",
            Self::Throttled => "throttled",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
            Self::NotCollected => "not_collected",
        }
    }

    /// The status with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [
            Self::Complete,
            Self::NotPresent,
            Self::Denied,
            Self::Throttled,
            Self::Failed,
            Self::Skipped,
            Self::NotCollected,
        ]
        .into_iter()
        .find(|status| status.name() == name)
    }

    /// Whether the absence of a thing may be trusted.
    pub const fn is_trusted(self) -> bool {
        matches!(self, Self::Complete | Self::NotPresent)
    }
}
