//! The `meshgov` command.

use std::process::ExitCode;

use clap::Parser as _;

/// Judgements make and drop many small values on all threads at once, which the system's allocator is slow at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    meshgov::policy::quiet_panics();
    meshgov::cli::run(&meshgov::cli::Arguments::parse()).into()
}
