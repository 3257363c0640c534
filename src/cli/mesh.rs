//! The mesh that the command line names, alone or laid over a base.

use std::path::{Path, PathBuf};

use crate::adapter::{self, GateRequest, OverlayError, Place, Placement, Request};
use crate::finding::ShownAs;
use crate::snapshot::{ChangeSet, GitTree, Problem, Snapshot, relative_name};
use crate::text::Limits;

use super::arguments::MeshArguments;
use super::run::{complain, must_be_folder, must_exist, told};

/// A mesh, and the base that it is a change of.
#[derive(Debug)]
pub(super) struct Loaded {
    /// The mesh; with a base the change laid over it.
    pub(super) mesh: Snapshot,
    /// The base, where one is named.
    pub(super) base: Option<Base>,
}

/// What a change is held against.
#[derive(Debug)]
pub(super) struct Base {
    pub(super) snapshot: Snapshot,
    pub(super) changes: ChangeSet,
    /// Where the change lies, as the base names it.
    pub(super) places: Vec<Place>,
}

impl Loaded {
    /// The base, where there is one.
    pub(super) fn earlier(&self) -> Option<&Snapshot> {
        self.base.as_ref().map(|base| &base.snapshot)
    }

    /// How readers find the files of the change.
    pub(super) fn shown(&self) -> Vec<ShownAs> {
        let places = self.base.iter().flat_map(|base| &base.places);
        places
            .map(|place| ShownAs {
                named: place.of_base.clone(),
                shown: place.of_change.clone(),
            })
            .collect()
    }
}

/// Reads the mesh that the arguments name, and its base.
pub(super) fn load(mesh: &MeshArguments) -> Result<Loaded, String> {
    let here = std::env::current_dir().map_err(|error| format!("the working directory cannot be read: {error}"))?;
    let whole = [PathBuf::from(".")];
    let paths = if mesh.paths.is_empty() && mesh.snapshot.is_none() {
        &whole
    } else {
        mesh.paths.as_slice()
    };
    for path in paths.iter().chain(&mesh.snapshot) {
        must_exist(path, &here)?;
    }
    let folder = mesh.base.as_deref().filter(|base| git_reference(base).is_none());
    let request = Request {
        paths,
        snapshot: mesh.snapshot.as_deref(),
        base: &here,
        without: folder,
        limits: limits(mesh),
    };
    let Some(base) = &mesh.base else {
        return Ok(Loaded {
            mesh: adapter::load(&request),
            base: None,
        });
    };
    if paths.is_empty() {
        return Err("with --base, name the files and folders of the change as PATH".to_owned());
    }
    let gate = |root: &Path, name: &str| over(mesh, &here, root, name, request.clone());
    let (mesh, base) = if let Some((reference, folder)) = git_reference(base) {
        let tree = GitTree::at_merge_base(&here, reference, folder).map_err(|error| error.to_string())?;
        gate(tree.path(), &format!("{reference} at {}", short(&tree.commit)))?
    } else {
        must_be_folder(
            base,
            "--base takes the folder that holds an earlier state of the mesh, or git:REF",
        )?;
        gate(&here.join(base), &base.display().to_string())?
    };
    Ok(Loaded { mesh, base: Some(base) })
}

/// The reference and the folder of `git:REF[:FOLDER]`.
fn git_reference(base: &Path) -> Option<(&str, Option<&str>)> {
    let named = base.to_str()?.strip_prefix("git:")?;
    Some(match named.split_once(':') {
        Some((reference, folder)) => (reference, Some(folder)),
        None => (named, None),
    })
}

fn short(commit: &str) -> &str {
    commit.get(..12).unwrap_or(commit)
}

/// Lays the change over the base in a folder.
fn over(
    mesh: &MeshArguments,
    here: &Path,
    root: &Path,
    name: &str,
    change: Request<'_>,
) -> Result<(Snapshot, Base), String> {
    let of_change: Vec<Box<str>> = change
        .paths
        .iter()
        .map(|path| plain(&relative_name(&here.join(path), here)))
        .collect();
    let (places, placement) = match (&mesh.at, of_change.as_slice()) {
        (None, all) => {
            let root = plain(&relative_name(root, here));
            (all.iter().map(|path| by_name(path, &root)).collect(), Placement::ByName)
        }
        (Some(at), [only]) => {
            let place = Place {
                of_change: only.clone(),
                of_base: plain(&relative_name(&here.join(at), here)),
            };
            (vec![place], Placement::Stated)
        }
        (Some(_), _) => return Err("--at says where one PATH lies in the base; name one PATH".to_owned()),
    };
    let paths = [root.to_owned()];
    let request = GateRequest {
        base: Request {
            paths: &paths,
            snapshot: None,
            base: root,
            without: None,
            limits: change.limits,
        },
        change,
        places,
        placement,
    };
    let gate = adapter::load_gate(&request).map_err(|error| explained(&error, name))?;
    for problem in gate
        .base
        .problems
        .iter()
        .filter(|problem| Problem::loses_object(problem))
    {
        complain(&format!("in the base, {}", told(problem)));
    }
    let base = Base {
        snapshot: gate.base,
        changes: gate.changes,
        places: request.places,
    };
    Ok((gate.mesh, base))
}

/// A name of a folder, of which the whole is the empty one.
fn plain(name: &str) -> Box<str> {
    if name == "." { "".into() } else { name.into() }
}

/// Where a path lies in a base by its name: what is in the folder of the base lies where it is there.
fn by_name(path: &str, root: &str) -> Place {
    let inside = path.strip_prefix(root).filter(|_| !root.is_empty()).and_then(|rest| {
        if rest.is_empty() {
            Some(rest)
        } else {
            rest.strip_prefix('/')
        }
    });
    Place {
        of_change: path.into(),
        of_base: inside.unwrap_or(path).into(),
    }
}

fn explained(error: &OverlayError, base: &str) -> String {
    match error {
        OverlayError::NoSuchPlace { place, likely } => {
            let likely = likely.as_ref().map_or_else(String::new, |likely| {
                format!("--at {likely} if it is what the base has there, ")
            });
            let new = match &**place {
                "" => String::new(),
                place => format!("--at {place} if it is new beside the others, "),
            };
            let place = if place.is_empty() { "." } else { place };
            format!(
                "the base {base} has none of the files at {place}: say which folder of the base {place} stands for, with {likely}{new}or --at . if it is the whole mesh"
            )
        }
        OverlayError::Empty => format!("the base cannot be read: {base} holds no file of a mesh"),
        OverlayError::Broken(_) => format!("{error} ({base})"),
    }
}

pub(super) fn limits(mesh: &MeshArguments) -> Limits {
    Limits {
        bytes: mesh.max_file_size * 1024 * 1024,
        ..Limits::default()
    }
}
