//! The `meshgov` command.

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    meshgov::cli::run(&meshgov::cli::Arguments::parse()).into()
}
