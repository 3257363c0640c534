//! The `meshgov` command.

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    meshgov::policy::quiet_panics();
    meshgov::cli::run(&meshgov::cli::Arguments::parse()).into()
}
