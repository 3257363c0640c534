//! Folders of files, by their names alone.

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
