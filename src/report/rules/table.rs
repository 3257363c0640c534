//! The table of rules for a terminal.

use jiff::civil::Date;

use crate::policy::{Point, Policy};
use crate::report::human::{clean, count};

use super::parts::{effective_level, kinds};

const HEAD: [&str; 7] = ["CODE", "ID", "TITLE", "SUBJECT", "CLASS", "GATE", "AUDIT"];

/// One line a rule, with its levels on a day, under a line of headings; a last line says how many there are.
pub fn table<'a>(policies: impl IntoIterator<Item = &'a Policy>, day: Date) -> String {
    let rows: Vec<[String; 7]> = policies.into_iter().map(|policy| row(policy, day)).collect();
    let mut widths = HEAD.map(|head| head.chars().count());
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    if !rows.is_empty() {
        line(&HEAD, &widths, &mut text);
        for row in &rows {
            line(row, &widths, &mut text);
        }
        text.push('\n');
    }
    text.push_str(&count(u64::try_from(rows.len()).unwrap_or(u64::MAX), "policy"));
    text.push('\n');
    text
}

fn row(policy: &Policy, day: Date) -> [String; 7] {
    let metadata = &policy.metadata;
    [
        metadata.code.as_deref().unwrap_or("-").to_owned(),
        metadata.id.to_string(),
        clean(&metadata.title).into_owned(),
        kinds(&metadata.subjects),
        metadata.class.name().to_owned(),
        effective_level(metadata, Point::Gate, day).to_string(),
        effective_level(metadata, Point::Audit, day).to_string(),
    ]
}

fn line<T: AsRef<str>>(cells: &[T], widths: &[usize], text: &mut String) {
    let mut line = String::new();
    for (cell, width) in cells.iter().zip(widths) {
        let cell = cell.as_ref();
        line.push_str(cell);
        line.extend(std::iter::repeat_n(' ', width.saturating_sub(cell.chars().count()) + 2));
    }
    text.push_str(line.trim_end());
    text.push('\n');
}
