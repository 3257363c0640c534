//! The files of a bundle: of a folder, or of the pack inside the program.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, DirEntry, include_dir};
use walkdir::{DirEntry as Found, WalkDir};

use crate::policy::error::{PolicyError, PolicyErrorKind};
use crate::policy::metadata::PolicyOrigin;
use crate::text::{Source, Span};

/// The pack that comes with the program.
static SHIPPED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/policies");

/// The name under which files of the shipped pack are shown.
const SHIPPED_NAME: &str = "shipped";

/// The largest file of Rego or of a schema, in bytes; the interpreter reads no more.
const MOST_CODE: u64 = 1 << 20;

/// The largest file of data, in bytes.
const MOST_DATA: u64 = 16 << 20;

/// What a file is to a bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::policy) enum Role {
    /// `.manifest` at the bundle's root.
    Manifest,
    /// A module of policies or of what they share.
    Rego,
    /// A module of tests.
    Test,
    /// `<rule>.schema.json`.
    Schema,
    /// `data.json`, `data.yaml`.
    Data,
    /// `examples.yaml`.
    Examples,
}

/// One file of a bundle.
#[derive(Clone, Debug)]
pub(in crate::policy) struct BundleFile {
    pub(in crate::policy) role: Role,
    /// The folders from the bundle's root to it.
    pub(in crate::policy) folders: Vec<Box<str>>,
    /// All folders that it lies in, as far as they are known.
    pub(in crate::policy) trail: Vec<Box<str>>,
    pub(in crate::policy) source: Arc<Source>,
}

/// The files of one bundle, in order of their paths.
#[derive(Debug, Default)]
pub(in crate::policy) struct BundleFiles {
    pub(in crate::policy) files: Vec<BundleFile>,
    pub(in crate::policy) errors: Vec<PolicyError>,
    pub(in crate::policy) origin: PolicyOrigin,
}

impl BundleFiles {
    /// The files of the shipped pack.
    pub(in crate::policy) fn shipped() -> Self {
        let mut bundle = Self {
            origin: PolicyOrigin::Shipped,
            ..Self::default()
        };
        bundle.add_embedded(&SHIPPED);
        bundle.files.sort_by(|a, b| a.source.name().cmp(b.source.name()));
        bundle
    }

    /// The files of a folder. Hidden folders are left out, and links are followed only to where they stay inside it.
    pub(in crate::policy) fn of_folder(root: &Path) -> Self {
        let mut bundle = Self::default();
        let real = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let walk = WalkDir::new(root).follow_links(true).max_depth(32).sort_by_file_name();
        for found in walk.into_iter().filter_entry(|found| is_wanted(found, &real)) {
            match found {
                Ok(found) if found.file_type().is_file() => bundle.add_file(root, &real, found.path()),
                Ok(_) => {}
                Err(error) => bundle.unwalkable(root, &error),
            }
        }
        let has_substance = |file: &BundleFile| matches!(file.role, Role::Rego | Role::Schema | Role::Data);
        if bundle.errors.is_empty() && !bundle.files.iter().any(has_substance) {
            bundle.broken(root, "", PolicyErrorKind::NothingThere);
        }
        bundle
    }

    /// The files of YAML and JSON at a path, whatever their names, all of them data; below a folder, under its folders.
    pub(in crate::policy) fn of_data(root: &Path) -> Self {
        let mut bundle = Self::default();
        let real = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let is_data = |path: &Path| {
            let ending = path.extension().and_then(|ending| ending.to_str());
            matches!(ending, Some("json" | "yaml" | "yml"))
        };
        let walk = WalkDir::new(root).follow_links(true).max_depth(32).sort_by_file_name();
        for found in walk.into_iter().filter_entry(|found| is_wanted(found, &real)) {
            match found {
                Ok(found) if found.file_type().is_file() && (found.depth() == 0 || is_data(found.path())) => {
                    let inside = found.path().strip_prefix(root).unwrap_or(found.path());
                    let folders = segments(inside.parent().unwrap_or(Path::new("")));
                    bundle.add(Role::Data, folders, &real, found.path());
                }
                Ok(_) => {}
                Err(error) => bundle.unwalkable(root, &error),
            }
        }
        if bundle.errors.is_empty() && bundle.files.is_empty() {
            bundle.broken(root, "", PolicyErrorKind::NoData);
        }
        bundle
    }

    fn add_embedded(&mut self, folder: &Dir<'_>) {
        for entry in folder.entries() {
            match entry {
                DirEntry::Dir(folder) => self.add_embedded(folder),
                DirEntry::File(file) => {
                    let folders = segments(file.path().parent().unwrap_or(Path::new("")));
                    let Some(role) = role(file.path(), &folders) else {
                        continue;
                    };
                    let name = format!("{SHIPPED_NAME}/{}", shown(file.path()));
                    self.files.push(BundleFile {
                        role,
                        trail: folders.clone(),
                        folders,
                        source: Arc::new(Source::new(name, file.contents_utf8().unwrap_or_default())),
                    });
                }
            }
        }
    }

    fn add_file(&mut self, root: &Path, real: &Path, path: &Path) {
        let inside = path.strip_prefix(root).unwrap_or(path);
        let folders = segments(inside.parent().unwrap_or(Path::new("")));
        if let Some(role) = role(path, &folders) {
            self.add(role, folders, real, path);
        }
    }

    fn add(&mut self, role: Role, folders: Vec<Box<str>>, real: &Path, path: &Path) {
        let limit = if role == Role::Data { MOST_DATA } else { MOST_CODE };
        let bytes = match std::fs::metadata(path) {
            Ok(metadata) if metadata.len() > limit => {
                let size = metadata.len();
                return self.broken(path, "", PolicyErrorKind::TooLarge { size, limit });
            }
            Ok(_) => std::fs::read(path),
            Err(error) => Err(error),
        };
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(error) => return self.unreadable(path, &error.to_string()),
        };
        match String::from_utf8(bytes) {
            Ok(text) => self.files.push(BundleFile {
                role,
                trail: segments(real).into_iter().chain(folders.iter().cloned()).collect(),
                folders,
                source: Arc::new(Source::new(shown(path), text.strip_prefix('\u{feff}').unwrap_or(&text))),
            }),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes().get(..valid).unwrap_or_default()).into_owned();
                self.broken(path, &text, PolicyErrorKind::Unreadable("it is not UTF-8".into()));
                if let (Some(error), Ok(at)) = (self.errors.last_mut(), u32::try_from(valid)) {
                    error.span = Span::new(at, at);
                }
            }
        }
    }

    fn unwalkable(&mut self, root: &Path, error: &walkdir::Error) {
        let path = error.path().unwrap_or(root).to_owned();
        let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
        self.unreadable(&path, &reason);
    }

    fn unreadable(&mut self, path: &Path, reason: &str) {
        self.broken(path, "", PolicyErrorKind::Unreadable(reason.into()));
    }

    fn broken(&mut self, path: &Path, text: &str, kind: PolicyErrorKind) {
        let source = Arc::new(Source::new(shown(path), text));
        self.errors.push(PolicyError::new(&source, Span::default(), kind));
    }
}

fn is_wanted(found: &Found, root: &Path) -> bool {
    let is_hidden = found.depth() > 0
        && found.file_type().is_dir()
        && found.file_name().to_str().is_some_and(|name| name.starts_with('.'));
    let stays = !found.path_is_symlink() || found.path().canonicalize().is_ok_and(|target| target.starts_with(root));
    !is_hidden && (found.depth() == 0 || stays)
}

fn role(path: &Path, folders: &[Box<str>]) -> Option<Role> {
    let name = path.file_name()?.to_str()?;
    Some(match name {
        ".manifest" if folders.is_empty() => Role::Manifest,
        "data.json" | "data.yaml" | "data.yml" => Role::Data,
        "examples.yaml" | "examples.yml" => Role::Examples,
        name if name.ends_with("_test.rego") => Role::Test,
        name if !name.starts_with('.') && path.extension().is_some_and(|ending| ending == "rego") => Role::Rego,
        name if name.ends_with(".schema.json") => Role::Schema,
        _ => return None,
    })
}

fn segments(path: &Path) -> Vec<Box<str>> {
    path.components()
        .filter_map(|component| match component {
            Component::Normal(segment) => Some(segment.to_string_lossy().into()),
            _ => None,
        })
        .collect()
}

/// A path as reports show it, with `/` between folders and no leading `./`.
fn shown(path: &Path) -> String {
    let path: PathBuf = path
        .components()
        .filter(|component| *component != Component::CurDir)
        .collect();
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}
