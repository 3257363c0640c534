//! The commands of `meshgov policy`, and which function runs each.

use clap::Subcommand;

use crate::cli::exit::Exit;

use super::check::{self, Check};
use super::docs::{self, Docs};
use super::eval::{self, Eval};
use super::explain::{self, Explain};
use super::impact::{self, Impact};
use super::list::{self, List};
use super::new::{self, New};
use super::test::{self, Test};

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum PolicyCommand {
    /// Run the tests and the examples of policies
    Test(Test),
    /// Make the folder of a new policy, with a rule, a test and examples that pass
    New(New),
    /// Find what is wrong with policies that nobody has run yet
    Check(Check),
    /// List policies: what they judge, and how strictly
    List(List),
    /// Tell all about one policy, and why it decided as it did about a subject
    Explain(Explain),
    /// Try a change of policies on a mesh, and print whose results change
    ///
    /// Judges one mesh twice: by the policies that are in force, and by the same with a change. Only policies that can differ
    /// are judged. What is proposed counts as set by the owner of the policy for everybody, and as if the domains had
    /// consented; what domains set for themselves still applies on top, and exemptions hold in both.
    Impact(Impact),
    /// Print what the rules of one policy give, as JSON
    Eval(Eval),
    /// Write a page in Markdown for every policy, and an index
    Docs(Docs),
}

/// Runs the command.
pub(in crate::cli) fn run(command: &PolicyCommand) -> Result<Exit, String> {
    match command {
        PolicyCommand::Test(arguments) => test::run(arguments),
        PolicyCommand::New(arguments) => new::run(arguments),
        PolicyCommand::Check(arguments) => check::run(arguments),
        PolicyCommand::List(arguments) => list::run(arguments),
        PolicyCommand::Explain(arguments) => explain::run(arguments),
        PolicyCommand::Impact(arguments) => impact::run(arguments),
        PolicyCommand::Eval(arguments) => eval::run(arguments),
        PolicyCommand::Docs(arguments) => docs::run(arguments),
    }
}

/// The worker threads that the command asks for.
pub(in crate::cli) fn jobs(command: &PolicyCommand) -> Option<u16> {
    match command {
        PolicyCommand::Explain(arguments) => arguments.mesh.jobs,
        PolicyCommand::Impact(arguments) => arguments.mesh.jobs,
        PolicyCommand::List(arguments) => arguments.mesh.jobs,
        PolicyCommand::Eval(arguments) => arguments.mesh.jobs,
        PolicyCommand::Test(_) | PolicyCommand::New(_) | PolicyCommand::Check(_) | PolicyCommand::Docs(_) => None,
    }
}
