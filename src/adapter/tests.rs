//! Documents of every variant, through the one door that adapters have.

mod factories;
mod own_kinds;
mod registries;
mod standards;

use serde_json::{Value as Json, json};

use super::{Adapted, Format, adapt, recognise};
use crate::snapshot::{DocumentIndex, Location, Problem, ProblemCode};
use crate::text::{Document, Limits, parse};

fn parsed(file: &str, text: &str) -> Document {
    let parsed = parse(file, text.as_bytes(), &Limits::default());
    assert_eq!(parsed.problems, []);
    let Some(document) = parsed.documents.into_iter().next() else {
        panic!("{file} holds no document");
    };
    document
}

fn adapted(file: &str, json: &Json) -> Option<(Format, Adapted)> {
    let document = parsed(file, &json.to_string());
    let format = recognise(file, &document.root)?;
    Some((format, adapt(DocumentIndex(0), &document, format)))
}

fn format(json: &Json) -> Option<Format> {
    recognise("a/b.yaml", &parsed("a/b.yaml", &json.to_string()).root)
}

fn codes(adapted: &Adapted) -> Vec<ProblemCode> {
    adapted.problems.iter().map(|problem| problem.code).collect()
}

#[test]
fn documents_are_recognised_by_what_they_hold() {
    let reference = json!({"referenceName": "db", "type": "LinkedServiceReference"});
    for (json, expected) in [
        (
            json!({"kind": "DataContract", "apiVersion": "v3.1.0"}),
            Some(Format::Odcs),
        ),
        (json!({"kind": "DataContract"}), Some(Format::Odcs)),
        (json!({"kind": "DataContract", "apiVersion": 3}), Some(Format::Odcs)),
        (
            json!({"kind": "Datacontract", "apiVersion": "3.0.2"}),
            Some(Format::Odcs),
        ),
        (json!({"kind": "DataContract", "apiVersion": "example.com/v1"}), None),
        (json!({"apiVersion": "v3.0.2", "schema": []}), Some(Format::Odcs)),
        (json!({"apiVersion": "v3.0.2", "swagger": 2}), None),
        (json!({"dataContractSpecification": "1.2.1", "id": "x"}), None),
        (
            json!({"kind": "DataProduct", "apiVersion": "v1.0.0"}),
            Some(Format::Odps),
        ),
        (
            json!({"kind": "DataProducts", "apiVersion": "v1.0.0"}),
            Some(Format::Odps),
        ),
        (json!({"kind": "dataproduct", "version": "1.0.0"}), None),
        (json!({"kind": "Deployment", "apiVersion": "apps/v1"}), None),
        (json!({"kind": "Service", "apiVersion": "v1"}), None),
        (
            json!({"kind": "Domain", "apiVersion": "meshgov/v1"}),
            Some(Format::Mesh),
        ),
        (
            json!({"kind": "Anything", "apiVersion": "meshgov/v7"}),
            Some(Format::Mesh),
        ),
        (json!({"kind": "Domain", "name": "sales"}), Some(Format::Mesh)),
        (
            json!({"kind": "Domain", "apiVersion": "backstage.io/v1alpha1", "metadata": {}}),
            None,
        ),
        (
            json!({"name": "p", "properties": {"activities": []}}),
            Some(Format::Pipeline),
        ),
        (json!({"properties": {"activities": []}}), Some(Format::Pipeline)),
        (
            json!({"name": "d", "properties": {"type": "Parquet", "linkedServiceName": reference}}),
            Some(Format::PipelineDataset),
        ),
        (
            json!({"name": "l", "properties": {"type": "AzureBlobFS", "typeProperties": {}}}),
            Some(Format::LinkedService),
        ),
        (
            json!({"name": "t", "properties": {"type": "ScheduleTrigger", "typeProperties": {}}}),
            None,
        ),
        (
            json!({"name": "f", "properties": {"type": "MappingDataFlow", "typeProperties": {}}}),
            None,
        ),
        (
            json!({"name": "r", "properties": {"type": "SelfHosted", "typeProperties": {}}}),
            None,
        ),
        (json!({"type": "AzureBatch", "typeProperties": {}}), None),
        (
            json!({"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "resources": []}),
            None,
        ),
        (json!({"parameters": {"name": {"value": "x"}}}), None),
        (json!([{"kind": "DataContract"}]), None),
        (json!("kind"), None),
    ] {
        assert_eq!(format(&json), expected, "{json}");
    }
    let bare = parsed("batch.json", r#"{"type": "AzureBatch", "typeProperties": {}}"#).root;
    assert_eq!(
        recognise("adf/linkedService/batch.json", &bare),
        Some(Format::LinkedService)
    );
}

/// What a reader sees of a problem: line, column, pointer, message, help.
fn shown(problem: &Problem) -> (u32, u32, &str, &str, &str) {
    let Location::File {
        place: Some(place),
        pointer: Some(pointer),
        ..
    } = &problem.location
    else {
        panic!("no place: {problem:?}");
    };
    let help = problem.help.as_deref().unwrap_or_default();
    (
        place.line.get(),
        place.column.get(),
        pointer.as_str(),
        &problem.message,
        help,
    )
}
