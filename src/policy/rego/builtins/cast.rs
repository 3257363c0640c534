//! The casts that OPA deprecated and policies of before v1 still call: each lets one type through.

use std::collections::BTreeSet;

use regorus::Value;

use super::{Builtin, builtin};

pub(super) const BUILTINS: &[Builtin] = &[
    builtin("cast_array", 1, array),
    builtin("cast_boolean", 1, boolean),
    builtin("cast_null", 1, null),
    builtin("cast_object", 1, object),
    builtin("cast_set", 1, set),
    builtin("cast_string", 1, string),
];

fn array(args: &[Value]) -> Option<Value> {
    match args {
        [Value::Set(elements)] => Some(elements.iter().cloned().collect::<Vec<Value>>().into()),
        _ => only(args, |value| matches!(value, Value::Array(_))),
    }
}

fn set(args: &[Value]) -> Option<Value> {
    match args {
        [Value::Array(elements)] => Some(elements.iter().cloned().collect::<BTreeSet<Value>>().into()),
        _ => only(args, |value| matches!(value, Value::Set(_))),
    }
}

fn boolean(args: &[Value]) -> Option<Value> {
    only(args, |value| matches!(value, Value::Bool(_)))
}

fn null(args: &[Value]) -> Option<Value> {
    only(args, |value| matches!(value, Value::Null))
}

fn object(args: &[Value]) -> Option<Value> {
    only(args, |value| matches!(value, Value::Object(_)))
}

fn string(args: &[Value]) -> Option<Value> {
    only(args, |value| matches!(value, Value::String(_)))
}

fn only(args: &[Value], is_right: fn(&Value) -> bool) -> Option<Value> {
    match args {
        [value] if is_right(value) => Some(value.clone()),
        _ => None,
    }
}
