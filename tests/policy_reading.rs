//! The commands that tell about policies, as a stranger runs them: list, explain, eval, docs and check.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot run the command should fail loudly"
)]

#[expect(dead_code, reason = "other test files use more of it")]
mod command;

use command::{HEAD, Mesh, Run};
use serde_json::Value;

/// A rule about products: those without a type are found, and those above the limit of ports.
const BODY: &str = "\
import data.parameters

deny contains \"it has no type\" if {
	input.life_cycle == \"active\"
	not input.type
}

deny contains \"too many ports\" if {
	count(input.output_ports) > parameters.max_ports
	input.life_cycle == \"active\"
}
";

fn headed() -> String {
    HEAD.replace(
        "#   remediation",
        "#   code: TST-001\n#   parameters:\n#     max_ports: {type: integer, default: 3, tighter: lower}\n#   remediation",
    )
}

fn mesh() -> Mesh {
    let mesh = Mesh::planted();
    mesh.policy("typed", &headed(), BODY);
    mesh
}

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).expect("standard output is JSON")
}

fn own(mesh: &Mesh, command: &[&str], more: &[&str]) -> Run {
    let mut arguments = vec!["policy"];
    arguments.extend(command);
    arguments.extend(["--policies", "policies", "--no-default-policies"]);
    arguments.extend(more);
    mesh.run(&arguments)
}

#[test]
fn the_table_lists_one_policy_a_line() {
    let run = own(&mesh(), &["list"], &[]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let lines: Vec<Vec<&str>> = run
        .stdout
        .lines()
        .map(|line| {
            line.split("  ")
                .map(str::trim)
                .filter(|cell| !cell.is_empty())
                .collect()
        })
        .collect();
    assert_eq!(lines[0], ["CODE", "ID", "TITLE", "SUBJECT", "CLASS", "GATE", "AUDIT"]);
    assert_eq!(
        lines[1],
        [
            "TST-001",
            "mesh.acme.typed",
            "A rule of a test",
            "product",
            "default",
            "deny",
            "deny"
        ]
    );
    assert_eq!(run.stdout.lines().last(), Some("1 policy"));
}

#[test]
fn a_list_is_filtered_by_subject_area_authority_and_level() {
    let mesh = mesh();
    for (option, kept, other) in [
        ("--subject", "product", Some("source")),
        ("--area", "acme", None),
        ("--authority", "mesh", None),
        ("--level", "deny", Some("warn")),
    ] {
        for (value, count) in [(Some(kept), 1), (other, 0)] {
            let Some(value) = value else { continue };
            let list = json(&own(&mesh, &["list"], &[option, value, "--output", "json"]));
            assert_eq!(
                list["policies"].as_array().map(Vec::len),
                Some(count),
                "{option} {value}"
            );
        }
    }
    // A name that no policy has is a slip, and no empty list.
    own(&mesh, &["list"], &["--area", "cost"]).refused(&["cost", "acme"]);
    own(&mesh, &["list"], &["--authority", "domain.sales"]).refused(&["domain.sales", "mesh"]);
    own(&mesh, &["list"], &["--level", "loud"]).refused(&["the levels are off, note, warn, deny"]);
}

#[test]
fn dated_levels_are_those_of_the_day() {
    let mesh = Mesh::empty();
    let head = headed().replace(
        "levels: deny",
        "levels: {gate: {note: 2027-01-01, deny: 2027-04-01}, audit: warn}",
    );
    mesh.policy("typed", &head, BODY);
    for (day, level) in [("2026-12-31", "off"), ("2027-01-01", "note"), ("2027-05-01", "deny")] {
        let list = json(&own(&mesh, &["list"], &["--output", "json", "--as-of", day]));
        assert_eq!(list["policies"][0]["levels"]["gate"]["effective"], level, "{day}");
    }
    let told = own(&mesh, &["explain", "TST-001"], &["--as-of", "2027-02-01"]).stdout;
    assert!(told.contains("note on 2027-02-01, deny from 2027-04-01"), "{told}");
}

#[test]
fn a_policy_is_found_by_its_id_and_by_its_code_in_either_case() {
    let mesh = mesh();
    let by_id = own(&mesh, &["explain", "mesh.acme.typed"], &[]);
    assert_eq!(by_id.code, 0, "{}", by_id.stderr);
    assert_eq!(by_id.stdout, own(&mesh, &["explain", "tst-001"], &[]).stdout);
    for part in [
        "TST-001  mesh.acme.typed",
        "It is here to be tried.",
        "max_ports",
        "3, set by the policy itself",
        "lower is tighter",
        "Mend {name}.",
        "policies/acme/typed/typed.rego:",
    ] {
        assert!(by_id.stdout.contains(part), "{part}: {}", by_id.stdout);
    }
}

#[test]
fn names_that_nobody_has_are_refused_with_the_nearest() {
    let mesh = mesh();
    own(&mesh, &["explain", "mesh.acme.tpyed"], &[]).refused(&["mesh.acme.tpyed", "did you mean `mesh.acme.typed`?"]);
    own(&mesh, &["eval", "TST-002"], &["mesh"]).refused(&["did you mean `TST-001`?"]);
    own(&mesh, &["explain", "TST-001", "mesh"], &["--subject", "Price lst"])
        .refused(&["there is no product `Price lst`", "did you mean `Price list`?"]);
    own(&mesh, &["explain", "zzz"], &[]).refused(&["`meshgov policy list` lists them all"]);
}

#[test]
fn a_run_on_a_subject_tells_what_was_read_and_which_conditions_held() {
    let run = own(&mesh(), &["explain", "TST-001", "mesh"], &["--subject", "price list"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let (_, told) = run.stdout.split_once("On product Price list").expect("the run is told");
    for line in [
        "  life_cycle    \"active\"",
        "  type          not there",
        "    + ",
        "    - ",
        "count(input.output_ports) is 1",
        "parameters.max_ports is 3",
        "  violation: deny at the gate, deny at the audit",
        "    it has no type",
        "    at mesh/product.yaml:3:1",
        "    next: Mend Price list.",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    let held = told
        .lines()
        .find(|line| line.contains("not input.type"))
        .expect("it is told");
    assert!(held.trim_start().starts_with('+'), "{held}");
    let failed = told
        .lines()
        .find(|line| line.contains("> parameters.max_ports"))
        .expect("it is told");
    assert!(
        failed.trim_start().starts_with('-') && failed.ends_with("<- not so"),
        "{failed}"
    );
}

#[test]
fn the_raw_result_is_what_the_rules_give() {
    let mesh = mesh();
    let run = own(&mesh, &["eval", "TST-001", "mesh"], &["--subject", "Price list"]);
    assert_eq!(json(&run), serde_json::json!({"deny": ["it has no type"]}));
    mesh.write(
        "subject.yaml",
        "life_cycle: active\ntype: x\noutput_ports: [1, 2, 3, 4]\n",
    );
    let run = own(&mesh, &["eval", "mesh.acme.typed"], &["--input", "subject.yaml"]);
    assert_eq!(json(&run), serde_json::json!({"deny": ["too many ports"]}));
    mesh.write("subject.yaml", "a: [\n");
    own(&mesh, &["eval", "mesh.acme.typed"], &["--input", "subject.yaml"]).refused(&["subject.yaml is no subject"]);
}

#[test]
fn the_raw_result_of_a_json_schema_is_its_violations() {
    let mesh = Mesh::empty();
    mesh.write(
        "subject.json",
        "{\"life_cycle\": \"active\", \"output_ports\": [{\"contract\": {}, \"service_levels\": {}}]}",
    );
    let run = mesh.run(&["policy", "eval", "SLA-001", "--input", "subject.json"]);
    let result = json(&run);
    assert_eq!(result["deny"].as_array().map(Vec::len), Some(3), "{result}");
    assert_eq!(
        result["deny"][0]["path"],
        serde_json::json!(["output_ports", 0, "service_levels"])
    );
}

#[test]
fn pages_are_written_where_they_are_wanted_and_are_the_same_twice() {
    let mesh = mesh();
    for folder in ["one", "other"] {
        assert_eq!(own(&mesh, &["docs", "-o", folder], &[]).code, 0);
    }
    for page in ["README.md", "acme/typed.md"] {
        assert_eq!(mesh.read(&format!("one/{page}")), mesh.read(&format!("other/{page}")));
    }
    assert!(mesh.read("one/README.md").contains("[A rule of a test](acme/typed.md)"));
}

/// What `policy check` finds in a policy with this body: the sorts and the lines.
fn found(head: &str, body: &str) -> Vec<(String, u64)> {
    let mesh = Mesh::empty();
    mesh.policy("typed", head, body);
    let run = mesh.run(&["policy", "check", "policies", "--output", "json"]);
    let report = json(&run);
    let findings = report["findings"].as_array().expect("there is a list");
    assert_eq!(run.code, i32::from(!findings.is_empty()), "{report}");
    findings
        .iter()
        .map(|finding| {
            let sort = finding["rule"].as_str().expect("it has a sort").to_owned();
            (sort, finding["location"]["line"].as_u64().expect("it has a line"))
        })
        .collect()
}

/// The sorts alone.
fn sorts(head: &str, body: &str) -> Vec<String> {
    found(head, body).into_iter().map(|(sort, _)| sort).collect()
}

#[test]
fn a_sound_policy_and_the_shipped_pack_are_clean() {
    assert!(found(&headed(), BODY).is_empty());
    let run = Mesh::empty().run(&["policy", "check"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    assert!(run.stdout.ends_with("nothing to mend\n"), "{}", run.stdout);
}

#[test]
fn fields_that_the_subject_does_not_have_are_found_through_variables_and_rules() {
    let head = HEAD
        .replace("subject: product", "subject: source")
        .replace("Mend {name}.", "Mend it.");
    for (body, line) in [
        ("deny contains \"x\" if input.ingestion", 13),
        ("deny contains \"x\" if object.get(input, \"ingestion\", [])", 13),
        (
            "deny contains \"x\" if {\n\tsome one in input.ingestions\n\tone.prodct == null\n}",
            15,
        ),
        (
            "deny contains \"x\" if {\n\tone := input.ingestions[_]\n\tone.prodct == null\n}",
            15,
        ),
        (
            "deny contains \"x\" if every one in input.ingestions { one.prodct == null }",
            13,
        ),
        (
            "deny contains \"x\" if count([one | one := input.ingestions[_].prodct]) > 0",
            13,
        ),
        (
            "all := {one | some one in input.ingestions}\n\ndeny contains \"x\" if {\n\tsome one in all\n\tone.prodct\n}",
            17,
        ),
        (
            "import input.ingestions as them\n\ndeny contains \"x\" if them[_].prodct",
            15,
        ),
    ] {
        assert_eq!(found(&head, body), [("unknown-field".to_owned(), line)], "{body}");
    }
}

#[test]
fn fields_of_what_is_not_known_are_left_alone() {
    let head = HEAD
        .replace("subject: product", "subject: source")
        .replace("Mend {name}.", "Mend it.");
    for body in [
        "deny contains \"x\" if {\n\tsome one in input.ingestions\n\tother(one).prodct\n}\n\nother(x) := x",
        "deny contains \"x\" if {\n\tsome input_ in data.things\n\tinput_.prodct\n}",
        "deny contains \"x\" if {\n\tsome other in [x | some one in data.y; x := one.prodct]\n\tother\n}",
        "deny contains \"x\" if other with input as {\"ingestion\": 1}\n\nother if input.name",
        "deny contains \"x\" if {\n\tsome one in input.ingestions\n\tsome port in data.ports[one.domain]\n\tport.prodct\n}",
    ] {
        assert_eq!(sorts(&head, body), Vec::<String>::new(), "{body}");
    }
}

#[test]
fn a_field_that_is_not_there_keeps_a_policy_from_being_loaded() {
    let mesh = Mesh::planted();
    let head = HEAD.replace("subject: product", "subject: source");
    mesh.policy("typed", &head, "deny contains \"x\" if count(input.ingestion) > 1");
    mesh.run(&["check", "mesh", "--policies", "policies"])
        .refused(&["a source has no field `ingestion`", "did you mean `ingestions`?"]);
    // So does one that an annotation describes, though the policy is nobody's of ours.
    let mesh = Mesh::planted();
    let text = "# METADATA\n# title: Theirs\n# schemas:\n#   - input: schema[\"source\"]\npackage main\n\ndeny contains \"x\" if count(input.ingestion) > 1\n";
    mesh.write("policies/theirs.rego", text);
    mesh.run(&["check", "mesh", "--policies", "policies"])
        .refused(&["`ingestion`"]);
}

#[test]
fn every_sort_of_finding_is_told() {
    let head = headed();
    let with = |from: &str, to: &str| head.replace(from, to);
    for (sort, head, body) in [
        (
            "likely-field",
            head.clone(),
            BODY.replace("input.output_ports", "input.output_port"),
        ),
        (
            "unknown-value",
            head.clone(),
            BODY.replacen("\"active\"", "\"actve\"", 1),
        ),
        (
            "missing-metadata",
            with("# description: It is here to be tried.\n", ""),
            BODY.to_owned(),
        ),
        (
            "unused-parameter",
            head.clone(),
            BODY.replace("parameters.max_ports", "3"),
        ),
        ("empty-placeholder", with("{name}", "{nmae}"), BODY.to_owned()),
        (
            "never-holds",
            head.clone(),
            format!("{BODY}\ndeny contains \"never\" if 1 == 2\n"),
        ),
        (
            "never-applicable",
            head.clone(),
            format!("{BODY}\nnot_applicable if true\n"),
        ),
        (
            "error",
            head.clone(),
            format!("{BODY}\ndeny contains io.jwt.decode(\"a.b.c\")[0].alg\n"),
        ),
        (
            "error",
            head.clone(),
            format!("{BODY}\ndeny contains $\"{{input.name}}\"\n"),
        ),
        (
            "old-form",
            head.clone(),
            "import data.parameters\n\ndeny[msg] {\n\tmsg := parameters.max_ports\n}\n".to_owned(),
        ),
    ] {
        assert_eq!(sorts(&head, &body), [sort], "{body}");
    }
}

#[test]
fn what_no_policy_reaches_is_checked_too() {
    let mesh = mesh();
    mesh.write(
        "policies/lib/acme/acme.rego",
        "package lib.acme\n\nodd(x) if {\n\tx == 1\n\tx == 2\n}\n",
    );
    let report = json(&mesh.run(&["policy", "check", "policies", "--output", "json"]));
    assert_eq!(report["findings"][0]["rule"], "never-holds", "{report}");
    assert_eq!(report["findings"][0]["location"]["line"], 5, "{report}");
}

#[test]
fn a_json_schema_is_checked_as_rego_is() {
    let schema = |property: &str| {
        format!(
            r#"{{"title": "T", "description": "d", "custom": {{"package": "mesh.acme.typed", "subject": "edge",
            "severity": "low", "class": "default", "levels": "deny", "remediation": "Mend {{name}}.",
            "parameters": {{"least": {{"type": "integer", "default": 1, "tighter": "higher"}}}}}},
            "properties": {{"consumer": {{"properties": {{"{property}": {{"minLength": {{"$parameter": "least"}}}}}}}}}}}}"#
        )
    };
    for (property, sort) in [("domain", None), ("domian", Some("unknown-field"))] {
        let mesh = Mesh::empty();
        mesh.write("policies/acme/typed/typed.schema.json", schema(property));
        let report = json(&mesh.run(&["policy", "check", "policies", "--output", "json"]));
        assert_eq!(report["findings"][0]["rule"].as_str(), sort, "{report}");
    }
}

#[test]
fn a_folder_that_is_not_there_is_a_mistake_of_the_command_line() {
    Mesh::empty()
        .run(&["policy", "check", "nowhere"])
        .refused(&["nowhere does not exist"]);
}
