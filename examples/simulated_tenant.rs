//! Serves a simulated tenant, to try `meshgov collect` and `meshgov audit` without an Azure at hand.
//!
//!     cargo run --example simulated_tenant -- --faults 0.05 --deny /locks
//!
//! It says how to collect from it, and serves until it is stopped.

#![expect(clippy::print_stdout, reason = "it is run for what it prints")]
#![expect(
    clippy::unwrap_used,
    reason = "parts of the simulator serve tests, which fail loudly"
)]
#![allow(dead_code, reason = "parts of the simulator serve other tests")]

#[path = "../tests/support/generator/mod.rs"]
mod generator;
#[path = "../tests/simulator/mod.rs"]
mod simulator;

use std::error::Error;
use std::time::Duration;

use clap::Parser;
use generator::{Form, Size};
use simulator::{Extras, Fault, Faults, Options, Rule, Simulator, Tenant};

/// Serves a simulated tenant.
#[derive(Parser)]
struct Arguments {
    /// Azure resources.
    #[arg(long, default_value_t = 2_000)]
    resources: usize,
    /// Role assignments.
    #[arg(long, default_value_t = 4_000)]
    role_assignments: usize,
    /// The part of requests that a fault hits.
    #[arg(long, default_value_t = 0.0)]
    faults: f64,
    /// Requests whose path contains this are denied; may be repeated.
    #[arg(long)]
    deny: Vec<String>,
    /// How long each reply takes, in milliseconds.
    #[arg(long, default_value_t = 20)]
    latency: u64,
    /// A folder that the mesh of the tenant is written to, for `meshgov audit`.
    #[arg(long)]
    mesh: Option<std::path::PathBuf>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let temporary = tempfile::tempdir()?;
    let folder = arguments.mesh.clone().unwrap_or_else(|| temporary.path().to_owned());
    let size = Size {
        products: 40,
        resources: arguments.resources,
        role_assignments: arguments.role_assignments,
        ingestions: 10,
        subscriptions: None,
        seed: 1,
    };
    generator::generate(size, Form::Files, &folder)?;
    let tenant = Tenant::of(&folder.join("snapshot"), &Extras::default());
    std::fs::remove_dir_all(folder.join("snapshot"))?;
    let simulator = Simulator::start(
        tenant,
        Options {
            faults: Faults::passing(arguments.faults, 1),
            rules: arguments
                .deny
                .iter()
                .map(|path| Rule::always(path, Fault::Denied))
                .collect(),
            latency: Duration::from_millis(arguments.latency),
            limits: Some(1.0),
            ..Options::default()
        },
    );
    println!(
        "MESHGOV_AZURE_TOKEN=any meshgov collect --endpoint {} --output tenant",
        simulator.endpoint()
    );
    loop {
        std::thread::park();
    }
}
