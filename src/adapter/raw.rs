//! The files of a state of the mesh, before and after they are parsed: what can be put together with another state, file by
//! file, before anything is made of it.

use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use crate::snapshot::{
    Coverage, DeclaredLines, Folder, FoundFile, Kind, Location, Observed, Problem, ProblemCode, find,
};
use crate::text::{self, Document, Limits, Source};

use super::lines;
use super::load::{Request, unread};
use super::marker;
use super::problem::of_text;

/// The files of a state as they are read.
#[derive(Default)]
pub(super) struct Raw {
    pub(super) files: Vec<RawFile>,
    /// Files of a snapshot in which each line is a document.
    pub(super) lines: Vec<DeclaredLines>,
    pub(super) observed: Observed,
    /// What the tenant was seen to hold completely, and what not.
    pub(super) observed_coverage: Vec<Coverage>,
    /// What of the tenant could not be read.
    pub(super) observed_problems: Vec<Problem>,
    /// Folders and files that could not be opened.
    pub(super) problems: Vec<Problem>,
}

/// A file with its name.
pub(super) struct RawFile {
    pub(super) name: Box<str>,
    pub(super) content: Result<Vec<u8>, Problem>,
    /// Whether it is a file of its own, and not one whose lines are documents.
    pub(super) is_found: bool,
}

/// The files of a state, parsed.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) files: Vec<ParsedFile>,
    pub(super) observed: Observed,
    pub(super) coverage: Vec<Coverage>,
    pub(super) problems: Vec<Problem>,
}

/// The documents of one file, and what is wrong with it.
#[derive(Clone, Default)]
pub(super) struct ParsedFile {
    pub(super) name: Box<str>,
    pub(super) documents: Vec<Arc<Document>>,
    pub(super) problems: Vec<Problem>,
    /// Its text, where no document holds it.
    pub(super) unparsed: Option<Arc<Source>>,
    pub(super) is_found: bool,
}

impl Raw {
    /// Reads everything that a request names.
    pub(super) fn read(request: &Request<'_>) -> Self {
        let mut found = find(request.paths, request.base);
        if let Some(other) = request.without {
            found.leave_out(other, request.paths, request.base);
        }
        let mut raw = Self {
            problems: found.problems,
            files: found
                .files
                .par_iter()
                .map(|file| read_file(file, &request.limits))
                .collect(),
            ..Self::default()
        };
        if let Some(folder) = snapshot_folder(request, &found.snapshots, &mut raw.problems) {
            raw.add_folder(Folder::read(&folder, request.base));
        }
        raw
    }

    fn add_folder(&mut self, folder: Folder) {
        self.observed = folder.observed;
        self.observed_coverage = folder.coverage;
        self.observed_problems = folder.problems;
        for declared in folder.declared {
            if declared.kind == Kind::Document {
                self.add_frozen(&declared);
            } else {
                self.lines.push(declared);
            }
        }
    }

    /// The files that a snapshot froze whole.
    fn add_frozen(&mut self, declared: &DeclaredLines) {
        let source = Source::new(declared.file.clone(), declared.text.as_str());
        for line in lines::ranges(source.text()) {
            match lines::frozen_file(&source, &line) {
                Ok((name, content)) => self.files.push(RawFile {
                    name: name.into(),
                    content: Ok(content),
                    is_found: true,
                }),
                Err(problem) => self.observed_problems.push(problem),
            }
        }
    }

    /// Parses every file.
    pub(super) fn parse(self, limits: &Limits) -> Parts {
        let mut files: Vec<ParsedFile> = self
            .files
            .into_par_iter()
            .map(|file| match file.content {
                Ok(bytes) => ParsedFile {
                    is_found: file.is_found,
                    ..parse(&file.name, &bytes, limits)
                },
                Err(problem) => ParsedFile {
                    name: file.name,
                    problems: vec![problem],
                    is_found: file.is_found,
                    ..ParsedFile::default()
                },
            })
            .collect();
        files.extend(self.lines.into_iter().map(|lines| parse_lines(lines, limits)));
        let mut coverage: Vec<Coverage> = self.problems.iter().flat_map(unread).collect();
        coverage.extend(self.observed_coverage);
        let mut problems = self.problems;
        problems.extend(self.observed_problems);
        Parts {
            files,
            observed: self.observed,
            coverage,
            problems,
        }
    }
}

fn read_file(file: &FoundFile, limits: &Limits) -> RawFile {
    let raw = |content| RawFile {
        name: file.name.clone(),
        content,
        is_found: true,
    };
    let size = std::fs::metadata(&file.path).map_or(0, |metadata| metadata.len());
    if size > limits.bytes {
        return raw(Err(too_large(file, size, limits)));
    }
    raw(std::fs::read(&file.path).map_err(|error| Problem {
        location: whole_file(&file.name),
        code: ProblemCode::Unreadable,
        message: format!("could not be opened: {}", error.kind()).into(),
        help: Some("give the account that runs meshgov the right to read it, or leave the path out".into()),
        kind: None,
    }))
}

fn parse(name: &str, bytes: &[u8], limits: &Limits) -> ParsedFile {
    let parsed = text::parse(name, bytes, limits);
    // What a broken text would have been decides which kind is then not completely known.
    let kind = if parsed.problems.is_empty() {
        None
    } else {
        marker::kind(bytes)
    };
    let problems = parsed
        .problems
        .iter()
        .map(|problem| of_text(&parsed.source, problem, 0, kind))
        .collect();
    // A text without documents is kept for the excerpt of its problems.
    let is_unparsed = parsed.documents.is_empty() && !parsed.problems.is_empty() && !parsed.source.text().is_empty();
    ParsedFile {
        name: name.into(),
        documents: parsed.documents.into_iter().map(Arc::new).collect(),
        problems,
        unparsed: is_unparsed.then_some(parsed.source),
        is_found: true,
    }
}

/// The documents of a file in which each line is one.
fn parse_lines(file: DeclaredLines, limits: &Limits) -> ParsedFile {
    let name = file.file.clone();
    let source = Arc::new(Source::new(file.file, file.text));
    let lines: Vec<_> = lines::ranges(source.text()).collect();
    let parts: Vec<_> = lines
        .par_iter()
        .with_min_len(64)
        .map(|line| lines::parse(&source, line, limits, file.kind))
        .collect();
    let mut all = ParsedFile {
        name,
        ..ParsedFile::default()
    };
    for (document, problems) in parts {
        all.documents.extend(document.map(Arc::new));
        all.problems.extend(problems);
    }
    all
}

/// Which snapshot folder to read: the one that was named, else the only one below the paths.
fn snapshot_folder(request: &Request<'_>, found: &[FoundFile], problems: &mut Vec<Problem>) -> Option<PathBuf> {
    if let Some(named) = request.snapshot {
        return Some(request.base.join(named));
    }
    let (first, others) = found.split_first()?;
    for other in others {
        problems.push(Problem {
            location: whole_file(&other.name),
            code: ProblemCode::Ambiguous,
            message: format!("is a second snapshot beside {}, and was left out", first.name).into(),
            help: Some("name the one that is meant with --snapshot".into()),
            kind: None,
        });
    }
    Some(first.path.clone())
}

fn too_large(file: &FoundFile, size: u64, limits: &Limits) -> Problem {
    let mebibytes = |bytes: u64| bytes.div_ceil(1024 * 1024);
    Problem {
        location: whole_file(&file.name),
        code: ProblemCode::OverLimit,
        message: format!(
            "is {} MiB long, and files of up to {} MiB are read",
            mebibytes(size),
            mebibytes(limits.bytes)
        )
        .into(),
        help: Some("split it into a file for each product or contract, or leave it out with a .gitignore".into()),
        kind: marker::kind_of_file(&file.path),
    }
}

fn whole_file(name: &str) -> Location {
    Location::File {
        file: name.into(),
        place: None,
        pointer: None,
    }
}
