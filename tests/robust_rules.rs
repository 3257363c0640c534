//! Every example of every rule with one field nulled or removed, in turn: no rule breaks, none calls a failing subject clean
//! because a fact is missing, and `opa` sees it alike.
//!
//! Unknown facts are `null`. The two interpreters differ there: `not f(input.absent)` holds for regorus and is undefined for
//! opa, and iterating over `null` or counting with it breaks regorus. So a rule that forgets to guard is found here.
//!
//! `MESHGOV_OPA` names the opa executable; without it that test says that it was skipped.

#![expect(
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test that cannot judge should say so loudly"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use meshgov::policy::testing::{WrittenExample, written_examples};
use meshgov::policy::{JudgeLimits, Judged, Pack, Policy, PolicyId, Shipped, load};
use rayon::prelude::*;
use serde_json::{Map, Value, json};

/// The failing examples that pass, rightly, without a field that may be null: the rule, the field (`[]` stands for every
/// element of a list), and why.
const CLEARED: &[(&str, &str, &str)] = &include!("robust/cleared.in");

/// A subject, and what it is an example of.
struct Case {
    policy: Arc<Policy>,
    example: Box<str>,
    /// How it was changed; none as it is written.
    change: Option<Change>,
    input: Value,
    parameters: BTreeMap<Box<str>, Value>,
    as_of: jiff::civil::Date,
}

#[derive(Clone)]
struct Change {
    /// The field, as `node.tags` or `owners[].name`.
    field: String,
    /// The same with the index of the element.
    place: String,
    how: &'static str,
}

impl Case {
    fn told(&self) -> String {
        let change = self.change.as_ref().map_or_else(
            || "as it is written".to_owned(),
            |change| format!("{} {}", change.place, change.how),
        );
        format!("{} `{}`, {change}", self.policy.metadata.id, self.example)
    }
}

/// A subject with one member, at the first or the second level, nulled or removed.
fn changed(input: &Value) -> Vec<(Change, Value)> {
    let mut pointers = Vec::new();
    for (name, value) in input.as_object().into_iter().flatten() {
        if name == "kind" {
            continue;
        }
        let top = format!("/{}", escaped(name));
        pointers.push((name.clone(), name.clone(), String::new(), name.clone()));
        for inner in value.as_object().into_iter().flat_map(Map::keys) {
            let told = format!("{name}.{inner}");
            pointers.push((told.clone(), told, top.clone(), inner.clone()));
        }
        for (index, element) in value.as_array().into_iter().flatten().enumerate() {
            for inner in element.as_object().into_iter().flat_map(Map::keys) {
                pointers.push((
                    format!("{name}[].{inner}"),
                    format!("{name}[{index}].{inner}"),
                    format!("{top}/{index}"),
                    inner.clone(),
                ));
            }
        }
    }
    let mut changes = Vec::new();
    for (field, place, parent, member) in pointers {
        for how in ["null", "removed"] {
            let mut input = input.clone();
            let object = input
                .pointer_mut(&parent)
                .and_then(Value::as_object_mut)
                .expect("the parent is an object");
            let before = if how == "null" {
                object.insert(member.clone(), Value::Null)
            } else {
                object.remove(&member)
            };
            if how == "removed" || before != Some(Value::Null) {
                let (field, place) = (field.clone(), place.clone());
                changes.push((Change { field, place, how }, input));
            }
        }
    }
    changes
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Every example as it is written, followed by what becomes of it without one of its fields.
fn cases(pack: &Pack, written: &BTreeMap<PolicyId, Vec<WrittenExample>>) -> Vec<Vec<Case>> {
    let mut cases = Vec::new();
    for policy in &pack.policies {
        for written in written.get(&policy.metadata.id).into_iter().flatten() {
            let example = &written.example;
            let defaults = policy.metadata.parameters.iter();
            let mut parameters: BTreeMap<Box<str>, Value> = defaults
                .map(|(name, parameter)| (name.clone(), parameter.default.clone()))
                .collect();
            parameters.extend(example.parameters.clone());
            let case = |change, input| Case {
                policy: Arc::clone(policy),
                example: example.name.clone(),
                change,
                input,
                parameters: parameters.clone(),
                as_of: example.as_of.unwrap_or(jiff::civil::date(2026, 1, 1)),
            };
            let mut of_example = vec![case(None, example.input.clone())];
            let changes = changed(&example.input).into_iter();
            of_example.extend(changes.map(|(change, input)| case(Some(change), input)));
            cases.push(of_example);
        }
    }
    cases
}

fn all_cases() -> Vec<Vec<Case>> {
    let pack = load(&[], Shipped::Include);
    assert!(pack.errors.is_empty(), "{:?}", pack.errors);
    let written = written_examples(&pack, &[], Shipped::Include);
    let cases = cases(&pack, &written);
    assert!(cases.len() > pack.policies.len(), "every rule has examples");
    cases
}

/// The outcome of each case of one example, by the word for it; a fault with what it says.
fn judged(cases: &[Case]) -> Vec<String> {
    let Some(first) = cases.first() else {
        return Vec::new();
    };
    let mut judge = first
        .policy
        .judge(&first.parameters, first.as_of, &JudgeLimits::default())
        .expect("the policy can judge");
    cases
        .iter()
        .map(|case| match judge.evaluate(&case.input) {
            Ok(Judged::Pass) => "pass".to_owned(),
            Ok(Judged::NotApplicable) => "not_applicable".to_owned(),
            Ok(Judged::Violations(_)) => "violation".to_owned(),
            Ok(Judged::CannotEvaluate(_)) => "cannot_evaluate".to_owned(),
            Err(fault) => format!("fault: {fault}"),
        })
        .collect()
}

fn outcomes(examples: &[Vec<Case>]) -> Vec<Vec<String>> {
    examples.par_iter().map(|cases| judged(cases)).collect()
}

#[test]
fn no_rule_breaks_where_a_field_is_missing() {
    let examples = all_cases();
    let outcomes = outcomes(&examples);
    let pairs = examples.iter().flatten().zip(outcomes.iter().flatten());
    let faults: Vec<String> = pairs
        .filter(|(_, outcome)| outcome.starts_with("fault"))
        .map(|(case, outcome)| format!("{}: {outcome}", case.told()))
        .collect();
    assert!(faults.is_empty(), "{} faults: {faults:#?}", faults.len());
}

#[test]
fn no_failing_subject_passes_because_a_field_is_missing() {
    let examples = all_cases();
    let outcomes = outcomes(&examples);
    let mut cleared = BTreeSet::new();
    for (cases, outcomes) in examples.iter().zip(&outcomes) {
        if outcomes.first().is_none_or(|outcome| outcome != "violation") {
            continue;
        }
        for (case, outcome) in cases.iter().zip(outcomes) {
            if let (Some(change), "pass") = (&case.change, outcome.as_str())
                && change.how == "null"
                && may_be_null(case, &change.field)
            {
                cleared.insert((case.policy.metadata.id.to_string(), change.field.clone()));
            }
        }
    }
    let known: BTreeSet<(String, String)> = CLEARED
        .iter()
        .map(|(rule, field, _)| ((*rule).to_owned(), (*field).to_owned()))
        .collect();
    let wrong: Vec<_> = cleared.difference(&known).collect();
    let stale: Vec<_> = known.difference(&cleared).collect();
    assert!(
        wrong.is_empty() && stale.is_empty(),
        "pass without the field: {wrong:#?}\nno longer pass without it: {stale:#?}"
    );
}

/// Whether facts give null for a field, by the schema of its kind; what the schema leaves open may be null.
fn may_be_null(case: &Case, field: &str) -> bool {
    let kinds = case.policy.metadata.subjects.iter();
    kinds.map(|kind| kind.name()).any(|kind| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("schemas/subjects/{kind}.schema.json"));
        let text = fs::read_to_string(path).expect("each kind has a schema");
        let schema: Value = serde_json::from_str(&text).expect("the schema is JSON");
        let mut at = vec![&schema];
        for name in field.split('.') {
            let (name, items) = name.strip_suffix("[]").map_or((name, false), |name| (name, true));
            at = step(&schema, &at, |one| &one["properties"][name]);
            if items {
                at = step(&schema, &at, |one| &one["items"]);
            }
        }
        // What is not described is a tag, a native field or another kind's.
        let null = Value::from("null");
        let admits =
            |one: &&Value| one["type"] == null || one["type"].as_array().is_some_and(|all| all.contains(&null));
        at.iter().any(admits)
    })
}

/// What a step leads to in each of these schemas, every alternative by itself.
fn step<'a>(schema: &'a Value, at: &[&'a Value], to: impl Fn(&'a Value) -> &'a Value) -> Vec<&'a Value> {
    let mut waiting: Vec<&Value> = at.iter().map(|one| to(one)).collect();
    let mut found = Vec::new();
    while let Some(one) = waiting.pop() {
        let reference = one["$ref"].as_str().and_then(|to| to.strip_prefix('#'));
        waiting.extend(reference.and_then(|pointer| schema.pointer(pointer)));
        for several in ["anyOf", "oneOf"] {
            waiting.extend(one[several].as_array().into_iter().flatten());
        }
        found.push(one);
    }
    found
}

/// A module that judges all cases of all rules: for each the outcome, as meshgov words it.
fn module(examples: &[Vec<Case>]) -> String {
    let mut module = String::from("package robust\n");
    let policies: BTreeMap<&str, &Arc<Policy>> = examples
        .iter()
        .flatten()
        .map(|case| (&*case.policy.metadata.id.0, &case.policy))
        .collect();
    for (number, (id, policy)) in policies.iter().enumerate() {
        let Some(text) = rego(policy) else {
            continue;
        };
        let mut bodies = String::new();
        for (rule, outcome, holds) in [
            ("not_applicable", "not_applicable", ""),
            ("deny", "violation", "count("),
            ("cannot_evaluate", "cannot_evaluate", "count("),
        ] {
            let is_defined = text.lines().any(|line| line.starts_with(rule));
            let close = if holds.is_empty() { "" } else { ") > 0" };
            if is_defined {
                write!(bodies, "\"{outcome}\" if {holds}data.{id}.{rule}{close}\nelse := ")
                    .expect("a string can be written");
            }
        }
        write!(
            module,
            "\noutcome_{number} := {bodies}\"pass\"\n\n\
             outcomes[\"{id}\"] := [outcome | some case in data.cases[\"{id}\"]\n\
             outcome := outcome_{number} with input as case.input with data.parameters as case.parameters \
             with data.meshgov.as_of as case.as_of]\n"
        )
        .expect("a string can be written");
    }
    module
}

/// The rule's text; none for a JSON Schema.
fn rego(policy: &Policy) -> Option<String> {
    let folders = policy.metadata.id.0.strip_prefix("mesh.")?.replace('.', "/");
    let name = folders.rsplit('/').next()?;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("policies/{folders}/{name}.rego"));
    fs::read_to_string(path).ok()
}

#[test]
fn opa_sees_alike_where_a_field_is_missing() {
    let Some(opa) = std::env::var_os("MESHGOV_OPA").filter(|name| !name.is_empty()) else {
        eprintln!("skipped: MESHGOV_OPA does not name an opa executable");
        return;
    };
    let examples = all_cases();
    let ours = outcomes(&examples);
    let mut cases: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    let mut expected: BTreeMap<String, Vec<(String, &str)>> = BTreeMap::new();
    for (case, outcome) in examples.iter().flatten().zip(ours.iter().flatten()) {
        let id = case.policy.metadata.id.to_string();
        cases
            .entry(id.clone())
            .or_default()
            .push(json!({"input": case.input, "parameters": case.parameters, "as_of": case.as_of.to_string()}));
        expected.entry(id).or_default().push((case.told(), outcome));
    }
    let theirs = asked(&PathBuf::from(opa), &module(&examples), &json!({"cases": cases}));
    let theirs = theirs.as_object().expect("opa gives outcomes by rule");
    assert!(theirs.len() > 90, "opa judged {} rules", theirs.len());
    let mut differences = Vec::new();
    for (id, outcomes) in theirs {
        let outcomes = outcomes.as_array().expect("outcomes are a list");
        let expected = expected.get(id).expect("the rule was asked about");
        assert_eq!(outcomes.len(), expected.len(), "{id}");
        for ((told, ours), theirs) in expected.iter().zip(outcomes) {
            if theirs != ours {
                differences.push(format!("{told}: {ours} by meshgov, {theirs} by opa"));
            }
        }
    }
    assert!(
        differences.is_empty(),
        "{} differences: {differences:#?}",
        differences.len()
    );
}

/// What opa gives for the outcomes of this module and these data.
fn asked(opa: &Path, module: &str, data: &Value) -> Value {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (rego, cases) = (folder.path().join("robust.rego"), folder.path().join("cases.json"));
    fs::write(&rego, module).expect("the module is written");
    fs::write(&cases, data.to_string()).expect("the cases are written");
    let output = Command::new(opa)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["eval", "--format", "json", "--data", "policies", "--data"])
        .arg(&rego)
        .arg("--data")
        .arg(&cases)
        .arg("data.robust.outcomes")
        .output()
        .expect("opa runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let answer: Value = serde_json::from_slice(&output.stdout).expect("opa answers in JSON");
    answer["result"][0]["expressions"][0]["value"].clone()
}
