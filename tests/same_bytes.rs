//! The same input gives the same bytes: on any number of threads, in any run, with its files in any order.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot run the command should fail loudly"
)]

#[expect(dead_code, reason = "other test files use more of it")]
mod command;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use command::Mesh;

const DAY: &str = "2026-11-23";

/// What a command prints, from a directory.
fn printed(directory: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_meshgov"))
        .args(arguments)
        .args(["--as-of", DAY])
        .current_dir(directory)
        .stdin(Stdio::null())
        .output()
        .expect("the command runs");
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("a report is UTF-8")
}

fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file of contoso but those of its tenant, whose folder stands for them.
fn parts_of_contoso() -> Vec<String> {
    let mut parts = vec!["fixtures/contoso/azure".to_owned()];
    let mut folders = vec![project().join("fixtures/contoso")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the fixture can be listed") {
            let path = entry.expect("an entry can be read").path();
            if path.is_dir() {
                if path.file_name().is_none_or(|name| name != "azure") {
                    folders.push(path);
                }
            } else {
                let name = path.strip_prefix(project()).expect("it lies in the project");
                parts.push(name.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    parts.sort();
    parts
}

/// The same parts in another order, from a seed.
fn shuffled(mut parts: Vec<String>, seed: u64) -> Vec<String> {
    let mut state = seed;
    for last in (1..parts.len()).rev() {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let other = usize::try_from(state >> 33).unwrap_or(0) % (last + 1);
        parts.swap(last, other);
    }
    parts
}

#[test]
fn threads_and_runs_change_no_byte() {
    for format in ["json", "sarif", "human"] {
        let one = printed(
            &project(),
            &["check", "fixtures/contoso", "--output", format, "--jobs", "1"],
        );
        for jobs in ["8", "8", "3"] {
            let other = printed(
                &project(),
                &["check", "fixtures/contoso", "--output", format, "--jobs", jobs],
            );
            assert_eq!(one, other, "{format} with {jobs} threads");
        }
    }
    let subjects = |jobs| printed(&project(), &["subjects", "fixtures/contoso", "--jobs", jobs]);
    assert_eq!(subjects("1"), subjects("8"));
}

#[test]
fn the_order_of_paths_changes_no_byte() {
    let parts = parts_of_contoso();
    assert!(parts.len() > 30, "the fixture has many files");
    let whole = printed(&project(), &["check", "fixtures/contoso", "--output", "json"]);
    for seed in 1..=3 {
        let order = shuffled(parts.clone(), seed);
        assert_ne!(order, parts);
        let mut arguments = vec!["check", "--output", "json"];
        arguments.extend(order.iter().map(String::as_str));
        assert_eq!(printed(&project(), &arguments), whole, "in the order of seed {seed}");
    }
}

#[test]
fn another_working_directory_changes_the_names_of_files_only() {
    let outside = printed(&project(), &["check", "fixtures/contoso", "--output", "json"]);
    assert!(outside.contains("\"fixtures/contoso/mesh.yaml\"") || outside.contains("fixtures/contoso/domains/"));
    let contoso = project().join("fixtures/contoso");
    let inside = printed(&contoso, &["check", "--output", "json"]);
    assert_eq!(outside.replace("fixtures/contoso/", ""), inside);
    let above = printed(
        &project().join("src"),
        &["check", "../fixtures/contoso", "--output", "json"],
    );
    assert_eq!(outside.replace("fixtures/contoso/", "../fixtures/contoso/"), above);
}

#[test]
fn a_mesh_of_hundreds_is_the_same_on_any_number_of_threads() {
    const PRODUCTS: usize = 300;
    let mesh = Mesh::empty();
    for number in 0..PRODUCTS {
        // Every seventh shares its id with another, every third has no owner, every fifth file is broken.
        let id = number - usize::from(number % 7 == 6);
        let team = if number.is_multiple_of(3) {
            ""
        } else {
            "team:\n  name: Those who know\n"
        };
        let broken = if number.is_multiple_of(5) {
            "status: [\n"
        } else {
            "status: active\n"
        };
        let domain = number % 11;
        let contract = format!(
            "apiVersion: v3.1.0\nkind: DataContract\nid: contract-{id}\nversion: 1.0.0\nname: Contract {number}\n\
             domain: domain-{domain}\n{team}{broken}"
        );
        let product = format!(
            "apiVersion: v1.0.0\nkind: DataProduct\nid: product-{id}\nversion: 1.0.0\nname: Product {number}\n\
             status: active\ndomain: domain-{domain}\n{team}outputPorts:\n  - name: out\n    version: 1.0.0\n    \
             contractId: contract-{number}\n"
        );
        mesh.write(&format!("mesh/{number:03}/contract.yaml"), contract);
        mesh.write(&format!("mesh/{number:03}/product.yaml"), product);
    }
    for format in ["json", "sarif", "human"] {
        let check = |jobs| printed(mesh.path(), &["check", "mesh", "--output", format, "--jobs", jobs]);
        let one = check("1");
        assert!(one.contains("mesh/003/product.yaml"), "what is wrong is told");
        assert_eq!(one, check("8"), "{format}");
    }
}
