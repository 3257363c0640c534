//! One rule of tests on the interpreter.

use std::panic::{AssertUnwindSafe, catch_unwind};

use regorus::Value;
use serde_json::Value as Json;

use crate::policy::limits::JudgeLimits;
use crate::policy::{Fault, panics};

use super::convert::Interner;
use super::coverage::Lines;
use super::engine::{Program, engine, fault};
use super::guard::Meter;
use super::shown::shown;

/// What came of a test.
#[derive(Debug)]
pub(in crate::policy) struct Ran {
    pub(in crate::policy) verdict: Verdict,
    /// What it printed, each with its place.
    pub(in crate::policy) prints: Vec<String>,
    /// The lines that it ran.
    pub(in crate::policy) lines: Lines,
}

/// Whether a test holds.
#[derive(Debug)]
pub(in crate::policy) enum Verdict {
    /// It is true.
    Holds,
    /// One of its statements is false or undefined.
    Undefined,
    /// Its value is this, and not true.
    Gives(Box<str>),
    /// It broke.
    Breaks(Fault),
}

/// Runs a test by the path of its rule, within the limits of a judgement.
pub(in crate::policy) fn run_test(program: &Program, data: &Json, rule: &str, limits: JudgeLimits) -> Ran {
    let broken = |fault| Ran {
        verdict: Verdict::Breaks(fault),
        prints: Vec::new(),
        lines: Lines::default(),
    };
    let document = Interner::default().value(data);
    let meter = Meter::new(limits.memory);
    let mut engine = match engine(program, &document, 0, limits, &meter) {
        Ok(engine) => engine,
        Err(fault) => return broken(fault),
    };
    engine.set_enable_coverage(true);
    let given = panics::silently(|| catch_unwind(AssertUnwindSafe(|| engine.eval_rule(rule.to_owned()))));
    let verdict = match given {
        _ if meter.is_over() => Verdict::Breaks(Fault::OutOfMemory {
            mebibytes: limits.memory >> 20,
        }),
        Ok(Ok(Value::Bool(true))) => Verdict::Holds,
        Ok(Ok(Value::Undefined)) => Verdict::Undefined,
        Ok(Ok(other)) => Verdict::Gives(shown(&other)),
        Ok(Err(error)) => Verdict::Breaks(fault(&error.to_string(), &program.file, limits)),
        Err(panic) => {
            return broken(Fault::Panicked {
                message: panics::message(&*panic).into(),
            });
        }
    };
    Ran {
        verdict,
        prints: engine.take_prints().unwrap_or_default(),
        lines: Lines::run_by(&engine),
    }
}
