use serde_json::json;

use super::{errors, headed, policy};
use crate::policy::{Class, Direction, Level, Levels, ParameterType, Severity};
use crate::snapshot::Kind;

const RULE: &str = "deny contains \"x\"";

/// The errors of a head with these lines below `custom`, which begin at line 5 and column 5.
fn wrong(custom: &str) -> Vec<String> {
    let told = errors(&[("area/rule/rule.rego", &headed("mesh.area.rule", custom, RULE))]);
    told.iter()
        .map(|told| told.replace("area/rule/rule.rego:", ""))
        .collect()
}

#[test]
fn a_whole_head_is_read() {
    let text = r#"# Licence.

# METADATA
# scope: package
# title: One domain ingests a source
# description: |
#   Two domains load the
#   system twice.
# related_resources:
#   - https://example.org/a
#   - {ref: https://example.org/b, description: more}
# custom:
#   subject: [source, dataset]
#   severity: high
#   code: ING-001
#   class: mandatory
#   levels: {gate: {note: 2027-01-01, deny: 2027-04-01}, audit: warn}
#   parameters:
#     max_domains: {type: integer, default: 1, tighter: lower, description: How many}
#     allowed: {type: set, default: [a, b], tighter: subset}
#   requires: [product, pipeline]
#   remediation: Read the port of {primary_product} instead.
package mesh.ingestion.one_domain_per_source

deny contains "x"
"#;
    let policy = policy(&[("ingestion/one_domain_per_source/one_domain_per_source.rego", text)]);
    let metadata = &policy.metadata;
    assert_eq!(&*metadata.id.0, "mesh.ingestion.one_domain_per_source");
    assert_eq!(
        (&*metadata.title, &*metadata.owner),
        ("One domain ingests a source", "mesh")
    );
    assert_eq!(&*metadata.description, "Two domains load the\nsystem twice.");
    assert_eq!(
        metadata.related_resources,
        ["https://example.org/a", "https://example.org/b"].map(Box::from)
    );
    assert_eq!(metadata.subjects, [Kind::Source, Kind::Dataset]);
    assert_eq!(
        (metadata.severity, metadata.class, metadata.code.as_deref()),
        (Severity::High, Class::Mandatory, Some("ING-001"))
    );
    let day = jiff::civil::date;
    let gate = vec![
        (Some(day(2027, 1, 1)), Level::Note),
        (Some(day(2027, 4, 1)), Level::Deny),
    ];
    assert_eq!(
        metadata.levels,
        Levels {
            gate,
            audit: vec![(None, Level::Warn)]
        }
    );
    let max = metadata.parameters.get("max_domains").unwrap();
    assert_eq!(
        (max.kind, &max.default, max.tighter, &*max.description),
        (ParameterType::Integer, &json!(1), Direction::Lower, "How many")
    );
    assert_eq!(metadata.parameters.len(), 2);
    assert_eq!(metadata.requires, [Kind::Product, Kind::Pipeline]);
    let place = policy.source.place(policy.span);
    assert_eq!((place.line.get(), place.column.get()), (23, 9));
}

#[test]
fn what_is_left_out_has_defaults() {
    let policy = policy(&[(
        "domain/finance/area/rule/rule.rego",
        &headed("domain.finance.area.rule", "", RULE),
    )]);
    let metadata = &policy.metadata;
    assert_eq!((metadata.severity, metadata.class), (Severity::Medium, Class::Default));
    assert_eq!(
        (&metadata.levels, &*metadata.owner),
        (&Levels::always(Level::Deny), "domain.finance")
    );
}

#[test]
fn mistakes_are_shown_where_they_are() {
    assert_eq!(wrong("serverity: high"), ["5:5 unknown key `serverity`"]);
    assert_eq!(wrong("severity: hihg"), ["5:15 `hihg` is no severity"]);
    assert_eq!(wrong("severity: 3"), ["5:15 `severity` must be a word"]);
    assert_eq!(wrong("class: strict"), ["5:12 `strict` is no class"]);
    assert_eq!(wrong("levels: high"), ["5:13 `high` is no level"]);
    assert_eq!(wrong("levels:\n  gate: deny"), ["6:7 `audit` is missing"]);
    assert_eq!(wrong("levels: {gate: deny, audti: warn}").len(), 2);
    assert_eq!(
        wrong("levels: {gate: {deny: 2027-04-01, warn: 2027-01-01}, audit: off}"),
        ["5:45 the stages of `levels` must be in order of date"]
    );
    assert_eq!(
        wrong("levels: {gate: {deny: soon}, audit: off}"),
        ["5:27 `soon` is no date"]
    );
    assert_eq!(
        wrong("levels: {gate: {refuse: 2027-01-01}, audit: off}"),
        ["5:21 `refuse` is no level"]
    );
    assert_eq!(
        wrong("code: [1]"),
        ["5:11 `code` must be letters, digits and `-`, such as ING-001"]
    );
    assert_eq!(
        wrong("requires: [product, pipelin]"),
        ["5:25 `pipelin` is no kind of subject"]
    );
    assert_eq!(
        wrong("remediation: Ask {owner"),
        ["5:22 the placeholder is never closed"]
    );
    assert_eq!(wrong("severity: [high"), wrong("severity: [high"));
    assert!(!wrong("severity: [high").is_empty());
}

#[test]
fn parameters_say_all_of_themselves() {
    let parameter = |text: &str| wrong(&format!("parameters:\n  max: {text}"));
    assert_eq!(parameter("{type: integer, default: 1}"), ["6:7 `tighter` is missing"]);
    assert_eq!(parameter("3").len(), 3);
    assert_eq!(
        parameter("{type: int, default: 1, tighter: lower}"),
        ["6:19 `int` is no type"]
    );
    assert_eq!(
        parameter("{type: integer, default: 1.5, tighter: lower}"),
        ["6:37 the default of `max` is not a whole number"]
    );
    assert_eq!(
        parameter("{type: set, default: [a, a], tighter: subset}"),
        ["6:33 the default of `max` is not a list of different texts"]
    );
    assert_eq!(
        parameter("{type: set, default: [a], tighter: lower}"),
        ["6:47 a parameter of type `set` has no `tighter: lower`"]
    );
    assert_eq!(
        parameter("{type: integer, default: 1, tighter: lower, unit: x}"),
        ["6:56 unknown key `unit`"]
    );
}

#[test]
fn all_mistakes_are_told_at_once() {
    let told =
        wrong("severity: x\nclass: y\nparameters:\n  p: {type: z, default: 1, tighter: lower}\nremediation: \"{\"");
    assert_eq!(told.len(), 4, "{told:?}");
}

#[test]
fn a_title_and_a_subject_are_needed() {
    let headless = |head: &str| {
        let text = format!("{head}package mesh.area.rule\n{RULE}\n");
        errors(&[("area/rule/rule.rego", &text)])
            .iter()
            .map(|told| told.replace("area/rule/rule.rego:", ""))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        headless("# METADATA\n# custom:\n#   subject: product\n"),
        ["2:3 `title` is missing"]
    );
    assert_eq!(
        headless("# METADATA\n# title: T\n# custom:\n#   severity: high\n"),
        ["4:5 `subject` is missing"]
    );
    assert_eq!(
        headless("# METADATA\n# title: T\n# custom:\n#   subjcet: product\n").len(),
        2
    );
    assert_eq!(
        headless("# METADATA\n# titel: T\n# title: T\n# custom:\n#   subject: prodct\n"),
        ["2:3 unknown key `titel`", "5:14 `prodct` is no kind of subject"]
    );
}

#[test]
fn help_names_what_was_meant() {
    let help = |custom: &str| {
        let pack = super::pack(&[("area/rule/rule.rego", &headed("mesh.area.rule", custom, RULE))]);
        pack.errors.first().and_then(crate::policy::PolicyError::help)
    };
    assert_eq!(help("serverity: high").as_deref(), Some("did you mean `severity`?"));
    assert_eq!(
        help("severity: urgent").as_deref(),
        Some("it can be `low`, `medium`, `high` or `critical`")
    );
}
