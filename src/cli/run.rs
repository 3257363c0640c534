//! From arguments to an exit code.

use std::io::Write as _;
use std::path::Path;

use crate::snapshot::{Location, Problem};

use super::arguments::{Arguments, Command, MeshArguments};
use super::exit::Exit;
use super::{audit, check, collect, exempt, policy, snapshot, subjects};

/// Runs a command. Everything that it prints and returns is decided here and below.
pub fn run(arguments: &Arguments) -> Exit {
    match in_pool(arguments) {
        Ok(exit) => exit,
        Err(message) => {
            complain(&message);
            Exit::Usage
        }
    }
}

/// Runs on as many threads as were asked for. Rego of others may nest deeply, so that each has a generous stack.
fn in_pool(arguments: &Arguments) -> Result<Exit, String> {
    let jobs = match &arguments.command {
        Command::Check(check) => check.mesh.jobs,
        Command::Subjects(subjects) => subjects.mesh.jobs,
        Command::Exempt(exempt) => exempt.mesh.jobs,
        Command::Snapshot(snapshot) => snapshot.jobs,
        Command::Collect(_) => None,
        Command::Audit(audit) => audit.jobs,
        Command::Policy(command) => policy::jobs(command),
    };
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(jobs.map_or(0, usize::from))
        .stack_size(16 * 1024 * 1024)
        .build()
        .map_err(|error| format!("the worker threads could not be started: {error}"))?;
    pool.install(|| match &arguments.command {
        Command::Check(check) => check::run(check),
        Command::Subjects(subjects) => subjects::run(subjects),
        Command::Exempt(exempt) => exempt::run(exempt),
        Command::Snapshot(arguments) => snapshot::run(arguments),
        Command::Collect(arguments) => collect::run(arguments),
        Command::Audit(arguments) => audit::run(arguments),
        Command::Policy(command) => policy::run(command),
    })
}

/// A problem in one line.
pub(super) fn told(problem: &Problem) -> String {
    match &problem.location {
        Location::File {
            file,
            place: Some(place),
            ..
        } => format!("{file}:{}:{}: {}", place.line, place.column, problem.message),
        Location::File { file, .. } => format!("{file} {}", problem.message),
        Location::Azure { id } => format!("{id} {}", problem.message),
    }
}

pub(super) fn must_exist(path: &Path, base: &Path) -> Result<(), String> {
    match base.join(path).try_exists() {
        Ok(true) => Ok(()),
        Ok(false) => Err(format!("{} does not exist", path.display())),
        Err(error) => Err(format!("{} cannot be read: {}", path.display(), error.kind())),
    }
}

/// What is given as a folder must be one; a mistyped name must not mean fewer rules. `takes` says what belongs there.
pub(super) fn must_be_folder(path: &Path, takes: &str) -> Result<(), String> {
    match std::fs::metadata(path) {
        Ok(found) if found.is_dir() => Ok(()),
        Ok(_) => Err(format!("{} is not a folder: {takes}", path.display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(format!("{} does not exist", path.display())),
        Err(error) => Err(format!("{} cannot be read: {}", path.display(), error.kind())),
    }
}

/// The day that a run speaks of.
pub(super) fn as_of(mesh: &MeshArguments) -> jiff::civil::Date {
    mesh.as_of.unwrap_or_else(today)
}

/// Today, UTC.
pub(super) fn today() -> jiff::civil::Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// Prints on standard output. A closed pipe, such as that of `head`, is no error.
pub(super) fn print(text: &str) -> Result<(), String> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(format!("standard output cannot be written: {}", error.kind()))
        }
        _ => Ok(()),
    }
}

/// Shows on standard error what was rendered for it.
pub(super) fn show(rendered: &str) {
    let mut stderr = anstream::stderr().lock();
    // Where even standard error is closed, nobody is left to tell.
    let _ = writeln!(stderr, "{rendered}");
}

/// Says on standard error what is wrong.
pub(super) fn complain(message: &str) {
    let mut stderr = anstream::stderr().lock();
    // Where even standard error is closed, nobody is left to tell.
    let _ = writeln!(stderr, "meshgov: {message}");
}

/// Says something on standard error that is no complaint.
pub(super) fn say(message: &str) {
    let mut stderr = anstream::stderr().lock();
    // Where even standard error is closed, nobody is left to tell.
    let _ = writeln!(stderr, "{message}");
}
