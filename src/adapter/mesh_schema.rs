//! Our own documents against their JSON Schemas in `schemas/mesh`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::Value;

use crate::snapshot::{Kind, Problem, ProblemCode};
use crate::text::{Breach, Detail, Document, Pointer, Schema, SchemaError};

use super::adapted::problem;
use super::mesh::name_of;
use super::nearest::nearest;

/// A schema as text, as a value to look names up in, and compiled once somebody asks for it.
struct Shape {
    value: Value,
    schema: Schema,
}

impl Shape {
    fn compile(text: &str) -> Result<Self, SchemaError> {
        let value: Value = serde_json::from_str(text).map_err(|error| SchemaError {
            pointer: Pointer::root(),
            message: error.to_string().into(),
        })?;
        let schema = Schema::compile(&value)?;
        Ok(Self { value, schema })
    }

    /// The keys that the schema knows where a keyword refused one.
    fn keys_beside(&self, keyword: &Pointer) -> Vec<&str> {
        let object = keyword.as_str().rsplit_once('/').map_or("", |(object, _)| object);
        let properties = self.value.pointer(object).and_then(|schema| schema.get("properties"));
        let keys = properties.and_then(Value::as_object).into_iter().flatten();
        keys.map(|(key, _)| key.as_str()).collect()
    }
}

static SHAPES: LazyLock<BTreeMap<Kind, Result<Shape, SchemaError>>> = LazyLock::new(|| {
    [
        (Kind::Mesh, include_str!("../../schemas/mesh/mesh.schema.json")),
        (Kind::Domain, include_str!("../../schemas/mesh/domain.schema.json")),
        (
            Kind::SourceSystem,
            include_str!("../../schemas/mesh/source_system.schema.json"),
        ),
        (
            Kind::Blueprint,
            include_str!("../../schemas/mesh/blueprint.schema.json"),
        ),
        (
            Kind::Authority,
            include_str!("../../schemas/mesh/authority.schema.json"),
        ),
        (
            Kind::PolicySet,
            include_str!("../../schemas/mesh/policy_set.schema.json"),
        ),
        (
            Kind::Exemption,
            include_str!("../../schemas/mesh/exemption.schema.json"),
        ),
        (Kind::Approval, include_str!("../../schemas/mesh/approval.schema.json")),
    ]
    .into_iter()
    .map(|(kind, text)| (kind, Shape::compile(text)))
    .collect()
});

/// Everything in a document that its kind's schema refuses, but for `apiVersion`, `kind` and a missing name, which whoever
/// reads the document tells better.
pub(super) fn problems(document: &Document, kind: Kind) -> Vec<Problem> {
    // A test compiles every schema, so that this one is there.
    let Some(Ok(shape)) = SHAPES.get(&kind) else {
        return Vec::new();
    };
    let breaches = shape.schema.breaches(&document.root.to_json());
    breaches
        .into_iter()
        .filter(|breach| !is_told_elsewhere(breach))
        .flat_map(|breach| of_breach(document, kind, shape, breach))
        .collect()
}

fn is_told_elsewhere(breach: &Breach) -> bool {
    let is_head = |key: &str| matches!(key, "apiVersion" | "kind" | "name");
    match &breach.detail {
        Detail::Missing(key) => breach.pointer == Pointer::root() && is_head(key),
        _ => matches!(breach.pointer.as_str(), "/apiVersion" | "/kind"),
    }
}

fn of_breach(document: &Document, kind: Kind, shape: &Shape, breach: Breach) -> Vec<Problem> {
    let invalid = |place, message, help| problem(document, ProblemCode::Invalid, place, message, help, None);
    match breach.detail {
        Detail::Unexpected(keys) => {
            let known = shape.keys_beside(&breach.schema_pointer);
            let owner = document.root.find(&breach.pointer);
            let unknown = |key: &str| {
                let entry = owner.and_then(|owner| owner.entries().iter().find(|entry| &*entry.key == key));
                let place = (breach.pointer.key(key), entry.map(|entry| entry.key_span));
                let message = format!("`{key}` is not known in {}", within(kind, &breach.pointer));
                let help = match nearest(key, known.iter().copied()) {
                    Some(meant) => Some(format!("did you mean `{meant}`?")),
                    None if known.is_empty() => None,
                    None => Some(format!("what is known there: {}", known.join(", "))),
                };
                invalid(place, message, help)
            };
            keys.iter().map(|key| unknown(key)).collect()
        }
        Detail::Allowed(values) => {
            let written = document.root.find(&breach.pointer).and_then(|node| node.as_str());
            let allowed = values.iter().filter_map(Value::as_str);
            let meant = written.and_then(|written| nearest(written, allowed));
            let help = meant.map(|meant| format!("did you mean `{meant}`?"));
            vec![invalid((breach.pointer, None), breach.message.into(), help)]
        }
        Detail::None | Detail::Missing(_) => vec![invalid((breach.pointer, None), breach.message.into(), None)],
    }
}

/// The part of a document in words, such as ``a Domain`` or ``team` of a Domain``.
fn within(kind: Kind, pointer: &Pointer) -> String {
    let article = if name_of(kind).starts_with(['A', 'E']) {
        "an"
    } else {
        "a"
    };
    let whole = format!("{article} {}", name_of(kind));
    let path: Vec<String> = pointer
        .tokens()
        .filter(|token| token.parse::<usize>().is_err())
        .collect();
    if path.is_empty() {
        return whole;
    }
    format!("`{}` of {whole}", path.join("."))
}

#[cfg(test)]
mod tests {
    use super::{SHAPES, Shape};
    use crate::snapshot::Kind;

    #[test]
    fn every_schema_compiles_and_names_its_kind() {
        for (kind, shape) in SHAPES.iter() {
            let Ok(Shape { value, .. }) = shape else {
                panic!("the schema of {kind} does not compile: {:?}", shape.as_ref().err());
            };
            assert_eq!(value["properties"]["kind"]["const"], super::name_of(*kind));
        }
    }

    #[test]
    fn the_kinds_that_a_schema_lists_are_all_kinds() {
        let names: Vec<_> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        for (kind, place) in [
            (Kind::Exemption, "/properties/subject/properties/kind/enum"),
            (
                Kind::PolicySet,
                "/properties/overrides/items/properties/subjects/properties/kinds/items/enum",
            ),
        ] {
            let Some(Ok(shape)) = SHAPES.get(&kind) else {
                panic!("no schema of {kind}");
            };
            assert_eq!(shape.value.pointer(place), Some(&serde_json::json!(names)), "{kind}");
        }
    }

    #[test]
    fn every_key_is_described_for_its_users() {
        fn undescribed(schema: &serde_json::Value, place: &str, found: &mut Vec<String>) {
            for (key, property) in schema["properties"].as_object().into_iter().flatten() {
                let place = format!("{place}/{key}");
                if !property["description"].is_string() {
                    found.push(place.clone());
                }
                undescribed(property, &place, found);
                undescribed(&property["items"], &place, found);
            }
        }
        for (kind, shape) in SHAPES.iter() {
            let mut found = Vec::new();
            if let Ok(shape) = shape {
                undescribed(&shape.value, "", &mut found);
            }
            assert_eq!(found, Vec::<String>::new(), "{kind}");
        }
    }
}
