//! Small meshes for tests: from the text of their files to subjects.

use serde_json::{Value, json};

use super::{Facts, Fields, SubjectRef};
use crate::adapter::{adapt, recognise};
use crate::snapshot::{DocumentIndex, Kind, Snapshot};
use crate::text::{Limits, parse};

/// A snapshot of these files, in the order of their names whatever order they come in.
pub(super) fn snapshot(files: &[(String, String)]) -> Snapshot {
    let mut files: Vec<&(String, String)> = files.iter().collect();
    files.sort();
    let mut snapshot = Snapshot::default();
    for (name, text) in files {
        for document in parse(name, text.as_bytes(), &Limits::default()).documents {
            let Some(format) = recognise(name, &document.root) else {
                continue;
            };
            let index = DocumentIndex(u32::try_from(snapshot.documents.len()).unwrap_or(u32::MAX));
            if let Some(object) = adapt(index, &document, format).object {
                object.declare(&mut snapshot.declared);
            }
            snapshot.documents.push(document.into());
        }
    }
    snapshot
}

/// Adds rows of the tenant.
pub(super) fn observe(snapshot: &mut Snapshot, tables: &[(Kind, Vec<Value>)]) {
    for (kind, rows) in tables {
        let lines: Vec<String> = rows.iter().map(Value::to_string).collect();
        let (table, _) = crate::snapshot::Table::parse("rows.ndjson", *kind, lines.join("\n"));
        snapshot.observed.tables.insert(*kind, table.into());
    }
}

/// Files that hold one JSON document each.
pub(super) fn files(list: &[(&str, Value)]) -> Vec<(String, String)> {
    list.iter()
        .map(|(name, document)| ((*name).to_owned(), document.to_string()))
        .collect()
}

/// Every subject of a kind, with all fields.
pub(super) fn subjects(snapshot: &Snapshot, kind: Kind) -> Vec<Value> {
    let facts = Facts::derive(snapshot, None, jiff::civil::date(2026, 11, 23));
    (0..facts.count(kind))
        .map(|index| facts.subject(SubjectRef { kind, index }, &Fields::All))
        .collect()
}

/// Every subject of a kind, compared with an earlier state.
pub(super) fn subjects_since(base: &Snapshot, snapshot: &Snapshot, kind: Kind) -> Vec<Value> {
    let facts = Facts::derive(snapshot, Some(base), jiff::civil::date(2026, 11, 23));
    (0..facts.count(kind))
        .map(|index| facts.subject(SubjectRef { kind, index }, &Fields::All))
        .collect()
}

/// A product with these further fields.
pub(super) fn product(id: &str, domain: &str, alignment: &str, more: Value) -> Value {
    let mut product = json!({"apiVersion": "v1.0.0", "kind": "DataProduct", "id": id, "name": id, "status": "active",
        "domain": domain, "type": alignment});
    if let (Some(product), Value::Object(more)) = (product.as_object_mut(), more) {
        product.extend(more);
    }
    product
}

/// An active contract with these further fields.
pub(super) fn contract(id: &str, more: Value) -> Value {
    let mut contract =
        json!({"apiVersion": "v3.0.2", "kind": "DataContract", "id": id, "version": "1.0.0", "status": "active"});
    if let (Some(contract), Value::Object(more)) = (contract.as_object_mut(), more) {
        contract.extend(more);
    }
    contract
}

/// `customProperties`.
pub(super) fn custom(properties: &[(&str, Value)]) -> Value {
    properties
        .iter()
        .map(|(property, value)| json!({"property": property, "value": value}))
        .collect()
}

/// A domain whose files lie beside and below its own.
pub(super) fn domain(name: &str) -> Value {
    json!({"apiVersion": "meshgov/v1", "kind": "Domain", "name": name})
}

/// The linked service `link`.
pub(super) fn linked_service(kind: &str, settings: Value) -> Value {
    let mut document = json!({"name": "link", "properties": {"type": kind}});
    document["properties"]["typeProperties"] = settings;
    document
}

/// The dataset `data` at `link`.
pub(super) fn dataset(kind: &str, settings: Value, parameters: Value) -> Value {
    let mut document = json!({"name": "data", "properties": {"type": kind,
        "linkedServiceName": {"referenceName": "link", "type": "LinkedServiceReference"}}});
    document["properties"]["typeProperties"] = settings;
    document["properties"]["parameters"] = parameters;
    document
}

/// The pipeline `load` whose copy `orders` reads `data`.
pub(super) fn pipeline(source: Value, arguments: Value) -> Value {
    let mut copy = json!({"name": "orders", "type": "Copy", "typeProperties": {"sink": {"type": "ParquetSink"}},
        "inputs": [{"referenceName": "data", "type": "DatasetReference"}]});
    copy["typeProperties"]["source"] = source;
    copy["inputs"][0]["parameters"] = arguments;
    json!({"name": "load", "properties": {"activities": [copy]}})
}

/// `id <- domain/product via evidence, ...` of every source.
pub(super) fn sources(snapshot: &Snapshot) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let line = |source: &Value| {
        let ingestions = source["ingestions"].as_array().cloned().unwrap_or_default();
        let readers: Vec<String> = ingestions
            .iter()
            .map(|one| {
                format!(
                    "{}/{} {} {}",
                    text(&one["domain"]),
                    text(&one["product"]),
                    text(&one["via"]),
                    text(&one["evidence"])
                )
            })
            .collect();
        let reason = source["reason"]
            .as_str()
            .map(|reason| format!(" ({reason})"))
            .unwrap_or_default();
        format!("{}{reason} <- {}", text(&source["id"]), readers.join(", "))
    };
    subjects(snapshot, Kind::Source).iter().map(line).collect()
}
