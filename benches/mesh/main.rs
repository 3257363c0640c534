//! How long each stage takes on a mesh of any size, and how that compares with `opa eval`.
//!
//!     cargo bench --bench mesh                          a tenth of the reference mesh, stage by stage
//!     cargo bench --bench mesh -- --scale 1             all of it: 100,000 resources, 160,000 role assignments, ...
//!     cargo bench --bench mesh -- --files               with the declared objects as YAML files
//!     cargo bench --bench mesh -- --scale 1 --gate      the gate on a change of one file, beside the full run
//!     cargo bench --bench mesh -- --rules               each rule alone: the time for one subject
//!     cargo bench --bench mesh -- --scale 1 --opa       the whole command against five equivalent rules in OPA
//!
//! OPA is found by `MESHGOV_OPA`, else on the path: `go install github.com/open-policy-agent/opa@v1.22.2`.

#![expect(clippy::print_stdout, reason = "a bench is run for what it prints")]

mod child;
mod gate;
mod memory;
mod opa;
mod rules;
mod stages;
#[path = "../../tests/support/generator/mod.rs"]
mod generator;

use std::error::Error;

use clap::Parser;
use generator::{Form, Size};

/// Measures meshgov on a generated mesh.
#[derive(Parser)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command")]
struct Arguments {
    /// The size of the mesh as a share of the reference mesh.
    #[arg(long)]
    scale: Option<f64>,
    /// Another seed gives other ids.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Declare products and contracts in YAML files, not in the snapshot.
    #[arg(long)]
    files: bool,
    /// Compare the whole command with `opa eval`.
    #[arg(long, conflicts_with = "files")]
    opa: bool,
    /// Measure the gate on a change of one file beside the full run.
    #[arg(long, conflicts_with_all = ["opa", "files"])]
    gate: bool,
    /// Measure each rule alone.
    #[arg(long, conflicts_with = "opa")]
    rules: bool,
    /// Cargo says this when it benches, and not when it only tests that benches run.
    #[arg(long, hide = true)]
    bench: bool,
}

impl Arguments {
    /// The mesh of the reference measurement, scaled.
    fn size(&self) -> Size {
        let scale = self.scale.unwrap_or(if self.bench { 0.1 } else { 0.005 });
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of a small number"
        )]
        let scaled = |full: f64| (full * scale).round() as usize;
        Size {
            products: scaled(10_000.0).max(10),
            resources: scaled(100_000.0),
            role_assignments: scaled(160_000.0),
            ingestions: scaled(40_000.0),
            subscriptions: None,
            seed: self.seed,
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let size = arguments.size();
    println!(
        "{} resources, {} role assignments, {} products, {} ingestions",
        size.resources, size.role_assignments, size.products, size.ingestions
    );
    let folder = tempfile::tempdir()?;
    let form = if arguments.files || arguments.gate {
        Form::Files
    } else {
        Form::Snapshot
    };
    let planted = generator::generate(size, form, folder.path())?;
    if arguments.opa {
        opa::compare(folder.path(), &planted)
    } else if arguments.gate {
        gate::measure(folder.path())
    } else if arguments.rules {
        rules::measure(folder.path())
    } else {
        stages::measure(folder.path(), &planted)
    }
}
