//! Policies that misbehave, through the command line: each is a fault of its own, and nothing else changes.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot run the command should fail loudly"
)]

#[expect(dead_code, reason = "other test files use more of it")]
mod command;

use std::time::{Duration, Instant};

use command::{HEAD, Mesh, findings};
use serde_json::Value;

/// The name of a policy, its rules, a word of the message, and the line in the .rego that is to blame.
const HOSTILE: &[(&str, &str, &str, u64)] = &[
    (
        "endless",
        "deny contains \"x\" if {\n\tsome i in numbers.range(1, 100000)\n\tsome j in numbers.range(1, 100000)\n\ti * j == -1\n}",
        "ran for more than",
        11,
    ),
    (
        "hungry_at_once",
        "deny contains \"x\" if count(numbers.range(1, 1000000000)) > 0",
        "MiB",
        11,
    ),
    (
        "panicking",
        "deny contains \"x\" if object.subset([input.name], array.slice([], 0, 0))",
        "panic",
        11,
    ),
    (
        "conflicting",
        "size := 1 if input.name\n\nsize := 2 if input.name\n\ndeny contains \"x\" if size > 0",
        "conflicts with",
        15,
    ),
    ("number", "deny contains 7", "not a text or an object", 11),
    (
        "wordless",
        "deny contains {\"path\": [\"name\"]}",
        "has no `message`",
        11,
    ),
    (
        "strange_level",
        "deny contains {\"message\": \"m\", \"level\": \"sever\"}",
        "`sever`",
        11,
    ),
];

/// All that a report says of policies other than those of this test.
fn of_others(report: &Value) -> String {
    let is_other = |id: &Value| !id.as_str().unwrap_or_default().starts_with("mesh.acme.");
    let rows = report["policies"].as_array().into_iter().flatten();
    let said: Vec<&Value> = findings(report)
        .filter(|finding| is_other(&finding["policy"]))
        .chain(rows.filter(|row| is_other(&row["id"])))
        .chain([&report["problems"], &report["coverage"]])
        .collect();
    serde_json::to_string_pretty(&said).expect("JSON can be written")
}

#[test]
fn a_policy_that_misbehaves_is_a_fault_with_its_place_and_changes_nothing_else() {
    let (_, without) = Mesh::planted().check(&["mesh"]);
    let together = Mesh::planted();
    for (name, body, words, line) in HOSTILE {
        together.policy(name, HEAD, body);
        let mesh = Mesh::planted();
        mesh.policy(name, HEAD, body);
        let started = Instant::now();
        let (code, report) = mesh.check(&["mesh", "--policies", "policies", "--policy-timeout", "300"]);
        assert!(started.elapsed() < Duration::from_secs(30), "{name} held the run up");
        assert_eq!(code, 1, "{name}: the planted violation fails the run all the same");
        assert_eq!(
            of_others(&report),
            of_others(&without),
            "{name} changed what others say"
        );
        let own: Vec<&Value> = findings(&report)
            .filter(|finding| finding["policy"] == format!("mesh.acme.{name}"))
            .collect();
        let [fault] = own.as_slice() else {
            panic!("{name} is one fault: {own:#?}");
        };
        assert_eq!(fault["outcome"], "fault", "{name}");
        let message = fault["message"].as_str().unwrap_or_default();
        assert!(message.contains(words), "{name}: {words:?} is missing in {message:?}");
        assert_eq!(fault["location"]["file"], format!("policies/acme/{name}/{name}.rego"));
        assert_eq!(fault["location"]["line"], *line, "{name}");
        assert_eq!(report["summary"]["fault"], 1);
    }
    let (_, report) = together.check(&["mesh", "--policies", "policies", "--policy-timeout", "300"]);
    assert_eq!(of_others(&report), of_others(&without));
    assert_eq!(report["summary"]["fault"], HOSTILE.len());
}

#[test]
fn a_clean_mesh_with_a_fault_is_untrusted() {
    let mesh = Mesh::fabrikam();
    mesh.policy("number", HEAD, "deny contains 7");
    let (code, report) = mesh.check(&["mesh", "--policies", "policies"]);
    assert_eq!((code, &report["verdict"]), (3, &"untrusted".into()));
    assert!(
        report["summary"]["distrust"]
            .to_string()
            .contains("mesh.acme.number broke on")
    );
    let human = mesh.run(&["check", "mesh", "--policies", "policies"]).stdout;
    assert!(human.contains("policies that broke"), "{human}");
}

#[test]
fn memory_that_grows_bit_by_bit_ends_too() {
    let mesh = Mesh::planted();
    let body = "deny contains \"x\" if {\n\tgrown := [text | some i in numbers.range(1, 300000); text := sprintf(\"%d %s\", \
                [i, concat(\",\", [part | some k in numbers.range(1, 1000); part := \"aaaaaaaaaaaaaaaaaaaa\"])])]\n\t\
                count(grown) > 0\n}";
    mesh.policy("hungry", HEAD, body);
    let arguments = [
        "mesh",
        "--policies",
        "policies",
        "--policy-timeout",
        "600000",
        "--policy-memory",
        "8",
    ];
    let (_, report) = mesh.check(&arguments);
    let fault = findings(&report).find(|finding| finding["policy"] == "mesh.acme.hungry");
    let message = fault.map(|fault| fault["message"].to_string()).unwrap_or_default();
    assert!(message.contains("8 MiB"), "{message}");
}

#[test]
fn the_time_that_a_policy_may_take_can_be_set() {
    let mesh = Mesh::planted();
    let body = "deny contains \"x\" if {\n\tsome i in numbers.range(1, 1000000)\n\tsome j in numbers.range(1, 1000000)\n\ti * j == -1\n}";
    mesh.policy("slow", HEAD, body);
    for limit in ["50", "400"] {
        let (_, report) = mesh.check(&["mesh", "--policies", "policies", "--policy-timeout", limit]);
        let fault = findings(&report).find(|finding| finding["outcome"] == "fault");
        let message = fault.map(|fault| fault["message"].to_string()).unwrap_or_default();
        assert!(message.contains(&format!("{limit} ms")), "{message}");
    }
}

/// As `opa eval` has it: the rule is undefined where a builtin is given the wrong type, which is no fault.
#[test]
fn a_builtin_that_is_given_the_wrong_type_is_undefined_and_no_more() {
    let (_, without) = Mesh::planted().check(&["mesh"]);
    let mesh = Mesh::planted();
    let body =
        "deny contains \"never\" if upper(input.outputPorts) == \"X\"\n\ndeny contains \"still said\" if input.name";
    mesh.policy("wrong_type", HEAD, body);
    let (_, report) = mesh.check(&["mesh", "--policies", "policies"]);
    let said: Vec<&Value> = findings(&report)
        .filter(|finding| finding["policy"] == "mesh.acme.wrong_type")
        .map(|finding| &finding["message"])
        .collect();
    assert_eq!(said, ["still said"]);
    assert_eq!(of_others(&report), of_others(&without));
}
