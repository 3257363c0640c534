//! The policies that the command line names.

use std::io::IsTerminal as _;
use std::path::PathBuf;

use clap::Args;

use crate::policy::{self, Foreign, Pack, Shipped};
use crate::text::{Colour, Look};

use super::run::{must_be_folder, show};

/// Which policies take part.
#[derive(Debug, Args)]
pub(super) struct PackArguments {
    /// A folder of policies, beside those that come with meshgov; may be repeated
    #[arg(long, short, value_name = "DIR")]
    pub(super) policies: Vec<PathBuf>,
    /// Leave out the policies that come with meshgov
    #[arg(long)]
    pub(super) no_default_policies: bool,
}

impl PackArguments {
    pub(super) const fn shipped(&self) -> Shipped {
        if self.no_default_policies {
            Shipped::Exclude
        } else {
            Shipped::Include
        }
    }

    /// The policies; what is wrong with them is shown on standard error, and nothing is done with the others.
    pub(super) fn load(&self, undone: &str) -> Result<Pack, String> {
        self.load_with(&Foreign::default(), undone)
    }

    /// The same, with those that were written for other engines as `foreign` says.
    pub(super) fn load_with(&self, foreign: &Foreign, undone: &str) -> Result<Pack, String> {
        for folder in &self.policies {
            must_be_folder(folder, "--policies takes the folder that the policies are in")?;
        }
        let pack = policy::load_with(&self.policies, self.shipped(), foreign);
        if pack.errors.is_empty() {
            return Ok(pack);
        }
        for error in &pack.errors {
            show(&error.render(&look()));
        }
        let count = pack.errors.len();
        Err(format!(
            "{count} error{} in policies; {undone}",
            if count == 1 { "" } else { "s" }
        ))
    }
}

/// How an error in a policy looks on standard error.
pub(super) fn look() -> Look {
    let choice = anstream::AutoStream::choice(&std::io::stderr());
    look_of(choice, std::io::stderr().is_terminal())
}

/// How a finding about a policy looks on standard output.
pub(super) fn look_of_stdout() -> Look {
    let choice = anstream::AutoStream::choice(&std::io::stdout());
    look_of(choice, std::io::stdout().is_terminal())
}

fn look_of(choice: anstream::ColorChoice, is_terminal: bool) -> Look {
    let colour = match choice {
        anstream::ColorChoice::Always | anstream::ColorChoice::AlwaysAnsi => Colour::Ansi,
        anstream::ColorChoice::Auto if is_terminal => Colour::Ansi,
        anstream::ColorChoice::Never | anstream::ColorChoice::Auto => Colour::Plain,
    };
    Look {
        colour,
        ..Look::default()
    }
}
