//! Subjects that Azure Resource Manager returned.

use serde_json::{Map, Value};

use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::origin::Origin;
use crate::facts::subject::SubjectRef;
use crate::snapshot::Kind;

pub(super) fn count(_facts: &Facts, _kind: Kind) -> u32 {
    0
}

pub(super) fn key(_facts: &Facts, _subject: SubjectRef) -> (Box<str>, Box<str>) {
    ("".into(), "".into())
}

pub(super) fn domain<'f>(_facts: &'f Facts, _subject: SubjectRef) -> Option<&'f str> {
    None
}

pub(super) fn build(_facts: &Facts, _subject: SubjectRef, _fields: &Fields) -> Map<String, Value> {
    Map::new()
}

pub(super) fn origin<'f>(_facts: &'f Facts, _subject: SubjectRef) -> Option<Origin<'f>> {
    None
}

pub(super) fn related<'f>(_facts: &'f Facts, _subject: SubjectRef) -> Vec<(Origin<'f>, String)> {
    Vec::new()
}
