//! Doing something again whenever a file changes.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::cli::exit::Exit;
use crate::cli::run::show;

/// How often the files are looked at.
const INTERVAL: Duration = Duration::from_millis(300);

/// What is looked at of a file: its name, when it was written, and its length.
type Stamp = (PathBuf, Option<SystemTime>, u64);

/// Does it at once, and again after every change of a file in these folders. It ends only where the process is ended.
pub(super) fn whenever_changed(folders: &[PathBuf], mut act: impl FnMut()) -> Result<Exit, String> {
    loop {
        // Taken before it is done, so that a change while it is done is not missed.
        let before = stamps(folders);
        act();
        show("watching for changes; interrupt to stop");
        while stamps(folders) == before {
            std::thread::sleep(INTERVAL);
        }
        if folders.iter().all(|folder| !folder.exists()) {
            return Err("the folders that were watched are gone".to_owned());
        }
    }
}

fn stamps(folders: &[PathBuf]) -> Vec<Stamp> {
    folders.iter().flat_map(|folder| of_folder(folder)).collect()
}

fn of_folder(folder: &Path) -> Vec<Stamp> {
    walkdir::WalkDir::new(folder)
        .max_depth(32)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|found| found.file_type().is_file())
        .map(|found| {
            let metadata = found.metadata().ok();
            (
                found.path().to_owned(),
                metadata.as_ref().and_then(|metadata| metadata.modified().ok()),
                metadata.as_ref().map_or(0, std::fs::Metadata::len),
            )
        })
        .collect()
}
