//! The commands of `meshgov policy`, and which function runs each.

use clap::Subcommand;

use crate::cli::exit::Exit;

use super::new::{self, New};
use super::test::{self, Test};

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum PolicyCommand {
    /// Run the tests and the examples of policies
    Test(Test),
    /// Make the folder of a new policy, with a rule, a test and examples that pass
    New(New),
}

/// Runs the command.
pub(in crate::cli) fn run(command: &PolicyCommand) -> Result<Exit, String> {
    match command {
        PolicyCommand::Test(arguments) => test::run(arguments),
        PolicyCommand::New(arguments) => new::run(arguments),
    }
}

/// The worker threads that the command asks for.
pub(in crate::cli) fn jobs(command: &PolicyCommand) -> Option<u16> {
    match command {
        PolicyCommand::Test(_) | PolicyCommand::New(_) => None,
    }
}
