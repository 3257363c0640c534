//! Places, as SARIF and GitHub want them.

use std::fmt::Write as _;

use crate::facts::SubjectKey;
use crate::snapshot::Location;

use super::wire::{ArtifactLocation, LogicalLocation, PhysicalLocation, Place, Region};

/// The folder, which no repository has, under which things of the tenant and of the mesh get a stable name. GitHub shows
/// no alert without a relative file name, and would refuse the URL of the portal.
const SYNTHETIC: &str = ".meshgov";

/// The base of relative names.
const SOURCE_ROOT: &str = "%SRCROOT%";

/// The first line, for what has none.
const FIRST_LINE: Region = Region {
    start_line: 1,
    start_column: None,
    end_line: None,
    end_column: None,
};

/// The place of a location; `subject` names it where there is no location.
pub(super) fn place(location: Option<&Location>, subject: Option<&SubjectKey>, policy: &str) -> Place {
    let logical_locations = subject.map(logical).into_iter().collect();
    let (artifact_location, region) = match location {
        Some(Location::File { file, place, .. }) => (
            file_location(file),
            place.map_or(FIRST_LINE, |place| Region {
                start_line: place.line.get(),
                start_column: Some(place.column.get()),
                end_line: Some(place.end_line.get()),
                end_column: Some(place.end_column.get()),
            }),
        ),
        Some(Location::Azure { id }) => (synthetic("azure", id), FIRST_LINE),
        None => (
            subject.map_or_else(
                || synthetic("policy", policy),
                |subject| synthetic(subject.kind.name(), &subject.id),
            ),
            FIRST_LINE,
        ),
    };
    Place {
        id: None,
        physical_location: PhysicalLocation {
            artifact_location,
            region,
        },
        logical_locations,
        message: None,
    }
}

/// The place of a location that belongs to no subject.
pub(super) fn bare_place(location: &Location) -> Place {
    let mut bare = place(Some(location), None, "");
    if let Location::Azure { id } = location {
        bare.logical_locations.push(azure(id));
    }
    bare
}

fn logical(subject: &SubjectKey) -> LogicalLocation {
    if subject.id.starts_with('/') {
        return azure(&subject.id);
    }
    LogicalLocation {
        name: subject.name.to_string(),
        fully_qualified_name: format!("{}/{}", subject.kind, subject.id),
        kind: subject.kind.name(),
    }
}

fn azure(id: &str) -> LogicalLocation {
    LogicalLocation {
        name: id.rsplit('/').next().unwrap_or(id).to_owned(),
        fully_qualified_name: id.to_owned(),
        kind: "resource",
    }
}

fn file_location(file: &str) -> ArtifactLocation {
    if file.starts_with('/') {
        return ArtifactLocation {
            uri: format!("file://{}", percent_encoded(file)),
            uri_base_id: None,
        };
    }
    ArtifactLocation {
        uri: percent_encoded(file),
        uri_base_id: Some(SOURCE_ROOT),
    }
}

fn synthetic(folder: &str, id: &str) -> ArtifactLocation {
    let id = id.trim_start_matches('/');
    ArtifactLocation {
        uri: format!("{SYNTHETIC}/{folder}/{}", percent_encoded(id)),
        uri_base_id: Some(SOURCE_ROOT),
    }
}

/// A path as a relative reference (RFC 3986): everything but unreserved characters and `/` is escaped.
fn percent_encoded(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                encoded.push(char::from(byte));
            }
            // Writing to a String cannot fail.
            other => _ = write!(encoded, "%{other:02X}"),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::percent_encoded;

    #[test]
    fn names_become_relative_references() {
        assert_eq!(percent_encoded("a b/100% #é.json"), "a%20b/100%25%20%23%C3%A9.json");
        assert_eq!(percent_encoded("c:/x"), "c%3A/x");
    }
}
