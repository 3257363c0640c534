//! The findings on contoso, against a list written by hand: a file for each area in `tests/contoso/`.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot run the command should fail loudly"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

mod contoso {
    pub(super) mod access;
    pub(super) mod cost;
    pub(super) mod discovery;
    pub(super) mod federation;
    pub(super) mod ingestion;
    pub(super) mod interface;
    pub(super) mod life_cycle;
    pub(super) mod limits;
    pub(super) mod node;
    pub(super) mod ownership;
    pub(super) mod place;
    pub(super) mod platform;
    pub(super) mod security;
    pub(super) mod service_level;
    pub(super) mod topology;
}

use contoso::place::Expected;

/// What each planted flaw must lead to.
const EXPECTED: &[&[Expected]] = &[
    contoso::access::EXPECTED,
    contoso::cost::EXPECTED,
    contoso::discovery::EXPECTED,
    contoso::federation::EXPECTED,
    contoso::ingestion::EXPECTED,
    contoso::interface::EXPECTED,
    contoso::life_cycle::EXPECTED,
    contoso::limits::EXPECTED,
    contoso::node::EXPECTED,
    contoso::ownership::EXPECTED,
    contoso::platform::EXPECTED,
    contoso::security::EXPECTED,
    contoso::service_level::EXPECTED,
    contoso::topology::EXPECTED,
];

/// The earlier state that changes are seen against.
const BEFORE: &[&str] = &["--base", "fixtures/contoso-before", "--at", "."];

fn check(company: &str, more: &[&str]) -> (Option<i32>, Value) {
    let output = Command::new(env!("CARGO_BIN_EXE_meshgov"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["check", company, "--output", "json", "--as-of", "2026-11-23"])
        .args(more)
        .output()
        .expect("the command runs");
    let report = serde_json::from_slice(&output.stdout).expect("the report is JSON");
    (output.status.code(), report)
}

fn expected() -> BTreeSet<String> {
    EXPECTED
        .iter()
        .flat_map(|area| area.iter())
        .map(|(policy, outcome, level, subject, at)| format!("{policy} {outcome} {level} {subject} at {}", at.told()))
        .collect()
}

/// The findings that contoso has, without those that only its earlier state had.
fn present(report: &Value) -> impl Iterator<Item = &Value> {
    let findings = report["findings"].as_array().expect("findings are a list").iter();
    findings.filter(|finding| finding["baseline"] != "fixed")
}

fn found(report: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or("?").to_owned();
    present(report)
        .map(|finding| {
            let location = &finding["location"];
            let place = match location["azure_id"].as_str() {
                Some(id) => id.to_owned(),
                None => format!("{}:{}", text(&location["file"]), location["line"]),
            };
            format!(
                "{} {} {} {} {} at {place}",
                text(&finding["policy"]),
                text(&finding["outcome"]),
                text(&finding["level"]),
                text(&finding["subject"]["kind"]),
                text(&finding["subject"]["name"]),
            )
        })
        .collect()
}

/// What each finding says, with its subject.
fn told(report: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or("?").to_owned();
    present(report)
        .map(|finding| {
            let what = format!("{} {}", finding["policy"], finding["subject"]);
            (what, text(&finding["message"]))
        })
        .collect()
}

#[test]
fn contoso_breaks_what_was_planted_and_nothing_else() {
    let (code, report) = check("fixtures/contoso", BEFORE);
    assert_eq!(code, Some(1));
    let told = told(&report);
    let distinct: BTreeSet<_> = told.iter().collect();
    assert_eq!(distinct.len(), told.len(), "no finding is told twice");
    let distinct: BTreeSet<String> = found(&report).into_iter().collect();
    let expected = expected();
    let missing: Vec<_> = expected.difference(&distinct).collect();
    let surplus: Vec<_> = distinct.difference(&expected).collect();
    assert!(
        missing.is_empty() && surplus.is_empty(),
        "missing: {missing:#?}\nsurplus: {surplus:#?}"
    );
    for policy in report["policies"].as_array().expect("policies are a list") {
        // Only a store of runs has a history: `tests/audit.rs` has what breaks it.
        assert!(
            policy["violation"].as_u64() > Some(0) || policy["id"] == "mesh.limits.reached_soon",
            "{} has no violation in contoso",
            policy["id"]
        );
        assert!(
            policy["violation"].as_u64() <= Some(6),
            "{} is broken by nearly everything",
            policy["id"]
        );
    }
}

#[test]
fn only_what_changed_needs_the_earlier_state() {
    let (_, with) = check("fixtures/contoso", BEFORE);
    let (code, without) = check("fixtures/contoso", &[]);
    assert_eq!(code, Some(1));
    // Against a base, a finding stands where the change is.
    let plain = |finding: String| finding.split(" at ").next().unwrap_or_default().to_owned();
    let seen: BTreeSet<String> = found(&without).into_iter().map(plain).collect();
    let lost: Vec<String> = found(&with)
        .into_iter()
        .map(plain)
        .filter(|finding| !seen.contains(finding))
        .collect();
    assert_eq!(
        lost,
        [
            "mesh.federation.contract_change_consented violation warn contract Customers",
            "mesh.life_cycle.breaking_change violation deny contract Customers",
            "mesh.federation.granted_in_base violation note exemption invoices-read-orders",
            "mesh.life_cycle.status violation deny product Supplier scorecard",
            "mesh.life_cycle.no_new_consumer_of_retired violation deny edge Promotions <- order-history",
        ]
    );
}

#[test]
fn the_role_assignments_of_contoso_are_counted_by_another_route() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/contoso/azure/role_assignment.ndjson.zst");
    let bytes = fs::read(path).expect("the fixture can be read");
    let text = zstd::decode_all(bytes.as_slice()).expect("the fixture is compressed by zstd");
    let scope = "/subscriptions/1c0a2a4e-0002-4b7d-9a51-6d2f5f1c0002";
    let ids: BTreeSet<String> = String::from_utf8(text)
        .expect("rows are UTF-8")
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("a row is JSON"))
        .filter(|row| {
            row["properties"]["scope"]
                .as_str()
                .is_some_and(|at| at == scope || at.starts_with(&format!("{scope}/")))
        })
        .filter_map(|row| row["id"].as_str().map(str::to_lowercase))
        .collect();
    let (_, report) = check("fixtures/contoso", &[]);
    let finding = report["findings"]
        .as_array()
        .and_then(|all| {
            all.iter()
                .find(|finding| finding["policy"] == "mesh.limits.subscription_role_assignments")
        })
        .expect("the subscription is nearly full");
    assert_eq!(finding["actual"].as_u64(), Some(ids.len() as u64));
}
