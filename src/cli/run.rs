//! From arguments to an exit code.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::adapter::{self, Request};
use crate::snapshot::{Location, Problem, ProblemCode, Snapshot};
use crate::text::Limits;

use super::arguments::{Arguments, Command, MeshArguments};
use super::exit::Exit;
use super::{check, exempt, policy, subjects};

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
        Command::Policy(command) => policy::run(command),
    })
}

/// Reads the mesh that the arguments name.
pub(super) fn load(mesh: &MeshArguments) -> Result<Snapshot, String> {
    let base = std::env::current_dir().map_err(|error| format!("the working directory cannot be read: {error}"))?;
    let here = [PathBuf::from(".")];
    let paths = if mesh.paths.is_empty() && mesh.snapshot.is_none() {
        &here
    } else {
        mesh.paths.as_slice()
    };
    for path in paths.iter().chain(&mesh.snapshot) {
        must_exist(path, &base)?;
    }
    Ok(adapter::load(&Request {
        paths,
        snapshot: mesh.snapshot.as_deref(),
        base: &base,
        without: mesh.base.as_deref(),
        limits: limits(mesh),
    }))
}

/// Reads the earlier state that the arguments name. What of it could not be read is told, and makes comparing with it
/// cautious; one that holds nothing would make everything look new.
pub(super) fn load_base(mesh: &MeshArguments) -> Result<Option<Snapshot>, String> {
    let Some(folder) = &mesh.base else {
        return Ok(None);
    };
    must_be_folder(
        folder,
        "--base takes the folder that holds an earlier state of the mesh",
    )?;
    let here = std::env::current_dir().map_err(|error| format!("the working directory cannot be read: {error}"))?;
    let snapshot = adapter::load(&Request {
        paths: std::slice::from_ref(folder),
        snapshot: None,
        base: &here,
        without: None,
        limits: limits(mesh),
    });
    let is_broken = |problem: &&Problem| problem.code == ProblemCode::BrokenSnapshot;
    if let Some(problem) = snapshot.problems.iter().find(is_broken) {
        return Err(format!("the base cannot be read: {}", told(problem)));
    }
    // Rows of a tenant alone would make every contract and product look new.
    if snapshot.counts.documents == 0 {
        return Err(format!(
            "the base cannot be read: {} holds no file of a mesh",
            folder.display()
        ));
    }
    for problem in snapshot.problems.iter().filter(|problem| problem.loses_object()) {
        complain(&format!("in the base, {}", told(problem)));
    }
    Ok(Some(snapshot))
}

fn limits(mesh: &MeshArguments) -> Limits {
    Limits {
        bytes: mesh.max_file_size * 1024 * 1024,
        ..Limits::default()
    }
}

/// A problem in one line.
fn told(problem: &Problem) -> String {
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

fn must_exist(path: &Path, base: &Path) -> Result<(), String> {
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
