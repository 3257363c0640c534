//! From the bytes of a file to its documents.

use std::path::Path;
use std::sync::Arc;

use super::decode::{control_characters, decode};
use super::document::Document;
use super::limits::Limits;
use super::problem::{Problems, TextProblem};
use super::source::Source;
use super::{json, yaml};

/// What a file's bytes hold.
#[derive(Debug)]
pub struct Parsed {
    /// The file's text; empty where it is over the limit on bytes.
    pub source: Arc<Source>,
    /// The documents that could be read, in the file's order.
    pub documents: Vec<Document>,
    /// All that is wrong with the text, in the file's order.
    pub problems: Vec<TextProblem>,
}

/// Reads a file: strict JSON where its name ends in `.json`, else YAML 1.2 with its core schema and with merge keys.
///
/// The text may be UTF-8, or UTF-16 with a byte order mark; offsets count bytes of its UTF-8 without the mark. A document
/// with a syntax error is left out; those before it and those after the next `---` stay.
pub fn parse(name: &str, bytes: &[u8], limits: &Limits) -> Parsed {
    let mut problems = Problems::new(limits.problems);
    let size = bytes.len() as u64;
    let limit = limits.bytes.min(u64::from(u32::MAX));
    if size > limit {
        problems.add(TextProblem::TooLarge { bytes: size, limit });
        return unread(name, "", problems);
    }
    let (text, undecodable) = decode(bytes);
    if let Some(problem) = undecodable {
        problems.add(problem);
        return unread(name, text, problems);
    }
    let is_json = Path::new(name)
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let source = Arc::new(Source::new(name, text));
    let documents = if is_json {
        let root = json::parse(source.text(), limits, &mut problems);
        let documents = root.map(|root| Document {
            source: Arc::clone(&source),
            index: 0,
            root,
        });
        documents.into_iter().collect()
    } else {
        let unprintable: Vec<_> = control_characters(source.text())
            .take(limits.problems as usize + 1)
            .collect();
        if unprintable.is_empty() {
            yaml::parse(&source, limits, &mut problems)
        } else {
            for problem in unprintable {
                problems.add(problem);
            }
            Vec::new()
        }
    };
    Parsed {
        source,
        documents,
        problems: problems.into_sorted(),
    }
}

/// Reads one line of a source as a JSON document; its spans are those in the whole source. The problems keep spans within
/// the line.
pub fn parse_line(
    source: &Arc<Source>,
    line: std::ops::Range<u32>,
    index: u32,
    limits: &Limits,
) -> (Option<Document>, Vec<TextProblem>) {
    let mut problems = Problems::new(limits.problems);
    let text = source
        .text()
        .get(line.start as usize..line.end as usize)
        .unwrap_or_default();
    let document = json::parse(text, limits, &mut problems).map(|mut root| {
        root.shift(line.start);
        Document {
            source: Arc::clone(source),
            index,
            root,
        }
    });
    (document, problems.into_sorted())
}

fn unread(name: &str, text: impl Into<Box<str>>, problems: Problems) -> Parsed {
    Parsed {
        source: Arc::new(Source::new(name, text)),
        documents: Vec::new(),
        problems: problems.into_sorted(),
    }
}
