//! The gate on a change of one file, beside the run over the whole mesh that it is a change of.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use super::child::{Cost, run};
use super::memory::mebibytes;

/// Freezes the mesh, changes one file of it, and prints what the gate and the full run take.
pub(crate) fn measure(folder: &Path) -> Result<(), Box<dyn Error>> {
    let frozen = folder.join("frozen");
    let mut freeze = meshgov(folder);
    freeze.args(["snapshot", "mesh", "--snapshot", "snapshot", "--output", "frozen"]);
    let freezing = run(&mut freeze, &folder.join("freeze.txt"))?;
    if freezing.exit != Some(0) {
        return Err(format!("the snapshot ended with exit code {:?}", freezing.exit).into());
    }
    let file = first_product(&folder.join("mesh"))?;
    let place = file.strip_prefix(folder)?.to_path_buf();
    let text = fs::read_to_string(&file)?;
    let changed = folder.join("change.yaml");
    fs::write(&changed, text.replacen("status: active", "status: retired", 1))?;

    let mut full = meshgov(folder);
    full.args(["check", "--output", "json", "--snapshot"]).arg(&frozen);
    let full = run(&mut full, &folder.join("full.json"))?;
    let mut gate = meshgov(folder);
    gate.args(["check", "change.yaml", "--output", "json", "--base"])
        .arg(&frozen);
    gate.arg("--at").arg(&place);
    let gate = run(&mut gate, &folder.join("gate.json"))?;
    let report: Value = serde_json::from_slice(&fs::read(folder.join("gate.json"))?)?;
    let count = |name: &str| report["summary"][name].as_u64().unwrap_or_default();
    println!("\n{:<28} {:>10} {:>12} {:>10}", "", "elapsed", "processor", "peak");
    row("snapshot", freezing);
    row("check of the whole mesh", full);
    row("gate on one changed file", gate);
    println!(
        "\nthe gate takes {:.2} times as long as the full run; {} new, {} unchanged, {} mended",
        gate.elapsed.as_secs_f64() / full.elapsed.as_secs_f64(),
        count("new"),
        count("unchanged"),
        count("fixed"),
    );
    if count("new") == 0 {
        return Err("the change brings nothing, so that nothing was measured".into());
    }
    Ok(())
}

fn meshgov(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_meshgov"));
    command.current_dir(folder);
    command
}

/// The first file of the mesh that declares an active product with an output.
fn first_product(folder: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let mut folders = vec![folder.to_owned()];
    let mut found: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if fs::read_to_string(&path).is_ok_and(|text| is_product(&text)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
        .into_iter()
        .next()
        .ok_or_else(|| "the mesh has no active product".into())
}

fn is_product(text: &str) -> bool {
    text.contains("kind: DataProduct") && text.contains("status: active") && text.contains("outputPorts:")
}

fn row(name: &str, cost: Cost) {
    let seconds = |time: Duration| format!("{:.2} s", time.as_secs_f64());
    println!(
        "{name:<28} {:>10} {:>12} {:>10}",
        seconds(cost.elapsed),
        cost.processor.map_or_else(|| "-".to_owned(), seconds),
        mebibytes(cost.peak),
    );
}
