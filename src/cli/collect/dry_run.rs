//! `meshgov collect --dry-run`.

use std::fmt::Write as _;

use crate::cli::exit::Exit;
use crate::cli::run::{print, say};
use crate::collect::{Connection, Question, expect};

use super::summary::duration;

pub(super) fn run(connection: &Connection, question: &Question) -> Result<Exit, String> {
    let expected = expect(connection, question).map_err(|error| error.to_string())?;
    let width = expected
        .calls
        .keys()
        .map(|listing| listing.name().len())
        .max()
        .unwrap_or(0);
    let mut text = String::new();
    for (listing, calls) in &expected.calls {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{:width$}  {calls:>6}  {}", listing.name(), listing.action());
    }
    for listing in &expected.follow {
        let _ = writeln!(text, "{:width$}  {:>6}  {}", listing.name(), "?", listing.action());
    }
    print(&text)?;
    let all: u64 = expected.calls.values().sum();
    say(&format!(
        "{all} listings of {} subscriptions, and those marked `?` for each account, factory and workspace that is found; at least {}",
        expected.subscriptions,
        duration(expected.least),
    ));
    Ok(Exit::Clean)
}
