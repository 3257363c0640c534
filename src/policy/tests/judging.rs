use serde_json::json;

use super::{headed, judge, limits, policy, said};
use crate::facts::Fields;
use crate::policy::{Fault, Judged, Level, Violation};
use crate::text::Step;

fn violations(judged: Result<Judged, Fault>) -> Vec<Violation> {
    match judged {
        Ok(Judged::Violations(violations)) => violations,
        other => panic!("{other:?}"),
    }
}

fn messages(judged: Result<Judged, Fault>) -> Vec<String> {
    violations(judged)
        .iter()
        .map(|violation| violation.message.to_string())
        .collect()
}

fn malformed(rules: &str) -> String {
    match said(rules, &json!({})) {
        Err(Fault::Malformed { message }) => message.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn rules_of_every_name_and_element_are_heard() {
    let rules = r#"
deny contains "text"
deny_more_1 contains {"msg": "conftest", "extra": {"any": 1}}
violation contains {"message": "object"} if { input.a == 1 }
warn contains "warned"
warn_x contains {"message": "raised", "level": "deny"}
denying contains "not a rule"
deny_bad_ := {"not a rule either"}
"#;
    let told: Vec<(String, Option<Level>)> = violations(said(rules, &json!({"a": 1})))
        .iter()
        .map(|violation| (violation.message.to_string(), violation.level))
        .collect();
    let expected = [
        ("conftest", None),
        ("object", None),
        ("raised", Some(Level::Deny)),
        ("text", None),
        ("warned", Some(Level::Warn)),
    ];
    assert_eq!(told, expected.map(|(message, level)| (message.to_owned(), level)));
}

#[test]
fn every_field_of_a_violation_is_read() {
    let rules = r#"deny contains {"message": "m", "path": ["a", 0, "b"], "parties": {"y", "x", null}, "actual": {1, 2}, "expected": 3, "remediation": "r", "key": "k", "level": "note"}"#;
    let expected = Violation {
        message: "m".into(),
        path: vec![Step::Key("a".into()), Step::Index(0), Step::Key("b".into())],
        parties: vec!["x".into(), "y".into()],
        actual: Some(json!([1, 2])),
        expected: Some(json!(3)),
        remediation: Some("r".into()),
        key: Some("k".into()),
        level: Some(Level::Note),
        exception: None,
    };
    assert_eq!(violations(said(rules, &json!({}))), [expected]);
}

#[test]
fn paths_may_be_pointers() {
    let rules = r#"deny contains {"msg": "1", "path": "/a~1b/0"}
deny contains {"msg": "2", "path": "field"}
deny contains {"msg": "3", "path": ""}"#;
    let mut paths: Vec<Vec<Step>> = violations(said(rules, &json!({})))
        .into_iter()
        .map(|violation| violation.path)
        .collect();
    paths.sort();
    let expected = [
        vec![],
        vec![Step::Key("a/b".into()), Step::Index(0)],
        vec![Step::Key("field".into())],
    ];
    assert_eq!(paths, expected);
}

#[test]
fn what_is_no_violation_is_named() {
    assert_eq!(malformed("deny contains 3"), "`deny` gave 3, not a text or an object");
    assert_eq!(
        malformed(r#"deny contains {"mesage": "x"}"#),
        r#"`deny` gave {"mesage":"x"}, which has no `message`"#
    );
    assert_eq!(
        malformed(r#"deny contains {"msg": ["x"]}"#),
        r#"`deny` gave a `msg` that is ["x"], not a text"#
    );
    assert_eq!(
        malformed(r#"deny contains {"msg": "x", "path": [true]}"#),
        "`deny` gave a `path` with true, not a key or an index"
    );
    assert_eq!(
        malformed(r#"deny contains {"msg": "x", "parties": [1]}"#),
        "`deny` gave a party that is 1, not a text"
    );
    assert_eq!(
        malformed(r#"deny contains {"msg": "x", "level": "high"}"#),
        "`deny` gave the level `high`, which is none of note, warn and deny"
    );
    assert_eq!(
        malformed("deny contains 1 if false\ncannot_evaluate contains 1"),
        "`cannot_evaluate` gave 1, not a text"
    );
    assert_eq!(
        malformed("deny contains 1 if false\nnot_applicable := 1"),
        "`not_applicable` is 1, not true or false"
    );
}

#[test]
fn outcomes_have_an_order() {
    let rules = r#"
not_applicable if input.skip
deny contains "bad" if input.bad
cannot_evaluate contains "no owner is known" if not input.owner
cannot_evaluate contains "no cost" if not input.cost
"#;
    assert_eq!(
        said(rules, &json!({"skip": true, "bad": true})),
        Ok(Judged::NotApplicable)
    );
    assert_eq!(messages(said(rules, &json!({"bad": true}))), ["bad"]);
    let reasons = vec!["no cost".into(), "no owner is known".into()];
    assert_eq!(said(rules, &json!({"bad": false})), Ok(Judged::CannotEvaluate(reasons)));
    assert_eq!(said(rules, &json!({"owner": 1, "cost": 1})), Ok(Judged::Pass));
}

#[test]
fn a_policy_sees_its_parameters_its_day_the_library_and_data() {
    let rules = r#"
import data.lib.names
import data.parameters

deny contains names.greeting(data.mesh.area.people[0]) if parameters.max < input.n
deny contains data.meshgov.as_of
deny contains sprintf("%v", [time.date(time.now_ns())])
"#;
    let policy = policy(&[
        (
            "area/rule/rule.rego",
            &headed(
                "mesh.area.rule",
                "parameters:\n  max: {type: integer, default: 2, tighter: lower}",
                rules,
            ),
        ),
        (
            "lib/names.rego",
            "package lib.names\ngreeting(name) := sprintf(\"hello %s\", [name])\n",
        ),
        ("mesh/area/data.json", r#"{"people": ["Ada"]}"#),
    ]);
    assert_eq!(
        messages(judge(&policy).evaluate(&json!({"n": 3}))),
        ["2026-11-23", "[2026, 11, 23]", "hello Ada"]
    );
    assert_eq!(messages(judge(&policy).evaluate(&json!({"n": 2}))).len(), 2);
    let stricter = [("max".into(), json!(1))].into();
    let mut judge = policy
        .judge(&stricter, jiff::civil::date(2027, 1, 1), &limits())
        .unwrap();
    assert_eq!(
        messages(judge.evaluate(&json!({"n": 2}))),
        ["2027-01-01", "[2027, 1, 1]", "hello Ada"]
    );
}

#[test]
fn subjects_that_look_alike_are_judged_once() {
    let policy = policy(&[(
        "p.rego",
        "package main\ndeny contains input.tags.owner if input.kind == \"x\"\n",
    )]);
    assert_eq!(policy.reads(), Fields::Only(["kind", "tags"].map(Box::from).into()));
    let mut judge = judge(&policy);
    for id in 0..100 {
        let owner = if id % 2 == 0 { "a" } else { "b" };
        let subject = json!({"id": id, "kind": "x", "tags": {"owner": owner}});
        assert_eq!(messages(judge.evaluate(&subject)), [owner]);
    }
    assert_eq!(judge.evaluations(), 2);
}

#[test]
fn fields_that_are_not_read_make_no_difference() {
    let policy = policy(&[(
        "p.rego",
        "package main\ndeny contains sprintf(\"%v\", [input.a]) if not input.b\n",
    )]);
    let mut judge = judge(&policy);
    assert_eq!(messages(judge.evaluate(&json!({"a": 1, "z": [1, 2]}))), ["1"]);
    assert_eq!(judge.evaluate(&json!({"a": 1, "b": true, "z": 3})), Ok(Judged::Pass));
    assert_eq!(messages(judge.evaluate(&json!({"a": 2}))), ["2"]);
}

#[test]
fn policies_written_for_conftest_run_unchanged() {
    let old = r#"package main

deny[msg] {
  input.kind == "DataProduct"
  not input.owner
  msg := "no owner"
}

violation[{"msg": msg}] {
  msg := sprintf("kind is %s", [input.kind])
}
"#;
    let policy = policy(&[
        ("policy/deny.rego", old),
        (
            "policy/warn.rego",
            "package main\nimport rego.v1\nwarn contains \"w\" if count(input) > 0\n",
        ),
    ]);
    assert_eq!(
        messages(judge(&policy).evaluate(&json!({"kind": "DataProduct"}))),
        ["kind is DataProduct", "no owner", "w"]
    );
    assert_eq!(&*policy.metadata.id.0, "main");
}

#[test]
fn a_builtin_called_wrongly_is_undefined_as_in_opa() {
    let rules = "deny contains \"x\" if not startswith(input.name, \"a\")\ndeny contains \"y\" if not concat(\"\", [input.name])";
    assert_eq!(messages(said(rules, &json!({"name": 1}))), ["x", "y"]);
}

#[test]
fn a_policy_that_contradicts_itself_is_a_fault_with_its_line() {
    let rules = "x := 1 if input.a\n\nx := 2 if input.a\n\ndeny contains \"x\" if x > 0";
    match said(rules, &json!({"a": true})) {
        Err(Fault::Failed { message, line }) => {
            assert_eq!(line, Some(9), "{message}");
            assert!(message.starts_with("rule conflicts with rule at "), "{message}");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(
        messages(said(
            "deny contains \"x\" if input.a / input.b > 1\ndeny contains \"y\"",
            &json!({"a": 1, "b": 0})
        )),
        ["y"]
    );
}

#[test]
fn remediation_is_filled() {
    let policy = policy(&[(
        "area/rule/rule.rego",
        &headed(
            "mesh.area.rule",
            "remediation: Ask {domain} about {actual}; see {nothing}.",
            "deny contains {\"message\": \"m\", \"actual\": 7}",
        ),
    )]);
    let subject = json!({"domain": "sales"});
    let found = violations(judge(&policy).evaluate(&subject));
    assert_eq!(
        policy.remediation(found.first().unwrap(), &subject),
        "Ask sales about 7; see <nothing>."
    );
}

#[test]
fn json_schemas_judge_too() {
    let schema = r#"{
      "title": "Described", "custom": {"package": "mesh.area.described", "subject": ["product", "contract"], "levels": "warn",
        "parameters": {"shortest": {"type": "integer", "default": 3, "tighter": "higher"}}},
      "required": ["description"],
      "properties": {"description": {"minLength": {"$parameter": "shortest"}, "message": "say more than {actual}"}}
    }"#;
    let policy = policy(&[("area/described/described.schema.json", schema)]);
    assert_eq!(
        policy.reads(),
        Fields::Only(["actual", "description"].map(Box::from).into())
    );
    let mut judge = judge(&policy);
    assert_eq!(
        messages(judge.evaluate(&json!({"description": "ab", "id": 1}))),
        ["say more than ab"]
    );
    assert_eq!(judge.evaluate(&json!({"description": "abc"})), Ok(Judged::Pass));
    assert_eq!(messages(judge.evaluate(&json!({}))).len(), 1);
}
