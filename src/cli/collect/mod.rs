//! `meshgov collect`, and the connection that `meshgov audit` shares with it.

mod access;
mod arguments;
mod command;
mod connection;
mod dry_run;
mod summary;
mod watched;

pub(super) use arguments::{Collect, QuestionArguments};
pub(super) use command::{collect, run};
pub(super) use connection::ConnectionArguments;
pub(super) use summary::tell;
