//! The gate that fails a pull request: a repository of one domain, judged against the snapshot of a mesh that other domains
//! have their part in.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot run git or the command should fail loudly"
)]

#[expect(dead_code, reason = "each test file uses a part of it")]
mod command;

use std::path::Path;
use std::process::Command;

use command::{Mesh, Run, copy};
use serde_json::Value;

const AS_OF: &[&str] = &["--as-of", "2026-11-23"];

/// A mesh that was frozen last night, and the repository of finance, which knows only itself.
struct Company {
    folder: Mesh,
}

impl Company {
    fn new() -> Self {
        let folder = Mesh::empty();
        let contoso = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/contoso");
        copy(&contoso, &folder.path().join("mesh"));
        copy(&contoso.join("domains/finance"), &folder.path().join("finance"));
        let frozen = Run::of(
            &folder
                .command(&["snapshot", ".", "--output", "../base"])
                .current_dir(folder.path().join("mesh"))
                .output()
                .expect("the command runs"),
        );
        assert_eq!(frozen.code, 0, "{}", frozen.stderr);
        let company = Self { folder };
        company.git(&["init", "--quiet", "--initial-branch", "main"]);
        company.git(&["config", "user.email", "karl.weiss@contoso.com"]);
        company.git(&["config", "user.name", "Karl Weiss"]);
        company.commit("as it is");
        company.git(&["checkout", "--quiet", "-b", "change"]);
        company
    }

    fn git(&self, arguments: &[&str]) {
        let output = Command::new("git")
            .args(arguments)
            .current_dir(self.folder.path().join("finance"))
            .output()
            .expect("git is installed: these tests make a repository with it");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    /// Replaces a text that a file of finance has once.
    fn edit(&self, file: &str, from: &str, to: &str) {
        let name = format!("finance/{file}");
        let text = self.folder.read(&name);
        assert_eq!(text.matches(from).count(), 1, "{file} says {from} once");
        self.folder.write(&name, text.replace(from, to));
    }

    /// Runs a command in the repository of finance.
    fn run(&self, arguments: &[&str]) -> Run {
        let output = self
            .folder
            .command(arguments)
            .current_dir(self.folder.path().join("finance"))
            .output()
            .expect("the command runs");
        Run::of(&output)
    }

    /// The exit code and the report of the gate, against the whole mesh.
    fn gate(&self, more: &[&str]) -> (i32, Value) {
        let against = ["check", ".", "--base", "../base", "--at", "domains/finance"];
        let run = self.run(&[&against, AS_OF, &["--output", "json"], more].concat());
        assert_eq!(run.stderr, "", "a check that ends says nothing on standard error");
        let report = serde_json::from_str(&run.stdout).expect("standard output is the report");
        (run.code, report)
    }
}

/// The findings that stand so to the base.
fn findings<'r>(report: &'r Value, baseline: &str) -> Vec<&'r Value> {
    let all = report["findings"].as_array().expect("findings are a list").iter();
    all.filter(|finding| finding["baseline"] == baseline).collect()
}

const SECOND_INGESTION: &str = "inputPorts:
  - name: wms-stock
    version: 1.0.0
    contractId: e0b4a7f8-3f4e-4c69-9d5b-0a6a4c8f2b11
    customProperties:
      - property: sourceSystem
        value: wms
      - property: sourceObject
        value: public.stock
      - property: extractEvery
        value: P1D
";

#[test]
fn a_second_ingestion_of_what_another_domain_reads_is_one_new_finding() {
    let company = Company::new();
    company.edit("general-ledger/product.yaml", "inputPorts:\n", SECOND_INGESTION);
    company.commit("read the stock ourselves");
    let (code, report) = company.gate(&[]);
    assert_eq!(code, 1);
    let new = findings(&report, "new");
    assert_eq!(new.len(), 1, "{new:#?}");
    let finding = new[0];
    assert_eq!(finding["policy"], "mesh.ingestion.one_domain_per_source");
    assert_eq!(finding["parties"], serde_json::json!(["finance", "logistics"]));
    assert_eq!(finding["location"]["file"], "general-ledger/product.yaml");
    let file = company.folder.read("finance/general-ledger/product.yaml");
    let line = file
        .lines()
        .position(|line| line == "  - name: wms-stock")
        .expect("the port is there")
        + 1;
    assert_eq!(finding["location"]["line"], line);
    assert_eq!(
        finding["related"][0]["location"]["file"],
        "domains/logistics/stock/product.yaml"
    );
    let message = finding["message"].as_str().unwrap_or_default();
    assert!(
        message.contains("this change edits the product General ledger"),
        "{message}"
    );
    assert_eq!(report["summary"]["new"], 1);
    assert_eq!(report["summary"]["fixed"], 0);
    assert!(report["summary"]["unchanged"].as_u64() > Some(100));

    let told = company.run(&[&["check", ".", "--base", "../base", "--at", "domains/finance"], AS_OF].concat());
    assert!(
        told.stdout.contains("at       general-ledger/product.yaml:"),
        "{}",
        told.stdout
    );
    assert!(
        !told.stdout.contains("OWN-001"),
        "old debt is not shown:\n{}",
        told.stdout
    );
}

#[test]
fn a_change_that_touches_nothing_passes_whatever_there_was_before() {
    let company = Company::new();
    company.folder.write("finance/README.md", "Finance.");
    company.edit(
        "general-ledger/product.yaml",
        "General ledger, ready to use.",
        "The general ledger.",
    );
    company.commit("words");
    let (code, report) = company.gate(&[]);
    assert_eq!((code, findings(&report, "new").len()), (0, 0));
    assert_eq!(report["verdict"], "clean");
    let (strict, _) = company.gate(&["--strict"]);
    assert_eq!(strict, 1, "the debt is there");
}

#[test]
fn a_change_cannot_exempt_itself() {
    let company = Company::new();
    company.edit("general-ledger/product.yaml", "inputPorts:\n", SECOND_INGESTION);
    company.folder.write(
        "finance/governance/own.yaml",
        "apiVersion: meshgov/v1
kind: Exemption
name: our-own-stock
policy: ING-001
subject: {kind: source, id: \"system:wms/public.stock\"}
category: waiver
reason: We are in a hurry.
requestedBy: karl.weiss@contoso.com
approvedBy: vera.lindqvist@contoso.com
approvedOn: 2026-11-22
expires: 2026-12-22
",
    );
    company.commit("read the stock, and be excused");
    let (code, report) = company.gate(&[]);
    assert_eq!(code, 1);
    let new = findings(&report, "new");
    let of = |policy: &str| new.iter().find(|finding| finding["policy"] == policy).copied();
    let ingestion = of("mesh.ingestion.one_domain_per_source").expect("the violation stands");
    assert_eq!(ingestion["outcome"], "violation");
    let granted = of("mesh.federation.granted_in_base").expect("it says why");
    let message = granted["message"].as_str().unwrap_or_default();
    assert!(message.contains("a change cannot grant itself anything"), "{message}");
    assert!(
        of("mesh.federation.exemption_in_place").is_some(),
        "and it lies in the wrong tree"
    );

    // Not even with an authority, an approval or a setting of the mesh of its own.
    company.folder.write(
        "finance/governance/coup.yaml",
        "apiVersion: meshgov/v1
kind: Authority
name: data-council
scope: {mesh: contoso}
members: [karl.weiss@contoso.com]
---
apiVersion: meshgov/v1
kind: PolicySet
name: kinder
authority: data-council
overrides:
  - policy: ING-001
    levels: {gate: off}
",
    );
    company.commit("rule the mesh");
    let (code, report) = company.gate(&[]);
    assert_eq!(code, 1);
    let denied = findings(&report, "new")
        .iter()
        .any(|finding| finding["policy"] == "mesh.ingestion.one_domain_per_source" && finding["level"] == "deny");
    assert!(denied, "ING-001 denies as before");
}

#[test]
fn moving_reordering_and_reformatting_makes_nothing_new() {
    let company = Company::new();
    let from = company.folder.path().join("finance/board-dashboard");
    std::fs::rename(from, company.folder.path().join("finance/dashboards")).expect("the folder can be moved");
    // The same values in another form and order.
    let text = company.folder.read("finance/revenue-report/product.yaml");
    let value: Value = yaml_serde::from_str(&text).expect("the product is YAML");
    let json = serde_json::to_string_pretty(&value).expect("it is JSON too");
    company.folder.write("finance/revenue-report/product.yaml", json);
    company.commit("tidy up");
    let (code, report) = company.gate(&[]);
    let new = findings(&report, "new");
    assert_eq!((code, new.len()), (0, 0), "{new:#?}");
    assert_eq!(report["summary"]["fixed"], 0);
}

#[test]
fn a_contract_that_goes_while_others_read_it_is_found_where_they_are() {
    let company = Company::new();
    let orders = company.folder.path().join("mesh/domains/sales/orders");
    std::fs::remove_dir_all(orders).expect("the folder can be removed");
    let more = ["check", "mesh", "--base", "base", "--at", ".", "--output", "json"];
    let run = company.folder.run(&[&more, AS_OF].concat());
    assert_eq!(run.code, 1, "{}", run.stderr);
    let report: Value = serde_json::from_str(&run.stdout).expect("standard output is the report");
    let told: Vec<&str> = findings(&report, "new")
        .iter()
        .filter(|finding| finding["policy"] == "mesh.topology.resolved_input" && finding["domain"] == "finance")
        .filter_map(|finding| finding["message"].as_str())
        .collect();
    assert!(!told.is_empty(), "finance reads the orders");
    let says_why = |message: &&str| message.contains("this change removes the contract Orders");
    assert!(told.iter().all(says_why), "{told:?}");
    assert!(
        report["summary"]["fixed"].as_u64() > Some(0),
        "the second ingestion is gone too"
    );
}

#[test]
fn the_place_of_a_change_is_never_guessed() {
    let company = Company::new();
    let check = |more: &[&str]| company.run(&[&["check", ".", "--base", "../base"], AS_OF, more].concat());
    check(&[]).refused(&[
        "has none of the files at .",
        "--at domains/finance if it is what the base has there",
        "--at .",
    ]);
    check(&["--at", "domains/treasury", "--output", "json"]);
    let new = check(&["--at", "domains/treasury", "--output", "json"]);
    let report: Value = serde_json::from_str(&new.stdout).expect("standard output is the report");
    let twice = findings(&report, "new")
        .iter()
        .any(|finding| finding["policy"] == "mesh.ownership.unique_product_id");
    assert!(twice, "beside the others every product is there twice");
}

#[test]
fn a_commit_is_a_base_too() {
    let company = Company::new();
    company.edit("general-ledger/contract.yaml", "status: active", "status: retired");
    let check = |base: &str| company.run(&[&["check", ".", "--base", base], AS_OF, &["--output", "json"]].concat());
    // What is not committed yet is judged as it stands.
    let run = check("git:main");
    let report: Value = serde_json::from_str(&run.stdout).expect("standard output is the report");
    assert!(!findings(&report, "new").is_empty(), "{}", run.stdout);
    company.git(&["checkout", "--quiet", "."]);
    let run = check("git:main");
    let report: Value = serde_json::from_str(&run.stdout).expect("standard output is the report");
    assert!(findings(&report, "new").is_empty() && findings(&report, "fixed").is_empty());

    // The base is where the change left the branch, and not what the branch became since.
    company.git(&["checkout", "--quiet", "main"]);
    company.edit("invoices/product.yaml", "status: active", "status: draft");
    company.commit("meanwhile");
    company.git(&["checkout", "--quiet", "change"]);
    let run = check("git:main");
    let report: Value = serde_json::from_str(&run.stdout).expect("standard output is the report");
    assert!(findings(&report, "new").is_empty() && findings(&report, "fixed").is_empty());

    check("git:nowhere").refused(&["`nowhere` is no commit, branch or tag", "git fetch origin nowhere"]);
    check("git:--upload-pack=x").refused(&["is no commit, branch or tag"]);
    check("git:main:no/such/folder").refused(&["has no folder `no/such/folder`"]);
    let outside = company.folder.run(&["check", "mesh", "--base", "git:main"]);
    outside.refused(&["is in no git repository"]);
}

#[test]
fn a_shallow_clone_says_what_to_fetch() {
    let company = Company::new();
    for number in 0..3 {
        company.folder.write("finance/README.md", number.to_string());
        company.commit("more");
    }
    let origin = format!("file://{}", company.folder.path().join("finance").display());
    let clone = company.folder.path().join("clone");
    let git = |arguments: &[&str], folder: &Path| {
        let output = Command::new("git")
            .args(arguments)
            .current_dir(folder)
            .output()
            .expect("git is there");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let clone_name = clone.to_string_lossy().into_owned();
    git(
        &[
            "clone",
            "--quiet",
            "--depth",
            "1",
            "--no-single-branch",
            &origin,
            &clone_name,
        ],
        company.folder.path(),
    );
    let output = company
        .folder
        .command(&["check", ".", "--base", "git:origin/main"])
        .current_dir(&clone)
        .output()
        .expect("the command runs");
    Run::of(&output).refused(&["is shallow", "git fetch --unshallow origin main"]);
}
