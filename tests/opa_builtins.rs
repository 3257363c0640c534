//! Builtins that meshgov supplies, and calls of `rego.metadata`, answered by `opa` too: the same answers.
//!
//! `MESHGOV_OPA` names the executable (`go install github.com/open-policy-agent/opa@v1.22.2`); without it the tests say
//! that they were skipped.

#![expect(
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test that cannot run opa should say so loudly"
)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The builtins that the table of the missing ones is made from.
const LISTED: &str = include_str!("../src/policy/rego/builtins/opa-1.22.2.txt");

/// Expressions, each of which both must answer alike; an undefined one is an empty list.
const EXPRESSIONS: &[&str] = &[
    r#"net.cidr_intersects("10.0.0.0/8", "10.1.0.0/16")"#,
    r#"net.cidr_intersects("10.1.0.0/16", "10.0.0.0/8")"#,
    r#"net.cidr_intersects("10.1.0.0/16", "10.2.0.0/16")"#,
    r#"net.cidr_intersects("10.1.0.0/16", "fd00::/8")"#,
    r#"net.cidr_intersects("fd00::/8", "fd12::1/64")"#,
    r#"net.cidr_intersects("10.1.0.0", "10.0.0.0/8")"#,
    r#"net.cidr_intersects("::ffff:10.0.0.0/104", "10.1.0.0/16")"#,
    r#"net.cidr_contains("10.0.0.0/8", "10.255.255.255")"#,
    r#"net.cidr_contains("10.0.0.0/8", "10.1.2.3/12")"#,
    r#"net.cidr_contains("10.0.0.0/12", "10.0.0.0/8")"#,
    r#"net.cidr_contains("0.0.0.0/0", "::1")"#,
    r#"net.cidr_contains("::/0", "10.0.0.1")"#,
    r#"net.cidr_contains("::/80", "::/80")"#,
    r#"net.cidr_contains("10.0.0.0/8", "nonsense")"#,
    r#"net.cidr_contains("10.0.0.0", "10.0.0.1")"#,
    r#"[net.cidr_is_valid(x) | some x in ["10.0.0.0/8", "10.0.0.0/08", "10.0.0.0/+8", "10.0.0.0/33", "10.0.0.0", "010.0.0.0/8", "fd00::/129", "fd00::1%eth0/8", "::ffff:1.2.3.4/120", "", "/", input.a]]"#,
    r#"net.cidr_expand("10.0.0.250/29")"#,
    r#"net.cidr_expand("10.0.0.1/32")"#,
    r#"net.cidr_expand("10.0.0.2/31")"#,
    r#"net.cidr_expand("fd00::fffe/126")"#,
    r#"net.cidr_expand("10.0.0.1")"#,
    r#"count(net.cidr_expand("10.0.0.0/24"))"#,
    r#"net.cidr_merge(["10.0.0.0/24", "10.0.1.0/24"])"#,
    r#"net.cidr_merge(["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24", "10.0.3.128/25"])"#,
    r#"net.cidr_merge({"10.0.0.0/8", "10.1.0.0/16", "192.168.0.0/24"})"#,
    r#"net.cidr_merge(["10.1.2.3", "130.1.2.3", "200.1.2.3"])"#,
    r#"net.cidr_merge(["10.1.2.3", "10.1.2.3"])"#,
    r#"net.cidr_merge(["fd00::/65", "fd00:0:0:0:8000::/65"])"#,
    r#"net.cidr_merge(["fd00::1"])"#,
    r#"net.cidr_merge(["0.0.0.0/0"])"#,
    r#"net.cidr_merge(["0.0.0.0/1", "128.0.0.0/1"])"#,
    "net.cidr_merge([])",
    r#"net.cidr_merge(["nonsense"])"#,
    "net.cidr_merge([input.a])",
    r#"net.cidr_contains_matches("10.0.0.0/8", ["10.1.1.1", "11.0.0.0/8", ["10.2.0.0/16", "name"]])"#,
    r#"net.cidr_contains_matches({"a": "10.0.0.0/8", "b": ["11.0.0.0/8", "x"]}, {"10.0.0.1", "11.0.0.1"})"#,
    r#"net.cidr_contains_matches(["10.0.0.0/8"], [[]])"#,
    r#"net.cidr_contains_matches(["10.0.0.0/8", "x"], ["10.0.0.1"])"#,
    r#"[strings.count(x, y) | some x in ["", "aaa", "é\u0000x", "abab"]; some y in ["", "a", "aa", "ab", "é"]]"#,
    r#"[strings.split_n("a,b,,c", ",", n) | some n in [0, 1, 2, 9, -1, -2, -9]]"#,
    r#"[strings.split_n("éab", "", n) | some n in [2, 9, -2]]"#,
    r#"strings.split_n("", ",", 3)"#,
    r#"[array.flatten(x) | some x in [[], [input.a, [2, [3]], []], ["a", {1}]]]"#,
    "array.flatten(input.a)",
    r#"[crypto.sha256(x) | some x in ["", "meshgov", "é"]]"#,
    "crypto.sha256(input.a)",
];

fn opa() -> Option<PathBuf> {
    let named = std::env::var_os("MESHGOV_OPA").filter(|name| !name.is_empty());
    if named.is_none() {
        eprintln!("skipped: MESHGOV_OPA does not name an opa executable");
    }
    named.map(PathBuf::from)
}

fn theirs(opa: &Path, folder: &Path, more: &[&str]) -> BTreeSet<String> {
    let output = Command::new(opa)
        .current_dir(folder)
        .args([
            "eval",
            "--format",
            "json",
            "--data",
            "policy",
            "--input",
            "input.yaml",
            "data.main.deny",
        ])
        .args(more)
        .output()
        .expect("opa runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let answer: Value = serde_json::from_slice(&output.stdout).expect("opa answers in JSON");
    let messages = answer["result"][0]["expressions"][0]["value"].as_array().cloned();
    messages.into_iter().flatten().map(|message| text(&message)).collect()
}

fn ours(folder: &Path, more: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_meshgov"))
        .current_dir(folder)
        .args([
            "check",
            "input.yaml",
            "--no-default-policies",
            "--policies",
            "policy",
            "--output",
            "json",
        ])
        .args(more)
        .output()
        .expect("meshgov runs");
    let error = String::from_utf8_lossy(&output.stderr);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| unreachable!("{error}"));
    let findings = report["findings"].as_array().expect("findings are a list");
    findings.iter().map(|finding| text(&finding["message"])).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in files.iter().chain(&[("input.yaml", "a: 1\n")]) {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("the folder can be made");
        fs::write(path, text).expect("the file can be written");
    }
    folder
}

/// A rule for each expression, which tells its number and its answer.
fn asking(expressions: &[&str]) -> String {
    expressions
        .iter()
        .enumerate()
        .fold(String::new(), |mut rules, (number, expression)| {
            let _ = writeln!(
                rules,
                "deny contains sprintf(\"{number}: %s\", [json.marshal([answer | answer := {expression}])])\n"
            );
            rules
        })
}

#[test]
fn opa_has_the_builtins_that_are_listed() {
    let Some(opa) = opa() else { return };
    let output = Command::new(opa)
        .args(["capabilities", "--current"])
        .output()
        .expect("opa runs");
    let capabilities: Value = serde_json::from_slice(&output.stdout).expect("opa answers in JSON");
    let builtins = capabilities["builtins"].as_array().expect("builtins are a list");
    let names: BTreeSet<String> = builtins.iter().map(|builtin| text(&builtin["name"])).collect();
    assert_eq!(names, LISTED.lines().map(str::to_owned).collect());
}

#[test]
fn opa_answers_the_same() {
    let Some(opa) = opa() else { return };
    let folder = folder(&[("policy/p.rego", &format!("package main\n\n{}", asking(EXPRESSIONS)))]);
    let theirs = theirs(&opa, folder.path(), &[]);
    assert_eq!(theirs.len(), EXPRESSIONS.len());
    assert_eq!(ours(folder.path(), &[]), theirs);
}

#[test]
fn opa_answers_the_same_to_what_it_deprecated() {
    let Some(opa) = opa() else { return };
    let expressions = [
        "all([true, true])",
        "all([true, 1])",
        "all(set())",
        "any([])",
        "any({false, true})",
        "any(input.a)",
        "re_match(`^a+$`, \"aaa\")",
        "re_match(\"b\", \"aaa\")",
        "set_diff({1, 2, 3}, {2})",
        "net.cidr_overlap(\"10.0.0.0/8\", \"10.0.0.1\")",
        "cast_array({2, 1})",
        "cast_set([1, 1])",
        "cast_string(\"x\")",
        "cast_string(input.a)",
        "cast_boolean(false)",
        "cast_null(null)",
        "cast_object({\"a\": 1})",
        "cast_object(input.a)",
    ];
    let rules = asking(&expressions)
        .replace("deny contains ", "deny[x] { x := ")
        .replace(")\n\n", ") }\n\n");
    let folder = folder(&[("policy/p.rego", &format!("package main\n\n{rules}"))]);
    let theirs = theirs(&opa, folder.path(), &["--v0-compatible"]);
    assert_eq!(theirs.len(), expressions.len());
    assert_eq!(ours(folder.path(), &["--rego-v0"]), theirs);
}

#[test]
fn opa_tells_policies_the_same_of_themselves() {
    let Some(opa) = opa() else { return };
    let main = "\
# METADATA
# title: Package
# scope: subpackages
# custom:
#   severity: [high, 2.5, ~]
package main

import data.main.inner

# METADATA
# title: Rule
# description: |
#   Two
#   lines
deny contains sprintf(\"1 %s\", [json.marshal(rego.metadata.rule())])

# METADATA
# title: All of this name
# scope: document

# METADATA
# title: One of them
deny contains sprintf(\"2 %s\", [json.marshal(rego.metadata.chain( ))])

deny contains sprintf(\"3 %s %v\", [json.marshal(rego.metadata.rule()), rego.metadata.rule() == {}])

# METADATA
# entrypoint: true
# authors:
# - Ann <ann@example.org>
# - {name: Bob}
# related_resources:
# - https://example.org/a
# - {ref: https://example.org/b, description: d}
# schemas:
# - input: schema[\"a.b\"].c
# organizations: [acme]
told := rego.metadata.chain()

deny contains sprintf(\"4 %s\", [json.marshal(told)])

# METADATA
# title: A function
f(x) := [x, rego.metadata.rule().title]

deny contains sprintf(\"5 %s\", [json.marshal([f(1), inner.told])])

deny contains message if {
	annotations := rego.metadata.rule()
	message := sprintf(\"6 %s\", [json.marshal(annotations)])
}
";
    let inner = "package main.inner\n\n# METADATA\n# title: Inner\ntold := rego.metadata.chain()\n";
    let folder = folder(&[("policy/main.rego", main), ("policy/inner.rego", inner)]);
    let theirs = theirs(&opa, folder.path(), &[]);
    assert_eq!(theirs.len(), 6);
    assert_eq!(ours(folder.path(), &[]), theirs);
}
