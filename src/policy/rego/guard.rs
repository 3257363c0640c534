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

use super::builtins::{self, Builtin};
use super::cost::cost;

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
    /// It is one of OPA's that is not here, and what to do instead.
    Missing(&'static str),
    /// There is none, and what is called most like it.
    Unknown(Option<&'static str>),
}

/// Whether a builtin may be called.
pub(in crate::policy) fn refuse(name: &str) -> Option<Refusal> {
    if let Some((_, why)) = REFUSED.iter().find(|(refused, _)| *refused == name) {
        return Some(Refusal::Forbidden(why));
    }
    if name == "print" || BUILTINS.contains_key(name) || builtins::supplies(name) {
        return None;
    }
    if let Some(alternative) = builtins::alternative(name) {
        return Some(Refusal::Missing(alternative));
    }
    let mut names: Vec<&'static str> = BUILTINS
        .keys()
        .copied()
        .filter(|name| !name.starts_with("__"))
        .chain(builtins::all().map(|builtin| builtin.name))
        .collect();
    names.sort_unstable();
    Some(Refusal::Unknown(crate::policy::nearest::nearest(name, names)))
}

/// Whether there is a builtin of this name, allowed or refused.
pub(super) fn is_known(name: &str) -> bool {
    BUILTINS.contains_key(name) || builtins::supplies(name) || is_refused(name) || builtins::alternative(name).is_some()
}

/// Whether a builtin must not be called.
pub(super) fn is_refused(name: &str) -> bool {
    REFUSED.iter().any(|(refused, _)| *refused == name)
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
        if let Some(own) = builtins::find(name) {
            supply(engine, own, meter)?;
            continue;
        }
        let native = builtins::native(name);
        let cost = match cost(native) {
            Some(cost) => cost,
            None if native != name => |_: &[Value], _| 0,
            None => continue,
        };
        let Some((builtin, arity)) = BUILTINS.get(native).copied() else {
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

/// Puts a builtin of ours into an engine.
fn supply(engine: &mut Engine, own: &'static Builtin, meter: &Meter) -> Result<(), String> {
    let meter = meter.clone();
    let cost = cost(own.name);
    let answer = move |args: Vec<Value>| {
        let bytes = cost.map_or(0, |cost| cost(&args, meter.left()));
        if !meter.add(bytes) {
            return Value::from_json_str("over the memory limit");
        }
        Ok((own.answer)(&args).unwrap_or(Value::Undefined))
    };
    engine
        .add_extension(own.name.to_owned(), own.arity, Box::new(answer))
        .map_err(|error| error.to_string())
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
