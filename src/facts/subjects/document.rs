//! Raw documents as subjects: exactly what the file holds, and nothing else.

use serde_json::{Map, Value};

use crate::adapter::{Format, recognise};
use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::origin::Origin;
use crate::facts::subject::{SubjectRef, number};
use crate::snapshot::{DocumentIndex, Kind};
use crate::text::redact;

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
    let Some(document) = document(facts, DocumentIndex(subject.index)) else {
        return Map::new();
    };
    let entries = document.root.entries().iter();
    let mut members: Map<String, Value> = entries
        .filter(|entry| fields.wants(&entry.key))
        .map(|entry| (entry.key.to_string(), entry.node.to_json()))
        .collect();
    // Connections are the one sort of document that holds passwords; all others stay as they stand.
    if let Some(Format::Pipeline | Format::PipelineDataset | Format::LinkedService) =
        recognise(document.source.name(), &document.root)
    {
        members.values_mut().for_each(redact);
    }
    members
}

pub(super) fn origin<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<Origin<'f>> {
    let index = DocumentIndex(subject.index);
    document(facts, index).map(|_| Origin::document(index))
}

pub(super) fn related<'f>(_facts: &'f Facts, _subject: SubjectRef) -> Vec<(Origin<'f>, String)> {
    Vec::new()
}
