use super::{errors, folder, headed, pack, policy, told};
use crate::facts::Fields;
use crate::policy::{Class, Foreign, Level, Levels, Namespaces, Severity, Shipped, load, load_with};
use crate::snapshot::Kind;

const RULE: &str = "deny contains \"x\"";

fn rule(package: &str) -> String {
    headed(package, "", RULE)
}

#[test]
fn modules_without_a_head_judge_documents() {
    let files = [
        ("a.rego", "package main\ndeny contains input.a\n"),
        ("b.rego", "package main\nwarn contains \"w\"\n"),
        ("c.rego", "package naming.rules\nwarn_style contains \"w\"\n"),
        ("d.rego", "package helpers\nname := \"x\"\n"),
    ];
    let all = Foreign {
        namespaces: Namespaces::All,
        ..Foreign::default()
    };
    let pack = load_with(&[folder(&files).path().to_owned()], Shipped::Exclude, &all);
    assert!(pack.errors.is_empty());
    let ids: Vec<&str> = pack.policies.iter().map(|policy| &*policy.metadata.id.0).collect();
    assert_eq!(ids, ["main", "naming.rules"]);
    let main = &pack.policies.first().unwrap().metadata;
    assert_eq!(
        (&main.subjects, main.severity, main.class),
        (&vec![Kind::Document], Severity::Medium, Class::Default)
    );
    assert_eq!(main.levels, Levels::always(Level::Deny));
    assert_eq!(
        pack.policies.last().unwrap().metadata.levels,
        Levels::always(Level::Warn)
    );
}

#[test]
fn tests_examples_and_hidden_folders_are_no_policies() {
    let files = [
        ("area/rule/rule.rego", rule("mesh.area.rule")),
        (
            "area/rule/rule_test.rego",
            "package mesh.area.rule_test\ndeny contains \"no policy\"\n".to_owned(),
        ),
        ("area/rule/examples.yaml", "pass: [".to_owned()),
        (".hidden/x.rego", "broken".to_owned()),
        ("README.md", "broken".to_owned()),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    assert_eq!(&*policy(&files).metadata.id.0, "mesh.area.rule");
}

#[test]
fn a_package_is_its_folder() {
    assert_eq!(
        errors(&[("area/other/rule.rego", &rule("mesh.area.rule"))]),
        ["area/other/rule.rego:5:9 package `mesh.area.rule` lies in `area/other`"]
    );
    assert!(errors(&[("mesh/area/rule/rule.rego", &rule("mesh.area.rule"))]).is_empty());
    assert!(
        errors(&[(
            "teams/finance/area/rule/any_name.rego",
            &rule("domain.finance.area.rule")
        )])
        .is_empty()
    );
    assert_eq!(
        errors(&[("rule.rego", &rule("area.rule"))]),
        ["rule.rego:5:9 package `area.rule` belongs to no scope"]
    );
    let inside = folder(&[("area/rule/rule.rego", &rule("mesh.area.rule"))]);
    assert!(
        load(&[inside.path().join("area/rule")], Shipped::Exclude)
            .errors
            .is_empty()
    );
}

#[test]
fn nobody_redefines_anothers_policy() {
    let first = folder(&[("area/rule/rule.rego", &rule("mesh.area.rule"))]);
    let second = folder(&[("area/rule/more.rego", "package mesh.area.rule\nhelper := 1\n")]);
    let pack = load(&[first.path().to_owned(), second.path().to_owned()], Shipped::Exclude);
    assert_eq!(pack.errors.len(), 1);
    let error = pack.errors.first().unwrap();
    assert_eq!(
        told(error, second.path()),
        "area/rule/more.rego:1:9 package `mesh.area.rule` is defined twice"
    );
    assert!(
        error
            .related
            .as_ref()
            .unwrap()
            .0
            .name()
            .ends_with("area/rule/rule.rego")
    );
    assert!(pack.policies.is_empty());
    let within = errors(&[
        ("area/rule/rule.rego", &rule("mesh.area.rule")),
        ("x/area/rule/rule.rego", &rule("mesh.area.rule")),
    ]);
    assert_eq!(
        within,
        ["x/area/rule/rule.rego:5:9 package `mesh.area.rule` is defined twice"]
    );
}

#[test]
fn a_code_names_one_policy() {
    let coded = |package: &str| headed(package, "code: ING-001", RULE);
    let told = errors(&[
        ("area/a/a.rego", &coded("mesh.area.a")),
        ("area/b/b.rego", &coded("mesh.area.b")),
    ]);
    assert_eq!(told, ["area/b/b.rego:5:11 the code `ING-001` is given twice"]);
}

#[test]
fn names_that_meshgov_gives_are_kept() {
    for package in ["parameters", "parameters.x", "meshgov"] {
        let told = errors(&[("p.rego", &format!("package {package}\nx := 1\n"))]);
        assert_eq!(told, [format!("p.rego:1:9 `data.{package}` is given by meshgov")]);
    }
    assert_eq!(
        errors(&[("data.json", r#"{"parameters": {}}"#)]),
        ["data.json:1:2 `data.parameters` is given by meshgov"]
    );
    let first = folder(&[("lib/x.rego", "package lib.x\na := 1\n")]);
    let second = folder(&[("lib/x.rego", "package lib.x\nb := 1\n")]);
    let pack = load(&[first.path().to_owned(), second.path().to_owned()], Shipped::Exclude);
    assert_eq!(
        pack.errors
            .iter()
            .map(|error| told(error, second.path()))
            .collect::<Vec<_>>(),
        ["lib/x.rego:1:9 package `lib.x` is defined twice"]
    );
}

#[test]
fn data_never_stands_for_a_rule() {
    let told = errors(&[
        ("p.rego", "package main\ndeny contains \"x\"\n"),
        ("main/data.yaml", "deny: []\n"),
    ]);
    assert_eq!(told, ["p.rego:2:1 `data.main.deny` is defined twice"]);
    let told = errors(&[("data.json", r#"{"a": {"b": 1}}"#), ("a/data.json", r#"{"b": 2}"#)]);
    assert_eq!(told, ["data.json:1:8 `data.a.b` is defined twice"]);
}

#[test]
fn a_manifest_bounds_its_bundle() {
    let manifest = (".manifest", r#"{"roots": ["mesh/area", "lib"]}"#);
    let told = errors(&[
        manifest,
        ("p.rego", "package other\nx := 1\n"),
        ("data.json", r#"{"x": 1, "lib": {"y": 1}}"#),
    ]);
    assert_eq!(
        told,
        [
            "data.json:1:2 `x` lies outside the bundle's roots",
            "p.rego:1:9 `other` lies outside the bundle's roots"
        ]
    );
    assert_eq!(
        errors(&[(".manifest", r#"{"roots": "mesh"}"#), ("data.json", "{}")]),
        [".manifest:1:11 `roots` must be a list of paths"]
    );
    let old = "package main\ndeny[msg] { msg := \"x\" }\n";
    assert!(errors(&[(".manifest", r#"{"rego_version": 0}"#), ("p.rego", old)]).is_empty());
}

#[test]
fn rules_that_judge_are_sets() {
    let told = |rule: &str| errors(&[("p.rego", &format!("package main\n{rule}\n"))]);
    assert_eq!(
        told("deny if input.a"),
        ["p.rego:2:1 `deny` must be a set of violations"]
    );
    assert_eq!(told("deny := true"), ["p.rego:2:1 `deny` must be a set of violations"]);
    assert_eq!(told("default deny := false\ndeny if input.a").len(), 2);
    assert_eq!(
        told("deny[\"x\"] := 1"),
        ["p.rego:2:1 `deny` must be a set of violations"]
    );
    let headed_rules = headed("mesh.area.rule", "", "deny contains \"x\"\ncannot_evaluate := \"y\"");
    assert_eq!(
        errors(&[("area/rule/rule.rego", &headed_rules)]),
        ["area/rule/rule.rego:8:1 `cannot_evaluate` must be a set of violations"]
    );
    let headed = headed("mesh.area.rule", "", "allow := true");
    assert_eq!(
        errors(&[("area/rule/rule.rego", &headed)]),
        ["area/rule/rule.rego:5:9 policy `mesh.area.rule` defines no `deny`, `violation` or `warn`"]
    );
}

#[test]
fn broken_rego_is_shown_and_the_rest_is_loaded() {
    let files = [
        ("good/p.rego", "package main\ndeny contains \"x\"\n"),
        (
            "bad/p.rego",
            "package bad\n\ndeny contains \"x\" if {\n\tinput.a == \n}\n",
        ),
        (
            "unsafe/p.rego",
            "package unsafe\ndeny contains x if {\n\tinput.a == y\n}\n",
        ),
        (
            "old/p.rego",
            "# METADATA\n# title: T\npackage old\ndeny[msg] { msg := \"x\" }\n",
        ),
    ];
    let pack = pack(&files);
    assert_eq!(pack.policies.len(), 1);
    let errors = errors(&files);
    assert_eq!(errors.len(), 3, "{errors:?}");
    for (error, place) in errors
        .iter()
        .zip(["bad/p.rego:5:1 ", "old/p.rego:4:", "unsafe/p.rego:3:"])
    {
        assert!(error.starts_with(place), "{errors:?}");
    }
    let help = pack.errors.get(1).unwrap().help();
    assert_eq!(
        help.as_deref(),
        Some("write `deny contains msg if {`; `opa fmt --write --v0-v1` rewrites the file")
    );
}

#[test]
fn variables_that_nothing_binds_are_errors() {
    let told = errors(&[("p.rego", "package main\ndeny contains \"x\" if {\n\tinput.a == y\n}\n")]);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told.concat().starts_with("p.rego:3:"), "{told:?}");
}

#[test]
fn files_that_cannot_be_read_are_errors() {
    let folder = folder(&[("a.rego", "package main\ndeny contains \"x\"\n")]);
    std::fs::write(folder.path().join("b.rego"), b"package b\n\xff").unwrap();
    std::fs::write(folder.path().join("c.rego"), vec![b' '; (1 << 20) + 1]).unwrap();
    let missing = folder.path().join("missing");
    let pack = load(&[folder.path().to_owned(), missing], Shipped::Exclude);
    let told: Vec<String> = pack.errors.iter().map(|error| told(error, folder.path())).collect();
    assert_eq!(pack.policies.len(), 1);
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(
        told.concat()
            .contains("b.rego:2:1 it could not be read: it is not UTF-8"),
        "{told:?}"
    );
    assert!(
        told.concat().contains("c.rego:1:1 the file has 1048577 bytes"),
        "{told:?}"
    );
}

#[cfg(unix)]
#[test]
fn links_out_of_the_folder_are_not_followed() {
    let outside = folder(&[("p.rego", "package main\ndeny contains \"x\"\n")]);
    let inside = folder(&[("real/p.rego", "package main\nwarn contains \"x\"\n")]);
    std::os::unix::fs::symlink(outside.path(), inside.path().join("link")).unwrap();
    std::os::unix::fs::symlink(outside.path().join("p.rego"), inside.path().join("file.rego")).unwrap();
    let pack = load(&[inside.path().to_owned()], Shipped::Exclude);
    assert!(pack.errors.is_empty());
    assert_eq!(
        pack.policies.first().unwrap().metadata.levels,
        Levels::always(Level::Warn)
    );
}

#[test]
fn what_a_policy_reads_goes_through_the_library() {
    let policy = policy(&[
        (
            "area/rule/rule.rego",
            &headed(
                "mesh.area.rule",
                "",
                "import data.lib.tags\ndeny contains \"x\" if tags.owner != input.name",
            ),
        ),
        (
            "lib/tags.rego",
            "package lib.tags\nowner := input.effective_tags.owner\n",
        ),
        ("lib/other.rego", "package lib.other\nx := input.unread\n"),
    ]);
    assert_eq!(
        policy.reads(),
        Fields::Only(["effective_tags", "name"].map(Box::from).into())
    );
}

#[test]
fn the_shipped_pack_is_sound() {
    let pack = load(&[], Shipped::Include);
    let told: Vec<String> = pack
        .errors
        .iter()
        .map(|error| format!("{}: {}", error.source.name(), error.message()))
        .collect();
    assert!(told.is_empty(), "{told:#?}");
}
