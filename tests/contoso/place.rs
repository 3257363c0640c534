//! Where in contoso a finding points to, told by the text that stands there.

use std::fs;
use std::path::Path;

/// Policy, outcome, level, subject, and where.
pub(crate) type Expected = (&'static str, &'static str, &'static str, &'static str, At);

/// A file with the text on the line that is meant, or an Azure id.
#[derive(Clone, Copy)]
pub(crate) enum At {
    /// The only line of the file that begins with this text.
    Line(&'static str, &'static str),
    /// The line above it: the brace that opens an object of JSON.
    LineAbove(&'static str, &'static str),
    /// The first line with the second text below the only one with the first.
    After(&'static str, &'static str, &'static str),
    /// An Azure id.
    Azure(&'static str),
}

impl At {
    /// As a report has it.
    pub(crate) fn told(self) -> String {
        let (file, number) = match self {
            Self::Azure(id) => return id.to_owned(),
            Self::Line(file, text) => (file, only(file, text)),
            Self::LineAbove(file, text) => (file, only(file, text) - 1),
            Self::After(file, above, text) => {
                let above = only(file, above);
                let below = numbered(file, text).into_iter().find(|number| *number > above);
                (file, below.expect("the text stands below"))
            }
        };
        format!("fixtures/contoso/{file}:{number}")
    }
}

fn only(file: &str, text: &str) -> usize {
    let found = numbered(file, text);
    assert_eq!(found.len(), 1, "{file} should have one line with {text}");
    found.first().copied().unwrap_or_default()
}

/// The numbers of the lines that begin with a text, counted in the file itself.
fn numbered(file: &str, text: &str) -> Vec<usize> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/contoso")
        .join(file);
    let content = fs::read_to_string(path).expect("the fixture can be read");
    (1..)
        .zip(content.lines())
        .filter(|(_, line)| line.trim_start().starts_with(text))
        .map(|(number, _)| number)
        .collect()
}
