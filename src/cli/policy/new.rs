//! `meshgov policy new`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::exit::Exit;

#[derive(Debug, Args)]
pub(in crate::cli) struct New {
    /// The id, such as mesh.example.support_channel
    #[arg(value_name = "ID")]
    pub(super) id: String,
    /// The folder of policies that it is made in
    #[arg(long, value_name = "DIR", default_value = "policies")]
    pub(super) dir: PathBuf,
}

pub(super) fn run(arguments: &New) -> Result<Exit, String> {
    let mut folder = arguments.dir.clone();
    folder.extend(arguments.id.split('.').skip(1));
    std::fs::create_dir_all(&folder)
        .map_err(|error| format!("{} cannot be made: {}", folder.display(), error.kind()))?;
    Ok(Exit::Clean)
}
