//! How much a call of a builtin can produce, worked out before it is made.

use regorus::Value;

/// The bytes that a value takes at least.
const CELL: u64 = 24;

/// Works out how many bytes a call with these arguments can produce; it may stop counting just over the second argument.
pub(super) type Cost = fn(&[Value], u64) -> u64;

/// How to work out the most that a builtin can produce; none for those that give no more than they take.
pub(super) fn cost(name: &str) -> Option<Cost> {
    Some(match name {
        "concat" => |args, left| match args {
            [separator, parts] => length(separator)
                .saturating_mul(count(parts))
                .saturating_add(weight(parts, left)),
            _ => 0,
        },
        "replace" => |args, _| match args {
            [text, old, new] => replaced(length(text), length(old), length(new)),
            _ => 0,
        },
        "regex.replace" => |args, _| match args {
            [text, _, new] => replaced(length(text), 0, length(new).saturating_add(length(text))),
            _ => 0,
        },
        "strings.replace_n" => |args, _| match args {
            [Value::Object(pairs), text] => pairs.iter().fold(length(text), |so_far, (old, new)| {
                replaced(so_far, length(old), length(new))
            }),
            _ => 0,
        },
        "sprintf" => |args, left| match args {
            [Value::String(format), values] => widths(format).saturating_add(weight(values, left)),
            _ => 0,
        },
        "split"
        | "regex.split"
        | "regex.find_n"
        | "regex.find_all_string_submatch_n"
        | "indexof_n"
        | "strings.split_n" => |args, _| {
            args.iter()
                .map(length)
                .fold(0, u64::saturating_add)
                .saturating_mul(4 * CELL)
        },
        // A value that holds another many times over is small until somebody walks through it.
        "json.marshal"
        | "json.marshal_with_options"
        | "base64.encode"
        | "base64url.encode"
        | "base64url.encode_no_pad"
        | "hex.encode"
        | "urlquery.encode"
        | "urlquery.encode_object"
        | "object.union"
        | "object.union_n"
        | "object.subset"
        | "json.filter"
        | "json.remove"
        | "sort"
        | "max"
        | "min"
        | "intersection"
        | "union" => |args, left| {
            args.iter().fold(0_u64, |so_far, arg| {
                so_far.saturating_add(weight(arg, left.saturating_sub(so_far)))
            })
        },
        _ => return cost_of_list(name),
    })
}

/// The same, for builtins that make many values or large numbers out of few.
fn cost_of_list(name: &str) -> Option<Cost> {
    Some(match name {
        "array.concat" | "numbers.range" | "numbers.range_step" => |args, _| match args {
            [Value::Number(from), Value::Number(to), rest @ ..] => {
                let distance = to.sub(from).ok().and_then(|distance| distance.as_f64());
                let step = match rest {
                    [Value::Number(step)] => step.as_f64().filter(|step| *step >= 1.0),
                    _ => None,
                };
                let elements = distance.map_or(f64::INFINITY, f64::abs) / step.unwrap_or(1.0);
                bytes_of(elements).saturating_add(1).saturating_mul(2 * CELL)
            }
            lists => lists
                .iter()
                .map(count)
                .fold(0, u64::saturating_add)
                .saturating_mul(CELL),
        },
        "array.flatten" => |args, _| match args {
            [Value::Array(lists)] => lists
                .iter()
                .map(|list| count(list).max(1))
                .fold(0, u64::saturating_add)
                .saturating_mul(CELL),
            _ => 0,
        },
        "net.cidr_contains_matches" => |args, _| {
            args.iter()
                .map(|list| count(list).max(1))
                .fold(1, u64::saturating_mul)
                .saturating_mul(4 * CELL)
        },
        "bits.lsh" => |args, _| match args {
            [value, Value::Number(shift)] => {
                bytes_of(shift.as_f64().unwrap_or(f64::INFINITY) / 8.0).saturating_add(weight(value, u64::MAX))
            }
            _ => 0,
        },
        "net.cidr_expand" => |args, _| match args {
            [Value::String(cidr)] => {
                let bits = if cidr.contains(':') { 128 } else { 32 };
                // What is no block has no addresses.
                let prefix = cidr.split_once('/').and_then(|(_, prefix)| prefix.parse::<u32>().ok());
                prefix.map_or(0, |prefix| {
                    1_u64
                        .checked_shl(u32::saturating_sub(bits, prefix))
                        .map_or(u64::MAX, |hosts| hosts.saturating_mul(4 * CELL))
                })
            }
            _ => 0,
        },
        _ => return None,
    })
}

fn replaced(text: u64, old: u64, new: u64) -> u64 {
    let places = text.checked_div(old).unwrap_or(text.saturating_add(1));
    text.saturating_add(places.saturating_mul(new))
}

/// The length of a format and the widths that it asks for.
fn widths(format: &str) -> u64 {
    format
        .split(|character: char| !character.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .map(|digits| digits.parse().unwrap_or(u64::MAX))
        .fold(format.len() as u64, u64::saturating_add)
}

fn length(value: &Value) -> u64 {
    match value {
        Value::String(text) => text.len() as u64,
        _ => 0,
    }
}

fn count(value: &Value) -> u64 {
    match value {
        Value::Array(elements) => elements.len() as u64,
        Value::Set(elements) => elements.len() as u64,
        Value::Object(members) => members.len() as u64,
        _ => 0,
    }
}

/// The bytes of a value written out, no further than just over `limit`.
fn weight(value: &Value, limit: u64) -> u64 {
    let mut total = 0_u64;
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        total = total.saturating_add(CELL);
        match value {
            Value::String(text) => total = total.saturating_add(text.len() as u64),
            Value::Array(elements) => waiting.extend(elements.iter()),
            Value::Set(elements) => waiting.extend(elements.iter()),
            Value::Object(members) => waiting.extend(members.iter().flat_map(|(key, value)| [key, value])),
            Value::Number(number) => total = total.saturating_add(number.as_u64().map_or(CELL, |_| 0)),
            Value::Null | Value::Bool(_) | Value::Undefined => {}
        }
        if total > limit {
            break;
        }
    }
    total
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast from a float saturates, and that is what is wanted"
)]
fn bytes_of(amount: f64) -> u64 {
    amount as u64
}
