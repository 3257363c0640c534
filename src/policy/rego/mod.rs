//! Rego, by regorus. No other folder names it.

mod annotations;
mod builtins;
mod call_graph;
mod conftest;
mod convert;
mod cost;
mod engine;
mod guard;
mod module;
mod nesting;
mod old;
mod outcome;
mod parameters;
mod reads;
mod reference;
mod weight;

pub(super) use builtins::MetadataCalls;
pub use builtins::missing_builtins;
pub(super) use call_graph::{Entangled, called, entangled};
pub(super) use engine::{Data, Manner, Program, RegoJudge, rule_path, test};
pub use guard::Refusal;
pub(super) use guard::refuse;
pub use module::Dialect;
pub(super) use module::{Head, Module, Shape};
pub(super) use old::may_be_old;
pub(super) use parameters::{of_conftest, parameters};
pub(super) use reads::{reach, reads};
