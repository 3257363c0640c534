//! The three things that `meshgov collect` does.

use std::sync::Arc;

use crate::cli::exit::Exit;
use crate::collect::{Collected, Collection, Progress};

use super::arguments::Collect;
use super::watched::watched;
use super::{access, dry_run, summary};

pub(in crate::cli) fn run(arguments: &Collect) -> Result<Exit, String> {
    let connection = arguments.connection.connection()?;
    let question = arguments.question.question();
    if arguments.check_access {
        return access::run(&connection, &question);
    }
    let Some(target) = arguments.output.as_ref().filter(|_| !arguments.dry_run) else {
        return dry_run::run(&connection, &question);
    };
    let collection = Collection {
        connection,
        question,
        target: target.clone(),
        unfinished: arguments.unfinished.unfinished(),
    };
    let collected = collect(&collection)?;
    summary::tell(&collected, target);
    Ok(exit(&collected))
}

/// Collects, and shows how far it is.
pub(in crate::cli) fn collect(collection: &Collection) -> Result<Collected, String> {
    let progress = Arc::new(Progress::default());
    let _watched = watched(&progress);
    collection.collect(&progress).map_err(|error| error.to_string())
}

/// Whether a snapshot has all that was asked for. What only adds to rows does not count.
fn exit(collected: &Collected) -> Exit {
    if collected.missing().any(|row| row.coverage.part.is_none()) {
        Exit::Untrusted
    } else {
        Exit::Clean
    }
}
