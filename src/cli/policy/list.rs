//! `meshgov policy list`.

use clap::{Args, ValueEnum};

use crate::cli::arguments::{PointArgument, date, kind};
use crate::cli::exit::Exit;
use crate::cli::pack::PackArguments;
use crate::cli::run::{print, today};
use crate::policy::{Level, Policy};
use crate::report::{area, effective_level, listing, table};
use crate::snapshot::Kind;

#[derive(Debug, Args)]
pub(in crate::cli) struct List {
    #[command(flatten)]
    pack: PackArguments,
    /// Only policies about this kind of subject
    #[arg(long, value_name = "KIND", value_parser = kind)]
    subject: Option<Kind>,
    /// Only policies of this area, such as ingestion
    #[arg(long, value_name = "AREA")]
    area: Option<String>,
    /// Only policies of this authority: mesh, or domain.<name>
    #[arg(long, value_name = "OWNER")]
    authority: Option<String>,
    /// Only policies at this level at the enforcement point
    #[arg(long, value_name = "LEVEL", value_parser = level)]
    level: Option<Level>,
    /// The enforcement point that --level speaks of
    #[arg(long, value_enum, default_value_t = PointArgument::Gate)]
    point: PointArgument,
    /// The day of dated levels [default: today, UTC]
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<jiff::civil::Date>,
    /// A table, or JSON for other tools
    #[arg(long, short, value_enum, default_value_t = ListFormat::Human)]
    output: ListFormat,
}

/// The forms of what is listed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum ListFormat {
    /// For a person at a terminal
    Human,
    /// For other tools
    Json,
}

pub(super) fn run(arguments: &List) -> Result<Exit, String> {
    let pack = arguments.pack.load("nothing is listed")?;
    let day = arguments.as_of.unwrap_or_else(today);
    let wanted = |policy: &&Policy| {
        let metadata = &policy.metadata;
        let is_level = |level| effective_level(metadata, arguments.point.into(), day) == level;
        arguments.subject.is_none_or(|kind| metadata.subjects.contains(&kind))
            && arguments
                .area
                .as_ref()
                .is_none_or(|wanted| *wanted == area(&metadata.id))
            && arguments
                .authority
                .as_ref()
                .is_none_or(|owner| **owner == *metadata.owner)
            && arguments.level.is_none_or(is_level)
    };
    let policies = pack.policies.iter().map(|policy| &**policy).filter(wanted);
    print(&match arguments.output {
        ListFormat::Human => table(policies, day),
        ListFormat::Json => listing(policies, day),
    })?;
    Ok(Exit::Clean)
}

fn level(text: &str) -> Result<Level, String> {
    Level::from_name(text).ok_or_else(|| format!("the levels are {}", Level::ALL.map(Level::name).join(", ")))
}
