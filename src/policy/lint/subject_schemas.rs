//! The schemas of subjects, `schemas/subjects/<kind>.schema.json`, as they come with the program.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use include_dir::{Dir, include_dir};
use serde_json::Value;

use crate::snapshot::Kind;

use super::shape::Shape;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/schemas/subjects");

static SCHEMAS: LazyLock<BTreeMap<Kind, Value>> = LazyLock::new(|| {
    let schema = |kind: &Kind| {
        let file = FILES.get_file(format!("{kind}.schema.json"))?;
        Some((*kind, serde_json::from_slice(file.contents()).ok()?))
    };
    Kind::ALL.iter().filter_map(schema).collect()
});

/// The shape of a subject that is of one of these kinds; none where one of them has no schema.
pub(in crate::policy) fn shape_of(kinds: &[Kind]) -> Option<Shape<'static>> {
    let shapes = kinds.iter().map(|kind| SCHEMAS.get(kind).map(Shape::of));
    shapes.reduce(|one, other| Some(one?.or(other?))).flatten()
}

#[cfg(test)]
mod tests {
    use crate::snapshot::Kind;

    #[test]
    fn every_kind_has_a_schema_that_can_be_read() {
        for kind in Kind::ALL {
            assert!(super::shape_of(&[*kind]).is_some(), "{kind}");
        }
    }
}
