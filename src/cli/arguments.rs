//! What the command line takes.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::policy::{Level, Point};
use crate::snapshot::Kind;

use super::audit::Audit;
use super::collect::Collect;
use super::exempt::Exempt;
use super::foreign::ForeignArguments;
use super::output::Output;
use super::pack::PackArguments;
use super::policy::PolicyCommand;
use super::snapshot::Snapshot;

/// Governance for data meshes on Azure: one snapshot of contracts, products and the tenant, judged by the policies of a
/// federation of domains.
#[derive(Debug, Parser)]
#[command(name = "meshgov", version, max_term_width = 100, after_help = EXIT_CODES)]
pub struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

const EXIT_CODES: &str = "Exit codes:
  0  nothing at or above --fail-on
  1  violations at or above --fail-on
  2  the command line, the configuration or a policy is wrong; nothing was judged
  3  the run is not to be trusted: nothing was evaluated, coverage is incomplete for a deny rule, or a rule broke";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Judge a mesh by its policies and report what breaks them
    Check(Check),
    /// Print what policies see: one subject a line, as JSON
    Subjects(Subjects),
    /// Read a live Azure tenant into a snapshot folder that `check --snapshot` judges
    Collect(Collect),
    /// Audit a live mesh: collect its tenant, judge it, keep the run, and say what changed since the last one
    Audit(Box<Audit>),
    /// Freeze a mesh, its files and what was seen of its tenant, into one folder that changes are judged against
    Snapshot(Snapshot),
    /// Write an exemption of a finding, ready for a reason and a signature
    Exempt(Exempt),
    /// Write, test and understand policies
    #[command(subcommand)]
    Policy(PolicyCommand),
}

/// Where the mesh is.
#[derive(Debug, Args)]
pub(super) struct MeshArguments {
    /// Files and folders of contracts, products and pipelines; a folder with a snapshot.json is read as a snapshot
    /// [default: the working directory]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// A snapshot folder of the tenant, in place of those found below PATH
    #[arg(long, value_name = "DIR")]
    pub(super) snapshot: Option<PathBuf>,
    /// The mesh that PATH is a change of: a folder with a checkout or a snapshot of it, or git:REF for the commit at which the
    /// change left REF. What lies in the base where PATH lies is replaced by it, and everything else of the base stays
    #[arg(long, value_name = "DIR|git:REF[:FOLDER]")]
    pub(super) base: Option<PathBuf>,
    /// The folder of the base that PATH stands for; `.` is the whole [default: the one with the name of PATH]
    #[arg(long, value_name = "FOLDER", requires = "base")]
    pub(super) at: Option<PathBuf>,
    /// The day on which memberships, dates and stages are judged [default: today, UTC]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) as_of: Option<jiff::civil::Date>,
    /// Worker threads [default: one per core]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) jobs: Option<u16>,
    /// The largest file that is parsed, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 16, value_parser = clap::value_parser!(u64).range(1..=1024))]
    pub(super) max_file_size: u64,
}

#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) mesh: MeshArguments,
    #[command(flatten)]
    pub(super) pack: PackArguments,
    /// The enforcement point, which decides the level of each policy
    #[arg(long, value_enum, default_value_t = PointArgument::Gate)]
    pub(super) point: PointArgument,
    /// A report: human, json or sarif, to standard output or to a file; may be repeated
    #[arg(long, short, value_name = "FORMAT[=FILE]", default_value = "human")]
    pub(super) output: Vec<Output>,
    /// The lowest level that fails the run
    #[arg(long, value_enum, default_value_t = FailOn::Deny)]
    pub(super) fail_on: FailOn,
    /// Fail on violations that the base has too, and not only on those that the change brings
    #[arg(long, requires = "base")]
    pub(super) strict: bool,
    /// Judge as if there were no exemptions
    #[arg(long)]
    pub(super) no_exemptions: bool,
    /// How long one policy may take for one subject, in milliseconds
    #[arg(long, value_name = "MS", default_value = "1000", value_parser = milliseconds)]
    pub(super) policy_timeout: Duration,
    /// How much memory one policy may take for one subject, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 256, value_parser = clap::value_parser!(u64).range(1..=65536))]
    pub(super) policy_memory: u64,
    #[command(flatten)]
    pub(super) foreign: ForeignArguments,
}

#[derive(Debug, Args)]
pub(super) struct Subjects {
    #[command(flatten)]
    pub(super) mesh: MeshArguments,
    /// Only subjects of this kind; may be repeated
    #[arg(long, short, value_name = "KIND", value_parser = kind)]
    pub(super) kind: Vec<Kind>,
    /// Only subjects with this id; may be repeated
    #[arg(long, value_name = "ID")]
    pub(super) id: Vec<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum PointArgument {
    /// Before a change is merged
    Gate,
    /// In the running mesh
    Audit,
}

impl From<PointArgument> for Point {
    fn from(argument: PointArgument) -> Self {
        match argument {
            PointArgument::Gate => Self::Gate,
            PointArgument::Audit => Self::Audit,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum FailOn {
    /// Violations of policies that deny
    Deny,
    /// Warnings too
    Warn,
    /// Any violation
    Note,
}

impl From<FailOn> for Level {
    fn from(argument: FailOn) -> Self {
        match argument {
            FailOn::Deny => Self::Deny,
            FailOn::Warn => Self::Warn,
            FailOn::Note => Self::Note,
        }
    }
}

pub(super) fn date(text: &str) -> Result<jiff::civil::Date, String> {
    text.parse().map_err(|_| "a date is written like 2026-11-23".to_owned())
}

pub(super) fn milliseconds(text: &str) -> Result<Duration, String> {
    match text.parse() {
        Ok(0) | Err(_) => Err("a whole number of milliseconds above 0 is expected".to_owned()),
        Ok(milliseconds) => Ok(Duration::from_millis(milliseconds)),
    }
}

pub(super) fn kind(text: &str) -> Result<Kind, String> {
    Kind::from_name(text).ok_or_else(|| {
        let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        format!("the kinds are {}", names.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_consistent() {
        super::Arguments::command().debug_assert();
    }
}
