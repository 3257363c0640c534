//! The command line: all printing, the environment and the exit codes.

mod arguments;
mod audit;
mod check;
mod collect;
mod exempt;
mod exit;
mod foreign;
mod judging;
mod mesh;
mod output;
mod pack;
mod policy;
mod progress;
mod run;
mod snapshot;
mod subjects;

pub use arguments::Arguments;
pub use exit::Exit;
pub use run::run;
