//! A collection that is killed, or whose disk is full, goes on where it was.

#![expect(clippy::unwrap_used, reason = "a test that cannot set the stage should fail loudly")]
#![allow(dead_code, reason = "parts of the simulator serve other tests")]

#[path = "support/generator/mod.rs"]
mod generator;
mod simulator;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use generator::{Form, Size};
use simulator::{Extras, Faults, Options, Simulator, Tenant};

fn simulator(options: Options) -> Simulator {
    let folder = tempfile::tempdir().unwrap();
    let size = Size {
        products: 10,
        resources: 240,
        role_assignments: 400,
        ingestions: 2,
        subscriptions: None,
        seed: 11,
    };
    generator::generate(size, Form::Snapshot, folder.path()).unwrap();
    let extras = Extras {
        accounts: 1,
        ..Extras::default()
    };
    Simulator::start(Tenant::of(&folder.path().join("snapshot"), &extras), options)
}

fn command(simulator: &Simulator, target: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_meshgov"));
    command
        .args(["collect", "--credential", "token", "--endpoint", &simulator.endpoint()])
        .arg("--output")
        .arg(target)
        .env("MESHGOV_AZURE_TOKEN", "a-token")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    command
}

fn spawn(simulator: &Simulator, target: &Path, arguments: &[&str]) -> Child {
    command(simulator, target).args(arguments).spawn().unwrap()
}

/// The code of a run that ends by itself, and what it said.
fn run(simulator: &Simulator, target: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = spawn(simulator, target, arguments).wait_with_output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

/// The bytes of every table of a snapshot.
fn tables(snapshot: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(snapshot).unwrap().map(|entry| entry.unwrap().path());
    entries
        .filter(|path| path.to_string_lossy().contains(".ndjson"))
        .map(|path| {
            (
                path.file_name().unwrap().to_string_lossy().into_owned(),
                std::fs::read(path).unwrap(),
            )
        })
        .collect()
}

/// A number that the seed alone decides.
fn number(seed: u64, below: u64) -> u64 {
    let mut x = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (x ^ (x >> 31)) % below
}

/// Killed at any moment, as often as it likes, and gone on with: the same bytes as of a run that nobody disturbed.
#[test]
fn a_collection_that_is_killed_goes_on_and_has_the_same_rows() {
    let simulator = simulator(Options {
        page: 17,
        latency: Duration::from_millis(2),
        ..Options::default()
    });
    let folder = tempfile::tempdir().unwrap();
    let undisturbed = folder.path().join("undisturbed");
    let start = std::time::Instant::now();
    assert_eq!(run(&simulator, &undisturbed, &[]).0, Some(0));
    let whole = u64::try_from(start.elapsed().as_millis()).unwrap();
    let (expected, asked) = (tables(&undisturbed), simulator.asked().len());
    let (mut kills, mut asked_again) = (0, 0);
    for seed in 0..50 {
        let target = folder.path().join(format!("killed-{seed}"));
        let before = simulator.asked().len();
        for round in 0..=number(seed, 3) {
            let mut child = spawn(&simulator, &target, &["--resume"]);
            std::thread::sleep(Duration::from_millis(number(seed * 31 + round, whole)));
            child.kill().unwrap();
            if !child.wait().unwrap().success() {
                kills += 1;
            }
        }
        let (code, said) = run(&simulator, &target, &["--resume"]);
        assert_eq!(code, Some(0), "{said}");
        assert_eq!(tables(&target), expected, "seed {seed}");
        assert!(!target.join(".collect").exists());
        asked_again += simulator.asked().len() - before;
    }
    assert!(kills >= 25, "{kills}");
    // What is in the journal is not asked for again: all those runs together ask for little more than one each.
    assert!(
        asked_again < 50 * asked * 2,
        "{asked_again} requests, and one run makes {asked}"
    );
}

#[test]
fn a_second_collection_into_the_same_folder_is_refused_while_the_first_lives() {
    let simulator = simulator(Options {
        latency: Duration::from_millis(200),
        ..Options::default()
    });
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("tenant");
    let mut first = spawn(&simulator, &target, &[]);
    while !target.join(".collect/journal").exists() {
        std::thread::sleep(Duration::from_millis(5));
    }
    let (code, said) = run(&simulator, &target, &["--resume"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("another meshgov is collecting"), "{said}");
    first.kill().unwrap();
    first.wait().unwrap();
    simulator.set(|options| options.latency = Duration::ZERO);
    let (code, said) = run(&simulator, &target, &[]);
    assert_eq!(code, Some(2));
    assert!(said.contains("--resume") && said.contains("--restart"), "{said}");
    let (code, said) = run(&simulator, &target, &["--resume", "--skip", "lock"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("asked for something else"), "{said}");
    assert_eq!(run(&simulator, &target, &["--resume"]).0, Some(0));
    assert_eq!(run(&simulator, &target, &[]).0, Some(0), "a whole snapshot is replaced");
}

#[test]
fn a_disk_that_is_full_ends_the_run_clearly_and_loses_nothing() {
    let simulator = simulator(Options::default());
    let folder = tempfile::tempdir().unwrap();
    let (whole, target) = (folder.path().join("whole"), folder.path().join("tenant"));
    assert_eq!(run(&simulator, &whole, &[]).0, Some(0));
    // The shell ignores the signal of the limit, so that writing fails as it does on a disk that is full.
    for blocks in [8, 40, 120] {
        let binary = env!("CARGO_BIN_EXE_meshgov");
        let script = format!(
            "trap '' XFSZ; ulimit -f {blocks}; exec {binary} collect --credential token --endpoint {} --resume --output {}",
            simulator.endpoint(),
            target.display()
        );
        let output = Command::new("bash")
            .args(["-c", &script])
            .env("MESHGOV_AZURE_TOKEN", "a-token")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(
            said.contains("cannot be written") && said.contains("--resume"),
            "{said}"
        );
        assert!(!target.join("snapshot.json").exists());
    }
    let (code, said) = run(&simulator, &target, &["--resume"]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(tables(&target), tables(&whole));
}

/// A fault that outlives a run is asked about again by the next one, and what was read stays.
#[test]
fn what_failed_is_asked_for_again() {
    let simulator = simulator(Options {
        faults: Faults::passing(0.05, 3),
        ..Options::default()
    });
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("tenant");
    let mut child = spawn(&simulator, &target, &[]);
    std::thread::sleep(Duration::from_millis(300));
    child.kill().unwrap();
    child.wait().unwrap();
    simulator.set(|options| options.faults = Faults::none());
    let (code, said) = run(&simulator, &target, &["--resume"]);
    assert_eq!(code, Some(0), "{said}");
}
