//! The whole command, and five equivalent rules in OPA, on the same mesh.

use std::collections::BTreeMap;
use std::error::Error;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use super::child::{Cost, run};
use super::generator::Planted;
use super::memory::mebibytes;

/// Names the executable of OPA where it is not on the path.
const VARIABLE: &str = "MESHGOV_OPA";

type Counts = BTreeMap<String, u64>;

/// The rules of ours that the five of `benches/opa` restate.
const EQUIVALENT: &[&str] = &[
    "cost/required_tags",
    "ingestion/one_domain_per_source",
    "limits/subscription_role_assignments",
    "ownership/unique_product_id",
    "service_level/declared",
];

/// Runs both, checks that they agree with each other and with what was planted, and prints what they took: meshgov with all
/// of its shipped policies and with the five alone, OPA with the five.
pub(crate) fn compare(folder: &Path, planted: &Planted) -> Result<(), Box<dyn Error>> {
    let snapshot = folder.join("snapshot");
    let input = merge(&snapshot, folder)?;
    println!("{} of JSON\n", mebibytes(Some(fs::metadata(&input)?.len())));

    let report = folder.join("report.json");
    let mut meshgov = Command::new(env!("CARGO_BIN_EXE_meshgov"));
    meshgov
        .arg("check")
        .arg("--snapshot")
        .arg(&snapshot)
        .args(["--output", "json"]);
    let ours = run(&mut meshgov, &report)?;
    if ours.exit != Some(1) {
        return Err(format!("meshgov ended with exit code {:?} and not 1", ours.exit).into());
    }

    let policies = folder.join("policies");
    copy_equivalent(&policies)?;
    let mut meshgov = Command::new(env!("CARGO_BIN_EXE_meshgov"));
    meshgov
        .arg("check")
        .arg("--snapshot")
        .arg(&snapshot)
        .args(["--output", "json", "--no-default-policies", "--policies"])
        .arg(&policies);
    let five = run(&mut meshgov, &folder.join("five.json"))?;

    let evaluation = folder.join("opa.json");
    let executable = std::env::var_os(VARIABLE).unwrap_or_else(|| OsString::from("opa"));
    let mut opa = Command::new(executable);
    opa.args(["eval", "--format", "raw", "--input"]).arg(&input);
    opa.arg("--data")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/benches/opa"));
    opa.arg("data.bench.counts");
    let theirs = run(&mut opa, &evaluation)?;
    if theirs.exit != Some(0) {
        return Err(format!("opa ended with exit code {:?}", theirs.exit).into());
    }

    agree(
        &counts_of_report(&report)?,
        &serde_json::from_slice(&fs::read(&evaluation)?)?,
        planted,
    )?;
    print(&[
        ("meshgov, all rules", ours),
        ("meshgov, the five", five),
        ("opa, the five", theirs),
    ]);
    Ok(())
}

/// Copies the five rules, and what they share, to a folder of their own.
fn copy_equivalent(to: &Path) -> io::Result<()> {
    let shipped = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/policies"));
    for rule in EQUIVALENT.iter().chain(&["lib/words"]) {
        fs::create_dir_all(to.join(rule))?;
        for file in fs::read_dir(shipped.join(rule))? {
            let file = file?;
            fs::copy(file.path(), to.join(rule).join(file.file_name()))?;
        }
    }
    Ok(())
}

/// One JSON document with a list for each table: what OPA takes.
fn merge(snapshot: &Path, folder: &Path) -> io::Result<PathBuf> {
    let mut tables: Vec<PathBuf> = fs::read_dir(snapshot)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()?;
    tables.retain(|path| path.extension().is_some_and(|extension| extension == "ndjson"));
    tables.sort();
    let path = folder.join("input.json");
    let mut out = BufWriter::new(File::create(&path)?);
    for (position, table) in tables.iter().enumerate() {
        let kind = table.file_stem().unwrap_or_default().to_string_lossy();
        write!(out, "{}\"{kind}\":[", if position == 0 { "{" } else { "," })?;
        let rows = fs::read_to_string(table)?;
        for (position, row) in rows.lines().enumerate() {
            write!(out, "{}{row}", if position == 0 { "" } else { "," })?;
        }
        write!(out, "]")?;
    }
    writeln!(out, "}}")?;
    out.flush()?;
    Ok(path)
}

fn counts_of_report(report: &Path) -> Result<Counts, Box<dyn Error>> {
    let report: Value = serde_json::from_slice(&fs::read(report)?)?;
    let policies = report["policies"].as_array().ok_or("the report has no policies")?;
    Ok(policies
        .iter()
        .filter_map(|policy| Some((policy["code"].as_str()?.to_owned(), policy["violation"].as_u64()?)))
        .collect())
}

fn agree(ours: &Counts, theirs: &Counts, planted: &Planted) -> Result<(), Box<dyn Error>> {
    println!("{:<10}{:>10}{:>10}{:>10}", "rule", "planted", "meshgov", "opa");
    for (code, count) in ours {
        let theirs = theirs.get(code).map_or_else(|| "-".to_owned(), u64::to_string);
        let planted = planted.counts().get(&**code).copied().unwrap_or(0);
        println!("{code:<10}{planted:>10}{count:>10}{theirs:>10}");
    }
    for (code, count) in theirs {
        if ours.get(code) != Some(count) {
            return Err(format!("meshgov and opa do not agree on {code}").into());
        }
    }
    println!();
    Ok(())
}

/// Prints a line for each run, and how many times the last one's each of the others takes.
fn print(runs: &[(&str, Cost)]) {
    let seconds =
        |time: Option<Duration>| time.map_or_else(|| "-".to_owned(), |time| format!("{:.2} s", time.as_secs_f64()));
    println!("{:<28}{:>10}{:>12}{:>14}", "", "elapsed", "processor", "peak memory");
    for (name, cost) in runs {
        let (elapsed, processor) = (seconds(Some(cost.elapsed)), seconds(cost.processor));
        println!("{name:<28}{elapsed:>10}{processor:>12}{:>14}", mebibytes(cost.peak));
    }
    let Some(((_, theirs), ours)) = runs.split_last() else {
        return;
    };
    for (name, ours) in ours {
        let processor = ratio(
            theirs.processor.map(|time| time.as_secs_f64()),
            ours.processor.map(|time| time.as_secs_f64()),
        );
        #[expect(clippy::cast_precision_loss, reason = "a ratio of sizes")]
        let peak = ratio(
            theirs.peak.map(|bytes| bytes as f64),
            ours.peak.map(|bytes| bytes as f64),
        );
        let elapsed = ratio(Some(theirs.elapsed.as_secs_f64()), Some(ours.elapsed.as_secs_f64()));
        println!("{:<28}{elapsed:>10}{processor:>12}{peak:>14}", format!("opa / {name}"));
    }
}

fn ratio(theirs: Option<f64>, ours: Option<f64>) -> String {
    theirs
        .zip(ours)
        .map_or_else(|| "-".to_owned(), |(theirs, ours)| format!("{:.1} x", theirs / ours))
}
