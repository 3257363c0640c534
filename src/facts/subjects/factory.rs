//! Pipelines, their datasets and linked services as subjects: those of git folders first, then those of the tenant.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::origin::Origin;
use crate::facts::relation::path_json;
use crate::facts::source::PipelineKey;
use crate::facts::subject::{SubjectRef, number};
use crate::snapshot::{DocumentIndex, Factory, Kind, Pipeline, Table};
use crate::text::redact;

use super::declared::{document_id, put_native};

/// Where a subject of these kinds comes from.
enum Object<'f> {
    /// A file of a git folder.
    Declared {
        document: DocumentIndex,
        name: &'f str,
        factory: &'f Factory,
    },
    /// A row of the tenant.
    Observed { row: u32, value: Map<String, Value> },
}

pub(super) fn count(facts: &Facts, kind: Kind) -> u32 {
    declared_count(facts, kind) + table(facts, kind).map_or(0, |table| number(table.len()))
}

pub(super) fn key(facts: &Facts, subject: SubjectRef) -> (Box<str>, Box<str>) {
    match object(facts, subject) {
        Some(Object::Declared { document, name, .. }) => (document_id(facts, document), name.into()),
        Some(Object::Observed { value, .. }) => {
            let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default();
            let id: Box<str> = text("id").into();
            let name = Some(text("name")).filter(|name| !name.is_empty()).unwrap_or(&id);
            (id.clone(), name.into())
        }
        None => (subject.kind.name().into(), subject.kind.name().into()),
    }
}

pub(super) fn domain<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<&'f str> {
    match object(facts, subject)? {
        Object::Declared { document, .. } => facts.membership.domain_of(document),
        Object::Observed { value, .. } => facts.domain_at(value.get("id").and_then(Value::as_str)?),
    }
}

pub(super) fn build(facts: &Facts, subject: SubjectRef, fields: &Fields) -> Map<String, Value> {
    let mut members = Map::new();
    match object(facts, subject) {
        Some(Object::Declared { document, factory, .. }) => {
            put_native(facts, document, fields, &mut members);
            let (Factory::Folder(factory) | Factory::Azure(factory)) = factory;
            if fields.wants("factory") {
                members.insert("factory".into(), (**factory).into());
            }
            let pipeline = facts.snapshot.declared.pipelines.get(subject.index as usize);
            if let Some(pipeline) = pipeline.filter(|_| subject.kind == Kind::Pipeline && fields.wants("copies")) {
                members.insert("copies".into(), copies(facts, subject.index, pipeline));
            }
        }
        Some(Object::Observed { row, value }) => {
            let id = value.get("id").and_then(Value::as_str).unwrap_or_default();
            let factory = id.rsplitn(3, '/').nth(2).unwrap_or_default().to_lowercase();
            if fields.wants("factory") {
                members.insert("factory".into(), factory.into());
            }
            if subject.kind == Kind::Pipeline && fields.wants("copies") {
                members.insert("copies".into(), seen_copies(facts, row));
            }
            for (name, value) in value {
                let name = if name == "kind" { "azure_kind".to_owned() } else { name };
                if fields.wants(&name) {
                    members.insert(name, value);
                }
            }
        }
        None => {}
    }
    // A connection is often written with its password in it; no policy needs that, and no report may show it.
    members.values_mut().for_each(redact);
    members
}

pub(super) fn origin<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<Origin<'f>> {
    match object(facts, subject)? {
        Object::Declared { document, .. } => Some(Origin::document(document)),
        Object::Observed { value, .. } => {
            let id = value.get("id").and_then(Value::as_str)?;
            Some(Origin::Observed(Cow::Owned(id.to_owned())))
        }
    }
}

pub(super) fn related<'f>(_facts: &'f Facts, _subject: SubjectRef) -> Vec<(Origin<'f>, String)> {
    Vec::new()
}

fn object<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<Object<'f>> {
    let declared = &facts.snapshot.declared;
    let index = subject.index as usize;
    let found = match subject.kind {
        Kind::Pipeline => {
            let pipeline = declared.pipelines.get(index);
            pipeline.map(|object| (object.document, &object.name, &object.factory))
        }
        Kind::PipelineDataset => {
            let dataset = declared.pipeline_datasets.get(index);
            dataset.map(|object| (object.document, &object.name, &object.factory))
        }
        _ => {
            let linked_service = declared.linked_services.get(index);
            linked_service.map(|object| (object.document, &object.name, &object.factory))
        }
    };
    if let Some((document, name, factory)) = found {
        return Some(Object::Declared {
            document: document?,
            name,
            factory,
        });
    }
    let row = subject.index.checked_sub(declared_count(facts, subject.kind))?;
    let text = table(facts, subject.kind)?.row(row as usize);
    match serde_json::from_str(text) {
        Ok(Value::Object(value)) => Some(Object::Observed { row, value }),
        _ => None,
    }
}

fn declared_count(facts: &Facts, kind: Kind) -> u32 {
    let declared = &facts.snapshot.declared;
    number(match kind {
        Kind::Pipeline => declared.pipelines.len(),
        Kind::PipelineDataset => declared.pipeline_datasets.len(),
        _ => declared.linked_services.len(),
    })
}

fn table<'f>(facts: &'f Facts, kind: Kind) -> Option<&'f Table> {
    facts.snapshot.observed.tables.get(&kind).map(AsRef::as_ref)
}

/// Every copy with what it reads, and where in the document it is.
fn copies(facts: &Facts, index: u32, pipeline: &Pipeline) -> Value {
    let reads = facts.sources.reads(&PipelineKey::Declared(index));
    let copies = pipeline.copies.iter().enumerate();
    copies
        .map(|(copy, activity)| {
            let of_copy = reads.iter().filter(|read| read.copy == number(copy));
            let sources: Vec<&str> = of_copy.map(|read| &*read.source).collect();
            json!({"name": activity.name, "reads": sources, "path": path_json(&activity.pointer)})
        })
        .collect()
}

fn seen_copies(facts: &Facts, row: u32) -> Value {
    let reads = facts.sources.reads(&PipelineKey::Observed(row)).iter();
    reads
        .map(|read| json!({"name": read.name, "reads": [read.source], "path": []}))
        .collect()
}
