//! Policies without metadata, read as conftest reads them.

use std::sync::Arc;

use serde_json::json;

use super::{folder, judge, pack, policy, told};
use crate::policy::{Dialect, Fault, Foreign, Judged, Level, Namespaces, Pack, Shipped, Violation, load_with};

fn said(rules: &str) -> Result<Judged, Fault> {
    judge(&policy(&[("p.rego", &format!("package main\n{rules}\n"))])).evaluate(&json!({"a": 1}))
}

fn violations(rules: &str) -> Vec<Violation> {
    match said(rules) {
        Ok(Judged::Violations(violations)) => violations,
        other => panic!("{other:?}"),
    }
}

fn messages(rules: &str) -> Vec<String> {
    let violations = violations(rules);
    violations
        .iter()
        .map(|violation| violation.message.to_string())
        .collect()
}

fn read(files: &[(&str, &str)], foreign: &Foreign) -> Pack {
    load_with(&[folder(files).path().to_owned()], Shipped::Exclude, foreign)
}

fn ids(pack: &Pack) -> Vec<&str> {
    pack.policies.iter().map(|policy| &*policy.metadata.id.0).collect()
}

#[test]
fn what_describes_a_result_decides_nothing() {
    let rules =
        r#"deny contains {"msg": "m", "message": {"x": 1}, "level": "note", "key": 5, "parties": 1, "path": [true]}"#;
    assert_eq!(violations(rules), [Violation::saying("m")]);
    let found = violations(r#"warn_x contains {"msg": "m", "path": ["a", 0], "remediation": "r", "actual": 1}"#);
    let found = found.first().unwrap();
    assert_eq!((found.path.len(), found.remediation.as_deref()), (2, Some("r")));
    assert_eq!((found.level, &found.actual), (Some(Level::Warn), &Some(json!(1))));
}

#[test]
fn plain_lists_are_results_and_other_values_none() {
    assert_eq!(
        messages("deny_a := [\"x\", \"y\"]\nwarn_limit := 5\ndeny_b := {\"z\"}"),
        ["x", "y", "z"]
    );
    assert_eq!(said("deny_limit := 5\ndeny contains \"\""), Ok(Judged::Pass));
}

#[test]
fn our_own_words_mean_nothing_to_conftest() {
    assert_eq!(
        messages("not_applicable if true\ncannot_evaluate := 1\ndeny contains \"x\""),
        ["x"]
    );
}

#[test]
fn what_is_no_result_is_a_fault() {
    for rules in [
        "deny contains 3",
        r#"deny contains {"msg": 3}"#,
        r#"deny contains {"text": "x"}"#,
    ] {
        assert!(matches!(said(rules), Err(Fault::Malformed { .. })), "{rules}");
    }
}

#[test]
fn exceptions_cover_rules_by_their_bare_names() {
    let rules = r#"
deny contains "plain"
deny_root contains "root"
violation_root contains "worse root"
warn_other contains "other"
exception contains rules if {
	input.a == 1
	rules := ["root", "unheard of"]
}
"#;
    let told: Vec<(String, Option<String>)> = violations(rules)
        .iter()
        .map(|violation| {
            (
                violation.message.to_string(),
                violation.exception.as_deref().map(str::to_owned),
            )
        })
        .collect();
    let question = Some("data.main.exception[_][_] == \"root\"".to_owned());
    let expected = [
        ("other", None),
        ("plain", None),
        ("root", question.clone()),
        ("worse root", question),
    ];
    assert_eq!(
        told,
        expected.map(|(message, exception)| (message.to_owned(), exception))
    );
}

#[test]
fn an_empty_name_excepts_rules_without_suffix() {
    let found = violations("deny contains \"plain\"\ndeny_x contains \"x\"\nexception contains [\"\"]");
    let covered: Vec<bool> = found.iter().map(|violation| violation.exception.is_some()).collect();
    assert_eq!(covered, [true, false]);
}

#[test]
fn only_the_named_packages_judge() {
    let files = [
        ("a.rego", "package main\ndeny contains \"x\"\n"),
        ("b.rego", "package main.sub\ndeny contains \"x\"\n"),
        ("c.rego", "package other\ndeny if input.a\nwarn := true\n"),
        ("d.rego", "package helper\nx := 1\n"),
    ];
    let found = pack(&files);
    assert_eq!(
        (ids(&found), found.unheard.clone()),
        (vec!["main"], vec!["main.sub".into(), "other".into()])
    );
    assert!(found.errors.is_empty());
    let foreign = |patterns: &[&str]| Foreign {
        namespaces: Namespaces::Matching(patterns.iter().map(|pattern| Box::from(*pattern)).collect()),
        ..Foreign::default()
    };
    assert_eq!(ids(&read(&files, &foreign(&["main*"]))), ["main", "main.sub"]);
    let all = Foreign {
        namespaces: Namespaces::All,
        ..Foreign::default()
    };
    assert_eq!(read(&files, &all).errors.len(), 2, "`deny if` would pass by silence");
}

#[test]
fn what_is_broken_in_another_package_is_an_error() {
    let files = [
        ("a.rego", "package main\ndeny contains \"x\"\n"),
        ("b.rego", "package other\ndeny contains x if input.a == y\n"),
    ];
    assert_eq!(pack(&files).errors.len(), 1);
}

#[test]
fn the_dialect_is_that_of_the_bundle_or_of_the_run() {
    // Before v1 this is a rule named `if`; since then it is none.
    let old = "package main\ndeny[msg] { some if; if := input.a; msg := sprintf(\"%v\", [if]) }\n";
    let v0 = Foreign {
        dialect: Dialect::V0,
        ..Foreign::default()
    };
    assert!(!pack(&[("p.rego", old)]).errors.is_empty());
    assert!(read(&[("p.rego", old)], &v0).errors.is_empty());
    assert!(
        pack(&[("p.rego", old), (".manifest", r#"{"rego_version": 0}"#)])
            .errors
            .is_empty()
    );
    let said_v1 = [("p.rego", old), (".manifest", r#"{"rego_version": 1}"#)];
    assert!(!read(&said_v1, &v0).errors.is_empty());
    let new = "package main\nimport rego.v1\ndeny contains \"x\" if input.a\n";
    assert!(read(&[("p.rego", new)], &v0).errors.is_empty());
}

#[test]
fn data_lies_below_its_folders_and_not_its_file() {
    let data = folder(&[
        ("x.yaml", "a: 1\n"),
        ("sub/y.json", r#"{"b": 2}"#),
        ("sub/note.txt", "no data"),
    ]);
    let policies = folder(&[(
        "p.rego",
        "package main\ndeny contains sprintf(\"%v %v\", [data.a, data.sub.b])\n",
    )]);
    let foreign = Foreign {
        data: vec![data.path().to_owned()],
        ..Foreign::default()
    };
    let pack = load_with(&[policies.path().to_owned()], Shipped::Exclude, &foreign);
    assert!(pack.errors.is_empty(), "{:?}", pack.errors);
    let policy = Arc::clone(pack.policies.first().unwrap());
    assert_eq!(
        judge(&policy).evaluate(&json!({})),
        Ok(Judged::Violations(vec![Violation::saying("1 2")]))
    );
}

#[test]
fn data_that_is_not_there_is_an_error() {
    let empty = folder(&[("x.txt", "")]);
    let foreign = Foreign {
        data: vec![empty.path().to_owned()],
        ..Foreign::default()
    };
    let pack = load_with(&[], Shipped::Exclude, &foreign);
    let told: Vec<String> = pack.errors.iter().map(|error| told(error, empty.path())).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told.concat().contains("there is no YAML or JSON here"), "{told:?}");
}

/// The errors of a rule, with what to do.
fn refused(rule: &str) -> Vec<(String, String)> {
    let folder = folder(&[("p.rego", &format!("package main\n{rule}\n"))]);
    let pack = load_with(&[folder.path().to_owned()], Shipped::Exclude, &Foreign::default());
    pack.errors
        .iter()
        .map(|error| (told(error, folder.path()), error.help().unwrap_or_default()))
        .collect()
}

#[test]
fn what_opa_has_and_we_have_not_is_an_error_with_the_alternative() {
    let expected = [
        (
            "deny contains \"x\" if io.jwt.decode(input.a)",
            "p.rego:2:22 `io.jwt.decode` is a builtin of OPA that is not here",
            "policies handle no keys, tokens or certificates: judge what a fact says of them",
        ),
        (
            "deny contains $\"{input.a}\"",
            "p.rego:2:15 invalid character",
            "texts with `{...}` in them are not here: write `sprintf(\"... %v\", [...])`",
        ),
        (
            "deny contains \"x\" if data.conftest.file.name == \"a\"",
            "p.rego:2:22 `data.conftest` is not here",
            "a policy judges what a document holds, wherever it lies; the report names the file",
        ),
    ];
    for (rule, error, help) in expected {
        assert_eq!(refused(rule), [(error.to_owned(), help.to_owned())], "{rule}");
    }
}

#[test]
fn the_severity_of_others_is_not_ours() {
    let annotated = "# METADATA\n# custom:\n#   severity: HIGH\npackage main\ndeny contains \"x\"\n";
    assert_eq!(ids(&pack(&[("p.rego", annotated)])), ["main"]);
}
