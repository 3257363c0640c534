//! The list of rules for other tools.

use jiff::civil::Date;
use serde_json::{Map, Value, json};

use crate::policy::{Metadata, Point, Policy};

use super::parts::{effective_level, stages};

/// The rules as one JSON object, `version` 1: everything that their metadata says, their levels on a day, and their place.
pub fn listing<'a>(policies: impl IntoIterator<Item = &'a Policy>, day: Date) -> String {
    let policies: Vec<Value> = policies.into_iter().map(|policy| entry(policy, day)).collect();
    let list = json!({ "version": 1, "as_of": day.to_string(), "policies": policies });
    format!("{list:#}\n")
}

fn entry(policy: &Policy, day: Date) -> Value {
    let metadata = &policy.metadata;
    let place = policy.source.place(policy.span);
    json!({
        "id": metadata.id.to_string(),
        "code": metadata.code,
        "title": metadata.title,
        "description": metadata.description,
        "owner": metadata.owner,
        "subjects": metadata.subjects.iter().map(|kind| kind.name()).collect::<Vec<_>>(),
        "severity": metadata.severity.name(),
        "class": metadata.class.name(),
        "levels": {
            "gate": levels(metadata, Point::Gate, day),
            "audit": levels(metadata, Point::Audit, day),
        },
        "parameters": parameters(metadata),
        "requires": metadata.requires.iter().map(|kind| kind.name()).collect::<Vec<_>>(),
        "remediation": metadata.remediation,
        "related_resources": metadata.related_resources,
        "location": { "file": policy.source.name(), "line": place.line.get() },
    })
}

fn levels(metadata: &Metadata, point: Point, day: Date) -> Value {
    let stages: Vec<Value> = stages(metadata, point)
        .iter()
        .map(|(from, level)| json!({ "from": from.map(|from| from.to_string()), "level": level.name() }))
        .collect();
    json!({ "effective": effective_level(metadata, point, day).name(), "stages": stages })
}

fn parameters(metadata: &Metadata) -> Map<String, Value> {
    let entries = metadata.parameters.iter().map(|(name, parameter)| {
        let entry = json!({
            "type": parameter.kind.name(),
            "default": parameter.default,
            "effective": parameter.default,
            "set_by": metadata.id.to_string(),
            "tighter": parameter.tighter.name(),
            "description": parameter.description,
        });
        (name.to_string(), entry)
    });
    entries.collect()
}
