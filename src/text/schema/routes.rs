//! In how many ways a schema judges one and the same value: definitions that refer to the next one twice make these double
//! with every step.

use std::collections::BTreeMap;

use serde_json::Value;

/// The keywords whose schemas judge the value itself, none of its members.
const IN_PLACE: [&str; 7] = ["allOf", "anyOf", "oneOf", "not", "if", "then", "else"];

/// The longest chain of such schemas that is followed; a longer one counts as too many ways.
const MOST_STEPS: u32 = 256;

/// The most ways in which any part of a schema judges one value. A way that comes back to where it was is not followed:
/// the judge itself ends there.
pub(super) fn most(schema: &Value) -> u64 {
    let mut counted = BTreeMap::new();
    let mut most = 0;
    let mut pending = vec![schema];
    while let Some(part) = pending.pop() {
        match part {
            Value::Object(members) => {
                most = most.max(ways(part, schema, &mut counted, 0));
                pending.extend(members.values());
            }
            Value::Array(elements) => pending.extend(elements),
            _ => {}
        }
    }
    most
}

fn ways<'s>(part: &'s Value, root: &'s Value, counted: &mut BTreeMap<&'s str, u64>, steps: u32) -> u64 {
    if steps > MOST_STEPS {
        return u64::MAX;
    }
    let mut sum: u64 = 1;
    if let Some(reference) = part.get("$ref").and_then(Value::as_str)
        && let Some(pointer) = reference.strip_prefix('#')
        && let Some(target) = root.pointer(pointer)
    {
        let through = if let Some(known) = counted.get(reference) {
            *known
        } else {
            counted.insert(reference, 0);
            let through = ways(target, root, counted, steps + 1);
            counted.insert(reference, through);
            through
        };
        sum = sum.saturating_add(through);
    }
    for keyword in IN_PLACE {
        let inner = match part.get(keyword) {
            Some(Value::Array(branches)) => branches.as_slice(),
            Some(one) => std::slice::from_ref(one),
            None => &[],
        };
        for branch in inner {
            sum = sum.saturating_add(ways(branch, root, counted, steps + 1));
        }
    }
    for dependent in part
        .get("dependentSchemas")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        sum = sum.saturating_add(ways(dependent.1, root, counted, steps + 1));
    }
    sum
}
