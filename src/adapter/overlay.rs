//! A change laid over the base that it will be merged into: what lies where the change lies is replaced, file by file, and
//! everything else stays.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};

use crate::snapshot::{ChangeSet, Location, Problem, Snapshot};

use super::difference::changes;
use super::load::{Request, assemble};
use super::raw::{Parts, Raw, RawFile};

/// A change and its base.
#[derive(Debug)]
pub struct Gate {
    /// The base.
    pub base: Snapshot,
    /// The mesh as it will be with the change.
    pub mesh: Snapshot,
    /// The documents in which the two differ.
    pub changes: ChangeSet,
}

/// A folder of a change, and the folder of the base that it stands for. Both are names with `/` between folders; the empty one
/// is the whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The folder or file of the change, relative to the working directory.
    pub of_change: Box<str>,
    /// The folder or file of the base that it replaces, relative to the base.
    pub of_base: Box<str>,
}

/// Why a change cannot be laid over a base.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OverlayError {
    /// The base has none of the files of the change at its place.
    #[error("the base has no file of those at `{place}`")]
    NoSuchPlace {
        /// The place.
        place: Box<str>,
        /// A folder of the base whose files have the names of those of the change.
        likely: Option<Box<str>>,
    },
    /// The base holds no file of a mesh.
    #[error("the base holds no file of a mesh")]
    Empty,
    /// The base, or a part of it, cannot be read.
    #[error("the base cannot be read: {0}")]
    Broken(Box<str>),
}

/// What to read of a base and a change.
#[derive(Clone, Debug)]
pub struct GateRequest<'a> {
    /// The base; its names are relative to its `base`.
    pub base: Request<'a>,
    /// The change.
    pub change: Request<'a>,
    /// Where the paths of the change lie in the base. One whose place the base does not have is an error, unless `is_placed`.
    pub places: Vec<Place>,
    /// Whether somebody said where the change lies, so that it may be new there.
    pub placement: Placement,
}

/// How the place of a change in its base is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// By its name: the base must have something there.
    ByName,
    /// Somebody said so.
    Stated,
}

/// Reads a base and a change, and lays the one over the other. Files of the change have the names that they have in the base.
///
/// The tenant is no part of a change: rows that lie beside the change are those of both states, else the base's are.
pub fn load_gate(request: &GateRequest<'_>) -> Result<Gate, OverlayError> {
    let mut base = Raw::read(&request.base);
    let mut change = Raw::read(&request.change);
    if let Some(problem) = base.observed_problems.iter().find(|problem| is_fatal(problem)) {
        return Err(OverlayError::Broken(told(problem)));
    }
    if base.files.is_empty() && base.lines.is_empty() {
        return Err(OverlayError::Empty);
    }
    if request.placement == Placement::ByName {
        placed(request, &base, &change)?;
    }
    let lies_there = |name: &str| request.places.iter().any(|place| lies_in(name, &place.of_base));
    for file in &mut change.files {
        file.name = renamed(&request.places, &file.name);
        if let Err(problem) = &mut file.content {
            rename_problem(&request.places, problem);
        }
    }
    for problem in &mut change.problems {
        rename_problem(&request.places, problem);
    }
    follow_moves(&mut base.files, &change.files, &lies_there);

    let (mut base, change) = rayon::join(
        || base.parse(&request.base.limits),
        || change.parse(&request.change.limits),
    );
    let has_rows = !change.observed.tables.is_empty();
    let mut mesh = Parts {
        files: base
            .files
            .iter()
            .filter(|file| !lies_there(&file.name))
            .cloned()
            .collect(),
        observed: if has_rows {
            change.observed
        } else {
            base.observed.clone()
        },
        coverage: kept(&base.coverage, |row| {
            !(lies_there(&row.scope) || has_rows && is_of_tenant(row))
        }),
        problems: kept(&base.problems, |problem| !file_of(problem).is_some_and(lies_there)),
    };
    mesh.files.extend(change.files);
    mesh.coverage.extend(change.coverage);
    mesh.problems.extend(change.problems);
    if has_rows {
        base.observed = mesh.observed.clone();
        base.coverage.retain(|row| !is_of_tenant(row));
        base.coverage
            .extend(mesh.coverage.iter().filter(|row| is_of_tenant(row)).cloned());
    }
    let (base, mesh) = rayon::join(|| assemble(base), || assemble(mesh));
    if base.counts.documents == 0 {
        return Err(OverlayError::Empty);
    }
    Ok(Gate {
        changes: changes(&base, &mesh),
        base,
        mesh,
    })
}

fn kept<T: Clone>(all: &[T], which: impl Fn(&T) -> bool) -> Vec<T> {
    all.iter().filter(|one| which(one)).cloned().collect()
}

/// Whether a coverage row speaks of the tenant, and not of files.
fn is_of_tenant(row: &crate::snapshot::Coverage) -> bool {
    row.kind.is_only_observed() || row.scope.starts_with('/')
}

/// A snapshot that cannot be read at all, as opposed to one with a broken row.
fn is_fatal(problem: &Problem) -> bool {
    problem.code == crate::snapshot::ProblemCode::BrokenSnapshot && problem.kind.is_none()
}

fn told(problem: &Problem) -> Box<str> {
    let help = problem
        .help
        .as_ref()
        .map_or_else(String::new, |help| format!("; {help}"));
    format!("{} {}{help}", file_of(problem).unwrap_or_default(), problem.message).into()
}

fn file_of(problem: &Problem) -> Option<&str> {
    match &problem.location {
        Location::File { file, .. } => Some(file),
        Location::Azure { .. } => None,
    }
}

/// Whether the base has the files of the change where the change lies by its name. A folder that happens to have that name does
/// not count: as many of them must be there as in any other folder of the base.
fn placed(request: &GateRequest<'_>, base: &Raw, change: &Raw) -> Result<(), OverlayError> {
    let files = base.files.iter().map(|file| &*file.name);
    let known: BTreeSet<&str> = files.chain(base.lines.iter().map(|lines| &*lines.file)).collect();
    for place in &request.places {
        let inside: Vec<&str> = change
            .files
            .iter()
            .filter_map(|file| rest(&file.name, &place.of_change))
            .collect();
        let here = inside
            .iter()
            .filter(|name| known.contains(&*below(&place.of_base, name)))
            .count();
        let elsewhere = likely(&known, &inside).filter(|(folder, _)| *folder != &*place.of_base);
        if here == 0 || elsewhere.is_some_and(|(_, count)| count > here) {
            return Err(OverlayError::NoSuchPlace {
                place: place.of_base.clone(),
                likely: elsewhere.map(|(folder, _)| folder.into()),
            });
        }
    }
    Ok(())
}

/// The folder of the base that has the most files with these names, and how many; none where two have as many.
fn likely<'n>(known: &BTreeSet<&'n str>, inside: &[&str]) -> Option<(&'n str, usize)> {
    let mut folders: BTreeMap<&str, usize> = BTreeMap::new();
    for name in known {
        for name_inside in inside.iter().filter(|inside| !inside.is_empty()) {
            let folder = name.strip_suffix(name_inside);
            if let Some(folder) = folder.and_then(|folder| folder.strip_suffix('/')) {
                *folders.entry(folder).or_default() += 1;
            }
        }
    }
    let most = folders.values().copied().max()?;
    let mut best = folders.iter().filter(|(_, count)| **count == most);
    let first = best.next()?;
    best.next().is_none().then_some((*first.0, most))
}

/// A name below a folder.
fn below(folder: &str, name: &str) -> Box<str> {
    match (folder, name) {
        ("", name) => name.into(),
        (folder, "") => folder.into(),
        (folder, name) => format!("{folder}/{name}").into(),
    }
}

/// What a file is called in the base.
fn renamed(places: &[Place], name: &str) -> Box<str> {
    let place = places
        .iter()
        .filter(|place| lies_in(name, &place.of_change))
        .max_by_key(|place| place.of_change.len());
    let Some(place) = place else {
        return name.into();
    };
    below(&place.of_base, rest(name, &place.of_change).unwrap_or_default())
}

fn rename_problem(places: &[Place], problem: &mut Problem) {
    if let Location::File { file, .. } = &mut problem.location {
        *file = renamed(places, file);
    }
}

/// What is left of a name below a folder.
fn rest<'n>(name: &'n str, folder: &str) -> Option<&'n str> {
    if folder.is_empty() {
        return Some(name);
    }
    let rest = name.strip_prefix(folder)?;
    if rest.is_empty() {
        Some(rest)
    } else {
        rest.strip_prefix('/')
    }
}

/// Whether a file is, or lies in, a folder or file.
fn lies_in(name: &str, folder: &str) -> bool {
    rest(name, folder).is_some()
}

/// Gives files of the base the names that a change moves them to, where it left their bytes alone: to move a file changes
/// nothing.
fn follow_moves(base: &mut [RawFile], change: &[RawFile], lies_there: &dyn Fn(&str) -> bool) {
    let before: BTreeSet<Box<str>> = base.iter().map(|file| file.name.clone()).collect();
    let now: BTreeSet<&str> = change.iter().map(|file| &*file.name).collect();
    let digest = |file: &RawFile| -> Option<[u8; 32]> {
        let bytes = file.content.as_ref().ok()?;
        Some(Sha256::digest(bytes).into())
    };
    let mut arrived: BTreeMap<[u8; 32], Vec<&str>> = BTreeMap::new();
    for file in change.iter().rev().filter(|file| !before.contains(&file.name)) {
        if let Some(digest) = digest(file) {
            arrived.entry(digest).or_default().push(&file.name);
        }
    }
    if arrived.is_empty() {
        return;
    }
    let is_left = |file: &&mut RawFile| lies_there(&file.name) && !now.contains(&*file.name);
    for file in base.iter_mut().filter(is_left) {
        let name = digest(file).and_then(|digest| arrived.get_mut(&digest)?.pop());
        if let Some(name) = name {
            file.name = name.into();
        }
    }
}
