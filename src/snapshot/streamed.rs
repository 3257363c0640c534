//! A snapshot folder that is written row by row, so that a tenant of any size takes no more memory than one row.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::files::SNAPSHOT_FILE;
use super::folder::{FORMAT, digest};
use super::kind::Kind;
use super::ledger::{LedgerRow, WireRow};

/// How strongly; the same for everybody, so that the same rows make the same bytes.
const COMPRESSION: i32 = 3;

/// Whether a table is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// As it is.
    Plain,
    /// With Zstandard.
    Compressed,
}

/// A folder that tables are written to.
#[derive(Debug)]
pub struct Streamed {
    folder: PathBuf,
    digests: BTreeMap<String, String>,
    files: Vec<PathBuf>,
}

/// One table that is written.
pub struct StreamedTable {
    out: Out,
    hasher: Sha256,
    name: String,
    path: PathBuf,
    rows: u64,
}

enum Out {
    Plain(BufWriter<File>),
    Compressed(Box<zstd::stream::write::Encoder<'static, BufWriter<File>>>),
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(out) => out.write(bytes),
            Self::Compressed(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(out) => out.flush(),
            Self::Compressed(out) => out.flush(),
        }
    }
}

impl StreamedTable {
    /// Writes a row: an object on one line.
    pub fn row(&mut self, row: &str) -> io::Result<()> {
        self.hasher.update(row.as_bytes());
        self.hasher.update(b"\n");
        self.rows += 1;
        self.out.write_all(row.as_bytes())?;
        self.out.write_all(b"\n")
    }

    /// How many rows there are.
    pub const fn rows(&self) -> u64 {
        self.rows
    }
}

/// What `snapshot.json` says besides the tables.
#[derive(Debug, Default)]
pub struct StreamedHead {
    /// The tenant.
    pub tenant: Option<Box<str>>,
    /// When reading began and ended, as RFC 3339.
    pub collected: Option<(Box<str>, Box<str>)>,
    /// The rows of coverage, in any order.
    pub ledger: Vec<LedgerRow>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Head<'a> {
    api_version: &'static str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    collected: Option<Collected<'a>>,
    digest: String,
    digests: &'a BTreeMap<String, String>,
    coverage: Vec<WireRow<'a>>,
}

#[derive(Serialize)]
struct Collected<'a> {
    from: &'a str,
    to: &'a str,
}

impl Streamed {
    /// Begins in a folder, which is made anew.
    pub fn begin(folder: &Path) -> io::Result<Self> {
        match std::fs::remove_dir_all(folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => std::fs::create_dir_all(folder)?,
        }
        Ok(Self {
            folder: folder.to_owned(),
            digests: BTreeMap::new(),
            files: Vec::new(),
        })
    }

    /// Begins a table.
    pub fn table(&self, kind: Kind, packing: Packing) -> io::Result<StreamedTable> {
        let name = format!("{}.ndjson", kind.name());
        let file = |path: &Path| File::create(path).map(BufWriter::new);
        let (path, out) = match packing {
            Packing::Plain => {
                let path = self.folder.join(&name);
                let out = Out::Plain(file(&path)?);
                (path, out)
            }
            Packing::Compressed => {
                let path = self.folder.join(format!("{name}.zst"));
                let encoder = zstd::stream::write::Encoder::new(file(&path)?, COMPRESSION)?;
                (path, Out::Compressed(Box::new(encoder)))
            }
        };
        Ok(StreamedTable {
            out,
            hasher: Sha256::new(),
            name,
            path,
            rows: 0,
        })
    }

    /// Ends a table: it is on the disk when this returns.
    pub fn end(&mut self, table: StreamedTable) -> io::Result<()> {
        let buffer = match table.out {
            Out::Plain(out) => out,
            Out::Compressed(out) => out.finish()?,
        };
        buffer
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?
            .sync_all()?;
        let digest = data_encoding::HEXLOWER.encode(&table.hasher.finalize());
        self.digests.insert(table.name, format!("sha256:{digest}"));
        self.files.push(table.path);
        Ok(())
    }

    /// Puts the tables into a folder in place of those of an earlier snapshot, and then the head: whoever finds a head finds
    /// its tables.
    pub fn publish(self, head: &StreamedHead, target: &Path) -> io::Result<()> {
        let text = self.head(head)?;
        let last = self.folder.join(SNAPSHOT_FILE);
        let mut file = File::create(&last)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        remove_old(target)?;
        for path in self.files.iter().chain([&last]) {
            if let Some(name) = path.file_name() {
                std::fs::rename(path, target.join(name))?;
            }
        }
        std::fs::remove_dir_all(&self.folder)
    }

    fn head(&self, head: &StreamedHead) -> io::Result<String> {
        let lines: Vec<String> = self
            .digests
            .iter()
            .map(|(name, digest)| format!("{name} {digest}"))
            .collect();
        let mut ledger: Vec<&LedgerRow> = head.ledger.iter().collect();
        ledger.sort();
        let head = Head {
            api_version: FORMAT,
            kind: "Snapshot",
            tenant: head.tenant.as_deref(),
            collected: head.collected.as_ref().map(|(from, to)| Collected { from, to }),
            digest: digest(lines.join("\n").as_bytes()),
            digests: &self.digests,
            coverage: ledger.into_iter().map(WireRow::of).collect(),
        };
        Ok(serde_json::to_string_pretty(&head)? + "\n")
    }
}

/// Removes the files of an earlier snapshot, the head first: without it nobody takes the rest for a snapshot.
fn remove_old(target: &Path) -> io::Result<()> {
    let mut old: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(target)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.ends_with(".ndjson") || name.ends_with(".ndjson.zst") {
            old.push(path);
        }
    }
    match std::fs::remove_file(target.join(SNAPSHOT_FILE)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => old.iter().try_for_each(std::fs::remove_file),
    }
}
