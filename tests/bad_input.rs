//! Input that is broken in every way we could think of: a clear message with its place and what to do, the right exit code,
//! and every other file still judged.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot write its files should fail loudly"
)]

mod command;

use std::fs;
use std::process::Stdio;

use command::{CONTRACT, HEAD, Mesh, Run, findings, has_planted, problems};
use serde_json::Value;

/// Puts a file beside the planted violation, and gives the problem that is told of it.
fn problem_of(name: &str, content: impl AsRef<[u8]>) -> (Value, Value) {
    let mesh = Mesh::planted();
    let file = format!("mesh/{name}");
    mesh.write(&file, content);
    let (code, report) = mesh.check(&["mesh"]);
    assert_eq!(code, 1, "the planted violation fails the run");
    assert!(has_planted(&report), "the other files are judged");
    let problem = problems(&report)
        .find(|problem| problem["location"]["file"] == *file)
        .unwrap_or_else(|| panic!("{name} is no problem: {:#}", report["problems"]))
        .clone();
    let human = mesh.run(&["check", "mesh"]);
    assert_eq!((human.code, human.stderr.as_str()), (1, ""));
    let told = human.stdout.split_once("\nproblems").expect("problems have a part").1;
    assert!(told.contains(&file) && told.contains("next "), "{told}");
    (problem, report)
}

fn at(problem: &Value) -> (u64, u64) {
    let number = |key: &str| problem["location"][key].as_u64().unwrap_or(0);
    (number("line"), number("column"))
}

fn says(problem: &Value, words: &str) {
    let message = problem["message"].as_str().unwrap_or_default();
    assert!(message.contains(words), "{words:?} is missing in {message:?}");
}

#[test]
fn an_empty_folder_is_not_clean() {
    let mesh = Mesh::empty();
    fs::create_dir(mesh.path().join("mesh")).expect("a folder can be made");
    let run = mesh.run(&["check", "mesh"]);
    assert_eq!(run.code, 3);
    assert!(
        run.stdout.contains("nothing was evaluated: no contract"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("next "), "{}", run.stdout);
    mesh.write("mesh/package.json", "{\"name\": \"of another tool\"}");
    let (code, report) = mesh.check(&["mesh"]);
    assert_eq!((code, &report["verdict"]), (3, &"untrusted".into()));
    assert_eq!(problems(&report).count(), 0, "files of others are not complained about");
}

#[test]
fn a_run_without_policies_says_so() {
    let run = Mesh::planted().run(&["check", "mesh", "--no-default-policies"]);
    assert_eq!(run.code, 3);
    assert!(run.stdout.contains("no policy is in force"), "{}", run.stdout);
}

#[cfg(unix)]
#[test]
fn an_unreadable_folder_is_a_problem_and_no_pass() {
    use std::os::unix::fs::PermissionsExt as _;
    let mesh = Mesh::fabrikam();
    mesh.write("mesh/locked/contract.yaml", CONTRACT);
    let locked = mesh.path().join("mesh/locked");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).expect("rights can be taken");
    let stays_open = fs::read_dir(&locked).is_ok();
    let (code, report) = mesh.check(&["mesh"]);
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o755)).expect("rights can be given back");
    if stays_open {
        // The superuser reads everything, so that the folder is not unreadable and its contract counts.
        assert_eq!(code, 1, "the contract in it was judged");
        return;
    }
    assert_eq!(code, 3);
    let problem = problems(&report).next().expect("it is a problem");
    assert_eq!(problem["code"], "unreadable");
    assert_eq!(problem["location"]["file"], "mesh/locked");
}

#[cfg(unix)]
#[test]
fn a_link_to_nowhere_and_a_folder_that_is_called_like_a_file_disturb_nothing() {
    let mesh = Mesh::planted();
    std::os::unix::fs::symlink("/nonexistent/x.yaml", mesh.path().join("mesh/dangling.yaml")).expect("a link is made");
    mesh.write("mesh/folder.yaml/inner.yaml", CONTRACT.replace("9cf30553", "aaaaaaaa"));
    let (code, report) = mesh.check(&["mesh"]);
    assert_eq!((code, report["summary"]["documents"].as_u64()), (1, Some(3)));
    assert!(has_planted(&report));
    mesh.run(&["check", "mesh/dangling.yaml"])
        .refused(&["mesh/dangling.yaml does not exist"]);
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_root_is_not_followed() {
    let mesh = Mesh::planted();
    mesh.write("outside/contract.yaml", CONTRACT.replace("9cf30553", "aaaaaaaa"));
    for (target, link) in [
        ("../outside", "mesh/folder"),
        ("../outside/contract.yaml", "mesh/file.yaml"),
    ] {
        std::os::unix::fs::symlink(target, mesh.path().join(link)).expect("a link is made");
    }
    let (_, report) = mesh.check(&["mesh"]);
    assert_eq!(report["summary"]["documents"], 2);
}

#[test]
fn hidden_and_ignored_files_are_left_out() {
    let mesh = Mesh::planted();
    let other = CONTRACT.replace("9cf30553", "aaaaaaaa");
    mesh.write("mesh/.hidden/contract.yaml", &other);
    mesh.write("mesh/build/contract.yaml", &other);
    mesh.write("mesh/.gitignore", "build/\n");
    let (_, report) = mesh.check(&["mesh"]);
    assert_eq!(report["summary"]["documents"], 2);
    fs::remove_file(mesh.path().join("mesh/.gitignore")).expect("the file can be removed");
    let (_, report) = mesh.check(&["mesh"]);
    assert_eq!(report["summary"]["documents"], 3);
}

#[test]
fn broken_yaml_is_told_with_its_place() {
    let (problem, report) = problem_of(
        "x.yaml",
        "apiVersion: v3.1.0\nkind: DataContract\nid: x\nname: [a, b\nversion: 1\n",
    );
    assert_eq!(problem["code"], "syntax");
    assert!((4..=5).contains(&at(&problem).0), "{problem:#}");
    assert!(report["summary"]["distrust"].to_string().contains("mesh/x.yaml"));
}

#[test]
fn broken_json_is_told_with_its_place() {
    let (problem, _) = problem_of("x.json", "{\n  \"kind\": \"DataContract\",\n  \"id\": \"x\",,\n}\n");
    assert_eq!((problem["code"].as_str(), at(&problem)), (Some("syntax"), (3, 13)));
}

#[test]
fn every_problem_of_a_file_is_told_at_once() {
    let mesh = Mesh::planted();
    mesh.write(
        "mesh/x.yaml",
        "kind: DataContract\na: 1\na: 2\nb: 1\nb: 2\n---\nc: *unknown\n",
    );
    let (_, report) = mesh.check(&["mesh"]);
    let lines: Vec<u64> = problems(&report)
        .filter(|problem| {
            ["duplicate_key", "reference"]
                .map(Value::from)
                .contains(&problem["code"])
        })
        .map(|problem| at(problem).0)
        .collect();
    assert_eq!(lines, [3, 5, 7]);
}

#[test]
fn a_yaml_bomb_is_a_problem_and_no_hang() {
    let mut bomb = String::from("apiVersion: v3.1.0\nkind: DataContract\na0: &a0 lol\n");
    for level in 1..30 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        let level = level.to_string();
        bomb += &["a", &level, ": &a", &level, " [", &aliases, "]\n"].concat();
    }
    let (problem, _) = problem_of("bomb.yaml", bomb);
    assert_eq!(problem["code"], "over_limit");
    says(&problem, "alias");
    assert!(at(&problem).0 > 3);
}

#[test]
fn a_wrong_kind_is_told_with_the_nearest_one() {
    let (problem, _) = problem_of("x.yaml", "apiVersion: meshgov/v1\nkind: Domian\nname: x\n");
    assert_eq!(at(&problem), (2, 7));
    says(&problem, "Domian");
    let mesh = Mesh::planted();
    mesh.write("mesh/x.yaml", "apiVersion: meshgov/v1\nkind: Domian\nname: x\n");
    assert!(mesh.run(&["check", "mesh"]).stdout.contains("did you mean `Domain`?"));
    let (problem, report) = problem_of(
        "y.yaml",
        CONTRACT.replace("DataContract", "DataContrat").replace("9cf3", "aaaa"),
    );
    assert_eq!(at(&problem), (2, 7));
    assert_eq!(
        report["summary"]["documents"], 3,
        "it is read as what its version says that it is"
    );
}

#[test]
fn wrong_types_inside_a_contract_do_not_lose_it() {
    let text = "apiVersion: v3.1.0\nkind: DataContract\nid: 7\nname: {a: 1}\nversion: 1.0.0\nstatus: active\n\
                team: 7\nservers: nope\nschema: {x: 1}\nslaProperties: 99\n";
    let (problem, report) = problem_of("types.yaml", text);
    assert_eq!(problem["code"], "breaks_standard");
    assert_eq!(at(&problem), (3, 5));
    let breaches = findings(&report)
        .filter(|finding| finding["policy"] == "mesh.interface.valid_contract")
        .filter(|finding| finding["location"]["file"] == "mesh/types.yaml")
        .count();
    assert!(breaches >= 6, "every breach is a finding, and there are {breaches}");
}

#[test]
fn two_contracts_with_one_id_are_two_and_a_finding_at_each() {
    let mesh = Mesh::planted();
    mesh.write("mesh/copy.yaml", CONTRACT);
    let (code, report) = mesh.check(&["mesh"]);
    assert_eq!(code, 1);
    assert!(has_planted(&report));
    let places: Vec<(&str, u64)> = findings(&report)
        .filter(|finding| finding["policy"] == "mesh.ownership.unique_contract_id")
        .filter_map(|finding| {
            Some((
                finding["location"]["file"].as_str()?,
                finding["location"]["line"].as_u64()?,
            ))
        })
        .collect();
    assert_eq!(places, [("mesh/contract.yaml", 3), ("mesh/copy.yaml", 3)]);
}

#[test]
fn invalid_utf_8_is_told_with_its_place() {
    let mut bytes = CONTRACT.replace("9cf3", "aaaa").into_bytes();
    bytes.extend(b"description:\n  purpose: caf\xe9\n");
    let (problem, _) = problem_of("latin.yaml", bytes);
    assert_eq!((problem["code"].as_str(), at(&problem)), (Some("not_utf8"), (9, 15)));
    says(&problem, "0xE9");
}

#[test]
fn a_file_of_50_megabytes_is_a_problem_with_its_size() {
    let mut text = CONTRACT.replace("9cf3", "aaaa");
    text.push_str(&"# padding padding padding padding\n".repeat(50_000_000 / 34));
    let (problem, report) = problem_of("big.yaml", text);
    assert_eq!(problem["code"], "over_limit");
    says(&problem, "48 MiB");
    assert!(report["summary"]["distrust"].to_string().contains("mesh/big.yaml"));
}

#[test]
fn a_clean_mesh_is_not_clean_where_something_of_ours_cannot_be_read() {
    let mesh = Mesh::fabrikam();
    assert_eq!(mesh.check(&["mesh"]).0, 0);
    mesh.write("mesh/of-others.yaml", "a: [\n");
    let (code, report) = mesh.check(&["mesh"]);
    assert_eq!(
        (code, problems(&report).count()),
        (0, 1),
        "a broken file of others is told, and no more"
    );
    mesh.write("mesh/ours.yaml", "apiVersion: v1.0.0\nkind: DataProduct\nname: [\n");
    let (code, report) = mesh.check(&["mesh"]);
    let lost = findings(&report).find(|finding| finding["location"]["file"] == "mesh/ours.yaml");
    assert_eq!(code, 1, "the rule about products and contracts finds it");
    assert!(lost.is_some_and(|finding| finding["outcome"] == "violation"));
    assert!(report["summary"]["distrust"].to_string().contains("mesh/ours.yaml"));
    // Where no rule is about it, nothing but distrust is left.
    mesh.policy("other", HEAD, "deny contains \"x\" if input.name == \"x\"");
    let alone = ["mesh", "--no-default-policies", "--policies", "policies"];
    let (code, report) = mesh.check(&alone);
    assert_eq!((code, &report["verdict"]), (3, &"untrusted".into()));
}

#[test]
fn a_snapshot_that_is_cut_short_is_not_clean() {
    let mesh = Mesh::fabrikam();
    let table = "mesh/azure/role_assignment.ndjson";
    let text = mesh.read(table);
    let cut = text.trim_end().len() - 20;
    mesh.write(table, text.get(..cut).expect("the table is plain text"));
    let (code, report) = mesh.check(&["mesh"]);
    assert_eq!(code, 3, "{:#}", report["problems"]);
    let problem = problems(&report).next().expect("it is a problem");
    assert_eq!(problem["code"], "broken_row");
    assert_eq!(problem["location"]["file"], table);
    assert_eq!(at(problem).0, text.lines().count() as u64);
    says(problem, "cut short");
}

#[test]
fn a_snapshot_of_a_newer_format_is_not_clean() {
    let mesh = Mesh::fabrikam();
    let head = "mesh/azure/snapshot.json";
    mesh.write(head, mesh.read(head).replace("meshgov/v1", "meshgov/v2"));
    for arguments in [&["mesh"] as &[_], &["mesh", "--snapshot", "mesh/azure"]] {
        let (code, report) = mesh.check(arguments);
        assert_eq!(code, 3);
        let problem = problems(&report).next().expect("it is a problem");
        assert_eq!(problem["location"]["file"], head);
        says(problem, "meshgov/v2");
        assert!(
            report["summary"]["documents"].as_u64() > Some(10),
            "the files are judged"
        );
    }
    assert!(mesh.run(&["check", "mesh"]).stdout.contains("upgrade meshgov"));
}

#[test]
fn a_clean_tenant_is_not_clean_where_a_scope_was_denied() {
    let row = |kind: &str| format!("{{\"scope\": \"/subscriptions/x\", \"kind\": \"{kind}\", \"status\": \"denied\"}}");
    for (kind, words) in [
        (
            "resource",
            "not every resource was judged: resource denied at /subscriptions/x\"",
        ),
        ("role_assignment", "role_assignment denied at /subscriptions/x"),
    ] {
        let mesh = Mesh::fabrikam();
        let head = "mesh/azure/snapshot.json";
        let denied = mesh
            .read(head)
            .replacen("\"coverage\": [", &format!("\"coverage\": [{},", row(kind)), 1);
        mesh.write(head, denied);
        let (code, report) = mesh.check(&["mesh"]);
        assert_eq!(code, 3, "{kind}");
        let distrust = report["summary"]["distrust"].to_string();
        assert!(distrust.contains(words), "{distrust}");
    }
}

#[test]
fn a_mistake_in_a_file_of_ours_is_not_clean() {
    for (file, right, wrong) in [
        ("mesh/mesh.yaml", "node: resource_group", "node: resource_groups"),
        ("mesh/service/domain.yaml", "kind: Domain", "kind: Domian"),
        ("mesh/service/domain.yaml", "description:", "descripton:"),
    ] {
        let mesh = Mesh::fabrikam();
        mesh.write(file, mesh.read(file).replacen(right, wrong, 1));
        let (code, report) = mesh.check(&["mesh"]);
        assert_eq!(code, 3, "{wrong}");
        assert!(
            report["summary"]["distrust"].to_string().contains(file),
            "{}",
            report["summary"]
        );
    }
}

#[test]
fn a_tenant_does_not_disappear_over_a_head_that_says_too_little() {
    let mesh = Mesh::fabrikam();
    mesh.write("mesh/azure/snapshot.json", "{}");
    let (code, report) = mesh.check(&["mesh"]);
    assert_eq!(code, 3);
    says(
        problems(&report).next().expect("it is a problem"),
        "does not say that it is a snapshot",
    );
}

#[test]
fn a_tenant_without_its_subscriptions_is_not_clean() {
    let mesh = Mesh::fabrikam();
    fs::remove_file(mesh.path().join("mesh/azure/subscription.ndjson")).expect("the table was there");
    let (code, report) = mesh.check(&["mesh"]);
    assert_eq!(code, 3);
    let distrust = report["summary"]["distrust"].to_string();
    assert!(distrust.contains("no subscription was collected"), "{distrust}");
}

#[test]
fn a_file_that_is_reached_twice_is_read_once() {
    let mesh = Mesh::fabrikam();
    let (code, once) = mesh.check(&["mesh"]);
    assert_eq!(code, 0);
    let (code, twice) = mesh.check(&["mesh", "mesh/service/../production", "mesh/service"]);
    assert_eq!(code, 0);
    assert_eq!(once["summary"], twice["summary"]);
}

#[test]
fn a_policy_of_nested_brackets_is_refused_at_once() {
    let mesh = Mesh::planted();
    let nested = format!("{}{}", "[".repeat(60), "]".repeat(60));
    mesh.write(
        "policies/p.rego",
        format!("package main\n\ndeny contains \"x\" if {{\n\tx := {nested}\n\tx\n}}\n"),
    );
    let run = with_policies(&mesh);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("brackets nest more than 16 levels deep"),
        "{}",
        run.stderr
    );
}

/// Runs the planted mesh with the policies of the folder.
fn with_policies(mesh: &Mesh) -> Run {
    mesh.run(&["check", "mesh", "--policies", "policies"])
}

#[test]
fn a_policy_with_a_syntax_error_stops_the_run_with_its_place() {
    let mesh = Mesh::planted();
    mesh.policy(
        "broken",
        HEAD,
        "deny contains v if {\n\tinput.name ==\n\tv := {\"message\": \"x\"}\n}",
    );
    let run = with_policies(&mesh);
    run.refused(&[
        "policies/acme/broken/broken.rego:15:",
        "help:",
        "1 error in policies; nothing was judged",
    ]);
    assert!(
        !run.stderr.contains("warning"),
        "one mistake, one message:\n{}",
        run.stderr
    );
}

#[test]
fn all_errors_of_all_policies_are_told_at_once() {
    let mesh = Mesh::planted();
    mesh.policy(
        "one",
        &HEAD.replace("severity", "severty"),
        "deny contains \"x\" if input.name == \"y\"",
    );
    mesh.policy("two", HEAD, "deny := 7");
    with_policies(&mesh).refused(&[
        "policies/acme/one/one.rego:7:5",
        "unknown key `severty`",
        "did you mean `severity`?",
        "policies/acme/two/two.rego:13:1",
        "must be a set",
    ]);
}

#[test]
fn a_policy_without_metadata_judges_documents() {
    let mesh = Mesh::planted();
    mesh.policy(
        "plain",
        "",
        "deny contains msg if {\n\tinput.name == \"Price list\"\n\tmsg := \"x\"\n}",
    );
    let (code, report) = mesh.check(&["mesh", "--policies", "policies"]);
    assert_eq!(code, 1);
    assert!(has_planted(&report));
    let found: Vec<&Value> = findings(&report)
        .filter(|finding| finding["policy"] == "mesh.acme.plain")
        .collect();
    assert_eq!(found.len(), 1);
    assert_eq!(
        found.first().map(|finding| &finding["location"]["file"]),
        Some(&"mesh/product.yaml".into())
    );
}

#[test]
fn unknown_parameters_are_refused_with_their_place() {
    let mesh = Mesh::planted();
    let head = format!("{HEAD}#   parameters:\n#     max: {{type: integer, default: 1, tighter: lower}}\n");
    let body = "import data.parameters\n\ndeny contains v if {\n\tcount(input.name) > parameters.maxx\n\tv := \"x\"\n}";
    mesh.policy("limit", &head, body);
    with_policies(&mesh).refused(&[
        "policies/acme/limit/limit.rego:18:",
        "there is no parameter `maxx`",
        "help:",
    ]);
    mesh.policy(
        "limit",
        &head.replace("default", "defalt"),
        &body.replace("maxx", "max"),
    );
    with_policies(&mesh).refused(&[
        "policies/acme/limit/limit.rego:12:",
        "unknown key `defalt`",
        "did you mean `default`?",
    ]);
    mesh.policy("limit", &head, &body.replace("maxx", "max"));
    assert_eq!(mesh.check(&["mesh", "--policies", "policies"]).1["summary"]["fault"], 0);
}

#[test]
fn a_policy_whose_package_is_not_its_folder_is_refused() {
    let mesh = Mesh::planted();
    let text = format!("{HEAD}package mesh.acme.other\n\ndeny contains \"x\" if input.name\n");
    mesh.write("policies/acme/one/one.rego", text);
    with_policies(&mesh).refused(&[
        "policies/acme/one/one.rego:11:9",
        "lies in `acme/one`",
        ".../acme/other",
    ]);
}

#[test]
fn a_folder_of_policies_must_be_there_and_hold_something() {
    let mesh = Mesh::planted();
    with_policies(&mesh).refused(&["policies does not exist"]);
    fs::create_dir(mesh.path().join("policies")).expect("a folder can be made");
    with_policies(&mesh).refused(&["there is no policy, schema or data in this folder"]);
    mesh.run(&["check", "mesh", "--policies", "mesh/product.yaml"])
        .refused(&["mesh/product.yaml is not a folder"]);
}

#[test]
fn a_wrong_command_line_says_what_is_right() {
    let mesh = Mesh::planted();
    let refused = |arguments: &[&str], words: &[&str]| mesh.run(arguments).refused(words);
    refused(&["check", "nowhere"], &["nowhere does not exist"]);
    refused(&["check", "mesh", "--snapshot", "nowhere"], &["nowhere does not exist"]);
    refused(&["check", "mesh", "--output", "nonsense"], &["human, json, sarif"]);
    refused(&["check", "mesh", "--output", "json="], &["a file name is expected"]);
    refused(&["check", "mesh", "--as-of", "nonsense"], &["2026-11-23"]);
    refused(&["check", "mesh", "--as-of", "2026-02-30"], &["a date is written like"]);
    refused(&["check", "mesh", "--jobs", "0"], &["--jobs"]);
    refused(&["check", "mesh", "--policy-timeout", "0"], &["milliseconds"]);
    refused(&["check", "mesh", "--colour"], &["--colour"]);
    refused(&["subjects", "mesh", "--kind", "produkt"], &["product"]);
    refused(
        &["check", "mesh", "--output", "json=/nonexistent/dir/x"],
        &[
            "the json report could not be written to /nonexistent/dir/x",
            "not found",
        ],
    );
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let mesh = Mesh::planted();
    for command in ["check", "subjects"] {
        let mut child = mesh
            .command(&[command, "mesh"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command runs");
        drop(child.stdout.take());
        let run = Run::of(&child.wait_with_output().expect("the command ends"));
        assert_eq!(run.stderr, "");
        assert_eq!(run.code, i32::from(command == "check"));
    }
}

#[test]
fn reports_go_to_files_and_standard_output_side_by_side() {
    let mesh = Mesh::planted();
    let run = mesh.run(&[
        "check",
        "mesh",
        "-o",
        "json=report.json",
        "-o",
        "sarif=report.sarif",
        "-o",
        "human",
    ]);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    assert!(run.stdout.contains("summary"));
    for file in ["report.json", "report.sarif"] {
        let report: Value = serde_json::from_str(&mesh.read(file)).expect("the file is JSON");
        assert!(report["version"].is_number() || report["version"].is_string());
    }
}

#[test]
fn no_escapes_but_for_a_terminal_that_wants_them() {
    let mesh = Mesh::planted();
    mesh.policy("two", HEAD, "deny := 7");
    let plain = mesh.run(&["check", "mesh"]);
    assert!(!plain.stdout.contains('\u{1b}'));
    assert!(!with_policies(&mesh).stderr.contains('\u{1b}'));
    let mut forced = mesh.command(&["check", "mesh"]);
    let coloured = Run::of(&forced.env("CLICOLOR_FORCE", "1").output().expect("the command runs"));
    assert!(coloured.stdout.contains('\u{1b}'), "colour can be asked for");
    let mut refused = mesh.command(&["check", "mesh"]);
    refused.env("NO_COLOR", "1").env("CLICOLOR_FORCE", "1");
    let refused = Run::of(&refused.output().expect("the command runs"));
    let mut without = mesh.command(&["check", "mesh"]);
    let without = Run::of(&without.env("NO_COLOR", "1").output().expect("the command runs"));
    assert_eq!(without.stdout, plain.stdout);
    assert_eq!(refused.code, 1);
}

#[test]
fn control_characters_of_a_file_do_not_reach_the_terminal() {
    let mesh = Mesh::planted();
    let hostile = command::PRODUCT
        .replace("10e001b1", "aaaaaaaa")
        .replace("name: Price list", "name: \"Price\\e[31m\\u202e\\a list\"");
    mesh.write("mesh/hostile.yaml", hostile);
    let run = mesh.run(&["check", "mesh"]);
    assert!(run.stdout.contains("mesh/hostile.yaml"));
    assert!(!run.stdout.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{}", run.stdout);
}
