//! A snapshot folder: `snapshot.json` and one `<kind>.ndjson` or `<kind>.ndjson.zst` per kind.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::coverage::{Coverage, Status};
use super::files::{SNAPSHOT_FILE, relative_name};
use super::frozen::KeptProblem;
use super::kind::Kind;
use super::observed::{Observed, Table};
use super::problem::{Location, Problem, ProblemCode};

/// The version of the format that this program reads and writes.
pub const FORMAT: &str = "meshgov/v1";

/// The largest table that is read, in bytes after decompression.
const TABLE_LIMIT: u64 = u32::MAX as u64 - 1;

/// A snapshot folder, read.
#[derive(Debug, Default)]
pub struct Folder {
    /// The rows of the tenant.
    pub observed: Observed,
    /// Files of declared kinds: each line is one document in its native form.
    pub declared: Vec<DeclaredLines>,
    /// The coverage rows of `snapshot.json`.
    pub coverage: Vec<Coverage>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// A `<kind>.ndjson` of a declared kind.
#[derive(Debug)]
pub struct DeclaredLines {
    /// The file's name as reports show it.
    pub file: Box<str>,
    /// The kind that its name says.
    pub kind: Kind,
    /// Its text.
    pub text: String,
}

/// `snapshot.json`. Keys that this version does not know are left alone: a collector may say more.
#[derive(Deserialize, Default)]
struct Head {
    #[serde(rename = "apiVersion")]
    api_version: Option<String>,
    kind: Option<String>,
    tenant: Option<Box<str>>,
    collected: Option<serde_json::Value>,
    #[serde(default)]
    digests: BTreeMap<String, String>,
    /// The files that the tables come from, where they were frozen.
    #[serde(default)]
    names: BTreeMap<String, Box<str>>,
    /// What could not be read when it was frozen.
    #[serde(default)]
    problems: Vec<KeptProblem>,
    #[serde(default)]
    coverage: Vec<CoverageRow>,
}

#[derive(Deserialize)]
struct CoverageRow {
    scope: Box<str>,
    kind: Box<str>,
    #[serde(default)]
    part: Option<Box<str>>,
    status: Box<str>,
    #[serde(default)]
    detail: Box<str>,
}

impl Folder {
    /// Reads a folder. What cannot be read is a problem, and its kind is then not complete. `base` is the working directory.
    pub fn read(folder: &Path, base: &Path) -> Self {
        let mut read = Self::default();
        let head_path = folder.join(SNAPSHOT_FILE);
        let head_name = relative_name(&head_path, base);
        let Some(head) = read.head(&head_path, &head_name) else {
            return read;
        };
        read.observed.tenant.clone_from(&head.tenant);
        read.observed.collected.clone_from(&head.collected);
        read.problems
            .extend(head.problems.iter().cloned().map(KeptProblem::restored));
        for row in &head.coverage {
            read.coverage_row(row, &head_name);
        }
        let tables = read.tables(folder, base);
        for name in head.digests.keys() {
            let is_there = |(_, path): &(Kind, PathBuf)| {
                let file = path.file_name().and_then(|file| file.to_str());
                file.is_some_and(|file| file.trim_end_matches(".zst") == name)
            };
            if !tables.iter().any(is_there) {
                let kind = name.trim_end_matches(".ndjson");
                let message = format!("names {name}, which is not there");
                match Kind::from_name(kind) {
                    Some(kind) => read.broken_kind(&head_name, kind, message),
                    None => read.broken(&head_name, message, "take the snapshot again"),
                }
            }
        }
        let parts: Vec<Self> = tables
            .into_par_iter()
            .map(|(kind, path)| Self::table(kind, &path, base, &head))
            .collect();
        for mut part in parts {
            read.observed.tables.append(&mut part.observed.tables);
            read.declared.append(&mut part.declared);
            read.problems.append(&mut part.problems);
        }
        read.coverage.sort();
        read.problems.sort();
        read
    }

    fn head(&mut self, path: &Path, name: &str) -> Option<Head> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => {
                self.broken(
                    name,
                    format!("could not be opened: {}", error.kind()),
                    "a snapshot folder holds a snapshot.json beside its <kind>.ndjson files",
                );
                return None;
            }
        };
        let head: Head = match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
            Ok(head) => head,
            Err(error) => {
                self.broken(
                    name,
                    format!("is not a snapshot head: {error}"),
                    "it must be a JSON object with apiVersion, kind and coverage",
                );
                return None;
            }
        };
        if head.kind.as_deref() != Some("Snapshot") || head.api_version.is_none() {
            self.broken(
                name,
                "does not say that it is a snapshot".into(),
                "write \"apiVersion\": \"meshgov/v1\" and \"kind\": \"Snapshot\"",
            );
            return None;
        }
        if head.api_version.as_deref() != Some(FORMAT) {
            let version = head.api_version.unwrap_or_default();
            self.broken(
                name,
                format!("is of format {version}, and this version of meshgov reads {FORMAT}"),
                "upgrade meshgov, or collect the tenant with this version",
            );
            return None;
        }
        Some(head)
    }

    fn coverage_row(&mut self, row: &CoverageRow, head_name: &str) {
        match (Kind::from_name(&row.kind), Status::from_name(&row.status)) {
            (Some(kind), Some(status)) => self.coverage.push(Coverage {
                scope: row.scope.clone(),
                kind,
                part: row.part.clone(),
                status,
                detail: row.detail.clone(),
            }),
            (None, _) => self.broken(
                head_name,
                format!("a coverage row names the unknown kind `{}`", row.kind),
                "the kinds are the names of the <kind>.ndjson files",
            ),
            // A status that this version does not know is no promise that all was read.
            (Some(kind), None) => self.coverage.push(Coverage {
                scope: row.scope.clone(),
                kind,
                part: row.part.clone(),
                status: Status::Failed,
                detail: format!("unknown status `{}` {}", row.status, row.detail)
                    .trim_end()
                    .into(),
            }),
        }
    }

    /// The table files of the folder, in order of name.
    fn tables(&mut self, folder: &Path, base: &Path) -> Vec<(Kind, PathBuf)> {
        let mut tables = BTreeMap::new();
        let mut paths: Vec<PathBuf> = match std::fs::read_dir(folder) {
            Ok(entries) => entries.filter_map(|entry| Some(entry.ok()?.path())).collect(),
            Err(error) => {
                let name = relative_name(folder, base);
                self.broken(
                    &name,
                    format!("could not be listed: {}", error.kind()),
                    "give the account that runs meshgov the right to read it",
                );
                return Vec::new();
            }
        };
        paths.sort();
        for path in paths {
            let Some(stem) = path.file_name().and_then(|name| name.to_str()).and_then(table_stem) else {
                continue;
            };
            let name = relative_name(&path, base);
            match Kind::from_name(stem) {
                None => self.broken(
                    &name,
                    format!("`{stem}` is no kind that meshgov knows"),
                    "the file's name must be that of a kind, such as resource_group.ndjson",
                ),
                Some(kind) => {
                    if let Some(first) = tables.insert(kind, path.clone()) {
                        let first = relative_name(&first, base);
                        self.broken(
                            &name,
                            format!("holds the same kind as {first}, which was left out"),
                            "keep one of the two",
                        );
                    }
                }
            }
        }
        tables.into_iter().collect()
    }

    /// One table file, as a folder of its own.
    fn table(kind: Kind, path: &Path, base: &Path, head: &Head) -> Self {
        let mut part = Self::default();
        let file_name = path.file_name().and_then(|file| file.to_str()).unwrap_or_default();
        let plain_name = file_name.trim_end_matches(".zst");
        let known = head.names.get(plain_name).cloned();
        let name = known.unwrap_or_else(|| relative_name(path, base));
        let bytes = match read_bytes(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                part.broken_kind(&name, kind, format!("could not be read: {error}"));
                return part;
            }
        };
        let expected = head.digests.get(plain_name);
        if expected.is_some_and(|expected| *expected != digest(&bytes)) {
            part.broken_kind(&name, kind, "differs from the digest in snapshot.json".into());
        }
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let line = error
                    .as_bytes()
                    .iter()
                    .take(valid)
                    .filter(|byte| **byte == b'\n')
                    .count()
                    + 1;
                part.broken_kind(&name, kind, format!("line {line} is not UTF-8"));
                String::from_utf8_lossy(error.as_bytes()).into_owned()
            }
        };
        if is_declared(kind) {
            part.declared.push(DeclaredLines { file: name, kind, text });
        } else {
            let (table, problems) = Table::parse(&name, kind, text);
            part.problems.extend(problems);
            part.observed.tables.insert(kind, Arc::new(table));
        }
        part
    }

    fn broken(&mut self, file: &str, message: String, help: &str) {
        self.problems.push(Problem {
            location: Location::File {
                file: file.into(),
                place: None,
                pointer: None,
            },
            code: ProblemCode::BrokenSnapshot,
            message: message.into(),
            help: Some(help.into()),
            kind: None,
        });
    }

    fn broken_kind(&mut self, file: &str, kind: Kind, message: String) {
        self.broken(
            file,
            message,
            "collect the tenant again; until then rules that need this kind cannot pass",
        );
        if let Some(problem) = self.problems.last_mut() {
            problem.kind = Some(kind);
        }
    }
}

fn table_stem(name: &str) -> Option<&str> {
    name.strip_suffix(".ndjson")
        .or_else(|| name.strip_suffix(".ndjson.zst"))
}

/// Kinds that a person writes; the tenant holds the others.
const fn is_declared(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Mesh
            | Kind::Domain
            | Kind::Product
            | Kind::Contract
            | Kind::SourceSystem
            | Kind::Blueprint
            | Kind::Authority
            | Kind::PolicySet
            | Kind::Exemption
            | Kind::Approval
            | Kind::Document
    )
}

fn read_bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    let file = std::fs::File::open(path)?;
    let size = file.metadata()?.len();
    let mut bytes = Vec::new();
    if path.extension().is_some_and(|extension| extension == "zst") {
        zstd::stream::read::Decoder::new(file)?
            .take(TABLE_LIMIT + 1)
            .read_to_end(&mut bytes)?;
    } else {
        bytes.reserve_exact(usize::try_from(size.min(TABLE_LIMIT)).unwrap_or(0));
        file.take(TABLE_LIMIT + 1).read_to_end(&mut bytes)?;
    }
    if bytes.len() as u64 > TABLE_LIMIT {
        return Err(std::io::Error::new(
            std::io::ErrorKind::FileTooLarge,
            "it is larger than 4 GiB",
        ));
    }
    if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
    }
    Ok(bytes)
}

/// `sha256:` and the digest in hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = String::from("sha256:");
    for byte in Sha256::digest(bytes) {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
