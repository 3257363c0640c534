//! Raw documents as subjects: exactly what the file holds, and nothing else. Of a list, each element is one.

use serde_json::{Map, Value};

use crate::adapter::{Format, recognise};
use crate::facts::derive::Facts;
use crate::facts::document::Part;
use crate::facts::fields::Fields;
use crate::facts::origin::Origin;
use crate::facts::subject::{SubjectRef, number};
use crate::snapshot::Kind;
use crate::text::{Node, redact};

use super::declared::{document, document_id};

pub(super) fn count(facts: &Facts, _kind: Kind) -> u32 {
    number(facts.documents.len())
}

pub(super) fn key(facts: &Facts, subject: SubjectRef) -> (Box<str>, Box<str>) {
    let Some(part) = part(facts, subject) else {
        return ("document".into(), "document".into());
    };
    let whole = document_id(facts, part.document);
    let pointer = part.pointer();
    let id: Box<str> = match pointer.as_str() {
        "" => whole,
        pointer if whole.contains('#') => format!("{whole}{pointer}").into(),
        pointer => format!("{whole}#{pointer}").into(),
    };
    (id.clone(), id)
}

pub(super) fn domain<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<&'f str> {
    facts.membership.domain_of(part(facts, subject)?.document)
}

pub(super) fn build(facts: &Facts, subject: SubjectRef, fields: &Fields) -> Map<String, Value> {
    let found = part(facts, subject).and_then(|part| Some((part, document(facts, part.document)?)));
    let Some((part, document)) = found else {
        return Map::new();
    };
    let entries = part.of(&document.root).map_or(&[][..], Node::entries).iter();
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
    part(facts, subject).map(|part| Origin::Declared(part.document, part.pointer()))
}

fn part(facts: &Facts, subject: SubjectRef) -> Option<Part> {
    facts.documents.get(subject.index as usize).copied()
}

pub(super) fn related<'f>(_facts: &'f Facts, _subject: SubjectRef) -> Vec<(Origin<'f>, String)> {
    Vec::new()
}
