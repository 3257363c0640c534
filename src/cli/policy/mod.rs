//! `meshgov policy`: the kit of those who write rules.

mod command;
mod check;
mod docs;
mod eval;
mod explain;
mod impact;
mod impact_output;
mod list;
mod new;
pub(super) mod select;
mod test;
mod test_output;
mod watch;

pub(super) use command::{PolicyCommand, jobs, run};
