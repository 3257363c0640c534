//! `meshgov policy docs`.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::exit::Exit;
use crate::cli::pack::PackArguments;
use crate::policy::testing::written_examples;
use crate::report::{RuleView, pages};

#[derive(Debug, Args)]
pub(in crate::cli) struct Docs {
    /// The folder that the pages are written to; others in it are left alone
    #[arg(long, short, value_name = "DIR")]
    output: PathBuf,
    #[command(flatten)]
    pack: PackArguments,
}

pub(super) fn run(arguments: &Docs) -> Result<Exit, String> {
    let pack = arguments.pack.load("no page was written")?;
    let examples = written_examples(&pack, &arguments.pack.policies, arguments.pack.shipped());
    let views: Vec<RuleView<'_>> = pack
        .policies
        .iter()
        .map(|policy| RuleView {
            policy,
            examples: examples.get(&policy.metadata.id).map_or(&[], Vec::as_slice),
        })
        .collect();
    for page in pages(&views) {
        write(&arguments.output.join(&page.path), &page.text)?;
    }
    Ok(Exit::Clean)
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    let written = path
        .parent()
        .map_or(Ok(()), std::fs::create_dir_all)
        .and_then(|()| std::fs::write(path, text));
    written.map_err(|error| format!("{} cannot be written: {}", path.display(), error.kind()))
}
