//! The whole mesh as one subject, for the join that nobody foresaw.

use serde_json::{Map, Value};

use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::origin::Origin;
use crate::facts::subject::SubjectRef;
use crate::snapshot::{Kind, Mesh};

use super::declared::document;

pub(super) fn count(_facts: &Facts, _kind: Kind) -> u32 {
    1
}

pub(super) fn key(facts: &Facts, _subject: SubjectRef) -> (Box<str>, Box<str>) {
    let name: Box<str> = find(facts).map_or_else(|| "mesh".into(), |mesh| mesh.name.value.clone());
    (name.clone(), name)
}

pub(super) fn domain<'f>(_facts: &'f Facts, _subject: SubjectRef) -> Option<&'f str> {
    None
}

/// One array of full subjects for each kind that exists, under the kind's name; `mesh` is the Mesh document.
pub(super) fn build(facts: &Facts, _subject: SubjectRef, fields: &Fields) -> Map<String, Value> {
    let mut members = Map::new();
    if fields.wants("mesh") {
        let native = find(facts).and_then(|mesh| document(facts, mesh.document));
        members.insert(
            "mesh".into(),
            native.map_or(Value::Null, |document| document.root.to_json()),
        );
    }
    for &kind in Kind::ALL {
        let count = facts.count(kind);
        if kind == Kind::Mesh || count == 0 || !fields.wants(kind.name()) {
            continue;
        }
        let subjects = (0..count).map(|index| facts.subject(SubjectRef { kind, index }, &Fields::All));
        members.insert(kind.name().into(), subjects.collect());
    }
    members
}

pub(super) fn origin<'f>(facts: &'f Facts, _subject: SubjectRef) -> Option<Origin<'f>> {
    Some(Origin::document(find(facts)?.document))
}

/// The other files that describe the mesh.
pub(super) fn related<'f>(facts: &'f Facts, _subject: SubjectRef) -> Vec<(Origin<'f>, String)> {
    let others = facts.snapshot.declared.meshes.iter().skip(1);
    others
        .map(|mesh| (Origin::document(mesh.document), "another Mesh file".into()))
        .collect()
}

fn find<'f>(facts: &'f Facts) -> Option<&'f Mesh> {
    facts.snapshot.declared.meshes.first()
}
