//! `docs/federation.md` is run: each command there prints what stands below it.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot read the guide or run the command should fail loudly"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A command of the guide, with the exit code and the lines that it names; `...` stands for any lines.
struct Example {
    command: String,
    code: i32,
    lines: Vec<String>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn examples() -> Vec<Example> {
    let guide = fs::read_to_string(root().join("docs/federation.md")).expect("the guide is there");
    let blocks = guide.split("```console\n").skip(1);
    blocks
        .map(|block| {
            let block = block.split("```").next().unwrap_or_default();
            let mut lines = block.lines();
            let command = lines
                .next()
                .and_then(|line| line.strip_prefix("$ meshgov "))
                .expect("a command");
            let (command, code) = match command.split_once('#') {
                Some((command, code)) => (
                    command,
                    code.trim().trim_start_matches("exits ").parse().expect("a code"),
                ),
                None => (command, 0),
            };
            Example {
                command: command.trim().to_owned(),
                code,
                lines: lines.map(str::to_owned).collect(),
            }
        })
        .collect()
}

/// The words of a command line; quotes hold blanks together.
fn words(command: &str) -> Vec<String> {
    let parts = command.split('"').enumerate();
    parts
        .flat_map(|(at, part)| match at % 2 {
            0 => part.split_whitespace().map(str::to_owned).collect::<Vec<_>>(),
            _ => vec![part.to_owned()],
        })
        .collect()
}

/// Asserts that the groups of lines between `...` follow each other in an output.
fn assert_follows(example: &Example, output: &str) {
    let shown: Vec<&str> = output.lines().map(str::trim_end).collect();
    let mut from = 0;
    let lines: Vec<&str> = example.lines.iter().map(|line| line.trim_end()).collect();
    for (at, group) in lines.split(|line| *line == "...").enumerate() {
        if group.is_empty() {
            continue;
        }
        let found = (from..shown.len()).find(|start| shown.get(*start..start + group.len()) == Some(group));
        let found = found.unwrap_or_else(|| {
            panic!(
                "`meshgov {}` does not print\n{}\nin\n{output}",
                example.command,
                group.join("\n")
            )
        });
        assert!(at > 0 || found == 0, "`meshgov {}` begins otherwise", example.command);
        from = found + group.len();
    }
    let is_open = lines.last() == Some(&"...");
    assert!(
        is_open || from == shown.len(),
        "`meshgov {}` prints more",
        example.command
    );
}

#[test]
fn every_command_of_the_guide_prints_what_stands_below_it() {
    let examples = examples();
    assert!(examples.len() > 8, "the guide has its examples");
    // A command that stands there twice is run once.
    let mut outputs: BTreeMap<&str, (i32, String)> = BTreeMap::new();
    for example in &examples {
        let (code, text) = outputs.entry(&example.command).or_insert_with(|| run(&example.command));
        assert_eq!(*code, example.code, "meshgov {}\n{text}", example.command);
        assert_follows(example, text);
    }
}

fn run(command: &str) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_meshgov"))
        .current_dir(root())
        .args(words(command))
        .env_remove("CLICOLOR_FORCE")
        .env_remove("COLUMNS")
        .output()
        .expect("the command runs");
    let text = String::from_utf8(output.stdout).expect("the output is UTF-8");
    (output.status.code().unwrap_or(-1), text)
}

#[test]
fn every_file_of_the_guide_is_one_that_the_schemas_know() {
    let guide = fs::read_to_string(root().join("docs/federation.md")).expect("the guide is there");
    let mut checked = 0;
    for block in guide.split("```yaml\n").skip(1) {
        let text = block.split("```").next().unwrap_or_default();
        let value: serde_json::Value = yaml_serde::from_str(text).expect("an example is YAML");
        let kind = value["kind"].as_str().expect("an example has a kind");
        let mut name = String::new();
        for character in kind.chars() {
            if character.is_ascii_uppercase() && !name.is_empty() {
                name.push('_');
            }
            name.push(character.to_ascii_lowercase());
        }
        let schema = fs::read_to_string(root().join(format!("schemas/mesh/{name}.schema.json"))).expect("a schema");
        let schema = serde_json::from_str(&schema).expect("the schema is JSON");
        let validator = jsonschema::draft202012::new(&schema).expect("the schema is one");
        let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert_eq!(errors, [""; 0], "{text}");
        checked += 1;
    }
    assert!(checked > 3);
}
