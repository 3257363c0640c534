//! A state of the mesh, frozen into one folder.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use crate::snapshot::{FreezeError, Frozen, Kind, ProblemCode};

use super::load::Request;
use super::raw::{Raw, RawFile};

/// What was frozen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Freezing {
    /// How many files.
    pub files: usize,
    /// How many rows of the tenant.
    pub rows: usize,
    /// The digest over the contents.
    pub digest: String,
}

/// A line of `document.ndjson`.
#[derive(Serialize)]
struct Line<'a> {
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    base64: Option<String>,
}

/// Freezes what a request names into a folder. Read back, it is judged just as the files and rows themselves are.
pub fn freeze(request: &Request<'_>, target: &Path) -> Result<Freezing, FreezeError> {
    let raw = Raw::read(request);
    let mut files: Vec<&RawFile> = raw.files.iter().collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    let mut documents = String::new();
    let mut problems = raw.problems.clone();
    let mut count = 0;
    for file in files {
        match &file.content {
            Ok(bytes) => {
                let text = std::str::from_utf8(bytes).ok();
                let line = Line {
                    file: &file.name,
                    text,
                    base64: text.is_none().then(|| data_encoding::BASE64.encode(bytes)),
                };
                // Texts in a structure always become JSON.
                documents.push_str(&serde_json::to_string(&line).unwrap_or_default());
                documents.push('\n');
                count += 1;
            }
            Err(problem) => problems.push(problem.clone()),
        }
    }
    // What is wrong with a row is seen again when it is read; what is wrong with a snapshot as a whole is not.
    let lasting = raw.observed_problems.iter();
    problems.extend(
        lasting
            .filter(|problem| problem.code == ProblemCode::BrokenSnapshot)
            .cloned(),
    );
    problems.sort();
    let mut tables: BTreeMap<Kind, (Box<str>, String)> = BTreeMap::new();
    tables.insert(Kind::Document, ("document.ndjson".into(), documents));
    for lines in &raw.lines {
        tables.insert(lines.kind, (lines.file.clone(), lines.text.clone()));
    }
    let mut rows = 0;
    for (kind, table) in &raw.observed.tables {
        rows += table.len();
        tables.insert(*kind, (table.file.clone(), table.text.to_string()));
    }
    let frozen = Frozen {
        tenant: raw.observed.tenant.clone(),
        collected: raw.observed.collected.clone(),
        coverage: raw.observed_coverage,
        problems,
        tables,
    };
    Ok(Freezing {
        digest: frozen.write(target)?,
        files: count,
        rows,
    })
}
