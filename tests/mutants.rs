//! Whether the tests of the shipped rules would notice a change: every condition of every rule is flipped or removed.
//!
//! `UPDATE=1 cargo test --test mutants` rewrites the list of those that nobody notices.

#![expect(clippy::expect_used, reason = "a test that cannot read the pack should fail loudly")]

#[path = "mutants/mutator.rs"]
mod mutator;

use std::fs;
use std::path::{Path, PathBuf};

use meshgov::policy::Shipped;
use meshgov::policy::testing::run;
use rayon::prelude::*;

use mutator::{Mutant, mutants};

const SURVIVORS: &str = "tests/mutants/survivors.txt";

/// Of this many mutants, one may go unnoticed.
const ONE_IN: usize = 10;

/// What became of a mutant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// A test or an example failed.
    Noticed,
    /// Everything passed.
    Survived,
    /// It is no policy.
    Invalid,
}

#[test]
fn the_tests_of_the_rules_notice_flipped_and_removed_conditions() {
    let rules = rules();
    assert!(rules.len() > 10, "the pack has {} rules in Rego", rules.len());
    let fates: Vec<(String, Fate)> = rules.par_iter().flat_map_iter(|rule| fates(rule)).collect();
    let valid = fates.iter().filter(|(_, fate)| *fate != Fate::Invalid).count();
    let mut survivors: Vec<&str> = fates
        .iter()
        .filter(|(_, fate)| *fate == Fate::Survived)
        .map(|(told, _)| &**told)
        .collect();
    survivors.sort_unstable();
    let told = survivors.join("\n") + "\n";
    if std::env::var_os("UPDATE").is_some() {
        fs::write(SURVIVORS, &told).expect("the list can be written");
    }
    assert!(
        survivors.len() * ONE_IN <= valid,
        "the tests notice {} of {valid} mutants only; these survive:\n{told}",
        valid - survivors.len()
    );
    let listed = fs::read_to_string(SURVIVORS).expect("the list can be read");
    assert_eq!(
        listed, told,
        "UPDATE=1 cargo test --test mutants rewrites the list of survivors"
    );
}

/// The folders of all rules that are written in Rego.
fn rules() -> Vec<PathBuf> {
    let mut rules: Vec<PathBuf> = folders(Path::new("policies"))
        .iter()
        .filter(|area| !area.ends_with("lib"))
        .flat_map(|area| folders(area))
        .filter(|rule| policy_of(rule).is_file())
        .collect();
    rules.sort();
    rules
}

fn folders(of: &Path) -> Vec<PathBuf> {
    fs::read_dir(of)
        .expect("the folder can be read")
        .map(|entry| entry.expect("the entry can be read").path())
        .filter(|path| path.is_dir())
        .collect()
}

fn policy_of(rule: &Path) -> PathBuf {
    rule.join(rule.file_name().expect("a rule has a name"))
        .with_extension("rego")
}

/// What becomes of every mutant of a rule.
fn fates(rule: &Path) -> Vec<(String, Fate)> {
    let policy = fs::read_to_string(policy_of(rule)).expect("the rule can be read");
    let bench = Bench::of(rule);
    assert!(
        bench.fate(&policy) == Fate::Survived,
        "{} does not pass its own tests",
        rule.display()
    );
    mutants(&policy)
        .iter()
        .map(|mutant| (told(rule, &policy, mutant), bench.fate(&mutant.text)))
        .collect()
}

fn told(rule: &Path, policy: &str, mutant: &Mutant) -> String {
    let line = policy.lines().nth(mutant.line - 1).unwrap_or_default().trim();
    let rule = rule.strip_prefix("policies").unwrap_or(rule).display();
    format!("{rule}: {}: {line}", mutant.change)
}

/// A bundle that holds one rule, its tests and the shared Rego.
struct Bench {
    folder: tempfile::TempDir,
    policy: PathBuf,
}

impl Bench {
    fn of(rule: &Path) -> Self {
        let folder = tempfile::tempdir().expect("there is room for a bundle");
        let copy = |from: &Path| {
            let to = folder
                .path()
                .join(from.strip_prefix("policies").expect("it is of the pack"));
            fs::create_dir_all(to.parent().expect("it has a folder")).expect("the folder can be made");
            fs::copy(from, to).expect("the file can be copied");
        };
        copy(Path::new("policies/.manifest"));
        for shared in folders(Path::new("policies/lib")) {
            copy(&policy_of(&shared));
        }
        for entry in fs::read_dir(rule).expect("the rule can be read") {
            copy(&entry.expect("the entry can be read").path());
        }
        let policy = folder
            .path()
            .join(policy_of(rule).strip_prefix("policies").expect("it is of the pack"));
        Self { folder, policy }
    }

    fn fate(&self, policy: &str) -> Fate {
        fs::write(&self.policy, policy).expect("the mutant can be written");
        let report = run(&[self.folder.path().to_owned()], Shipped::Exclude);
        if !report.errors.is_empty() {
            return Fate::Invalid;
        }
        if report.results.iter().any(|result| result.failure().is_some()) {
            return Fate::Noticed;
        }
        Fate::Survived
    }
}

#[test]
fn every_condition_has_its_mutants() {
    let policy = "package a\n\ndeny contains \"x < y\" if {\n\tinput.a <= 3 # not b\n\tnot input.b\n\tinput.c\n\tx := {\n\t\t\"k\": 1,\n\t}\n}\n";
    let found: Vec<(usize, String)> = mutants(policy)
        .into_iter()
        .map(|mutant| (mutant.line, mutant.change))
        .collect();
    let expected = [
        (4, "`<=` became `>`"),
        (4, "`<=` became `<`"),
        (4, "condition removed"),
        (5, "`not` removed"),
        (5, "condition removed"),
        (6, "negated"),
        (6, "condition removed"),
    ];
    assert_eq!(found, expected.map(|(line, change)| (line, change.to_owned())));
}
