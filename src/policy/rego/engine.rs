//! A policy's rules on the interpreter.

use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use regorus::utils::limits::ExecutionTimerConfig;
use regorus::{Engine, Value};
use serde_json::Value as Json;

use crate::facts::Fields;
use crate::policy::limits::JudgeLimits;
use crate::policy::{Fault, Judged, Level, Violation, panics};

use super::builtins::MetadataCalls;
use super::conftest::{self, Exceptions};
use super::convert::Interner;
use super::coverage::Lines;
use super::guard::{self, Meter};
use super::module::{Dialect, Module, SyntaxError};
use super::outcome;

/// Expressions between two looks at the clock.
const CLOCK_INTERVAL: NonZeroU32 = NonZeroU32::new(512).unwrap();

/// What a policy's rules are, however often they are put on an engine.
#[derive(Debug)]
pub(in crate::policy) struct Program {
    /// The name of the policy's own file.
    pub(in crate::policy) file: Box<str>,
    /// The modules it can reach, its own included.
    pub(in crate::policy) modules: Vec<Arc<Module>>,
    /// Where they ask for their metadata.
    pub(in crate::policy) metadata: MetadataCalls,
    /// The names of the builtins that they call.
    pub(in crate::policy) builtins: BTreeSet<Box<str>>,
    /// Whose words its rules speak.
    pub(in crate::policy) manner: Manner,
    /// Its rules: the path of each, and the level that its name gives.
    pub(in crate::policy) rules: Vec<(String, Option<Level>)>,
}

/// Whose words the rules of a policy speak.
#[derive(Debug)]
pub(in crate::policy) enum Manner {
    /// Ours: the policy has our metadata.
    Own {
        /// The path of `not_applicable`, where it has one.
        not_applicable: Option<String>,
        /// The path of `cannot_evaluate`, where it has one.
        cannot_evaluate: Option<String>,
    },
    /// Those of conftest.
    Conftest {
        /// The path of `exception`, where it has one.
        exception: Option<String>,
    },
}

/// The `data` that a judgement sees, as one object, and the day it speaks of.
#[derive(Clone, Debug)]
pub(in crate::policy) struct Data {
    pub(in crate::policy) document: Json,
    pub(in crate::policy) as_of: jiff::civil::Date,
}

/// A policy on an engine of its own.
#[derive(Debug)]
pub(in crate::policy) struct RegoJudge {
    program: Arc<Program>,
    data: Value,
    now: i64,
    limits: JudgeLimits,
    meter: Meter,
    engine: Engine,
    interner: Interner,
}

impl RegoJudge {
    pub(in crate::policy) fn new(program: &Arc<Program>, data: &Data, limits: JudgeLimits) -> Result<Self, Fault> {
        let mut interner = Interner::default();
        let meter = Meter::new(limits.memory);
        let document = interner.value(&data.document);
        let now = nanoseconds(data.as_of);
        Ok(Self {
            engine: engine(program, &document, now, limits, &meter)?,
            program: Arc::clone(program),
            data: document,
            now,
            limits,
            meter,
            interner,
        })
    }

    /// Judges one subject by the fields that the policy reads. After a fault the engine is built anew, for it may be left
    /// in the middle of something.
    pub(in crate::policy) fn evaluate(&mut self, subject: &Json, fields: &Fields) -> Result<Judged, Fault> {
        let input = self.interner.subject(subject, fields);
        self.meter.reset();
        let judged = panics::silently(|| catch_unwind(AssertUnwindSafe(|| self.judge(input))));
        let judged = judged.unwrap_or_else(|panic| {
            Err(Fault::Panicked {
                message: panics::message(&*panic).into(),
            })
        });
        let judged = if self.meter.is_over() {
            Err(Fault::OutOfMemory {
                mebibytes: self.limits.memory >> 20,
            })
        } else {
            judged
        };
        if judged.is_err() {
            self.engine = engine(&self.program, &self.data, self.now, self.limits, &self.meter)?;
        }
        judged
    }

    /// From here on, the lines that are run are kept.
    pub(in crate::policy) fn measure(&mut self) {
        self.engine.set_enable_coverage(true);
    }

    /// The lines that were run since they are kept.
    pub(in crate::policy) fn lines(&self) -> Lines {
        Lines::run_by(&self.engine)
    }

    /// What the policy printed since this was asked last.
    pub(in crate::policy) fn prints(&mut self) -> Vec<String> {
        self.engine.take_prints().unwrap_or_default()
    }

    fn judge(&mut self, input: Value) -> Result<Judged, Fault> {
        self.engine.set_input(input);
        let program = Arc::clone(&self.program);
        let (not_applicable, cannot_evaluate) = match &program.manner {
            Manner::Own {
                not_applicable,
                cannot_evaluate,
            } => (not_applicable, cannot_evaluate),
            Manner::Conftest { exception } => return self.judge_as_conftest(&program, exception.as_deref()),
        };
        if let Some(rule) = not_applicable
            && outcome::holds(&self.eval(rule)?)?
        {
            return Ok(Judged::NotApplicable);
        }
        let mut violations = Vec::new();
        for (rule, level) in &program.rules {
            let given = self.eval(rule)?;
            outcome::violations(rule_name(rule), &given, *level, &mut violations)?;
        }
        if !violations.is_empty() {
            return Ok(in_order(violations));
        }
        if let Some(rule) = cannot_evaluate {
            let reasons = outcome::reasons(&self.eval(rule)?)?;
            if !reasons.is_empty() {
                return Ok(Judged::CannotEvaluate(reasons));
            }
        }
        Ok(Judged::Pass)
    }

    fn judge_as_conftest(&mut self, program: &Program, exception: Option<&str>) -> Result<Judged, Fault> {
        let exceptions = match exception {
            Some(rule) => Exceptions::read(rule, &self.eval(rule)?),
            None => Exceptions::default(),
        };
        let mut violations = Vec::new();
        for (rule, level) in &program.rules {
            let given = self.eval(rule)?;
            conftest::results(rule_name(rule), &given, *level, &exceptions, &mut violations)?;
        }
        if violations.is_empty() {
            return Ok(Judged::Pass);
        }
        Ok(in_order(violations))
    }

    fn eval(&mut self, rule: &str) -> Result<Value, Fault> {
        let given = self.engine.eval_rule(rule.to_owned());
        given.map_err(|error| fault(&error.to_string(), &self.program.file, self.limits))
    }
}

fn in_order(mut violations: Vec<Violation>) -> Judged {
    violations.sort_by(|a, b| (&a.path, &a.message, &a.key).cmp(&(&b.path, &b.message, &b.key)));
    Judged::Violations(violations)
}

pub(super) fn engine(
    program: &Program,
    data: &Value,
    now: i64,
    limits: JudgeLimits,
    meter: &Meter,
) -> Result<Engine, Fault> {
    engine_text(program, data, now, limits, meter).map_err(|text| fault(&text, &program.file, limits))
}

/// An engine, or what the interpreter says against it.
fn engine_text(
    program: &Program,
    data: &Value,
    now: i64,
    limits: JudgeLimits,
    meter: &Meter,
) -> Result<Engine, String> {
    let mut engine = Engine::new();
    // As in OPA, a builtin that is given the wrong type is undefined. Policies rely on it, and their tests in `opa` too.
    engine.set_strict_builtin_errors(false);
    // What a policy prints is for its author's tests, not for a report.
    engine.set_gather_prints(true);
    for module in &program.modules {
        engine.set_rego_v0(module.dialect == Dialect::V0);
        engine
            .add_policy(module.source.name().to_owned(), program.metadata.numbered(module))
            .map_err(|error| error.to_string())?;
    }
    engine.add_data(data.clone()).map_err(|error| error.to_string())?;
    engine.set_execution_timer_config(ExecutionTimerConfig {
        limit: limits.time,
        check_interval: CLOCK_INTERVAL,
    });
    program.metadata.install(&mut engine)?;
    guard::install(&mut engine, program.builtins.iter().map(|name| &**name), meter, now)?;
    Ok(engine)
}

/// What the interpreter says, as a fault: `--> file:line:column`, an excerpt, and `error: message`, several times over where
/// one function called another. The line is the one of the policy's own file; what broke may lie in a library that it called.
pub(super) fn fault(text: &str, file: &str, limits: JudgeLimits) -> Fault {
    if text.contains("execution exceeded time limit") {
        return Fault::OutOfTime {
            milliseconds: u64::try_from(limits.time.as_millis()).unwrap_or(u64::MAX),
        };
    }
    let line = text.split_once(&format!("--> {file}:")).and_then(|(_, place)| {
        let (line, _) = place.split_once(':')?;
        line.parse().ok()
    });
    let message = text.rsplit_once("error: ").map_or(text, |(_, message)| message);
    Fault::Failed {
        message: message.trim().trim_end_matches('.').into(),
        line,
    }
}

impl Program {
    /// Compiles the rules, which finds variables that nothing binds. The module that is at fault and where.
    pub(in crate::policy) fn compile(&self, data: &Json) -> Result<(), (Arc<Module>, SyntaxError)> {
        let Some((rule, _)) = self.rules.first() else {
            return Ok(());
        };
        let limits = JudgeLimits::default();
        let meter = Meter::new(limits.memory);
        let document = Interner::default().value(data);
        let compiled = engine_text(self, &document, 0, limits, &meter).and_then(|mut engine| {
            engine
                .compile_with_entrypoint(&rule.as_str().into())
                .map_err(|error| error.to_string())
        });
        let Err(text) = compiled else { return Ok(()) };
        let is_in = |module: &&Arc<Module>| text.contains(&format!("--> {}:", module.source.name()));
        match self.modules.iter().find(is_in).or(self.modules.first()) {
            Some(module) => Err((Arc::clone(module), SyntaxError::read(&module.source, &text))),
            None => Ok(()),
        }
    }
}

/// The path of a package's rule, as the interpreter writes it.
pub(in crate::policy) fn rule_path(package: &[Box<str>], name: &str) -> String {
    let mut path = "data".to_owned();
    for segment in package.iter().map(|segment| &**segment).chain([name]) {
        let mut letters = segment.chars();
        let is_name = letters
            .next()
            .is_some_and(|letter| letter.is_ascii_alphabetic() || letter == '_')
            && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
        if is_name {
            path.push('.');
            path.push_str(segment);
        } else {
            path.push('[');
            path.push_str(&Json::from(segment).to_string());
            path.push(']');
        }
    }
    path
}

/// The last name of a rule's path.
fn rule_name(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// Midnight UTC of a day, as `time.now_ns` counts.
pub(super) fn nanoseconds(day: jiff::civil::Date) -> i64 {
    day.to_zoned(jiff::tz::TimeZone::UTC)
        .ok()
        .and_then(|midnight| i64::try_from(midnight.timestamp().as_nanosecond()).ok())
        .unwrap_or(0)
}
