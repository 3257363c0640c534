//! `meshgov policy test`.

use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;

use crate::cli::exit::Exit;
use crate::cli::run::must_be_folder;
use crate::policy::Shipped;
use crate::policy::testing;

#[derive(Debug, Args)]
pub(in crate::cli) struct Test {
    /// Folders of policies [default: the policies that come with meshgov]
    #[arg(value_name = "DIR")]
    pub(super) directories: Vec<PathBuf>,
}

pub(super) fn run(arguments: &Test) -> Result<Exit, String> {
    for folder in &arguments.directories {
        must_be_folder(folder)?;
    }
    let shipped = if arguments.directories.is_empty() {
        Shipped::Include
    } else {
        Shipped::Exclude
    };
    let report = testing::run(&arguments.directories, shipped);
    let failed = report.results.iter().filter(|result| result.failure.is_some()).count();
    let mut out = std::io::stdout().lock();
    // A closed pipe, such as that of `head`, is no error.
    let _ = writeln!(out, "{failed} of {} tests failed", report.results.len());
    Ok(if failed == 0 { Exit::Clean } else { Exit::Violations })
}
