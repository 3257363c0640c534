//! Raw documents as subjects: exactly what the file holds, and nothing else.

use serde_json::{Map, Value};

use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::origin::Origin;
use crate::facts::subject::{SubjectRef, number};
use crate::snapshot::{DocumentIndex, Kind};

use super::declared::{document, document_id};

pub(super) fn count(facts: &Facts, _kind: Kind) -> u32 {
    number(facts.snapshot.documents.len())
}

pub(super) fn key(facts: &Facts, subject: SubjectRef) -> (Box<str>, Box<str>) {
    let id = document_id(facts, DocumentIndex(subject.index));
    (id.clone(), id)
}

pub(super) fn domain<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<&'f str> {
    facts.membership.domain_of(DocumentIndex(subject.index))
}

pub(super) fn build(facts: &Facts, subject: SubjectRef, fields: &Fields) -> Map<String, Value> {
    let document = document(facts, DocumentIndex(subject.index));
    let entries = document.map_or(&[][..], |document| document.root.entries()).iter();
    entries
        .filter(|entry| fields.wants(&entry.key))
        .map(|entry| (entry.key.to_string(), entry.node.to_json()))
        .collect()
}

pub(super) fn origin<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<Origin<'f>> {
    let index = DocumentIndex(subject.index);
    document(facts, index).map(|_| Origin::document(index))
}

pub(super) fn related<'f>(_facts: &'f Facts, _subject: SubjectRef) -> Vec<(Origin<'f>, String)> {
    Vec::new()
}
