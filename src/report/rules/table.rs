//! The table of rules for a terminal.

use jiff::civil::Date;

use crate::policy::{Point, Policy};
use crate::report::columns::columns;
use crate::report::human::{clean, count, length};

use super::parts::{effective_level, kinds};

const HEAD: [&str; 7] = ["CODE", "ID", "TITLE", "SUBJECT", "CLASS", "GATE", "AUDIT"];

/// One line a rule, with its levels on a day, under a line of headings; a last line says how many there are.
pub fn table<'a>(policies: impl IntoIterator<Item = &'a Policy>, day: Date) -> String {
    let rows: Vec<Vec<String>> = policies.into_iter().map(|policy| row(policy, day)).collect();
    let mut text = columns(&HEAD, &rows);
    if !rows.is_empty() {
        text.push('\n');
    }
    text.push_str(&count(length(&rows), "policy"));
    text.push('\n');
    text
}

fn row(policy: &Policy, day: Date) -> Vec<String> {
    let metadata = &policy.metadata;
    vec![
        metadata.code.as_deref().unwrap_or("-").to_owned(),
        metadata.id.to_string(),
        clean(&metadata.title).into_owned(),
        kinds(&metadata.subjects),
        metadata.class.name().to_owned(),
        effective_level(metadata, Point::Gate, day).to_string(),
        effective_level(metadata, Point::Audit, day).to_string(),
    ]
}
