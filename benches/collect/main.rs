//! How much memory and time a simulated tenant takes to collect, and how that time compares with what the service's limits
//! alone would allow.
//!
//!     cargo bench --bench collect                       20,000, 100,000 and 500,000 resources
//!     cargo bench --bench collect -- --scale 0.2        a fifth of each
//!     cargo bench --bench collect -- --tenant 2         only the second: 200 subscriptions, 160,000 role assignments
//!     cargo bench --bench collect -- --faults 0         without faults; 5 % of requests by default
//!
//! The limits are those of Azure times `--factor`, on both sides. Each tenant is collected by a process of its own.

#![expect(clippy::print_stdout, reason = "a bench is run for what it prints")]
#![expect(
    clippy::unwrap_used,
    reason = "parts of the simulator serve tests, which fail loudly"
)]
#![allow(dead_code, reason = "parts of the simulator serve other tests")]

#[path = "../mesh/memory.rs"]
mod memory;
#[path = "../../tests/support/generator/mod.rs"]
mod generator;
#[path = "../../tests/simulator/mod.rs"]
mod simulator;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use generator::{Form, Size};
use meshgov::collect::{
    Addresses, Cloud, Collection, Connection, Patience, Progress, Question, Rates, Unfinished, Way,
};
use simulator::{Extras, Faults, Options, Simulator, Tenant};

/// Collects simulated tenants.
#[derive(Parser)]
struct Arguments {
    /// The size of each tenant as a share.
    #[arg(long)]
    scale: Option<f64>,
    /// Only the first, the second or the third tenant.
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=3))]
    tenant: Option<u8>,
    /// The part of requests that a fault hits.
    #[arg(long, default_value_t = 0.05)]
    faults: f64,
    /// The limits in relation to those of Azure.
    #[arg(long, default_value_t = 1.0)]
    factor: f64,
    /// Collect from this endpoint, as a process of its own does.
    #[arg(long, hide = true, requires = "target")]
    endpoint: Option<String>,
    /// Where to.
    #[arg(long, hide = true)]
    target: Option<PathBuf>,
    /// Cargo says this when it benches, and not when it only tests that benches run.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    if let (Some(endpoint), Some(target)) = (&arguments.endpoint, &arguments.target) {
        return collect(endpoint, target, arguments.factor);
    }
    let scale = arguments.scale.unwrap_or(if arguments.bench { 1.0 } else { 0.01 });
    println!(
        "{:>10} {:>12} {:>8} {:>9} {:>7} {:>10} {:>9} {:>9} {:>7} {:>9}",
        "resources", "assignments", "subs", "requests", "again", "memory", "time", "limits", "ratio", "audit"
    );
    for (number, resources, role_assignments, subscriptions) in [
        (1, 20_000.0, 32_000.0, 40.0),
        (2, 100_000.0, 160_000.0, 200.0),
        (3, 500_000.0, 160_000.0, 200.0),
    ] {
        if arguments.tenant.is_some_and(|only| only != number) {
            continue;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of a small number"
        )]
        let scaled = |full: f64| (full * scale).round().max(4.0) as usize;
        let size = Size {
            products: 10,
            resources: scaled(resources),
            role_assignments: scaled(role_assignments),
            ingestions: 1,
            subscriptions: Some(scaled(subscriptions)),
            seed: 1,
        };
        measure(&arguments, size)?;
    }
    Ok(())
}

/// Serves a tenant, and collects it by another process.
fn measure(arguments: &Arguments, size: Size) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    generator::generate(size, Form::Files, folder.path())?;
    let extras = Extras {
        accounts: 100,
        factories: 2,
        containers: 2,
        workspace: true,
    };
    let tenant = Tenant::of(&folder.path().join("snapshot"), &extras);
    let options = Options {
        page: 1000,
        faults: Faults::passing(arguments.faults, 1),
        limits: Some(arguments.factor),
        latency: Duration::from_millis(5),
        ..Options::default()
    };
    let simulator = Simulator::start(tenant.clone(), options);
    let target = folder.path().join("tenant");
    let output = Command::new(std::env::current_exe()?)
        .args([
            "--endpoint",
            &simulator.endpoint(),
            "--factor",
            &arguments.factor.to_string(),
            "--target",
        ])
        .arg(&target)
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let said = String::from_utf8(output.stdout)?;
    compare(&tenant, &target)?;
    let audited = audit(&target, folder.path())?;
    println!(
        "{:>10} {:>12} {:>8} {} {:>8.1}s",
        size.resources,
        size.role_assignments,
        size.subscriptions(),
        said.trim_end(),
        audited.as_secs_f64(),
    );
    Ok(())
}

/// Holds the snapshot against what the tenant holds, row for row: nothing may be missing, strange, repeated or changed.
fn compare(tenant: &Tenant, snapshot: &Path) -> Result<(), Box<dyn Error>> {
    for (kind, list) in [
        ("resource_group", "/resourcegroups"),
        ("role_assignment", "/roleassignments"),
        ("resource", "/resources"),
        ("container", "/containers"),
        ("pipeline_dataset", "/datasets"),
        ("lock", "/locks"),
    ] {
        let mut truth = tenant.truth(list);
        if kind == "resource" {
            // The list of resources of the simulated tenant has no workspace; its provider has.
            let workspaces = tenant.truth("/workspaces").into_iter();
            truth.extend(workspaces.filter(|(id, _)| id.contains("/microsoft.synapse/")));
        }
        let mut rows = 0;
        for row in simulator::rows(snapshot, kind) {
            let id = simulator::id(&row).to_lowercase();
            let expected = truth
                .remove(&id)
                .ok_or_else(|| format!("{kind}: {id} is strange or repeated"))?;
            // What a provider adds stands at the end of a resource's row.
            let is_same = if kind == "resource" {
                row.starts_with(expected.trim_end_matches('}')) || id.contains("/microsoft.synapse/")
            } else {
                row == expected
            };
            if !is_same {
                return Err(format!("{kind}: {id} was changed").into());
            }
            rows += 1;
        }
        if let Some(id) = truth.keys().next() {
            return Err(format!(
                "{kind}: {id} is missing, and {} more; {rows} are there",
                truth.len() - 1
            )
            .into());
        }
    }
    Ok(())
}

/// Judges the snapshot as an audit does, and keeps the run: how long that takes.
fn audit(snapshot: &Path, folder: &Path) -> Result<Duration, Box<dyn Error>> {
    let start = std::time::Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_meshgov"))
        .args([
            "audit",
            "--store",
            "store",
            "--output",
            "json=report.json",
            "--snapshot",
        ])
        .arg(snapshot)
        .arg("mesh")
        .current_dir(folder)
        .output()?;
    if output.status.code() == Some(2) {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(start.elapsed())
}

/// Collects, and says what it took.
fn collect(endpoint: &str, target: &Path, factor: f64) -> Result<(), Box<dyn Error>> {
    let collection = Collection {
        connection: Connection {
            addresses: Addresses::of(Cloud::Public, Some(endpoint), None, Some(endpoint))?,
            way: Way::Token,
            variables: [("MESHGOV_AZURE_TOKEN".to_owned(), "t".to_owned())].into(),
            rates: Rates { factor },
            patience: Patience {
                first: Duration::from_millis(100),
                spare: 5_000,
                ..Patience::default()
            },
            concurrency: 48,
        },
        question: Question::default(),
        target: target.to_owned(),
        unfinished: Unfinished::Refuse,
    };
    let collected = collection.collect(&Arc::new(Progress::default()))?;
    if let Some(row) = collected.missing().next() {
        return Err(format!("{row:?}").into());
    }
    println!(
        "{:>9} {:>7} {:>10} {:>8.1}s {:>8.1}s {:>7.2}",
        collected.reached.requests,
        collected.reached.tries_again,
        memory::mebibytes(memory::peak("self")),
        collected.elapsed.as_secs_f64(),
        collected.least.as_secs_f64(),
        collected.elapsed.as_secs_f64() / collected.least.as_secs_f64().max(0.001),
    );
    Ok(())
}
