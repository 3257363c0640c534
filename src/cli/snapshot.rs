//! `meshgov snapshot`.

use std::path::PathBuf;

use clap::Args;

use crate::adapter::{self, Request};
use crate::text::Limits;

use super::exit::Exit;
use super::run::{complain, must_exist};

/// Where a mesh is, and where it is frozen to.
#[derive(Debug, Args)]
pub(super) struct Snapshot {
    /// Files and folders of contracts, products and pipelines; a folder with a snapshot.json is read as a snapshot
    /// [default: the working directory]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// A snapshot folder of the tenant, in place of those found below PATH
    #[arg(long = "snapshot", value_name = "DIR")]
    observed: Option<PathBuf>,
    /// The folder that the snapshot is written to; one that is there is replaced
    #[arg(long, short, value_name = "DIR")]
    output: PathBuf,
    /// Worker threads [default: one per core]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) jobs: Option<u16>,
    /// The largest file that is read, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 16, value_parser = clap::value_parser!(u64).range(1..=1024))]
    max_file_size: u64,
}

pub(super) fn run(arguments: &Snapshot) -> Result<Exit, String> {
    let here = std::env::current_dir().map_err(|error| format!("the working directory cannot be read: {error}"))?;
    let whole = [PathBuf::from(".")];
    let paths = if arguments.paths.is_empty() && arguments.observed.is_none() {
        &whole
    } else {
        arguments.paths.as_slice()
    };
    for path in paths.iter().chain(&arguments.observed) {
        must_exist(path, &here)?;
    }
    let request = Request {
        paths,
        snapshot: arguments.observed.as_deref(),
        base: &here,
        // The snapshot that is about to be replaced is no part of the mesh.
        without: Some(&arguments.output),
        limits: Limits {
            bytes: arguments.max_file_size * 1024 * 1024,
            ..Limits::default()
        },
    };
    let frozen = adapter::freeze(&request, &here.join(&arguments.output)).map_err(|error| error.to_string())?;
    if frozen.files == 0 && frozen.rows == 0 {
        complain("nothing was found to freeze; name the files and folders of the mesh as PATH");
        return Ok(Exit::Untrusted);
    }
    complain(&format!(
        "froze {} files and {} rows of the tenant to {}: {}",
        frozen.files,
        frozen.rows,
        arguments.output.display(),
        frozen.digest
    ));
    Ok(Exit::Clean)
}
