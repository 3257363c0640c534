//! Rego, by regorus. No other folder names it.

mod assertion;
mod call_graph;
mod convert;
mod coverage;
mod direct;
mod engine;
mod guard;
mod inspector;
mod module;
mod nesting;
mod old;
mod outcome;
mod parameters;
mod probe;
mod reads;
mod reference;
mod shown;
mod unit_test;
mod trace;
mod weight;

pub(super) use assertion::{TestFlaw, flaw};
pub(super) use call_graph::{Entangled, called, entangled};
pub(super) use coverage::{Lines, statement_lines};
pub(super) use direct::direct;
pub(super) use engine::{Data, Program, RegoJudge, rule_path};
pub use guard::Refusal;
pub(super) use guard::refuse;
pub(super) use inspector::document;
pub(super) use module::{Dialect, Head, Module, Shape};
pub(super) use old::may_be_old;
pub(super) use parameters::parameters;
pub(super) use probe::probe;
pub(super) use reads::{reach, reads};
pub(super) use unit_test::{Ran, Verdict, run_test};
pub(super) use trace::trace;
pub use trace::{ConditionState, TracedCondition, TracedRule};
