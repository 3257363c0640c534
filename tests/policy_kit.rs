//! `meshgov policy test` and `meshgov policy new`, as an author of rules runs them.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot write its files or run the command should fail loudly"
)]
#![expect(dead_code, reason = "each test file uses its part of the module")]

mod command;

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;
use std::time::Duration;

use command::{HEAD, Mesh};
use serde_json::Value;

/// A policy with one test.
fn tested(test: &str) -> Mesh {
    let mesh = Mesh::empty();
    mesh.policy(
        "small",
        HEAD,
        "deny contains \"it is large\" if {\n\tinput.size > 3\n\tnot input.allowed\n}",
    );
    mesh.write(
        "policies/acme/small/small_test.rego",
        format!("package mesh.acme.small_test\n\nimport data.mesh.acme.small\n\n{test}\n"),
    );
    mesh
}

const PASSES: &str = "test_small if count(small.deny) == 0 with input as {\"size\": 1}";
const FAILS: &str = "test_large if count(small.deny) == 0 with input as {\"size\": 5}";

#[test]
fn the_shipped_pack_passes() {
    let run = Mesh::empty().run(&["policy", "test", "--coverage", "--fail-under", "95"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    assert!(run.stdout.ends_with("passed\n"), "{}", run.stdout);
    assert!(run.stdout.contains("shipped/lib/dates/dates.rego"), "{}", run.stdout);
}

#[test]
fn exit_codes_tell_how_it_ended() {
    let passes = tested(PASSES);
    assert_eq!(passes.run(&["policy", "test", "policies"]).code, 0);
    assert_eq!(tested(FAILS).run(&["policy", "test", "policies"]).code, 1);
    let covered = ["policy", "test", "policies", "--coverage", "--fail-under"];
    assert_eq!(passes.run(&[&covered[..], &["30"]].concat()).code, 0);
    let uncovered = passes.run(&[&covered[..], &["95"]].concat());
    assert_eq!(uncovered.code, 1, "{}", uncovered.stdout);
    assert!(uncovered.stdout.contains("not run: "), "{}", uncovered.stdout);
    let nothing = passes.run(&["policy", "test", "policies", "--filter", "no such test"]);
    assert_eq!(nothing.code, 3, "{}", nothing.stdout);
    let wrong = tested("test_a if 1 == 1\n\ntest_a if no_such(1)").run(&["policy", "test", "policies"]);
    wrong.refused(&[
        "small_test.rego:7:11",
        "`no_such` is no function",
        "the test `test_a` is defined twice",
        "2 errors in policies and their tests; nothing was run",
    ]);
}

#[test]
fn what_is_wrong_with_the_command_line_is_told() {
    let mesh = tested(PASSES);
    mesh.run(&["policy", "test", "nowhere"])
        .refused(&["nowhere does not exist"]);
    mesh.run(&["policy", "test", "policies", "--filter", "a("])
        .refused(&["is no regular expression"]);
    mesh.run(&["policy", "test", "policies", "--fail-under", "95"])
        .refused(&["--coverage"]);
    mesh.run(&["policy", "test", "policies", "--coverage", "--fail-under", "101"])
        .refused(&["a number from 0 to 100"]);
    mesh.run(&["policy", "test", "--watch"]).refused(&["DIR"]);
    mesh.run(&["policy", "test", "--output", "xml"])
        .refused(&["the formats are human, json, junit"]);
}

#[test]
fn reports_go_to_files_and_to_standard_output() {
    let mesh = tested(FAILS);
    let run = mesh.run(&[
        "policy",
        "test",
        "policies",
        "--output",
        "json",
        "--output",
        "junit=out.xml",
    ]);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    let report: Value = serde_json::from_str(&run.stdout).expect("the report is JSON");
    assert_eq!(report["summary"]["failed"], 1);
    let failure = &report["results"][0]["failure"];
    assert_eq!(failure["location"]["file"], "policies/acme/small/small_test.rego");
    assert_eq!(failure["location"]["line"], 5);
    assert_eq!(failure["values"][0]["expression"], "count(small.deny)");
    assert_eq!(failure["values"][0]["value"], "1");
    let junit = mesh.read("out.xml");
    let junit = roxmltree::Document::parse(&junit).expect("the report is XML");
    assert_eq!(junit.root_element().attribute("failures"), Some("1"));
}

#[test]
fn every_test_is_told_where_that_is_asked_for() {
    let mesh = tested("test_small if {\n\tprint(\"hello\")\n\tcount(small.deny) == 0 with input as {\"size\": 1}\n}");
    let brief = mesh.run(&["policy", "test", "policies"]).stdout;
    assert!(!brief.contains("test_small") && !brief.contains("hello"), "{brief}");
    let all = mesh.run(&["policy", "test", "policies", "--verbose"]).stdout;
    assert!(all.contains("pass  mesh.acme.small_test.test_small  "), "{all}");
    assert!(all.contains(" ms\n") && all.contains("hello"), "{all}");
}

#[test]
fn a_policy_may_use_what_the_shipped_ones_share() {
    let mesh = Mesh::empty();
    let body = "import data.lib.words\n\ndeny contains words.counted(2, \"domain\") if input.size > 3";
    mesh.policy("small", HEAD, body);
    mesh.write(
        "policies/acme/small/small_test.rego",
        "package mesh.acme.small_test\n\ntest_a if data.mesh.acme.small.deny == {\"2 domains\"} with input as {\"size\": 4}\n",
    );
    let run = mesh.run(&["policy", "test", "policies", "--coverage"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(
        !run.stdout.contains("shipped/"),
        "only what is tested is measured: {}",
        run.stdout
    );
}

#[test]
fn a_change_is_run_again() {
    let mesh = tested(PASSES);
    let mut child = mesh
        .command(&["policy", "test", "policies", "--watch"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the command runs");
    let mut lines = BufReader::new(child.stdout.take().expect("it was asked for")).lines();
    let mut until = |wanted: &str| {
        let found = lines
            .by_ref()
            .map_while(Result::ok)
            .any(|line| line.starts_with(wanted));
        assert!(found, "{wanted:?} was never printed");
    };
    until("passed");
    // A file system may count in whole seconds; the length of the file differs too.
    std::thread::sleep(Duration::from_millis(50));
    let text = mesh.read("policies/acme/small/small_test.rego");
    mesh.write("policies/acme/small/small_test.rego", format!("{text}{FAILS}\n"));
    until("failed (exit code 1)");
    child.kill().expect("it can be interrupted");
    child.wait().expect("it ends");
}

#[test]
fn a_new_policy_passes_at_once_and_is_checked_with_the_others() {
    let mesh = Mesh::planted();
    let made = mesh.run(&["policy", "new", "mesh.example.short_name"]);
    assert_eq!((made.code, made.stderr.as_str()), (0, ""));
    let expected = "\
made  policies/example/short_name/short_name.rego
made  policies/example/short_name/short_name_test.rego
made  policies/example/short_name/examples.yaml
next  meshgov policy test policies --filter mesh.example.short_name
";
    assert_eq!(made.stdout, expected);
    let schema = mesh.run(&[
        "policy",
        "new",
        "domain.sales.names",
        "--schema",
        "--subject",
        "contract",
        "--dir",
        "own",
    ]);
    assert_eq!(schema.stdout.lines().count(), 3, "{}", schema.stdout);
    let run = mesh.run(&["policy", "test", "policies", "own", "--coverage", "--fail-under", "100"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(!run.stdout.contains("note"), "{}", run.stdout);
    let (_, report) = mesh.check(&["mesh", "--policies", "policies", "--policies", "own"]);
    let judged = report["policies"].as_array().into_iter().flatten();
    let ids: Vec<&Value> = judged.map(|policy| &policy["id"]).collect();
    assert!(ids.iter().any(|id| **id == "mesh.example.short_name"), "{ids:?}");
    assert!(ids.iter().any(|id| **id == "domain.sales.names"), "{ids:?}");
}

#[test]
fn opa_accepts_a_new_policy() {
    let Some(opa) = std::env::var_os("MESHGOV_OPA").filter(|name| !name.is_empty()) else {
        return;
    };
    let mesh = Mesh::empty();
    mesh.run(&["policy", "new", "mesh.example.short_name"]);
    for arguments in [["test", "policies"].as_slice(), &["check", "--strict", "policies"]] {
        let output = std::process::Command::new(&opa)
            .args(arguments)
            .current_dir(mesh.path())
            .output()
            .expect("opa runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
}

#[test]
fn a_new_policy_harms_nothing_that_is_there() {
    let mesh = Mesh::empty();
    mesh.write("policies/example/short_name/notes.txt", "mine");
    mesh.run(&["policy", "new", "mesh.example.short_name"])
        .refused(&["policies/example/short_name exists already", "--dir"]);
    mesh.run(&["policy", "new", "mesh.Example.ShortName"])
        .refused(&["did you mean `mesh.example.short_name`?"]);
    mesh.run(&["policy", "new", "example.short_name"])
        .refused(&["write `mesh.<area>.<rule>`"]);
    mesh.run(&["policy", "new", "mesh.ownership.accountable_owner"])
        .refused(&["comes with meshgov already"]);
    mesh.run(&["policy", "new", "mesh.a.b", "--subject", "thing"])
        .refused(&["the kinds are"]);
}
