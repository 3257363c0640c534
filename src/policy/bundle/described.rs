//! The schema that a policy's annotation gives its input: `schemas: [{input: schema["product"]}]`, as OPA reads it.

use crate::policy::error::PolicyErrorKind as What;
use crate::snapshot::Kind;
use crate::text::Node;

use super::reader::Reader;

/// Whether a schema of which nobody knows is a mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strangers {
    /// The policy is ours, and there are no schemas but those of subjects.
    Refuse,
    /// The policy is of others, who may have schemas of their own.
    Ignore,
}

/// The kinds whose schemas an annotation names for `input`. Schemas for other paths, and those written out, are OPA's affair.
pub(super) fn kinds(root: &Node, strangers: Strangers, reader: &mut Reader<'_>) -> Vec<Kind> {
    let mut kinds = Vec::new();
    for entry in root.get("schemas").map(Node::elements).unwrap_or_default() {
        let Some((node, name)) = entry.get("input").and_then(|node| Some((node, name(node.as_str()?)?))) else {
            continue;
        };
        match Kind::from_name(&name) {
            Some(kind) => kinds.push(kind),
            None if strangers == Strangers::Refuse => reader.error(node.span, What::unknown_kind(&name)),
            None => {}
        }
    }
    kinds
}

/// The last name of `schema.product`, `schema["product"]`, `schema.subjects.product` or `schema["product.schema"]`.
fn name(reference: &str) -> Option<String> {
    let path = reference.trim().strip_prefix("schema")?;
    let last = match path.rsplit_once("[\"") {
        Some((_, quoted)) => quoted.strip_suffix("\"]")?,
        None => path.rsplit_once('.')?.1,
    };
    Some(last.strip_suffix(".schema").unwrap_or(last).to_owned())
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn every_way_of_naming_a_schema_is_understood() {
        for reference in [
            "schema.product",
            "schema[\"product\"]",
            "schema.subjects.product",
            "schema[\"product.schema\"]",
            "schema.subjects[\"product.schema\"]",
        ] {
            assert_eq!(name(reference).as_deref(), Some("product"), "{reference}");
        }
        assert_eq!(name("{type: object}"), None);
    }
}
