//! `meshgov policy list`: the whole set of policies that a domain lives under.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot write its files or run the command should fail loudly"
)]

#[expect(dead_code, reason = "other test files use more of it")]
mod command;

use command::Mesh;
use serde_json::Value;

const COUNCIL: &str = "\
apiVersion: meshgov/v1
kind: Authority
name: council
scope: {mesh: acme}
team: Council
members: [ann]
";

const TRADERS: &str = "\
apiVersion: meshgov/v1
kind: Authority
name: traders
scope: {domain: trade}
team: Traders
members: [bob]
";

const DOMAINS: &str = "\
apiVersion: meshgov/v1
kind: Domain
name: trade
---
apiVersion: meshgov/v1
kind: Domain
name: sales
parent: trade
---
apiVersion: meshgov/v1
kind: Domain
name: finance
";

/// A mesh whose council sets a level, and whose domain trade, of which sales is a part, raises another one.
fn federation() -> Mesh {
    let mesh = Mesh::planted();
    mesh.write("mesh/governance/authority.yaml", COUNCIL);
    mesh.write("mesh/trade/authority.yaml", TRADERS);
    mesh.write("mesh/domains.yaml", DOMAINS);
    mesh.write(
        "mesh/governance/settings.yaml",
        "apiVersion: meshgov/v1\nkind: PolicySet\nname: a\nauthority: council\nrevision: 3\noverrides:\n  - {policy: DSC-004, levels: {gate: note}}\n  - {policy: DSC-003, levels: {gate: deny}}\n",
    );
    mesh.write(
        "mesh/trade/settings.yaml",
        "apiVersion: meshgov/v1\nkind: PolicySet\nname: b\nauthority: traders\nrevision: 1\noverrides:\n  - {policy: DSC-002, levels: {gate: deny}}\n  - {policy: ING-001, subjects: {kinds: [source]}, levels: {audit: deny}}\n  - {policy: ACC-002, parameters: {max_users: 0}}\n",
    );
    mesh
}

/// The entry of a policy for a domain, by its code.
fn entry(mesh: &Mesh, domain: Option<&str>, code: &str) -> Value {
    let mut all = vec!["policy", "list", "--effective", "mesh", "--output", "json"];
    all.extend(domain.into_iter().flat_map(|domain| ["--domain", domain]));
    let run = mesh.run(&all);
    assert_eq!((run.code, &*run.stderr), (0, ""));
    let list: Value = serde_json::from_str(&run.stdout).expect("standard output is the list");
    let mut policies = list["policies"].as_array().into_iter().flatten();
    policies
        .find(|policy| policy["code"] == code)
        .cloned()
        .unwrap_or_default()
}

fn gate<'e>(entry: &'e Value, key: &str) -> &'e str {
    entry["levels"]["gate"][key].as_str().unwrap_or_default()
}

#[test]
fn a_domain_and_its_parts_have_what_those_above_them_set() {
    let mesh = federation();
    for domain in ["trade", "sales"] {
        let raised = entry(&mesh, Some(domain), "DSC-002");
        assert_eq!(gate(&raised, "effective"), "deny");
        assert!(gate(&raised, "why").ends_with("raised by domain.trade@1"), "{raised}");
        assert_eq!(gate(&entry(&mesh, Some(domain), "DSC-004"), "effective"), "note");
        let tightened = entry(&mesh, Some(domain), "ACC-002");
        assert_eq!(tightened["parameters"]["max_users"]["effective"], 0);
    }
    for domain in [Some("finance"), None] {
        assert_eq!(gate(&entry(&mesh, domain, "DSC-002"), "effective"), "warn");
        assert_eq!(gate(&entry(&mesh, domain, "DSC-004"), "effective"), "note");
        assert_eq!(entry(&mesh, domain, "ACC-002")["parameters"], serde_json::json!({}));
    }
}

#[test]
fn what_reaches_some_subjects_only_is_counted_and_not_taken_for_all() {
    let mesh = federation();
    let some = entry(&mesh, Some("sales"), "ING-001");
    assert_eq!(some["settings_for_some"], 1);
    assert_eq!(some["levels"]["audit"]["effective"], "warn");
    assert_eq!(entry(&mesh, Some("finance"), "ING-001")["settings_for_some"], 0);
}

#[test]
fn what_is_not_ratified_says_what_is_missing() {
    let mesh = federation();
    let unratified = entry(&mesh, None, "DSC-003");
    assert_eq!(gate(&unratified, "effective"), "note");
    assert!(
        gate(&unratified, "missing_consent").contains("0 of 2 domains consent"),
        "{unratified}"
    );
    let table = mesh
        .run(&["policy", "list", "--effective", "mesh", "--domain", "sales"])
        .stdout;
    assert!(table.ends_with("not ratified: DSC-003\n"), "{table}");
    assert!(
        table.contains("         gate   deny: mesh@1, raised by domain.trade@1\n"),
        "{table}"
    );
}

#[test]
fn the_policies_of_a_domain_are_for_its_own() {
    let mesh = federation();
    let head = command::HEAD;
    let text = format!("{head}package domain.trade.acme.named\n\ndeny contains \"x\" if input.name == \"\"\n");
    mesh.write("policies/acme/named/named.rego", text);
    let listed = |domain: &str| {
        let all = [
            "policy",
            "list",
            "--effective",
            "mesh",
            "--policies",
            "policies",
            "--domain",
            domain,
        ];
        let run = mesh.run(&all);
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stdout.contains("domain.trade.acme.named")
    };
    assert!(listed("trade") && listed("sales") && !listed("finance"));
}

#[test]
fn a_level_is_looked_for_where_it_is_in_force() {
    let mesh = federation();
    let all = [
        "policy",
        "list",
        "--effective",
        "mesh",
        "--domain",
        "trade",
        "--level",
        "deny",
        "--area",
        "discovery",
    ];
    let deny = mesh.run(&all).stdout;
    assert!(deny.contains("DSC-002") && !deny.contains("DSC-004"), "{deny}");
}

#[test]
fn a_name_that_is_not_known_is_refused_with_those_that_are() {
    let mesh = federation();
    let refused = |arguments: &[&str], words: &[&str]| {
        mesh.run(&[&["policy", "list"], arguments].concat()).refused(words);
    };
    refused(
        &["--effective", "mesh", "--domain", "sale"],
        &[
            "there is no domain `sale`",
            "did you mean `sales`?",
            "finance, sales, trade",
        ],
    );
    refused(
        &["--area", "ingestoin"],
        &["there is no area `ingestoin`", "`ingestion`", "access, cost"],
    );
    refused(
        &["--authority", "domain.x"],
        &["there is no authority with policies `domain.x`", "mesh"],
    );
    refused(&["mesh"], &["--effective"]);
    refused(&["--domain", "sales"], &["--effective"]);
}
