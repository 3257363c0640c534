//! The command line says what the guide says, and its help texts are kept as they are. `UPDATE=1` rewrites them.

#![expect(clippy::expect_used, reason = "a test that cannot read the guide should fail loudly")]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use meshgov::cli::Exit;

fn meshgov(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_meshgov"))
        .args(arguments)
        .env_remove("CLICOLOR_FORCE")
        .env_remove("COLUMNS")
        .output()
        .expect("the command runs");
    assert!(output.status.success());
    String::from_utf8(output.stdout).expect("the help is UTF-8")
}

fn readme() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("the guide can be read")
}

#[test]
fn help_texts_are_what_they_were() {
    for (file, arguments) in [
        ("help.txt", &["--help"] as &[_]),
        ("check.txt", &["check", "--help"]),
        ("subjects.txt", &["subjects", "--help"]),
        ("snapshot.txt", &["snapshot", "--help"]),
        ("collect.txt", &["collect", "--help"]),
        ("audit.txt", &["audit", "--help"]),
        ("exempt.txt", &["exempt", "--help"]),
        ("policy_test.txt", &["policy", "test", "--help"]),
        ("policy_new.txt", &["policy", "new", "--help"]),
        ("policy_list.txt", &["policy", "list", "--help"]),
        ("policy_explain.txt", &["policy", "explain", "--help"]),
        ("policy_eval.txt", &["policy", "eval", "--help"]),
        ("policy_check.txt", &["policy", "check", "--help"]),
        ("policy_docs.txt", &["policy", "docs", "--help"]),
        ("policy_impact.txt", &["policy", "impact", "--help"]),
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli").join(file);
        let help = meshgov(arguments);
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &help).expect("the text can be written");
        }
        let kept = std::fs::read_to_string(&path).expect("the text is kept");
        assert_eq!(
            help, kept,
            "{file} is old: look at it, then run the tests with UPDATE=1"
        );
    }
}

/// The long options of a text, but for help.
fn options(text: &str) -> BTreeSet<&str> {
    text.split(|character: char| !(character.is_ascii_lowercase() || character.is_ascii_digit() || character == '-'))
        .filter(|word| word.starts_with("--") && word.len() > 2 && *word != "--help")
        .collect()
}

#[test]
fn the_guide_lists_the_options_of_each_command() {
    let readme = readme();
    let (_, usage) = readme
        .split_once("    meshgov check [PATH]")
        .expect("the guide has the usage");
    let usage = usage.split("\n\n").next().unwrap_or(usage);
    let (check, subjects) = usage.split_once("meshgov subjects").expect("both commands are there");
    let (_, kit) = readme
        .split_once("    meshgov policy new")
        .expect("the guide has the kit");
    let kit = kit.split("\n\n").next().unwrap_or(kit);
    let (new, test) = kit.split_once("meshgov policy test").expect("both commands are there");
    let (_, impact) = readme
        .split_once("    meshgov policy impact [PATH]")
        .expect("the guide has the usage");
    let impact = impact.split("\n\n").next().unwrap_or(impact);
    let paragraph = |begin: &str| {
        let (_, usage) = readme.split_once(begin).expect("the guide has the command");
        usage.split("\n\n").next().unwrap_or(usage)
    };
    for (command, listed) in [
        (&["check"] as &[_], check),
        (&["subjects"], subjects),
        (&["snapshot"], paragraph("    meshgov snapshot [PATH]")),
        (&["collect"], paragraph("    meshgov collect")),
        (&["audit"], paragraph("    meshgov audit [PATH]")),
        (&["exempt"], paragraph("    meshgov exempt FINDING")),
        (&["policy", "new"], new),
        (&["policy", "test"], test),
        (&["policy", "impact"], impact),
    ] {
        let help = meshgov(&[command, &["-h"]].concat());
        // Options stand at the beginning of their line; others are only named in a description.
        let own: Vec<&str> = help
            .lines()
            .filter(|line| line.trim_start().starts_with('-'))
            .filter_map(|line| line.split("  ").find(|part| part.contains("--")))
            .collect();
        let own = own.join("\n");
        assert_eq!(options(listed), options(&own), "{command:?}");
    }
}

#[test]
fn the_guide_lists_the_options_of_the_commands_that_tell_about_policies() {
    let readme = readme();
    let (_, usage) = readme
        .split_once("    meshgov policy list [")
        .expect("the guide has the commands");
    let usage = usage.split("\n\n").next().unwrap_or(usage);
    let mut listed: Vec<(&str, &str)> = vec![("list", usage.split("meshgov policy ").next().unwrap_or_default())];
    listed.extend(
        usage
            .split("meshgov policy ")
            .skip(1)
            .filter_map(|part| part.split_once(' ')),
    );
    let names: Vec<&str> = listed.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["list", "explain", "eval", "check", "docs"]);
    for (command, listed) in listed {
        let help = meshgov(&["policy", command, "-h"]);
        let own: Vec<&str> = help
            .lines()
            .filter(|line| line.trim_start().starts_with('-'))
            .filter_map(|line| line.split("  ").find(|part| part.contains("--")))
            .collect();
        assert_eq!(options(listed), options(&own.join("\n")), "{command}");
    }
}

#[test]
fn the_exit_codes_of_the_guide_and_of_the_help_are_those_of_the_program() {
    let readme = readme();
    let told: Vec<(String, String)> = readme
        .lines()
        .skip_while(|line| !line.starts_with("| exit code"))
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .filter_map(|line| {
            let mut cells = line
                .trim_matches('|')
                .split('|')
                .map(|cell| cell.trim().replace('`', ""));
            Some((cells.next()?, cells.next()?))
        })
        .collect();
    let help = meshgov(&["--help"]);
    let (_, codes) = help.split_once("Exit codes:\n").expect("the help has them");
    let helped: Vec<(String, String)> = codes
        .lines()
        .map(str::trim)
        .fold(Vec::<String>::new(), |mut entries, line| {
            // A long meaning goes on in the next line.
            match entries.last_mut() {
                Some(last) if !line.starts_with(|first: char| first.is_ascii_digit()) => {
                    last.push(' ');
                    last.push_str(line);
                }
                _ => entries.push(line.to_owned()),
            }
            entries
        })
        .iter()
        .filter_map(|entry| {
            entry
                .split_once("  ")
                .map(|(code, text)| (code.to_owned(), text.trim().to_owned()))
        })
        .collect();
    assert_eq!(told, helped);
    let codes = [Exit::Clean, Exit::Violations, Exit::Usage, Exit::Untrusted].map(|exit| exit.code().to_string());
    assert_eq!(told.iter().map(|(code, _)| code.clone()).collect::<Vec<_>>(), codes);
}
