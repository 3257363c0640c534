//! What a text that could not be parsed would have been, by the words in it.

use std::io::Read as _;
use std::path::Path;

use crate::snapshot::Kind;

/// Words that only our formats use, with the kind that they mean.
const MARKERS: &[(&[u8], Kind)] = &[
    (b"DataContract", Kind::Contract),
    (b"DataProduct", Kind::Product),
    (b"meshgov/v1", Kind::Domain),
    (b"backstage.io/v1", Kind::Team),
    (b"$metadata#groups", Kind::Team),
    (b"\"activities\"", Kind::Pipeline),
    (b"LinkedServiceReference", Kind::PipelineDataset),
    (b"\"typeProperties\"", Kind::LinkedService),
];

/// As much of a file that is too large as is looked at.
const HEAD: u64 = 64 * 1024;

/// The kind that the first marker in the text names; none where it is none of ours.
pub(super) fn kind(bytes: &[u8]) -> Option<Kind> {
    MARKERS
        .iter()
        .find(|(marker, _)| bytes.windows(marker.len()).any(|window| window == *marker))
        .map(|(_, kind)| *kind)
}

/// The same for a file that is not read whole.
pub(super) fn kind_of_file(path: &Path) -> Option<Kind> {
    let mut head = Vec::new();
    std::fs::File::open(path).ok()?.take(HEAD).read_to_end(&mut head).ok()?;
    kind(&head)
}
