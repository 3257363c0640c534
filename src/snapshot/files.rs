//! The files of a mesh: found in a fixed order, named relative to where the command ran.

use std::path::{Component, Path, PathBuf};

use ignore::WalkBuilder;

use super::problem::{Location, Problem, ProblemCode};

/// A file that may hold declared objects.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FoundFile {
    /// Its name as reports show it: relative to the working directory, with `/` between folders.
    pub name: Box<str>,
    /// Where it is.
    pub path: PathBuf,
}

/// What a walk over files and folders found.
#[derive(Debug, Default)]
pub struct FoundFiles {
    /// YAML and JSON files, in order of name, each once.
    pub files: Vec<FoundFile>,
    /// Folders that hold a snapshot, in order of name.
    pub snapshots: Vec<FoundFile>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

impl FoundFiles {
    /// Leaves out what lies in a folder, unless one of the `paths` that were walked lies in it, or is it.
    pub fn leave_out(&mut self, folder: &Path, paths: &[PathBuf], base: &Path) {
        let folder = normal(&base.join(folder));
        if paths.iter().any(|path| normal(&base.join(path)).starts_with(&folder)) {
            return;
        }
        self.files.retain(|file| !file.path.starts_with(&folder));
        self.snapshots.retain(|snapshot| !snapshot.path.starts_with(&folder));
    }
}

/// The file that makes a folder a snapshot.
pub(super) const SNAPSHOT_FILE: &str = "snapshot.json";

/// Finds every YAML and JSON file below `paths`: git's ignore rules hold, hidden folders are skipped and symbolic links
/// are not followed. A file that is named outright is taken whatever it is called. `base` is the working directory.
pub fn find(paths: &[PathBuf], base: &Path) -> FoundFiles {
    let mut found = FoundFiles::default();
    for path in paths {
        let absolute = normal(&base.join(path));
        if absolute.is_file() {
            found.files.push(FoundFile {
                name: relative_name(&absolute, base),
                path: absolute,
            });
        } else {
            walk(&absolute, base, &mut found);
        }
    }
    // A file may be reached by several ways; its name is one.
    found.files.sort();
    found.files.dedup_by(|later, first| later.name == first.name);
    found.snapshots.sort();
    found.snapshots.dedup_by(|later, first| later.name == first.name);
    let within_snapshot = |file: &FoundFile| {
        found
            .snapshots
            .iter()
            .any(|snapshot| file.path.starts_with(&snapshot.path))
    };
    found.files.retain(|file| !within_snapshot(file));
    found.problems.sort();
    found.problems.dedup();
    found
}

fn walk(root: &Path, base: &Path, found: &mut FoundFiles) {
    let walker = WalkBuilder::new(root)
        .hidden(true)
        .parents(true)
        .require_git(false)
        .git_global(false)
        .follow_links(false)
        .build();
    for entry in walker {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) && is_text(entry.path()) => {
                let path = entry.into_path();
                if is_snapshot(&path) {
                    let folder = path.parent().unwrap_or(root).to_path_buf();
                    found.snapshots.push(FoundFile {
                        name: relative_name(&folder, base),
                        path: folder,
                    });
                } else {
                    found.files.push(FoundFile {
                        name: relative_name(&path, base),
                        path,
                    });
                }
            }
            Ok(_) => {}
            Err(error) => found.problems.push(unreadable(&error, root, base)),
        }
    }
}

fn is_text(path: &Path) -> bool {
    path.extension()
        .and_then(|extension| extension.to_str())
        .is_some_and(|extension| {
            ["yaml", "yml", "json"]
                .iter()
                .any(|known| extension.eq_ignore_ascii_case(known))
        })
}

/// Whether a file is the head of a snapshot: by its name, and by what it says it is or by a table that lies beside it. A
/// head that says too little is then told as such; a tenant must not disappear over it.
fn is_snapshot(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == SNAPSHOT_FILE)
        && (std::fs::read_to_string(path)
            .is_ok_and(|text| text.contains("\"meshgov/") && text.contains("\"Snapshot\""))
            || has_table(path))
}

/// Whether a `<kind>.ndjson` lies beside a file.
fn has_table(path: &Path) -> bool {
    path.parent()
        .and_then(|folder| std::fs::read_dir(folder).ok())
        .is_some_and(|entries| {
            entries
                .filter_map(Result::ok)
                .any(|entry| entry.file_name().to_str().is_some_and(|name| name.contains(".ndjson")))
        })
}

fn unreadable(error: &ignore::Error, root: &Path, base: &Path) -> Problem {
    let path = failing_path(error).unwrap_or(root);
    let reason = error
        .io_error()
        .map_or_else(|| error.to_string(), |io| io.kind().to_string());
    Problem {
        location: Location::File {
            file: relative_name(path, base),
            place: None,
            pointer: None,
        },
        code: ProblemCode::Unreadable,
        message: format!("could not be opened: {reason}").into(),
        help: Some("give the account that runs meshgov the right to read it, or leave the path out".into()),
        kind: None,
    }
}

fn failing_path(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => failing_path(err),
        _ => None,
    }
}

/// A path relative to `base`, with `/` between folders and `..` where it lies outside.
pub fn relative_name(path: &Path, base: &Path) -> Box<str> {
    let path = normal(path);
    let base = normal(base);
    let shared = path.iter().zip(base.iter()).take_while(|(a, b)| a == b).count();
    let up = base.iter().skip(shared).map(|_| std::ffi::OsStr::new(".."));
    let parts: Vec<_> = up
        .chain(path.iter().skip(shared))
        .map(|part| part.to_string_lossy())
        .collect();
    if parts.is_empty() {
        ".".into()
    } else {
        parts.join("/").into()
    }
}

/// The path without `.` and `..`, by its text alone.
pub(super) fn normal(path: &Path) -> PathBuf {
    let mut parts = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::relative_name;

    #[test]
    fn names_are_relative_to_where_the_command_ran() {
        let base = Path::new("/home/ann/mesh");
        let name = |path: &str| relative_name(&base.join(path), base);
        assert_eq!(&*name("./a/b.yaml"), "a/b.yaml");
        assert_eq!(&*name("../shared/c.yaml"), "../shared/c.yaml");
        assert_eq!(&*name("/home/ann/mesh/x.json"), "x.json");
        assert_eq!(&*name("."), ".");
    }
}
