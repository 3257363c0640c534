//! What policies may call, and how much it may produce.
//!
//! The interpreter checks its time limit between expressions, so what a single call of a builtin does is bounded here: a
//! builtin whose result can be much larger than its arguments is called through a wrapper, which first works out how large
//! the result can be and counts it against the memory limit of the judgement. What policies build up themselves grows by
//! one value per expression, and is bounded by the time limit.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use regorus::unstable::{BUILTINS, Expr, Ref, Source, Span};
use regorus::{Engine, Value};

use super::lacking;

/// The bytes that a value takes at least.
const CELL: u64 = 24;

/// Builtins that exist in OPA and are refused here, and why.
const REFUSED: &[(&str, &str)] = &[
    (
        "graph.reachable_paths",
        "the number of paths grows beyond any limit; use `graph.reachable`",
    ),
    (
        "http.send",
        "policies have no network: what they need must be a fact or a parameter",
    ),
    (
        "net.lookup_ip_addr",
        "policies have no network: what they need must be a fact or a parameter",
    ),
    (
        "opa.runtime",
        "policies do not see the environment: what they need must be a fact or a parameter",
    ),
    ("rand.intn", "a policy must say the same of the same subject every time"),
    ("trace", "use `print`"),
    (
        "uuid.rfc4122",
        "a policy must say the same of the same subject every time",
    ),
];

/// What makes a called builtin unusable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It must not be used, and why.
    Forbidden(&'static str),
    /// OPA has it and this engine does not, and what to do instead.
    Lacking(&'static str),
    /// There is none, and what is called most like it.
    Unknown(Option<&'static str>),
}

/// Whether a builtin may be called.
pub(in crate::policy) fn refuse(name: &str) -> Option<Refusal> {
    if let Some((_, why)) = REFUSED.iter().find(|(refused, _)| *refused == name) {
        return Some(Refusal::Forbidden(why));
    }
    if name == "print" || BUILTINS.contains_key(name) {
        return None;
    }
    if let Some(instead) = lacking::instead(name) {
        return Some(Refusal::Lacking(instead));
    }
    let mut names: Vec<&'static str> = BUILTINS
        .keys()
        .copied()
        .filter(|name| !name.starts_with("__"))
        .collect();
    names.sort_unstable();
    Some(Refusal::Unknown(crate::policy::nearest::nearest(name, names)))
}

/// Whether there is a builtin of this name, allowed or refused.
pub(super) fn is_known(name: &str) -> bool {
    BUILTINS.contains_key(name) || REFUSED.iter().any(|(refused, _)| *refused == name)
}

/// How much a judgement has produced through builtins, in bytes; shared with the wrappers in its engine.
#[derive(Clone, Debug)]
pub(super) struct Meter {
    produced: Arc<AtomicU64>,
    limit: u64,
}

impl Meter {
    pub(super) fn new(limit: u64) -> Self {
        Self {
            produced: Arc::default(),
            limit,
        }
    }

    pub(super) fn reset(&self) {
        self.produced.store(0, Ordering::Relaxed);
    }

    /// Whether the limit was passed. A policy may swallow the error of a call; it cannot undo this.
    pub(super) fn is_over(&self) -> bool {
        self.produced.load(Ordering::Relaxed) > self.limit
    }

    fn left(&self) -> u64 {
        self.limit.saturating_sub(self.produced.load(Ordering::Relaxed))
    }

    fn add(&self, bytes: u64) -> bool {
        let before = self.produced.load(Ordering::Relaxed);
        self.produced.store(before.saturating_add(bytes), Ordering::Relaxed);
        !self.is_over()
    }
}

/// Puts the wrappers of the called builtins into an engine, and the clock that stands still at `now` (nanoseconds).
pub(super) fn install<'a>(
    engine: &mut Engine,
    called: impl IntoIterator<Item = &'a str>,
    meter: &Meter,
    now: i64,
) -> Result<(), String> {
    for name in called {
        if name == "time.now_ns" {
            engine
                .add_extension(name.to_owned(), 0, Box::new(move |_| Ok(Value::from(now))))
                .map_err(|error| error.to_string())?;
            continue;
        }
        let (Some((builtin, arity)), Some(cost)) = (BUILTINS.get(name).copied(), cost(name)) else {
            continue;
        };
        let meter = meter.clone();
        let here = nowhere(name)?;
        let params: Vec<Ref<Expr>> = (0..arity).map(|_| nothing(&here)).collect();
        let wrapper = move |args: Vec<Value>| {
            let bytes = cost(&args, meter.left());
            if !meter.add(bytes) {
                // Any error ends the judgement; the meter says which it was.
                return Value::from_json_str("over the memory limit");
            }
            // A builtin that is given the wrong type is undefined; the interpreter does that only for its own.
            builtin(&here, &params, &args, false).or(Ok(Value::Undefined))
        };
        engine
            .add_extension(name.to_owned(), arity, Box::new(wrapper))
            .map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// A place for builtins to complain about; the interpreter adds the true one.
fn nowhere(name: &str) -> Result<Span, String> {
    let source = Source::from_contents(name.to_owned(), name.to_owned()).map_err(|error| error.to_string())?;
    Ok(Span {
        source,
        line: 1,
        col: 1,
        start: 0,
        end: 0,
    })
}

fn nothing(here: &Span) -> Ref<Expr> {
    Ref::new(Expr::Null {
        span: here.clone(),
        value: Value::Null,
        eidx: 0,
    })
}

type Cost = fn(&[Value], u64) -> u64;

/// How to work out the most that a builtin can produce; none for those that give no more than they take.
fn cost(name: &str) -> Option<Cost> {
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
        "split" | "regex.split" | "regex.find_n" | "regex.find_all_string_submatch_n" | "indexof_n" => |args, _| {
            args.iter()
                .map(length)
                .fold(0, u64::saturating_add)
                .saturating_mul(4 * CELL)
        },
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
        "bits.lsh" => |args, _| match args {
            [value, Value::Number(shift)] => {
                bytes_of(shift.as_f64().unwrap_or(f64::INFINITY) / 8.0).saturating_add(weight(value, u64::MAX))
            }
            _ => 0,
        },
        "net.cidr_expand" => |args, _| match args {
            [Value::String(cidr)] => {
                let bits = if cidr.contains(':') { 128 } else { 32 };
                let prefix = cidr
                    .rsplit('/')
                    .next()
                    .and_then(|prefix| prefix.parse::<u32>().ok())
                    .unwrap_or(0);
                1_u64
                    .checked_shl(u32::saturating_sub(bits, prefix))
                    .map_or(u64::MAX, |hosts| hosts.saturating_mul(4 * CELL))
            }
            _ => 0,
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
