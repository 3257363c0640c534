//! Writes a mesh of any size, with a known number of violations, which it prints.

#![expect(clippy::print_stdout, reason = "what was planted is what this program is asked for")]

#[path = "../tests/support/generator/mod.rs"]
mod generator;

use std::path::PathBuf;

use clap::Parser;
use generator::{Form, Size};

/// Writes a mesh: a snapshot of its tenant, and its declared files.
#[derive(Parser)]
struct Arguments {
    /// Data products, each with a contract.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(10..=99_999))]
    products: u32,
    /// Azure resources.
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(..=999_999))]
    resources: u32,
    /// Role assignments.
    #[arg(long, default_value_t = 1_600)]
    role_assignments: u32,
    /// Input ports that read an operational system.
    #[arg(long, default_value_t = 400)]
    ingestions: u32,
    /// Another seed gives other ids.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Write the declared objects as tables of the snapshot, not as YAML files.
    #[arg(long)]
    declared_in_snapshot: bool,
    /// The folder to write to.
    #[arg(short, long)]
    output: PathBuf,
}

fn main() -> std::io::Result<()> {
    let arguments = Arguments::parse();
    let size = Size {
        products: arguments.products as usize,
        resources: arguments.resources as usize,
        role_assignments: arguments.role_assignments as usize,
        ingestions: arguments.ingestions as usize,
        subscriptions: None,
        seed: arguments.seed,
    };
    let form = if arguments.declared_in_snapshot {
        Form::Snapshot
    } else {
        Form::Files
    };
    for (code, count) in generator::generate(size, form, &arguments.output)?.counts() {
        println!("{code}  {count}");
    }
    Ok(())
}
