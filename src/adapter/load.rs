//! From files and folders to one snapshot. The order in which files are found or threads finish changes nothing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::snapshot::{
    Coverage, DeclaredLines, DocumentIndex, Folder, FoundFile, Kind, Location, Problem, ProblemCode, Snapshot, Status,
    find,
};
use crate::text::{self, Document, Limits, Source};

use super::adapted::adapt;
use super::format::recognise;
use super::lines;
use super::marker;
use super::problem::of_text;

/// What to read.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// Files and folders of declared objects.
    pub paths: &'a [PathBuf],
    /// A snapshot folder; where it is given, those below `paths` are left out.
    pub snapshot: Option<&'a Path>,
    /// The working directory, to which all names are relative.
    pub base: &'a Path,
    /// A folder below `paths` that is another state of the mesh, and so no part of this one.
    pub without: Option<&'a Path>,
    /// The limits of a single file.
    pub limits: Limits,
}

/// The documents of one file, and what is wrong with it.
#[derive(Default)]
struct ReadFile {
    documents: Vec<Document>,
    problems: Vec<Problem>,
    /// Its text, where no document holds it.
    unparsed: Option<Arc<Source>>,
}

/// Reads everything that a request names. Nothing stops it: what cannot be read becomes a problem or a coverage row.
pub fn load(request: &Request<'_>) -> Snapshot {
    let mut found = find(request.paths, request.base);
    if let Some(other) = request.without {
        found.leave_out(other, request.paths, request.base);
    }
    let mut snapshot = Snapshot {
        problems: found.problems,
        ..Snapshot::default()
    };
    for problem in &snapshot.problems {
        snapshot.coverage.extend(unread(problem));
    }
    snapshot.counts.files = found.files.len() as u64;
    let read: Vec<ReadFile> = found
        .files
        .par_iter()
        .map(|file| read_file(file, &request.limits))
        .collect();
    let mut documents: Vec<Document> = Vec::new();
    for mut file in read {
        documents.append(&mut file.documents);
        for problem in &file.problems {
            snapshot.coverage.extend(unread(problem));
        }
        snapshot.problems.append(&mut file.problems);
        snapshot.unparsed.extend(file.unparsed);
    }
    if let Some(folder) = snapshot_folder(request, &found.snapshots, &mut snapshot.problems) {
        let folder = Folder::read(&folder, request.base);
        snapshot.observed = folder.observed;
        snapshot.coverage.extend(folder.coverage);
        snapshot.problems.extend(folder.problems);
        for file in folder.declared {
            let mut read = read_lines(file, &request.limits);
            documents.append(&mut read.documents);
            snapshot.problems.append(&mut read.problems);
        }
    }
    documents.sort_by(|a, b| (a.source.name(), a.index).cmp(&(b.source.name(), b.index)));
    snapshot.documents = documents.into_iter().map(Arc::new).collect();
    declare(&mut snapshot);
    ambiguous_meshes(&mut snapshot);
    snapshot.coverage.sort();
    snapshot.coverage.dedup();
    snapshot.problems.sort();
    snapshot.problems.dedup();
    snapshot
}

fn read_file(file: &FoundFile, limits: &Limits) -> ReadFile {
    let size = std::fs::metadata(&file.path).map_or(0, |metadata| metadata.len());
    if size > limits.bytes {
        return ReadFile {
            problems: vec![too_large(file, size, limits)],
            ..ReadFile::default()
        };
    }
    match std::fs::read(&file.path) {
        Ok(bytes) => parse(&file.name, &bytes, limits),
        Err(error) => ReadFile {
            problems: vec![Problem {
                location: whole_file(&file.name),
                code: ProblemCode::Unreadable,
                message: format!("could not be opened: {}", error.kind()).into(),
                help: Some("give the account that runs meshgov the right to read it, or leave the path out".into()),
                kind: None,
            }],
            ..ReadFile::default()
        },
    }
}

fn parse(name: &str, bytes: &[u8], limits: &Limits) -> ReadFile {
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
    ReadFile {
        documents: parsed.documents,
        problems,
        unparsed: is_unparsed.then_some(parsed.source),
    }
}

/// The documents of a file in which each line is one.
fn read_lines(file: DeclaredLines, limits: &Limits) -> ReadFile {
    let source = Arc::new(Source::new(file.file, file.text));
    let lines: Vec<_> = lines::ranges(source.text()).collect();
    let parts: Vec<ReadFile> = lines
        .par_iter()
        .with_min_len(64)
        .map(|line| match file.kind {
            Kind::Document => frozen(&source, line, limits),
            kind => {
                let (document, problems) = lines::parse(&source, line, limits, kind);
                ReadFile {
                    documents: document.into_iter().collect(),
                    problems,
                    unparsed: None,
                }
            }
        })
        .collect();
    let mut all = ReadFile::default();
    for mut part in parts {
        all.documents.append(&mut part.documents);
        all.problems.append(&mut part.problems);
    }
    all
}

/// A file that was frozen whole: its name and its text.
fn frozen(source: &Source, line: &lines::LineRange, limits: &Limits) -> ReadFile {
    match lines::frozen_file(source, line) {
        Ok((name, text)) => parse(&name, text.as_bytes(), limits),
        Err(problem) => ReadFile {
            problems: vec![problem],
            ..ReadFile::default()
        },
    }
}

/// Turns recognised documents into declared objects.
fn declare(snapshot: &mut Snapshot) {
    let documents = &snapshot.documents;
    let adapted: Vec<_> = (0_u32..)
        .zip(documents)
        .collect::<Vec<_>>()
        .par_iter()
        .with_min_len(16)
        .map(|(index, document)| {
            recognise(document.source.name(), &document.root)
                .map(|format| adapt(DocumentIndex(*index), document, format))
        })
        .collect();
    for adapted in adapted {
        let Some(adapted) = adapted else {
            snapshot.counts.others += 1;
            continue;
        };
        snapshot.counts.documents += 1;
        snapshot.problems.extend(adapted.problems);
        if let Some(object) = adapted.object {
            object.declare(&mut snapshot.declared);
        }
    }
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

fn ambiguous_meshes(snapshot: &mut Snapshot) {
    let places: Vec<(Box<str>, Location)> = snapshot
        .declared
        .meshes
        .iter()
        .filter_map(|mesh| {
            let document = snapshot.documents.get(mesh.document.0 as usize)?;
            let location = Location::File {
                file: document.source.name().into(),
                place: Some(document.place(&mesh.name.pointer)),
                pointer: Some(mesh.name.pointer.clone()),
            };
            Some((document.source.name().into(), location))
        })
        .collect();
    let Some(((first, _), others)) = places.split_first() else {
        return;
    };
    for (_, location) in others {
        snapshot.problems.push(Problem {
            location: location.clone(),
            code: ProblemCode::Ambiguous,
            message: format!("is a second Mesh beside the one in {first}, which counts").into(),
            help: Some("keep one Mesh file: it says how the whole mesh is laid out".into()),
            kind: Some(Kind::Mesh),
        });
    }
}

/// What may have been in a place that nobody could read: anything that people declare.
fn unread(problem: &Problem) -> Vec<Coverage> {
    let (ProblemCode::Unreadable, Location::File { file, .. }) = (problem.code, &problem.location) else {
        return Vec::new();
    };
    [
        Kind::Domain,
        Kind::Team,
        Kind::Product,
        Kind::Contract,
        Kind::SourceSystem,
        Kind::Pipeline,
    ]
    .into_iter()
    .map(|kind| Coverage {
        scope: file.clone(),
        kind,
        status: Status::Failed,
        detail: problem.message.clone(),
    })
    .collect()
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
