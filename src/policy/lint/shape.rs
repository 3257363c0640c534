//! What a value of a subject can look like, by the subject's JSON Schema.

use std::collections::BTreeSet;

use serde_json::Value;

/// One schema that a value may have, and the document that its references lead into.
#[derive(Clone, Copy, Debug)]
struct Alternative<'s> {
    root: &'s Value,
    node: &'s Value,
}

/// The schemas of which a value has one. Only `properties`, `additionalProperties`, `items`, `type`, `enum`, `const`, `$ref`
/// within the document and `anyOf`, `oneOf`, `allOf` are understood; a schema that says nothing of them allows everything.
#[derive(Clone, Debug, Default)]
pub(in crate::policy) struct Shape<'s> {
    alternatives: Vec<Alternative<'s>>,
}

/// What a step by a name leads to.
#[derive(Clone, Debug)]
pub(in crate::policy) enum Member<'s> {
    /// A value of this shape.
    Known(Shape<'s>),
    /// A value of which nothing is said; the names that are known beside it.
    Open(BTreeSet<&'s str>),
    /// Nothing: no value of this shape has such a member. The names that it has.
    Missing(BTreeSet<&'s str>),
}

/// References that are followed in a row; more are a circle.
const DEEPEST: usize = 16;

impl<'s> Shape<'s> {
    /// The shape that a whole schema describes.
    pub(in crate::policy) fn of(schema: &'s Value) -> Self {
        let mut shape = Self::default();
        shape.add(schema, schema, 0);
        shape
    }

    /// A value of either shape.
    pub(in crate::policy) fn or(mut self, other: Self) -> Self {
        self.alternatives.extend(other.alternatives);
        self
    }

    fn add(&mut self, root: &'s Value, node: &'s Value, depth: usize) {
        let reference = node.get("$ref").and_then(Value::as_str);
        if let Some(pointer) = reference.and_then(|reference| reference.strip_prefix('#')) {
            // What cannot be followed says nothing, and so allows everything.
            match root.pointer(pointer).filter(|_| depth < DEEPEST) {
                Some(target) => self.add(root, target, depth + 1),
                None => self.alternatives.push(Alternative { root, node }),
            }
            return;
        }
        let mut is_split = false;
        for keyword in ["anyOf", "oneOf", "allOf"] {
            for branch in node.get(keyword).and_then(Value::as_array).into_iter().flatten() {
                is_split = true;
                if depth < DEEPEST {
                    self.add(root, branch, depth + 1);
                }
            }
        }
        if !is_split || node.get("properties").is_some() {
            self.alternatives.push(Alternative { root, node });
        }
    }

    /// The member of this name.
    pub(in crate::policy) fn member(&self, name: &str) -> Member<'s> {
        let mut found = Self::default();
        let mut known = BTreeSet::new();
        let mut is_open = self.alternatives.is_empty();
        for Alternative { root, node } in &self.alternatives {
            if !allows(node, "object") {
                continue;
            }
            let properties = node.get("properties").and_then(Value::as_object);
            known.extend(properties.into_iter().flatten().map(|(name, _)| name.as_str()));
            match properties.and_then(|properties| properties.get(name)) {
                Some(member) => found.add(root, member, 0),
                None => match node.get("additionalProperties") {
                    Some(Value::Bool(false)) => {}
                    Some(members @ Value::Object(_)) => found.add(root, members, 0),
                    _ => is_open = true,
                },
            }
        }
        if is_open {
            Member::Open(known)
        } else if found.alternatives.is_empty() {
            Member::Missing(known)
        } else {
            Member::Known(found)
        }
    }

    /// Any element of a list, or any member of an object whose members are all alike; none where nothing is said.
    pub(in crate::policy) fn element(&self) -> Option<Self> {
        let mut found = Self::default();
        for Alternative { root, node } in &self.alternatives {
            if allows(node, "array") {
                found.add(root, node.get("items")?, 0);
            }
            if allows(node, "object") {
                let members = node.get("additionalProperties").filter(|members| members.is_object())?;
                if node.get("properties").is_some() {
                    return None;
                }
                found.add(root, members, 0);
            }
        }
        (!found.alternatives.is_empty()).then_some(found)
    }

    /// All values that there can be; none where they are not listed.
    pub(in crate::policy) fn values(&self) -> Option<Vec<&'s Value>> {
        static NULL: Value = Value::Null;
        let mut values = Vec::new();
        for Alternative { node, .. } in &self.alternatives {
            if let Some(listed) = node.get("enum").and_then(Value::as_array) {
                values.extend(listed);
            } else if let Some(only) = node.get("const") {
                values.push(only);
            } else if node.get("type").and_then(Value::as_str) == Some("null") {
                values.push(&NULL);
            } else {
                return None;
            }
        }
        (!values.is_empty()).then_some(values)
    }
}

/// Whether a schema allows values of a type.
fn allows(node: &Value, name: &str) -> bool {
    match node.get("type") {
        Some(Value::String(only)) => only == name,
        Some(Value::Array(types)) => types.iter().any(|one| one == name),
        _ => node.get("enum").is_none() && node.get("const").is_none(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Member, Shape};

    #[test]
    fn steps_follow_references_and_know_what_is_closed() {
        let schema = json!({
            "type": "object",
            "properties": {"ports": {"type": ["array", "null"], "items": {"$ref": "#/$defs/port"}}},
            "additionalProperties": false,
            "$defs": {"port": {"type": "object", "properties": {"state": {"enum": ["on", "off", null]}}}}
        });
        let shape = Shape::of(&schema);
        assert!(matches!(shape.member("port"), Member::Missing(known) if known.contains("ports")));
        let Member::Known(ports) = shape.member("ports") else {
            panic!("the member is known");
        };
        let port = ports.element().unwrap_or_default();
        assert!(matches!(port.member("stat"), Member::Open(_)));
        let Member::Known(state) = port.member("state") else {
            panic!("the member is known");
        };
        assert_eq!(state.values().map(|values| values.len()), Some(3));
        assert!(matches!(state.member("x"), Member::Missing(_)));
    }
}
