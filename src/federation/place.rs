//! Folders of files, by their names alone.

/// The folder of a file; the working directory is the empty one.
pub(super) fn folder(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A path relative to a folder, with its `.` and `..` resolved.
pub(super) fn join(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    let joined = parts.join("/");
    if folder.starts_with('/') {
        return format!("/{joined}");
    }
    joined
}

/// Whether a file or a folder is a folder or lies in it.
pub(super) fn lies_in(path: &str, folder: &str) -> bool {
    if folder.is_empty() {
        return path != ".." && !path.starts_with("../") && !path.starts_with('/');
    }
    match path.strip_prefix(folder) {
        Some(rest) => rest.is_empty() || rest.starts_with('/'),
        None => false,
    }
}
