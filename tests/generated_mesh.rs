//! What is planted in a generated mesh is found, all of it and nothing else, however the mesh is written down.

#![expect(clippy::unwrap_used, reason = "a failing test may panic")]

#[path = "support/generator/mod.rs"]
mod generator;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use generator::{Form, Size};
use meshgov::adapter::{self, Request};
use meshgov::engine::{self, Plan, Progress};
use meshgov::facts::Facts;
use meshgov::federation::PolicySet;
use meshgov::policy::{self, JudgeLimits, Point, Shipped};
use meshgov::text::Limits;

/// Enough for every rule to be broken at least once.
const SIZE: Size = Size {
    products: 600,
    resources: 2_000,
    role_assignments: 10_000,
    ingestions: 1_200,
    subscriptions: None,
    seed: 7,
};

/// How many subjects break each rule, by code; faults and what could not be evaluated must be none.
fn violations(folder: &Path, planted: &BTreeMap<String, u64>) -> BTreeMap<String, u64> {
    let declared = folder.join("mesh");
    let paths: Vec<PathBuf> = declared.is_dir().then_some(declared).into_iter().collect();
    let snapshot = adapter::load(&Request {
        paths: &paths,
        snapshot: Some(&folder.join("snapshot")),
        base: folder,
        without: None,
        limits: Limits::default(),
    });
    assert_eq!(snapshot.problems, []);
    let as_of = jiff::civil::date(2026, 11, 23);
    let facts = Facts::derive(&snapshot, None, as_of);
    let pack = policy::load(&[], Shipped::Include);
    let plan = Plan::new(PolicySet::unset(&pack.policies, Point::Gate, as_of));
    let judgements = engine::evaluate(&plan, &facts, &JudgeLimits::default(), &Progress::default());
    let mut found = BTreeMap::new();
    for (ruling, counts) in plan.rulings.iter().zip(&judgements.counts) {
        let code = ruling.policy().metadata.code.as_deref().unwrap().to_owned();
        assert_eq!(counts.fault, 0, "{code}");
        // The generator plants flaws for some rules, and cares for those only.
        if planted.contains_key(&*code) {
            assert_eq!(counts.cannot_evaluate, 0, "{code}");
            found.insert(code, counts.violation);
        }
    }
    found
}

#[test]
fn what_was_planted_is_found_in_either_form() {
    for form in [Form::Snapshot, Form::Files] {
        let folder = tempfile::tempdir().unwrap();
        let planted = generator::generate(SIZE, form, folder.path()).unwrap();
        let planted: BTreeMap<String, u64> = planted
            .counts()
            .iter()
            .map(|(code, count)| ((*code).to_owned(), *count))
            .collect();
        assert_eq!(violations(folder.path(), &planted), planted, "{form:?}");
    }
}

#[test]
fn a_seed_gives_the_same_bytes_and_another_seed_others() {
    let rows = |seed: u64| {
        let folder = tempfile::tempdir().unwrap();
        let size = Size {
            seed,
            products: 10,
            resources: 50,
            role_assignments: 100,
            ingestions: 20,
            subscriptions: None,
        };
        generator::generate(size, Form::Snapshot, folder.path()).unwrap();
        std::fs::read_to_string(folder.path().join("snapshot/role_assignment.ndjson")).unwrap()
    };
    assert_eq!(rows(1), rows(1));
    assert_ne!(rows(1), rows(2));
}
