//! An engine for looking at what rules give, one by one; for explanations and debugging, where speed does not matter.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use regorus::{Engine, Value};
use serde_json::Value as Json;

use crate::policy::limits::JudgeLimits;
use crate::policy::{Fault, panics};

use super::builtins::MetadataCalls;
use super::convert::{Interner, to_json};
use super::engine::{Data, Manner, Program, engine, fault, nanoseconds, rule_path};
use super::guard::Meter;
use super::module::Module;

/// An engine over some modules, whatever rules are asked for.
pub(super) struct Inspector {
    engine: Engine,
    limits: JudgeLimits,
    meter: Meter,
    file: Box<str>,
}

impl Inspector {
    pub(super) fn new(
        modules: Vec<Arc<Module>>,
        builtins: &BTreeSet<Box<str>>,
        data: &Data,
        limits: JudgeLimits,
    ) -> Result<Self, Fault> {
        let program = Program {
            file: modules.first().map_or("", |module| module.source.name()).into(),
            metadata: MetadataCalls::find(&modules, &modules),
            modules,
            builtins: builtins.clone(),
            manner: Manner::Conftest { exception: None },
            rules: Vec::new(),
        };
        let meter = Meter::new(limits.memory);
        let document = Interner::default().value(&data.document);
        let mut engine = engine(&program, &document, nanoseconds(data.as_of), limits, &meter)?;
        // A rule that cannot be compiled is found before anything is asked.
        if let Some(module) = program.modules.first() {
            let any = rule_path(&module.package, "_");
            engine
                .eval_query(format!("not {any}"), false)
                .map_err(|error| fault(&error.to_string(), &program.file, limits))?;
        }
        Ok(Self {
            engine,
            limits,
            meter,
            file: program.file,
        })
    }

    /// What a path below `data` gives for a subject.
    pub(super) fn eval(&mut self, path: &str, subject: &Json) -> Result<Value, Fault> {
        self.meter.reset();
        self.engine.set_input(Interner::default().value(subject));
        let given = panics::silently(|| catch_unwind(AssertUnwindSafe(|| self.engine.eval_rule(path.to_owned()))));
        match given {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => Err(fault(&error.to_string(), &self.file, self.limits)),
            Err(panic) => Err(Fault::Panicked {
                message: panics::message(&*panic).into(),
            }),
        }
    }
}

/// Everything that the rules of a package give for a subject, as one object; functions and what is undefined are left out.
pub(in crate::policy) fn document(
    program: &Program,
    package: &[Box<str>],
    data: &Data,
    limits: JudgeLimits,
    subject: &Json,
) -> Result<Json, Fault> {
    let mut inspector = Inspector::new(program.modules.clone(), &program.builtins, data, limits)?;
    let modules = program.modules.iter().filter(|module| module.package == package);
    let names: BTreeSet<Box<str>> = modules
        .flat_map(|module| module.values().map(Box::from).collect::<Vec<_>>())
        .collect();
    let mut members = serde_json::Map::new();
    for name in names {
        let value = inspector.eval(&rule_path(package, &name), subject)?;
        if let Some(value) = to_json(&value) {
            members.insert(name.into(), value);
        }
    }
    Ok(Json::Object(members))
}
