//! `meshgov policy`: the kit of those who write rules.

mod command;
mod new;
mod test;
mod test_output;
mod watch;

pub(super) use command::{PolicyCommand, jobs, run};
