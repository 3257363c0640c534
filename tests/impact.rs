//! `meshgov policy impact`, against what two runs of `meshgov check` say: one of the mesh as it is, and one where what is
//! proposed is written into its files.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot write its files or run the command should fail loudly"
)]

#[expect(dead_code, reason = "other test files use more of it")]
mod command;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use command::{HEAD, Mesh, copy, findings};
use serde_json::Value;

const DAY: [&str; 2] = ["--as-of", "2026-11-23"];

/// A copy of contoso as `mesh`, without its tenant: what is tried here is about files.
fn contoso() -> Mesh {
    let mesh = contoso_with_tenant();
    fs::remove_dir_all(mesh.path().join("mesh/azure")).expect("the tenant lies there");
    mesh
}

/// A copy of contoso as `mesh`.
fn contoso_with_tenant() -> Mesh {
    let mesh = Mesh::empty();
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/contoso");
    copy(&fixture, &mesh.path().join("mesh"));
    mesh
}

fn impact(mesh: &Mesh, arguments: &[&str]) -> (i32, Value) {
    let mut all = vec!["policy", "impact", "mesh", "--output", "json"];
    all.extend(DAY);
    all.extend(arguments);
    let run = mesh.run(&all);
    assert_eq!(run.stderr, "");
    (
        run.code,
        serde_json::from_str(&run.stdout).expect("standard output is the report"),
    )
}

/// A change: what it is, its policy, and the levels before and after.
type Change = (String, String, Option<String>, Option<String>);

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// The changes of a comparison, by fingerprint. What judges the files that govern the mesh is left out: to try something by
/// `check` such a file has to be written.
fn told(report: &Value) -> BTreeMap<String, Change> {
    findings(report)
        .filter(|finding| is_of_mesh(finding))
        .filter_map(|finding| {
            let change = (
                text(&finding["change"])?,
                text(&finding["policy"])?,
                text(&finding["before"]),
                text(&finding["after"]),
            );
            Some((text(&finding["fingerprint"])?, change))
        })
        .collect()
}

fn is_of_mesh(finding: &Value) -> bool {
    text(&finding["policy"]).is_some_and(|policy| !policy.starts_with("mesh.federation."))
}

/// The violations of a check, by fingerprint: their policies and levels.
fn violations(mesh: &Mesh, arguments: &[&str]) -> BTreeMap<String, (String, String)> {
    let mut all = vec!["mesh"];
    all.extend(DAY);
    all.extend(arguments);
    let (_, report) = mesh.check(&all);
    findings(&report)
        .filter(|finding| finding["outcome"] == "violation" && is_of_mesh(finding))
        .filter_map(|finding| {
            let policy = (text(&finding["policy"])?, text(&finding["level"])?);
            Some((text(&finding["fingerprint"])?, policy))
        })
        .collect()
}

/// The changes between two checks.
fn recomputed(
    before: &BTreeMap<String, (String, String)>,
    after: &BTreeMap<String, (String, String)>,
) -> BTreeMap<String, Change> {
    let order = ["off", "note", "warn", "deny"];
    let rank = |level: &str| order.iter().position(|name| *name == level);
    let all: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    all.into_iter()
        .filter_map(|fingerprint| {
            let (before, after) = (before.get(fingerprint), after.get(fingerprint));
            let what = match (before, after) {
                (None, _) => "new",
                (_, None) => "gone",
                (Some((_, before)), Some((_, after))) if rank(before) < rank(after) => "raised",
                (Some((_, before)), Some((_, after))) if rank(before) > rank(after) => "lowered",
                _ => return None,
            };
            let policy = after.or(before)?.0.clone();
            let level = |one: Option<&(String, String)>| one.map(|(_, level)| level.clone());
            Some((
                fingerprint.clone(),
                (what.to_owned(), policy, level(before), level(after)),
            ))
        })
        .collect()
}

/// What the council of contoso would write to set this.
fn written(setting: &str) -> String {
    format!(
        "apiVersion: meshgov/v1\nkind: PolicySet\nname: proposal\nauthority: data-council\nrevision: 4\noverrides:\n  - {setting}\n"
    )
}

#[test]
fn what_is_proposed_comes_to_what_a_check_says_once_it_is_written() {
    for (arguments, setting) in [
        (
            &["--set", "ING-001.max_domains=2"],
            "{policy: ING-001, parameters: {max_domains: 2}}",
        ),
        (&["--level", "INT-001=warn"], "{policy: INT-001, levels: {gate: warn}}"),
        (&["--level", "int-001=off"], "{policy: INT-001, levels: {gate: off}}"),
    ] {
        let mesh = contoso();
        let before = violations(&mesh, &[]);
        let (code, report) = impact(&mesh, arguments);
        mesh.write("mesh/governance/proposal.yaml", written(setting));
        let expected = recomputed(&before, &violations(&mesh, &[]));
        assert!(!expected.is_empty(), "{arguments:?} changes something");
        assert_eq!(told(&report), expected, "{arguments:?}");
        assert_eq!(code, 0);
    }
}

#[test]
fn what_a_domain_sets_still_applies_on_top_of_what_is_proposed() {
    let mesh = contoso_with_tenant();
    let before = violations(&mesh, &[]);
    let (_, report) = impact(&mesh, &["--set", "mesh.access.groups_not_users.max_users=0"]);
    mesh.write(
        "mesh/governance/proposal.yaml",
        written("{policy: ACC-002, parameters: {max_users: 0}}"),
    );
    let expected = recomputed(&before, &violations(&mesh, &[]));
    assert!(!expected.is_empty());
    assert_eq!(told(&report), expected);
}

#[test]
fn at_the_audit_the_levels_of_the_audit_are_compared() {
    let mesh = contoso();
    let before = violations(&mesh, &["--point", "audit"]);
    let (_, report) = impact(&mesh, &["--point", "audit", "--level", "ING-001=note"]);
    mesh.write(
        "mesh/governance/proposal.yaml",
        written("{policy: ING-001, levels: {audit: note}}"),
    );
    let expected = recomputed(&before, &violations(&mesh, &["--point", "audit"]));
    assert!(expected.values().all(|(change, ..)| change == "lowered") && !expected.is_empty());
    assert_eq!(told(&report), expected);
}

#[test]
fn what_is_not_ratified_is_judged_as_if_it_were_and_that_is_said() {
    let mesh = contoso();
    let (_, report) = impact(&mesh, &["--level", "DSC-003=deny"]);
    let policy = &report["policies"][0];
    assert_eq!(policy["level"]["before"], "note");
    assert_eq!(policy["level"]["after"], "deny");
    assert!(text(&policy["missing_consent"]).is_some_and(|text| text.contains("1 of 2 domains")));
    assert!(told(&report).values().all(|(change, ..)| change == "raised") && !told(&report).is_empty());
}

#[test]
fn each_party_is_hit_and_the_total_counts_a_violation_once() {
    let mesh = contoso();
    let (_, report) = impact(&mesh, &["--set", "ING-001.max_domains=2"]);
    let gone = |counts: &Value| counts["gone"]["deny"].as_u64();
    let domains: BTreeMap<&str, Option<u64>> = report["domains"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|row| Some((row["domain"].as_str()?, gone(&row["counts"]))))
        .filter(|(_, gone)| *gone > Some(0))
        .collect();
    assert_eq!(domains, BTreeMap::from([("finance", Some(1)), ("sales", Some(1))]));
    assert_eq!(gone(&report["total"]), Some(1));
}

#[test]
fn threads_make_no_difference() {
    let mesh = contoso();
    let run = |jobs: &str| {
        let all = ["policy", "impact", "mesh", "--level", "INT-001=warn", "--jobs", jobs];
        mesh.run(&[&all[..], &DAY].concat()).stdout
    };
    assert_eq!(run("1"), run("4"));
}

/// A mesh that nobody governs, with a policy that denies from 2027 on.
fn dated() -> Mesh {
    let mesh = Mesh::planted();
    let head = HEAD.replace(
        "levels: deny",
        "levels: {gate: {note: 2026-01-01, deny: 2027-01-01}, audit: warn}",
    );
    let body = "deny contains {\"message\": \"it is there\"}";
    mesh.policy("present", &head, body);
    let strict = HEAD.to_owned();
    let text = format!("{strict}package mesh.acme.present\n\n{body}\n");
    mesh.write("other/acme/present/present.rego", text);
    mesh
}

const OWN: [&str; 3] = ["--no-default-policies", "--policies", "policies"];

#[test]
fn a_stage_a_day_and_another_version_come_to_what_a_check_says_then() {
    let mesh = dated();
    let before = violations(&mesh, &OWN);
    let after = violations(&mesh, &["--no-default-policies", "--policies", "other"]);
    let expected = recomputed(&before, &after);
    assert_eq!(expected.len(), 1);
    assert!(expected.values().all(|(change, ..)| change == "raised"));
    for proposal in [
        ["--advance", "mesh.acme.present"],
        ["--on", "2027-02-01"],
        ["--with", "other"],
        ["--level", "mesh.acme.present=deny"],
    ] {
        let (code, report) = impact(&mesh, &[&OWN[..], &proposal].concat());
        assert_eq!(told(&report), expected, "{proposal:?}");
        assert_eq!(code, 0);
    }
    let (_, report) = impact(&mesh, &[&OWN[..], &["--on", "2026-12-31"]].concat());
    assert_eq!(report["policies"], Value::Array(Vec::new()));
}

#[test]
fn another_version_may_add_policies_and_take_them_away() {
    let mesh = dated();
    let never = "deny contains \"x\" if input.name == \"\"";
    mesh.write(
        "empty/acme/never/never.rego",
        format!("{HEAD}package mesh.acme.never\n\n{never}\n"),
    );
    let (_, gone) = impact(&mesh, &[&OWN[..], &["--with", "empty"]].concat());
    assert_eq!(gone["policies"][0]["change"], "added");
    assert_eq!(gone["policies"][1]["change"], "removed");
    assert_eq!(gone["total"]["gone"]["note"], 1);
    let (_, added) = impact(
        &mesh,
        &["--no-default-policies", "--policies", "empty", "--with", "policies"],
    );
    assert_eq!(added["policies"][1]["change"], "added");
    assert_eq!(added["total"]["new"]["note"], 1);
    mesh.write(
        "same/acme/present/present.rego",
        mesh.read("policies/acme/present/present.rego"),
    );
    let (_, same) = impact(&mesh, &[&OWN[..], &["--with", "same"]].concat());
    assert_eq!(same["policies"], Value::Array(Vec::new()));
}

#[test]
fn what_cannot_be_tried_is_refused_with_what_to_write_instead() {
    let mesh = dated();
    let refused = |arguments: &[&str], words: &[&str]| {
        let all = [&["policy", "impact", "mesh"], arguments, &DAY].concat();
        mesh.run(&all).refused(words);
    };
    refused(
        &[],
        &["nothing is proposed", "--set", "--level", "--advance", "--on", "--with"],
    );
    refused(
        &["--level", "ING-01=deny"],
        &["there is no policy `ING-01`", "did you mean", "`ING-001`"],
    );
    refused(&["--level", "ING-001=fatal"], &["the levels are off, note, warn, deny"]);
    refused(&["--level", "INT-006=deny"], &["advisory"]);
    refused(
        &["--set", "max_domains=2"],
        &["it is written like ING-001.max_domains=2"],
    );
    refused(&["--set", "ING-001.max_domain=2"], &["did you mean `max_domains`?"]);
    refused(
        &["--set", "ING-001.max_domains=two"],
        &["is not a whole number", "write it as the policy does: 1"],
    );
    refused(
        &["--set", "ING-001.max_domains=2", "--set", "ING-001.max_domains=3"],
        &["proposed twice"],
    );
    refused(
        &["--level", "ING-001=warn", "--advance", "ING-001"],
        &["ING-001 has no stage after 2026-11-23", "deny"],
    );
    refused(&["--level", "X-1=warn", "--level", "X-2=warn"], &["`X-1`", "`X-2`"]);
    refused(&["--with", "nowhere"], &["nowhere does not exist"]);
}

#[test]
fn where_nothing_is_judged_or_a_policy_breaks_the_comparison_is_not_to_be_trusted() {
    let mesh = dated();
    mesh.write("nothing/README.md", "Not a mesh.\n");
    let all = ["policy", "impact", "nothing", "--level", "ING-001=warn"];
    let run = mesh.run(&[&all[..], &DAY].concat());
    assert_eq!(run.code, 3, "{}", run.stdout);
    assert!(run.stdout.contains("nothing was evaluated"), "{}", run.stdout);
    let body = "deny contains 7";
    mesh.write(
        "broken/acme/present/present.rego",
        format!("{HEAD}package mesh.acme.present\n\n{body}\n"),
    );
    let (code, report) = impact(&mesh, &[&OWN[..], &["--with", "broken"]].concat());
    assert_eq!((code, &report["verdict"]), (3, &Value::from("untrusted")));
}

#[test]
fn the_reports_can_go_to_files_beside_each_other() {
    let mesh = contoso();
    let all = ["policy", "impact", "mesh", "--level", "INT-001=warn"];
    let outputs = ["-o", "human", "-o", "markdown=vote.md", "-o", "json=impact.json"];
    let run = mesh.run(&[&all[..], &outputs, &DAY].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stdout
            .contains("INT-001  A contract keeps to the standard that it declares: deny → warn")
    );
    assert!(
        mesh.read("vote.md")
            .contains("| domain | new | raised | lowered | gone | stays |")
    );
    assert!(serde_json::from_str::<Value>(&mesh.read("impact.json")).is_ok());
}
