//! The company that breaks no rule: clean at the gate, in the audit and against itself, and with something for nearly every
//! rule to judge.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot run the command should fail loudly"
)]

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

const FABRIKAM: &str = "fixtures/fabrikam";

/// The rules that pass nowhere in it, even against itself, and why.
const WITHOUT_SUBJECT: &[(&str, &str)] = &[
    (
        "mesh.access.restricted_port_approvers",
        "no port exposes restricted data",
    ),
    (
        "mesh.cost.allocation_adds_up",
        "no node is shared, so no cost is divided",
    ),
    (
        "mesh.ingestion.one_writer_per_location",
        "its factory writes the bronze layer, which no product exposes",
    ),
    (
        "mesh.ingestion.registered_copy",
        "every read that a pipeline shows is one of an operational system",
    ),
    (
        "mesh.limits.reached_soon",
        "there are no runs before, and so no history",
    ),
    ("mesh.life_cycle.deprecation_names_successor", "nothing is deprecated"),
    (
        "mesh.node.no_split_below",
        "nothing in a node belongs to another domain or says whose it is",
    ),
    (
        "mesh.ownership.restricted_data_has_steward",
        "it has no restricted data",
    ),
    (
        "mesh.federation.accepted_exemption",
        "nothing is exempt, here and below",
    ),
    ("mesh.federation.contract_change_consented", "no contract changed"),
    ("mesh.federation.exemption_ends_soon", "nothing is exempt"),
    ("mesh.federation.exemption_expired", "nothing is exempt"),
    ("mesh.federation.exemption_in_place", "nothing is exempt"),
    ("mesh.federation.exemption_narrow", "nothing is exempt"),
    ("mesh.federation.exemption_signed", "nothing is exempt"),
    ("mesh.federation.exemption_used", "nothing is exempt"),
    ("mesh.service_level.inputs_outlive_product", "no contract has an end"),
    (
        "mesh.topology.lineage_agrees",
        "the products that read others have no pipelines in files",
    ),
];

/// What it cannot be judged by, for the same reason.
const NOT_EVALUATED: &[&str] = &["mesh.topology.lineage_agrees"];

fn check(arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_meshgov"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["check", FABRIKAM, "--output", "json", "--as-of", "2026-11-23"])
        .args(arguments)
        .output()
        .expect("the command runs");
    let report: Value = serde_json::from_slice(&output.stdout).expect("the report is JSON");
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {:#}", report["findings"]);
    report
}

fn names<'a>(list: &'a Value, key: &str, wanted: impl Fn(&Value) -> bool) -> BTreeSet<&'a str> {
    let list = list.as_array().expect("it is a list");
    list.iter()
        .filter(|one| wanted(one))
        .filter_map(|one| one[key].as_str())
        .collect()
}

#[test]
fn nothing_is_wrong_at_any_level_wherever_it_is_judged() {
    for arguments in [
        ["--point", "gate"].as_slice(),
        &["--point", "audit"],
        &["--base", FABRIKAM],
        &["--base", FABRIKAM, "--point", "audit"],
    ] {
        let report = check(arguments);
        assert_eq!(report["verdict"], "clean", "{arguments:?}");
        assert_eq!(report["problems"], Value::Array(Vec::new()), "{arguments:?}");
        assert_eq!(report["summary"]["violation"], 0, "{arguments:?}");
        let findings = names(&report["findings"], "policy", |_| true);
        assert_eq!(
            findings,
            NOT_EVALUATED.iter().copied().collect::<BTreeSet<_>>(),
            "{arguments:?}"
        );
    }
}

#[test]
fn every_rule_passes_on_something_or_has_a_reason_not_to() {
    let report = check(&["--base", FABRIKAM]);
    let idle = names(&report["policies"], "id", |policy| policy["pass"].as_u64() == Some(0));
    let listed: BTreeSet<&str> = WITHOUT_SUBJECT.iter().map(|(id, _)| *id).collect();
    assert_eq!(idle, listed);
}
