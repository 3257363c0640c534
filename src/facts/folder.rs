//! Folders of files, and the patterns by which a domain claims them.

/// The folder of a file; the working directory is the empty one.
pub(crate) fn folder(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A path and every folder above it, the nearest first. Above `..` nothing is known.
pub(super) fn upwards(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |path| {
        if path.is_empty() || *path == ".." || path.ends_with("/..") {
            return None;
        }
        match path.rsplit_once('/') {
            Some(("", _)) => None,
            Some((above, _)) => Some(above),
            None => Some(""),
        }
    })
}

/// A path relative to a folder, with its `.` and `..` resolved.
pub(crate) fn join(folder: &str, path: &str) -> String {
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

/// Whether a path holds `*` or `?`.
pub(super) fn is_glob(path: &str) -> bool {
    path.contains(['*', '?'])
}

/// How closely a pattern describes a path: its parts, then its literal characters; `**` counts for nothing.
pub(super) fn closeness(pattern: &str) -> (usize, usize) {
    let parts = pattern.split('/').filter(|part| !part.is_empty() && *part != "**");
    let literal = pattern
        .chars()
        .filter(|character| !matches!(character, '*' | '?' | '/'));
    (parts.count(), literal.count())
}

/// Whether a glob names a file or one of the folders above it. `*` and `?` stay within one part, `**` spans any number of parts.
pub(super) fn covers(glob: &str, file: &str) -> bool {
    let literal = glob.split(['*', '?']).next().unwrap_or("");
    // Most globs of a mesh begin with the folder of their domain.
    if !file.starts_with(literal.trim_end_matches('/')) {
        return false;
    }
    let glob: Vec<&str> = glob.split('/').collect();
    let file: Vec<&str> = file.split('/').collect();
    parts_cover(&glob, &file)
}

fn parts_cover(glob: &[&str], file: &[&str]) -> bool {
    // One row of reachable places per part keeps `**/**/**` linear.
    let mut reachable = vec![false; file.len() + 1];
    if let Some(start) = reachable.first_mut() {
        *start = true;
    }
    for part in glob {
        let mut next = vec![false; file.len() + 1];
        let mut open = false;
        for at in 0..=file.len() {
            let here = reachable.get(at).copied().unwrap_or(false);
            if *part == "**" {
                open |= here;
                if let Some(slot) = next.get_mut(at) {
                    *slot |= open;
                }
            } else if here
                && let Some(name) = file.get(at)
                && part_matches(part, name)
                && let Some(slot) = next.get_mut(at + 1)
            {
                *slot = true;
            }
        }
        reachable = next;
    }
    reachable.contains(&true)
}

fn part_matches(pattern: &str, name: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let name: Vec<char> = name.chars().collect();
    let (mut at, mut read) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while let Some(character) = name.get(read) {
        match pattern.get(at) {
            Some('*') => {
                retry = Some((at, read));
                at += 1;
            }
            Some(expected) if *expected == '?' || expected == character => {
                at += 1;
                read += 1;
            }
            _ => match &mut retry {
                Some((star, taken)) => {
                    *taken += 1;
                    at = *star + 1;
                    read = *taken;
                }
                None => return false,
            },
        }
    }
    pattern.iter().skip(at).all(|rest| *rest == '*')
}

#[cfg(test)]
mod tests {
    use super::{closeness, covers, folder, join, upwards};

    #[test]
    fn a_path_is_relative_to_its_folder() {
        assert_eq!(join("mesh/sales", "../crm/./data/"), "mesh/crm/data");
        assert_eq!(join("", "../other"), "../other");
        assert_eq!(join("../a", "../../b"), "../../b");
        assert_eq!(join("mesh", "."), "mesh");
    }

    #[test]
    fn folders_end_at_the_working_directory_or_outside_it() {
        assert_eq!(folder("a.yaml"), "");
        assert_eq!(upwards("a/b").collect::<Vec<_>>(), ["a/b", "a", ""]);
        assert_eq!(upwards("../a").collect::<Vec<_>>(), ["../a", ".."]);
        assert_eq!(upwards("/a/b").collect::<Vec<_>>(), ["/a/b", "/a"]);
    }

    #[test]
    fn globs_cover_files_and_all_below_a_folder() {
        for (glob, file, expected) in [
            ("mesh/*/adf", "mesh/sales/adf/pipeline/p.json", true),
            ("mesh/*/adf", "mesh/adf/pipeline/p.json", false),
            ("mesh/**/p.json", "mesh/p.json", true),
            ("mesh/**/p.json", "mesh/a/b/p.json", true),
            ("mesh/**", "mesh/a", true),
            ("mesh/s?les-*", "mesh/sales-eu/x", true),
            ("mesh/s?les-*", "mesh/sles-eu/x", false),
            ("**/*.yaml", "a/b.yaml", true),
            ("*", "a/b.yaml", true),
            ("x/*", "x", false),
        ] {
            assert_eq!(covers(glob, file), expected, "{glob} {file}");
        }
    }

    #[test]
    fn more_parts_are_closer_than_longer_names() {
        assert!(closeness("a/*/b") > closeness("a/long-name"));
        assert!(closeness("a/bc") > closeness("a/b*"));
        assert_eq!(closeness("a/**"), closeness("a"));
    }
}
