//! Our own kinds as subjects, but for the mesh and its domains.

use serde_json::{Map, Value};

use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::origin::Origin;
use crate::facts::subject::{SubjectRef, number};
use crate::snapshot::{DocumentIndex, Kind, Located};

use super::declared::{names, put_native};
use super::{source_system, standing};

pub(super) fn count(facts: &Facts, kind: Kind) -> u32 {
    match kind {
        Kind::SourceSystem => number(facts.snapshot.declared.source_systems.len()),
        kind => number(facts.catalogue.of(kind).len()),
    }
}

pub(super) fn key(facts: &Facts, subject: SubjectRef) -> (Box<str>, Box<str>) {
    find(facts, subject).map_or_else(
        || (subject.kind.name().into(), subject.kind.name().into()),
        |(document, name)| names(facts, document, Some(name), None),
    )
}

pub(super) fn domain<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<&'f str> {
    facts.membership.domain_of(find(facts, subject)?.0)
}

pub(super) fn build(facts: &Facts, subject: SubjectRef, fields: &Fields) -> Map<String, Value> {
    let mut members = Map::new();
    if let Some((document, _)) = find(facts, subject) {
        put_native(facts, document, fields, &mut members);
    }
    if subject.kind == Kind::SourceSystem {
        source_system::put(facts, subject.index, fields, &mut members);
    }
    standing::put(facts, subject, fields, &mut members);
    members
}

pub(super) fn origin<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<Origin<'f>> {
    Some(Origin::document(find(facts, subject)?.0))
}

/// The other files that declare the same name.
pub(super) fn related<'f>(facts: &'f Facts, subject: SubjectRef) -> Vec<(Origin<'f>, String)> {
    let Some((_, name)) = find(facts, subject) else {
        return Vec::new();
    };
    (0..count(facts, subject.kind))
        .filter(|index| *index != subject.index)
        .filter_map(|index| find(facts, SubjectRef { index, ..subject }))
        .filter(|(_, other)| other.value == name.value)
        .map(|(document, _)| {
            let what = subject.kind.name().replace('_', " ");
            (Origin::document(document), format!("another {what} with this name"))
        })
        .collect()
}

/// The document and the name of a subject.
fn find<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<(DocumentIndex, &'f Located<Box<str>>)> {
    let declared = &facts.snapshot.declared;
    if subject.kind == Kind::SourceSystem {
        let system = declared.source_systems.get(subject.index as usize)?;
        return Some((system.document, &system.name));
    }
    let other = facts.catalogue.of(subject.kind).get(subject.index as usize)?;
    let other = declared.others.get(*other as usize)?;
    Some((other.document, &other.name))
}
