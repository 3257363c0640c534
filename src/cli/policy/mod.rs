//! `meshgov policy`: the kit of those who write rules.

mod command;
mod new;
mod test;

pub(super) use command::{PolicyCommand, jobs, run};
