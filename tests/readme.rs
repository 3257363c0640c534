//! What the README shows is what the product says. `UPDATE=1 cargo test --test readme` rewrites it.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot read the README should fail loudly"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use meshgov::policy::{Level, Point, Shipped, load};

/// Two tests rewrite one file; they take turns.
static README: Mutex<()> = Mutex::new(());

fn readme() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")
}

/// Asserts that the block of the README between two markers is this text, or makes it so.
fn assert_block(name: &str, expected: &str) {
    let _turn = README.lock().expect("the other test did not fail");
    let text = fs::read_to_string(readme()).expect("the README can be read");
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- end of {name} -->"));
    let (before, rest) = text.split_once(&open).expect("the block begins");
    let (block, after) = rest.split_once(&close).expect("the block ends");
    let expected = format!("\n{}\n\n", expected.trim_end());
    if std::env::var_os("UPDATE").is_some() {
        fs::write(readme(), format!("{before}{open}{expected}{close}{after}")).expect("the README can be written");
    } else {
        assert_eq!(block, expected, "run UPDATE=1 cargo test --test readme");
    }
}

#[test]
fn the_failing_test_is_what_a_run_prints() {
    let output = Command::new(env!("CARGO_BIN_EXE_meshgov"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["policy", "test", "tests/failing", "--filter", "test_message$"])
        .output()
        .expect("the command runs");
    let text = String::from_utf8(output.stdout).expect("the report is UTF-8");
    let failure = text.split("\n\n").next().unwrap_or_default();
    assert_block("failing test", &indented(failure));
}

#[test]
fn the_table_of_rules_is_what_ships() {
    let pack = load(&[], Shipped::Include);
    assert!(pack.errors.is_empty(), "{:?}", pack.errors);
    let mut rules: Vec<_> = pack.policies.iter().map(|policy| &policy.metadata).collect();
    rules.sort_by_key(|rule| rule.code.clone());
    let day = "2026-11-23".parse().expect("a date");
    let mut table = String::from("| code | id | it says | judges | gate | audit |\n|---|---|---|---|---|---|\n");
    for rule in rules {
        let kinds: Vec<&str> = rule.subjects.iter().map(|kind| kind.name()).collect();
        let level = |point| Level::name(rule.levels.on(point, day));
        writeln!(
            table,
            "| {} | `{}` | {} | {} | {} | {} |",
            rule.code.as_deref().unwrap_or_default(),
            rule.id,
            rule.title,
            kinds.join(", "),
            level(Point::Gate),
            level(Point::Audit),
        )
        .expect("a text takes all that is written");
    }
    assert_block("rules", &table);
}

#[test]
fn the_report_is_what_the_first_command_prints() {
    let output = Command::new(env!("CARGO_BIN_EXE_meshgov"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args([
            "check",
            "fixtures/contoso",
            "--base",
            "fixtures/contoso-before",
            "--at",
            ".",
            "--strict",
        ])
        .args(["--as-of", "2026-11-23"])
        .output()
        .expect("the command runs");
    let text = String::from_utf8(output.stdout).expect("the report is UTF-8");
    let finding = text
        .find("deny  ING-001")
        .expect("the report has the duplicate ingestion");
    let finding = text
        .get(finding..)
        .and_then(|rest| rest.split("\n\n\n").next())
        .and_then(|rest| {
            // The block of one rule ends where that of the next one begins.
            let next = rest.match_indices("\n\n").map(|(at, _)| at).find(|at| {
                rest.get(at + 2..)
                    .is_some_and(|after| after.starts_with("deny") || after.starts_with("warn"))
            });
            rest.get(..next.unwrap_or(rest.len()))
        });
    let summary = text
        .find("summary  ")
        .and_then(|at| text.get(at..))
        .expect("the report ends in a summary");
    let shown = format!("{}\n\n...\n\n{summary}", finding.expect("the finding ends"));
    assert_block("report", &indented(&shown));
}

#[test]
fn the_impact_is_what_its_command_prints() {
    let output = Command::new(env!("CARGO_BIN_EXE_meshgov"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["policy", "impact", "fixtures/contoso", "--set", "ING-001.max_domains=2"])
        .args(["--as-of", "2026-11-23"])
        .output()
        .expect("the command runs");
    let text = String::from_utf8(output.stdout).expect("the report is UTF-8");
    // The proposal, who is hit, the table, and the first domain.
    let shown: Vec<&str> = text.split("\n\n").take(4).collect();
    assert_block("impact", &indented(&format!("{}\n\n...", shown.join("\n\n"))));
}

/// A text as a block of Markdown.
fn indented(text: &str) -> String {
    text.trim_end().lines().fold(String::new(), |mut block, line| {
        block.push_str(if line.is_empty() { "" } else { "    " });
        block.push_str(line);
        block.push('\n');
        block
    })
}

/// A property or a tag that nothing reads would be an empty promise.
#[test]
fn every_custom_property_and_tag_of_the_guide_is_read() {
    fn sources(folder: &Path, found: &mut String) {
        for entry in fs::read_dir(folder).expect("the folder can be read") {
            let path = entry.expect("the entry can be read").path();
            let is_source = path
                .extension()
                .is_some_and(|extension| extension == "rs" || extension == "rego");
            let is_test = path.to_string_lossy().ends_with("_test.rego");
            if path.is_dir() {
                sources(&path, found);
            } else if is_source && !is_test {
                *found += &fs::read_to_string(&path).expect("the file can be read");
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut read = String::new();
    sources(&root.join("src"), &mut read);
    sources(&root.join("policies"), &mut read);
    let guide = fs::read_to_string(root.join("docs/custom-properties.md")).expect("the guide can be read");
    let rows = guide.lines().filter(|line| line.starts_with("| `"));
    let mut named = 0;
    for name in rows.flat_map(|row| row.split('|').nth(1).unwrap_or_default().split('`').skip(1).step_by(2)) {
        named += 1;
        // Names of tags are read in lower case.
        let is_read = read.contains(&format!("\"{name}\""))
            || read.contains(&format!("\"{}\"", name.to_lowercase()))
            || read.contains(&format!("default: {name}"))
            || read.contains(&format!("[{name}]"));
        assert!(is_read, "nothing reads {name}");
    }
    assert!(named > 20, "{guide}");
}
