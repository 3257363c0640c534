//! A snapshot folder as it is written: files and observed rows, frozen into one folder.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::text::{Column, Line, Place};

use super::coverage::Coverage;
use super::files::{SNAPSHOT_FILE, normal};
use super::folder::{FORMAT, digest};
use super::kind::Kind;
use super::problem::{Location, Problem, ProblemCode};

/// Tables above this size are compressed, in bytes.
const LARGE: usize = 1 << 20;

/// How strongly; the same for everybody, so that the same rows make the same bytes.
const COMPRESSION: i32 = 3;

/// What is frozen.
#[derive(Debug, Default)]
pub struct Frozen {
    /// `tenant`.
    pub tenant: Option<Box<str>>,
    /// `collected`: when the tenant was read.
    pub collected: Option<serde_json::Value>,
    /// The coverage rows of the tenant.
    pub coverage: Vec<Coverage>,
    /// What could not be read, and is in no table.
    pub problems: Vec<Problem>,
    /// The tables by kind: the name of the file that they come from, and their text.
    pub tables: BTreeMap<Kind, (Box<str>, String)>,
}

/// Why a snapshot could not be written.
#[derive(Debug, thiserror::Error)]
pub enum FreezeError {
    /// Something else lies where it should be.
    #[error("{0} exists and is no snapshot; name another folder, or remove it")]
    Occupied(Box<str>),
    /// It could not be written.
    #[error("{path} could not be written: {reason}; name a folder in one that exists and can be written to")]
    Unwritable {
        /// What.
        path: Box<str>,
        /// Why.
        reason: Box<str>,
    },
}

/// A problem as `snapshot.json` keeps it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct KeptProblem {
    code: Box<str>,
    message: Box<str>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    help: Option<Box<str>>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    kind: Option<Box<str>>,
    file: Box<str>,
    /// First line and column, last line and column, from 1.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    place: Option<[u32; 4]>,
}

impl KeptProblem {
    fn of(problem: &Problem) -> Option<Self> {
        let Location::File { file, place, .. } = &problem.location else {
            return None;
        };
        Some(Self {
            code: problem.code.name().into(),
            message: problem.message.clone(),
            help: problem.help.clone(),
            kind: problem.kind.map(|kind| kind.name().into()),
            file: file.clone(),
            place: place.map(|place| {
                [
                    place.line.get(),
                    place.column.get(),
                    place.end_line.get(),
                    place.end_column.get(),
                ]
            }),
        })
    }

    /// The problem; one of a code that this version does not know still says that something was not read.
    pub(super) fn restored(self) -> Problem {
        let at = |number: u32| number.saturating_sub(1);
        Problem {
            location: Location::File {
                file: self.file,
                place: self.place.map(|[line, column, end_line, end_column]| Place {
                    line: Line::after(at(line)),
                    column: Column::after(at(column)),
                    end_line: Line::after(at(end_line)),
                    end_column: Column::after(at(end_column)),
                }),
                pointer: None,
            },
            code: ProblemCode::from_name(&self.code).unwrap_or(ProblemCode::Unreadable),
            message: self.message,
            help: self.help,
            kind: self.kind.and_then(|kind| Kind::from_name(&kind)),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Head<'a> {
    api_version: &'static str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    collected: Option<&'a serde_json::Value>,
    /// Of all tables together.
    digest: String,
    /// Of each table, before it is compressed.
    digests: BTreeMap<String, String>,
    /// The file that each table comes from, where problems of its rows are.
    names: BTreeMap<String, &'a str>,
    coverage: Vec<Row<'a>>,
    problems: Vec<KeptProblem>,
}

#[derive(Serialize)]
struct Row<'a> {
    scope: &'a str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<&'a str>,
    status: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    detail: &'a str,
}

impl Frozen {
    /// Writes the snapshot to a folder, in place of a snapshot that is there, and gives the digest over its contents. All is
    /// written beside it first and then renamed, so that whoever reads the folder sees the old one or the new one.
    pub fn write(&self, target: &Path) -> Result<String, FreezeError> {
        // What a path with `..` names must not change while folders are made.
        let target = &normal(target);
        if !is_free(target) {
            return Err(FreezeError::Occupied(target.display().to_string().into()));
        }
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let beside = |what: &str| target.with_file_name(format!(".{name}.{what}-{}", std::process::id()));
        let (partial, old) = (beside("partial"), beside("old"));
        let written = self.fill(&partial).and_then(|digest| {
            let unwritable = |error: std::io::Error| unwritable(target, &error);
            let is_there = target.exists();
            if is_there {
                std::fs::rename(target, &old).map_err(unwritable)?;
            }
            if let Err(error) = std::fs::rename(&partial, target) {
                if is_there {
                    // What was there before is better than nothing.
                    let _ = std::fs::rename(&old, target);
                }
                return Err(unwritable(error));
            }
            Ok(digest)
        });
        // Whether these are there, and could be removed, changes nothing for whoever reads the target.
        let _ = std::fs::remove_dir_all(&partial);
        let _ = std::fs::remove_dir_all(&old);
        written
    }

    fn fill(&self, folder: &Path) -> Result<String, FreezeError> {
        std::fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
        let mut digests = BTreeMap::new();
        let mut names = BTreeMap::new();
        for (kind, (file, text)) in &self.tables {
            let name = format!("{}.ndjson", kind.name());
            digests.insert(name.clone(), digest(text.as_bytes()));
            names.insert(name.clone(), &**file);
            if text.len() > LARGE {
                let compressed = compressed(text.as_bytes());
                let path = folder.join(format!("{name}.zst"));
                put(&path, &compressed.map_err(|error| unwritable(&path, &error))?)?;
            } else {
                put(&folder.join(name), text.as_bytes())?;
            }
        }
        let lines: Vec<String> = digests
            .iter()
            .map(|(name, digest)| format!("{name} {digest}"))
            .collect();
        let mut coverage = self.coverage.clone();
        coverage.sort();
        let head = Head {
            api_version: FORMAT,
            kind: "Snapshot",
            tenant: self.tenant.as_deref(),
            collected: self.collected.as_ref(),
            digest: digest(lines.join("\n").as_bytes()),
            digests,
            names,
            coverage: coverage
                .iter()
                .map(|row| Row {
                    scope: &row.scope,
                    kind: row.kind.name(),
                    part: row.part.as_deref(),
                    status: row.status.name(),
                    detail: &row.detail,
                })
                .collect(),
            problems: self.problems.iter().filter_map(KeptProblem::of).collect(),
        };
        let path = folder.join(SNAPSHOT_FILE);
        let mut text = serde_json::to_string_pretty(&head).map_err(|error| unwritable(&path, &error.into()))?;
        text.push('\n');
        put(&path, text.as_bytes())?;
        Ok(head.digest)
    }
}

/// A table, compressed as a snapshot folder holds it.
pub fn compressed(table: &[u8]) -> std::io::Result<Vec<u8>> {
    zstd::bulk::compress(table, COMPRESSION)
}

/// Whether a snapshot may be written to a folder: nothing is there, or an empty folder, or a snapshot.
pub fn is_free(target: &Path) -> bool {
    match std::fs::read_dir(target) {
        Ok(mut entries) => {
            entries.next().is_none()
                || std::fs::read_to_string(target.join(SNAPSHOT_FILE))
                    .is_ok_and(|head| head.contains("\"Snapshot\"") && head.contains("\"meshgov/"))
        }
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    }
}

fn put(path: &PathBuf, bytes: &[u8]) -> Result<(), FreezeError> {
    let written = std::fs::File::create(path).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(|error| unwritable(path, &error))
}

fn unwritable(path: &Path, error: &std::io::Error) -> FreezeError {
    FreezeError::Unwritable {
        path: path.display().to_string().into(),
        reason: error.kind().to_string().into(),
    }
}
