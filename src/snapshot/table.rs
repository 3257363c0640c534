//! One `<kind>.ndjson` file: rows found and checked, never copied.

use std::ops::Range;

use rayon::prelude::*;
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::text::{Column, Line, Place};

use super::kind::Kind;
use super::observed::Table;
use super::problem::{Location, Problem, ProblemCode};

/// What every row must be: an object with an id. Everything else in it is kept as it stands.
#[derive(Deserialize)]
struct RowHead<'a> {
    #[serde(borrow)]
    id: std::borrow::Cow<'a, str>,
}

/// What the row of a role assignment must say besides. Tools that flatten it, such as `az role assignment list`, leave out
/// the level of `properties`: nobody would see then who may do what.
#[derive(Deserialize)]
struct AssignmentHead {
    #[serde(rename = "properties")]
    _properties: AssignmentProperties,
}

#[derive(Deserialize)]
struct AssignmentProperties {
    #[serde(rename = "principalId")]
    _principal: IgnoredAny,
    #[serde(rename = "roleDefinitionId")]
    _role: IgnoredAny,
}

/// Why one line is no row.
struct BrokenLine {
    line: u32,
    column: u32,
    message: String,
}

impl Table {
    /// Reads the rows of a file. A line that is no row is a problem that makes the kind incomplete; the others stand.
    pub fn parse(file: &str, kind: Kind, text: String) -> (Self, Vec<Problem>) {
        let lines = line_ranges(&text);
        let checked: Vec<Result<(Range<u32>, u32), BrokenLine>> = lines
            .par_iter()
            .with_min_len(512)
            .filter_map(|(range, number)| check(&text, kind, range.clone(), *number))
            .collect();
        let mut rows = Vec::with_capacity(checked.len());
        let mut problems = Vec::new();
        for line in checked {
            match line {
                Ok(row) => rows.push(row),
                Err(broken) => problems.push(problem(file, kind, broken)),
            }
        }
        let table = Self {
            file: file.into(),
            text: text.into_boxed_str(),
            rows,
        };
        (table, problems)
    }
}

/// The bytes of each line that is not blank, with its number from 1.
fn line_ranges(text: &str) -> Vec<(Range<u32>, u32)> {
    let mut ranges = Vec::new();
    let mut start = 0_usize;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        let content = line.trim_end().len();
        if content > 0 {
            ranges.push((offset(start)..offset(start + content), number));
        }
        start += line.len();
    }
    ranges
}

fn check(text: &str, kind: Kind, range: Range<u32>, number: u32) -> Option<Result<(Range<u32>, u32), BrokenLine>> {
    let row = text.get(range.start as usize..range.end as usize)?;
    let broken = |column: usize, message: String| BrokenLine {
        line: number,
        column: offset(column.max(1)),
        message,
    };
    Some(match serde_json::from_str::<RowHead>(row) {
        Ok(head) if head.id.is_empty() => Err(broken(1, "this row has an empty id".into())),
        Ok(_) if kind == Kind::RoleAssignment && serde_json::from_str::<AssignmentHead>(row).is_err() => Err(broken(
            1,
            "this role assignment has no `properties` with a principalId and a roleDefinitionId: rows are as `az rest` shows them"
                .into(),
        )),
        Ok(_) => Ok((range, number)),
        Err(error) if error.is_eof() && range.end as usize == text.len() => Err(broken(
            error.column(),
            "the last line is cut short: the file was not written to its end".into(),
        )),
        Err(error) if error.is_data() => Err(broken(1, "this row is not a JSON object with an id".into())),
        Err(error) => Err(broken(
            error.column(),
            format!("this row is not JSON: {}", reason(&error)),
        )),
    })
}

/// What `serde_json` says, without the line that it always calls the first.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}

fn problem(file: &str, kind: Kind, broken: BrokenLine) -> Problem {
    let line = Line::after(broken.line - 1);
    let column = Column::after(broken.column - 1);
    Problem {
        location: Location::File {
            file: file.into(),
            place: Some(Place {
                line,
                column,
                end_line: line,
                end_column: column,
            }),
            pointer: None,
        },
        code: ProblemCode::BrokenRow,
        message: broken.message.into(),
        help: Some("collect the tenant again; until then rules that need this kind cannot pass".into()),
        kind: Some(kind),
    }
}

/// Tables are limited to 4 GiB when they are read, so that an offset always fits.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::Table;
    use crate::snapshot::{Kind, Location};

    #[test]
    fn a_cut_line_is_told_and_the_other_rows_stand() {
        let text = "{\"id\":\"/a\"}\n\n{\"id\":\"/b\",\"tags\":{}}\n{\"id\":\"/c\",\"ta".to_owned();
        let (table, problems) = Table::parse("resource.ndjson", Kind::Resource, text);
        assert_eq!(table.row(1), "{\"id\":\"/b\",\"tags\":{}}");
        assert_eq!(table.rows.iter().map(|(_, line)| *line).collect::<Vec<_>>(), [1, 3]);
        let [problem] = problems.as_slice() else {
            panic!("one problem is expected: {problems:?}")
        };
        assert!(problem.message.contains("cut short"), "{}", problem.message);
        let Location::File { place: Some(place), .. } = &problem.location else {
            panic!("a place is expected")
        };
        assert_eq!(place.line.get(), 4);
    }

    #[test]
    fn a_row_without_an_id_is_no_row() {
        let (table, problems) = Table::parse("resource.ndjson", Kind::Resource, "{\"name\":\"x\"}\n[]\n".to_owned());
        assert!(table.is_empty());
        assert_eq!(problems.len(), 2);
    }
}
