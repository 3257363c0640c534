//! From files and folders to one snapshot. The order in which files are found or threads finish changes nothing.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::snapshot::{Coverage, DocumentIndex, Kind, Location, Problem, ProblemCode, Snapshot, Status};
use crate::text::Limits;

use super::adapted::adapt;
use super::format::recognise;
use super::raw::{Parts, Raw};

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

/// Reads everything that a request names. Nothing stops it: what cannot be read becomes a problem or a coverage row.
pub fn load(request: &Request<'_>) -> Snapshot {
    assemble(Raw::read(request).parse(&request.limits))
}

/// Makes a snapshot of what was read.
pub(super) fn assemble(parts: Parts) -> Snapshot {
    let mut snapshot = Snapshot {
        coverage: parts.coverage,
        problems: parts.problems,
        observed: parts.observed,
        ..Snapshot::default()
    };
    snapshot.counts.files = parts.files.iter().filter(|file| file.is_found).count() as u64;
    for file in parts.files {
        for problem in &file.problems {
            snapshot.coverage.extend(unread(problem));
        }
        snapshot.documents.extend(file.documents);
        snapshot.problems.extend(file.problems);
        snapshot.unparsed.extend(file.unparsed);
    }
    snapshot.unparsed.sort_by(|a, b| a.name().cmp(b.name()));
    snapshot
        .documents
        .sort_by(|a, b| (a.source.name(), a.index).cmp(&(b.source.name(), b.index)));
    declare(&mut snapshot);
    ambiguous_meshes(&mut snapshot);
    snapshot.coverage.sort();
    snapshot.coverage.dedup();
    snapshot.problems.sort();
    snapshot.problems.dedup();
    snapshot
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
pub(super) fn unread(problem: &Problem) -> Vec<Coverage> {
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
        part: None,
        scope: file.clone(),
        kind,
        status: Status::Failed,
        detail: problem.message.clone(),
    })
    .collect()
}
