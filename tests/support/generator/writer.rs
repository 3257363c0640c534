//! Tables of a snapshot.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

/// One `<kind>.ndjson`, row by row.
pub(super) struct Table(BufWriter<File>);

impl Table {
    /// A new table in a snapshot folder.
    pub(super) fn create(snapshot: &Path, kind: &str) -> io::Result<Self> {
        let file = File::create(snapshot.join(format!("{kind}.ndjson")))?;
        Ok(Self(BufWriter::with_capacity(1 << 20, file)))
    }

    /// One row more.
    pub(super) fn row(&mut self, row: &str) -> io::Result<()> {
        self.0.write_all(row.as_bytes())?;
        self.0.write_all(b"\n")
    }

    /// Ends the table.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }
}
