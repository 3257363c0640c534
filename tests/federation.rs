//! What is wrong with the files that govern a mesh is told where it stands, with what to do; nothing of it is a silent default.

#[expect(dead_code, reason = "each test file uses a part of it")]
mod command;

use command::Mesh;
use serde_json::Value;

const AS_OF: [&str; 2] = ["--as-of", "2026-11-23"];

/// A mesh with a council, a domain with an authority, and a product.
fn mesh() -> Mesh {
    let mesh = Mesh::planted();
    mesh.write("mesh/mesh.yaml", "apiVersion: meshgov/v1\nkind: Mesh\nname: m\n");
    mesh.write(
        "mesh/council/authority.yaml",
        "apiVersion: meshgov/v1\nkind: Authority\nname: council\nscope: {mesh: m}\nteam: Council\nmembers: [vera]\n",
    );
    mesh.write(
        "mesh/sales/domain.yaml",
        "apiVersion: meshgov/v1\nkind: Domain\nname: sales\n",
    );
    mesh.write(
        "mesh/sales/authority.yaml",
        "apiVersion: meshgov/v1\nkind: Authority\nname: sellers\nscope: {domain: sales}\nteam: Sellers\nmembers: [lea]\n",
    );
    mesh
}

/// The violations of a rule of the federation: `file:line`, the message and what to do.
fn told(mesh: &Mesh, rule: &str) -> Vec<(String, String, String)> {
    let (_, report) = mesh.check(&[&["mesh"], &AS_OF[..]].concat());
    let text = |value: &Value| value.as_str().unwrap_or("?").to_owned();
    command::findings(&report)
        .filter(|finding| finding["policy"] == format!("mesh.federation.{rule}"))
        .map(|finding| {
            let place = format!("{}:{}", text(&finding["location"]["file"]), finding["location"]["line"]);
            (place, text(&finding["message"]), text(&finding["remediation"]))
        })
        .collect()
}

/// Asserts that one violation of a rule stands at a place, and says these words.
#[track_caller]
fn assert_told(mesh: &Mesh, rule: &str, place: &str, message: &str, remediation: &str) {
    let told = told(mesh, rule);
    let is_meant = |(at, says, help): &&(String, String, String)| {
        at == place && says.contains(message) && help.contains(remediation)
    };
    assert!(told.iter().any(|one| is_meant(&one)), "{rule}: {told:#?}");
}

fn settings(overrides: &str) -> String {
    format!("apiVersion: meshgov/v1\nkind: PolicySet\nname: s\nauthority: sellers\noverrides:\n{overrides}")
}

#[test]
fn a_sound_federation_says_nothing() {
    let mesh = mesh();
    mesh.write(
        "mesh/sales/settings.yaml",
        settings("  - policy: OWN-001\n    levels: {audit: deny}\n"),
    );
    for rule in [
        "accepted_authority",
        "accepted_settings",
        "accepted_approval",
        "accepted_exemption",
    ] {
        assert_eq!(told(&mesh, rule), [], "{rule}");
    }
}

#[test]
fn domains_in_a_circle_are_told_with_the_circle() {
    let mesh = mesh();
    mesh.write(
        "mesh/sales/domain.yaml",
        "apiVersion: meshgov/v1\nkind: Domain\nname: sales\nparent: shops\n",
    );
    mesh.write(
        "mesh/shops.yaml",
        "apiVersion: meshgov/v1\nkind: Domain\nname: shops\nparent: sales\n",
    );
    assert_told(
        &mesh,
        "accepted_authority",
        "mesh/sales/authority.yaml:4",
        "the domain is part of itself: sales -> shops -> sales",
        "Take the `parent` of one of them out",
    );
}

#[test]
fn authorities_of_one_scope_or_in_the_wrong_place_count_for_nothing() {
    let mesh = mesh();
    mesh.write(
        "mesh/other/authority.yaml",
        "apiVersion: meshgov/v1\nkind: Authority\nname: rivals\nscope: {domain: sales}\nteam: Rivals\nmembers: [max]\n",
    );
    for (place, beside) in [
        (
            "mesh/sales/authority.yaml:4",
            "`rivals` claims it (mesh/other/authority.yaml:4",
        ),
        (
            "mesh/other/authority.yaml:4",
            "`sellers` claims it (mesh/sales/authority.yaml:4",
        ),
    ] {
        assert_told(&mesh, "accepted_authority", place, beside, "A scope has one authority");
    }

    let mesh = self::mesh();
    mesh.write("mesh/shops.yaml", "apiVersion: meshgov/v1\nkind: Domain\nname: shops\n");
    mesh.write(
        "mesh/sales/shops/authority.yaml",
        "apiVersion: meshgov/v1\nkind: Authority\nname: shops\nscope: {domain: shops}\nteam: Shops\nmembers: [max]\nroots: [mesh.shops]\n",
    );
    assert_eq!(told(&mesh, "accepted_authority").len(), 1, "a root outside its scope");
    assert_told(
        &mesh,
        "accepted_authority",
        "mesh/sales/shops/authority.yaml:7",
        "the root `mesh.shops` is outside its scope domain.shops",
        "Its roots are `domain.shops`",
    );
    mesh.write(
        "mesh/sales/shops.yaml",
        "apiVersion: meshgov/v1\nkind: Authority\nname: shops\nscope: {domain: shops}\nteam: Shops\nmembers: [max]\ntree: .\n",
    );
    std::fs::remove_file(mesh.path().join("mesh/sales/shops/authority.yaml")).ok();
    assert_told(
        &mesh,
        "accepted_authority",
        "mesh/sales/shops.yaml:4",
        "in the tree of `sellers`",
        "Move the file",
    );
}

/// An override of a domain, the line that is wrong, what is said of it and what to do.
const WRONG: &[(&str, u32, &str, &str)] = &[
    (
        "  - policy: OWN-01\n    levels: {gate: deny}\n",
        6,
        "there is no policy `OWN-01`",
        "Did you mean `OWN-001`?",
    ),
    (
        "  - area: mesh.owership.*\n    levels: {gate: deny}\n",
        6,
        "finds no policy that domain.sales may set",
        "`mesh.ownership`",
    ),
    (
        "  - policy: OWN-001\n    levels: {gate: note}\n",
        7,
        "OWN-001 at the gate: note is looser than deny",
        "Take it out",
    ),
    (
        "  - policy: OWN-001\n    levels: {gate: {deny: 2026-01-01, note: 2027-01-01}}\n",
        7,
        "OWN-001 at the gate from 2027-01-01 on: note is looser",
        "Take it out",
    ),
    (
        "  - policy: OWN-001\n    levels: {gate: {deny: 2027-01-01, warn: 2026-01-01}}\n",
        7,
        "the stages are not in order of date",
        "Write the stage that begins first",
    ),
    (
        "  - policy: DSC-004\n    levels: {gate: off}\n",
        7,
        "off is below its floor note",
        "Write no less than the floor",
    ),
    (
        "  - policy: TOP-005\n    levels: {gate: deny}\n",
        7,
        "TOP-005 is advisory, and never above warn",
        "Write warn, note or off",
    ),
    (
        "  - policy: ING-001\n    parameters: {max_domans: 1}\n",
        7,
        "there is no parameter `max_domans`",
        "Did you mean `max_domains`?",
    ),
    (
        "  - policy: ING-001\n    parameters: {max_domains: one}\n",
        7,
        "ING-001: max_domains = \"one\" is not a whole number",
        "Write it as the policy does: 1",
    ),
    (
        "  - policy: ING-001\n    parameters: {max_domains: 2}\n",
        7,
        "max_domains = 2 is looser than 1",
        "Write a tighter value",
    ),
    (
        "  - policy: OWN-001\n    subjects: {tiers: [platinum]}\n    levels: {gate: deny}\n",
        7,
        "it finds no subject",
        "`meshgov subjects`",
    ),
];

#[test]
fn settings_that_cannot_be_are_told_where_they_stand() {
    for (overrides, line, message, remediation) in WRONG {
        let mesh = mesh();
        mesh.write("mesh/sales/settings.yaml", settings(overrides));
        assert_told(
            &mesh,
            "accepted_settings",
            &format!("mesh/sales/settings.yaml:{line}"),
            message,
            remediation,
        );
        let (code, _) = mesh.check(&[&["mesh"], &AS_OF[..]].concat());
        assert_eq!(code, 1, "{overrides}");
    }
    let mesh = mesh();
    mesh.write(
        "mesh/sales/settings.yaml",
        settings("  - policy: OWN-001\n    levels: {gate: deny}\n").replace("sellers", "seller"),
    );
    assert_told(
        &mesh,
        "accepted_settings",
        "mesh/sales/settings.yaml:4",
        "there is no authority `seller` that counts",
        "Did you mean `sellers`?",
    );
    mesh.write(
        "mesh/sales/settings.yaml",
        settings("  - policy: OWN-001\n    levels: {gate: deny}\n").replace("sellers", "council"),
    );
    assert_told(
        &mesh,
        "accepted_settings",
        "mesh/sales/settings.yaml:4",
        "speaks for `council` and does not lie in its tree `mesh/council`",
        "Move it there",
    );
}

#[test]
fn an_exemption_without_an_end_covers_nothing() {
    let mesh = mesh();
    let exemption = "apiVersion: meshgov/v1\nkind: Exemption\nname: e\npolicy: OWN-001\n\
        subject: {kind: product, id: 10e001b1-0f1f-5cbc-b58d-20441789f25a}\ncategory: waiver\nreason: r\nrequestedBy: lea\n\
        approvedBy: vera\napprovedOn: 2026-11-01\nexpires: 2026-12-01\n";
    mesh.write("mesh/council/exemption.yaml", exemption);
    let outcome = |mesh: &Mesh| {
        let (_, report) = mesh.check(&[&["mesh"], &AS_OF[..]].concat());
        let mut findings = command::findings(&report);
        let found = findings.find(|finding| {
            finding["policy"] == "mesh.ownership.accountable_owner" && finding["subject"]["kind"] == "product"
        });
        found.map(|finding| finding["outcome"].clone())
    };
    assert_eq!(outcome(&mesh), Some("exempt".into()));
    for (broken, rule, message) in [
        (
            exemption.replace("expires: 2026-12-01\n", ""),
            "accepted_exemption",
            "`expires` is missing",
        ),
        (
            exemption.replace("reason: r\n", ""),
            "accepted_exemption",
            "`reason` is missing",
        ),
        (
            exemption.replace("2026-12-01", "2027-12-01"),
            "accepted_exemption",
            "longer than the mesh or the policy allows",
        ),
        (
            exemption.replace("2026-11-01", "2026-12-01"),
            "accepted_exemption",
            "still to come",
        ),
        (
            exemption.replace("approvedBy: vera", "approvedBy: lea"),
            "exemption_signed",
            "lea asked for it and approved it too",
        ),
        (
            exemption.replace("approvedBy: vera", "approvedBy: max"),
            "exemption_signed",
            "does not act for council",
        ),
        (
            exemption.replace("policy: OWN-001", "policy: OWN-001\nversions: '>=2'"),
            "accepted_exemption",
            "the policy is 1 now",
        ),
    ] {
        mesh.write("mesh/council/exemption.yaml", &broken);
        assert_eq!(outcome(&mesh), Some("violation".into()), "{broken}");
        assert!(
            told(&mesh, rule).iter().any(|(_, says, _)| says.contains(message)),
            "{message}: {:?}",
            told(&mesh, rule)
        );
    }
    let run = mesh.run(&["check", "mesh", "--no-exemptions", "--as-of", "2026-11-23"]);
    assert_eq!(run.code, 1);
}

#[test]
fn a_policy_outside_the_root_of_its_tree_stops_the_run() {
    let mesh = mesh();
    let head = command::HEAD;
    mesh.write(
        "mesh/sales/policies/acme/own/own.rego",
        format!("{head}package mesh.acme.own\n\ndeny contains \"no\" if input.name\n"),
    );
    mesh.run(&["check", "mesh", "--policies", "mesh/sales/policies"])
        .refused(&[
            "`mesh.acme.own` lies in the tree of `sellers`, which governs domain.sales",
            "mesh/sales/authority.yaml:1",
            "nothing was judged",
        ]);
    mesh.write(
        "mesh/council/policies/acme/own/own.rego",
        format!("{head}package mesh.acme.own\n\ndeny contains \"no\" if input.name\n"),
    );
    let (code, report) = mesh.check(&["mesh", "--policies", "mesh/council/policies", "--as-of", "2026-11-23"]);
    assert_eq!(code, 1);
    let of_own = report["policies"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|policy| policy["id"] == "mesh.acme.own");
    let of_own = of_own.cloned().unwrap_or_default();
    // Of the mesh's own rules those of others need their consent.
    assert_eq!(
        (&of_own["level"], &of_own["missing_consent"]),
        (&"note".into(), &"0 of 2 domains consent".into())
    );
}

#[test]
fn a_floor_above_the_level_is_an_error_of_the_policy() {
    let mesh = mesh();
    let head = command::HEAD.replace("levels: deny", "levels: warn\n#   floor: deny");
    mesh.policy("floor", &head, "deny contains \"no\" if input.name");
    mesh.run(&["check", "mesh", "--policies", "policies"])
        .refused(&["`floor` is above every level", "a floor is how far"]);
}

#[test]
fn the_rules_of_a_domain_judge_what_it_takes_part_in() {
    let mesh = mesh();
    mesh.write(
        "mesh/shops/domain.yaml",
        "apiVersion: meshgov/v1\nkind: Domain\nname: shops\n",
    );
    mesh.write(
        "mesh/shops/product.yaml",
        "apiVersion: v1.0.0\nkind: DataProduct\nid: s1\nname: Shops\nversion: 1.0.0\nstatus: active\ndomain: shops\n",
    );
    mesh.write(
        "rules/own/own.rego",
        format!(
            "{}package domain.sales.own\n\ndeny contains \"no\" if input.name\n",
            command::HEAD
        ),
    );
    let (_, report) = mesh.check(&["mesh", "--policies", "rules", "--as-of", "2026-11-23"]);
    let names: Vec<&Value> = command::findings(&report)
        .filter(|finding| finding["policy"] == "domain.sales.own")
        .map(|finding| &finding["subject"]["name"])
        .collect();
    assert_eq!(names, [&Value::from("Price list")]);
}
