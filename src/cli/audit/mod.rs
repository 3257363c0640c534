//! `meshgov audit`.

mod arguments;
mod changes;
mod command;
mod forecasts;
mod words;

pub(super) use arguments::Audit;
pub(super) use command::run;
