//! `meshgov collect --check-access`.

use std::fmt::Write as _;

use crate::cli::exit::Exit;
use crate::cli::run::{print, say};
use crate::collect::{AccessRow, Connection, Question, check_access};

pub(super) fn run(connection: &Connection, question: &Question) -> Result<Exit, String> {
    let rows = check_access(connection, question).map_err(|error| error.to_string())?;
    print(&table(&rows))?;
    let missing: Vec<&AccessRow> = rows.iter().filter(|row| !row.status.is_trusted()).collect();
    if missing.is_empty() {
        say("everything that was tried can be read");
        return Ok(Exit::Clean);
    }
    let mut roles: Vec<&str> = missing.iter().filter_map(|row| row.role.as_deref()).collect();
    roles.sort_unstable();
    roles.dedup();
    if !roles.is_empty() {
        say(&format!(
            "what is denied is granted by {}, best at the management group above the mesh",
            roles.join(" and ")
        ));
    }
    Ok(Exit::Untrusted)
}

/// One line for each try: whether it can be read, what, where, and why not.
fn table(rows: &[AccessRow]) -> String {
    let width = rows.iter().map(|row| row.listing.name().len()).max().unwrap_or(0);
    let mut text = String::new();
    for row in rows {
        let mark = if row.status.is_trusted() { "yes" } else { "no " };
        let why = if row.detail.is_empty() {
            String::new()
        } else {
            format!("  ({})", row.detail)
        };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{mark}  {:width$}  {}{why}", row.listing.name(), row.scope);
    }
    text
}
