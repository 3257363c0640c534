//! All facts of one snapshot, and the subjects that they make.

use serde_json::Value;

use crate::snapshot::{Kind, Location, Snapshot};
use crate::text::Step;

use super::completeness::Completeness;
use super::fields::Fields;
use super::subject::{SubjectKey, SubjectRef};

/// The relations of one snapshot. Deriving them is one pass over it; subjects are built from them one at a time.
#[derive(Debug)]
pub struct Facts<'s> {
    snapshot: &'s Snapshot,
    as_of: jiff::civil::Date,
}

impl<'s> Facts<'s> {
    /// Joins a snapshot. `as_of` is the day on which memberships and dates are judged.
    pub fn derive(snapshot: &'s Snapshot, as_of: jiff::civil::Date) -> Self {
        Self { snapshot, as_of }
    }

    /// How many subjects there are of a kind.
    pub fn count(&self, kind: Kind) -> u32 {
        let _ = kind;
        0
    }

    /// How people name a subject.
    pub fn key(&self, subject: SubjectRef) -> SubjectKey {
        SubjectKey {
            kind: subject.kind,
            id: "".into(),
            name: "".into(),
        }
    }

    /// The domain that a subject belongs to, where one is known.
    pub fn domain(&self, subject: SubjectRef) -> Option<&str> {
        let _ = (subject, self.as_of);
        None
    }

    /// A subject as JSON, with the fields that somebody will read.
    pub fn subject(&self, subject: SubjectRef, fields: &Fields) -> Value {
        let _ = (subject, fields);
        Value::Null
    }

    /// Where a reader finds a path of a subject: the nearest declared place, or the Azure id.
    pub fn locate(&self, subject: SubjectRef, path: &[Step]) -> Option<Location> {
        let _ = (subject, path);
        None
    }

    /// The other places that take part in a subject (each with what it is), but for the one at `except`.
    pub fn related(&self, subject: SubjectRef, except: Option<&Location>) -> Vec<(Location, String)> {
        let _ = (subject, except);
        Vec::new()
    }

    /// How completely a kind is known.
    pub fn completeness(&self, kind: Kind) -> Completeness {
        Completeness::of(self.snapshot, kind)
    }
}
