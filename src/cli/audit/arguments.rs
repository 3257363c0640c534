//! What `meshgov audit` takes.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::cli::arguments::{FailOn, date, milliseconds};
use crate::cli::collect::{ConnectionArguments, QuestionArguments};
use crate::cli::output::Output;
use crate::cli::pack::PackArguments;

const STORES: &str = "Stores:
  DIR, file:///DIR         a folder
  az://CONTAINER/PREFIX    blobs; the account and the credential come from the environment:
                           AZURE_STORAGE_ACCOUNT_NAME, and AZURE_STORAGE_ACCOUNT_KEY or
                           those of a workload identity

docs/audit.md says which rights are needed, and how the tables of a store are read.";

/// Collect, judge, keep, and compare with the run before.
#[derive(Debug, Args)]
#[command(after_help = STORES)]
pub(in crate::cli) struct Audit {
    /// Files and folders of contracts, products and pipelines [default: the working directory]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Where runs are kept
    #[arg(long, value_name = "URL")]
    pub(super) store: String,
    /// A snapshot folder of the tenant, in place of collecting one
    #[arg(long, value_name = "DIR", conflicts_with = "work")]
    pub(super) snapshot: Option<PathBuf>,
    /// The folder that the tenant is collected into. What a run that died left there is gone on with for half a day
    #[arg(long, value_name = "DIR", default_value = ".meshgov/tenant")]
    pub(super) work: PathBuf,
    #[command(flatten, next_help_heading = "The tenant")]
    pub(super) question: QuestionArguments,
    #[command(flatten, next_help_heading = "The tenant")]
    pub(super) connection: ConnectionArguments,
    #[command(flatten)]
    pub(super) pack: PackArguments,
    /// A report: human, json, sarif and others, to standard output or to a file; may be repeated
    #[arg(long, short, value_name = "FORMAT[=FILE]", default_value = "human")]
    pub(super) output: Vec<Output>,
    /// A file for what changed since the run before, the trend and the forecasts, as JSON
    #[arg(long, value_name = "FILE")]
    pub(super) changes: Option<PathBuf>,
    /// The lowest level that fails the run
    #[arg(long, value_enum, default_value_t = FailOn::Deny)]
    pub(super) fail_on: FailOn,
    /// Judge as if there were no exemptions
    #[arg(long)]
    pub(super) no_exemptions: bool,
    /// Keep only the newest so many runs
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) keep_runs: Option<u32>,
    /// Keep only runs of the last so many days; the last run is kept in any case
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) keep_days: Option<u32>,
    /// The day on which memberships, dates and stages are judged [default: today, UTC]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) as_of: Option<jiff::civil::Date>,
    /// Worker threads [default: one per core]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(in crate::cli) jobs: Option<u16>,
    /// The largest file that is parsed, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 16, value_parser = clap::value_parser!(u64).range(1..=1024))]
    pub(super) max_file_size: u64,
    /// How long one policy may take for one subject, in milliseconds
    #[arg(long, value_name = "MS", default_value = "1000", value_parser = milliseconds)]
    pub(super) policy_timeout: Duration,
    /// How much memory one policy may take for one subject, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 256, value_parser = clap::value_parser!(u64).range(1..=65536))]
    pub(super) policy_memory: u64,
}
