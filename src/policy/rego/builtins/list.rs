//! Lists and sets.

use std::collections::BTreeSet;

use regorus::Value;

use super::{Builtin, builtin};

pub(super) const BUILTINS: &[Builtin] = &[
    builtin("all", 1, all),
    builtin("any", 1, any),
    builtin("array.flatten", 1, flatten),
    builtin("set_diff", 2, difference),
];

fn all(args: &[Value]) -> Option<Value> {
    Some(members(args)?.into_iter().all(is_true).into())
}

fn any(args: &[Value]) -> Option<Value> {
    Some(members(args)?.into_iter().any(is_true).into())
}

/// Takes away one level of nesting.
fn flatten(args: &[Value]) -> Option<Value> {
    let [Value::Array(elements)] = args else { return None };
    let mut flat: Vec<Value> = Vec::new();
    for element in elements.iter() {
        match element {
            Value::Array(inner) => flat.extend(inner.iter().cloned()),
            other => flat.push(other.clone()),
        }
    }
    Some(flat.into())
}

fn difference(args: &[Value]) -> Option<Value> {
    let [Value::Set(from), Value::Set(without)] = args else {
        return None;
    };
    let left: BTreeSet<Value> = from.iter().filter(|value| !without.contains(value)).cloned().collect();
    Some(left.into())
}

fn members(args: &[Value]) -> Option<Vec<&Value>> {
    match args {
        [Value::Array(elements)] => Some(elements.iter().collect()),
        [Value::Set(elements)] => Some(elements.iter().collect()),
        _ => None,
    }
}

fn is_true(value: &Value) -> bool {
    *value == Value::Bool(true)
}
