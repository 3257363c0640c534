//! The identity of a source, and what it rests on.

use crate::facts::physical::Reason;

/// What an identity rests on, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::facts) enum Evidence {
    /// Somebody names the source system and the object.
    Declared,
    /// Host, database and table, or another place.
    Physical,
    /// Nobody can tell.
    Unresolvable,
}

impl Evidence {
    /// The name in subjects.
    pub(in crate::facts) const fn name(self) -> &'static str {
        match self {
            Self::Declared => "declared",
            Self::Physical => "physical",
            Self::Unresolvable => "unresolvable",
        }
    }
}

/// An identity. Two places with equal ids read one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fingerprint {
    /// What is compared.
    pub(super) id: Box<str>,
    /// What people read.
    pub(super) name: Box<str>,
    /// What it rests on.
    pub(super) evidence: Evidence,
    /// The source system, as an index into the declared ones.
    pub(super) system: Option<u32>,
    /// The name of the source system where no declared one has it.
    pub(super) system_name: Option<Box<str>>,
    /// The object within the system or the store.
    pub(super) object: Option<Box<str>>,
    /// Why it is not known.
    pub(super) reason: Option<Reason>,
}

impl Fingerprint {
    /// What a place reads that hides what it is. `place` keeps it apart from everything else.
    pub(super) fn unresolvable(place: &str, name: &str, reason: Reason) -> Self {
        Self {
            id: format!("unresolvable:{place}").into(),
            name: name.into(),
            evidence: Evidence::Unresolvable,
            system: None,
            system_name: None,
            object: None,
            reason: Some(reason),
        }
    }
}
