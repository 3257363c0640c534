//! The folder in which a collection works: its journal, and a lock that dies with the process.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::snapshot::is_free;

use super::error::CollectError;

/// The name of the folder inside the snapshot's.
pub(super) const WORK: &str = ".collect";

/// Until then a collection that did not end is of the same night.
const RECENT: Duration = Duration::from_hours(12);

/// What to do with a collection that did not end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unfinished {
    /// Refuse to begin.
    #[default]
    Refuse,
    /// Go on with it; begin where there is none.
    Resume,
    /// Go on with it where it is less than half a day old, else throw it away: what was read yesterday is of yesterday.
    ResumeRecent,
    /// Throw it away.
    Discard,
}

/// The folder, locked.
#[derive(Debug)]
pub(super) struct Work {
    /// The snapshot's own folder.
    pub(super) target: PathBuf,
    folder: PathBuf,
    _lock: File,
}

impl Work {
    /// Makes or takes up the folder.
    pub(super) fn begin(target: &Path, unfinished: Unfinished) -> Result<Self, CollectError> {
        let folder = target.join(WORK);
        if !folder.is_dir() && !is_free(target) {
            return Err(CollectError::Occupied(target.display().to_string().into()));
        }
        let disk = |error: io::Error| CollectError::disk(&folder, error.kind());
        std::fs::create_dir_all(&folder).map_err(disk)?;
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(folder.join("lock"))
            .map_err(disk)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(CollectError::InUse(target.display().to_string().into())),
            Err(TryLockError::Error(error)) => return Err(disk(error)),
        }
        let work = Self {
            target: target.to_owned(),
            folder: folder.clone(),
            _lock: lock,
        };
        let journal = std::fs::metadata(work.journal());
        let has_journal = journal.as_ref().is_ok_and(|journal| journal.len() > 0);
        let age = journal
            .and_then(|journal| journal.modified())
            .ok()
            .and_then(|at| at.elapsed().ok());
        match unfinished {
            Unfinished::ResumeRecent if has_journal && age.is_none_or(|age| age > RECENT) => {
                std::fs::remove_file(work.journal()).map_err(disk)?;
                Ok(work)
            }
            Unfinished::Refuse if has_journal => Err(CollectError::Unfinished(target.display().to_string().into())),
            Unfinished::Discard if has_journal => {
                std::fs::remove_file(work.journal()).map_err(disk)?;
                Ok(work)
            }
            _ => Ok(work),
        }
    }

    pub(super) fn journal(&self) -> PathBuf {
        self.folder.join("journal")
    }

    /// Where tables are written before they are put in their place.
    pub(super) fn tables(&self) -> PathBuf {
        self.folder.join("tables")
    }

    /// Removes the folder: the snapshot is whole.
    pub(super) fn end(self) -> Result<(), CollectError> {
        std::fs::remove_dir_all(&self.folder).map_err(|error| CollectError::disk(&self.folder, error.kind()))
    }
}
