//! Files in which every line is one document.

use std::ops::Range;
use std::sync::Arc;

use serde::Deserialize;

use crate::snapshot::{Kind, Location, Problem, ProblemCode};
use crate::text::{self, Document, Limits, Source, Span};

use super::problem::of_text;

/// The bytes of one line that is not blank, and its number from 0.
#[derive(Clone, Debug)]
pub(super) struct LineRange {
    bytes: Range<u32>,
    number: u32,
}

/// A file as it was frozen: its name, and its text or, where that is no UTF-8, its bytes in base 64.
#[derive(Deserialize)]
struct FrozenFile {
    file: String,
    text: Option<String>,
    base64: Option<String>,
}

/// The lines of a text.
pub(super) fn ranges(text: &str) -> impl Iterator<Item = LineRange> + '_ {
    let mut start = 0;
    (0..).zip(text.split_inclusive('\n')).filter_map(move |(number, line)| {
        let bytes = offset(start)..offset(start + line.trim_end().len());
        start += line.len();
        (!bytes.is_empty()).then_some(LineRange { bytes, number })
    })
}

/// Parses one line of a source; spans are those in the whole file.
pub(super) fn parse(
    source: &Arc<Source>,
    line: &LineRange,
    limits: &Limits,
    kind: Kind,
) -> (Option<Document>, Vec<Problem>) {
    let (document, problems) = text::parse_line(source, line.bytes.clone(), line.number, limits);
    let problems = problems
        .iter()
        .map(|problem| of_text(source, problem, line.bytes.start, Some(kind)))
        .collect();
    (document, problems)
}

/// The file that one line of `document.ndjson` holds: its name and its bytes.
pub(super) fn frozen_file(source: &Source, line: &LineRange) -> Result<(String, Vec<u8>), Problem> {
    let start = line.bytes.start;
    let text = source
        .text()
        .get(start as usize..line.bytes.end as usize)
        .unwrap_or_default();
    let broken = |message: String| Problem {
        location: Location::File {
            file: source.name().into(),
            place: Some(source.place(Span::new(start, start))),
            pointer: None,
        },
        code: ProblemCode::BrokenRow,
        message: format!("this line is no frozen file: {message}").into(),
        help: Some("each line is an object with the texts `file` and `text`, or `file` and `base64`".into()),
        kind: Some(Kind::Document),
    };
    let frozen: FrozenFile = serde_json::from_str(text).map_err(|error| broken(error.to_string()))?;
    let bytes = match (frozen.text, frozen.base64) {
        (Some(text), None) => text.into_bytes(),
        (None, Some(encoded)) => data_encoding::BASE64
            .decode(encoded.as_bytes())
            .map_err(|error| broken(error.to_string()))?,
        _ => return Err(broken("it has not one of `text` and `base64`".to_owned())),
    };
    Ok((frozen.file, bytes))
}

/// Tables are limited to 4 GiB when they are read, so that an offset always fits.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
