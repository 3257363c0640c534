//! The pages in `docs/rules` are those of the shipped policies. `UPDATE=1` rewrites them.

#![expect(clippy::expect_used, reason = "a test that cannot read the pages should fail loudly")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use meshgov::policy::testing::written_examples;
use meshgov::policy::{Pack, Shipped, load};
use meshgov::report::{RuleView, pages};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules")
}

fn shipped() -> Pack {
    load(&[], Shipped::Include)
}

/// The pages as they should be, by their path.
fn expected(pack: &Pack) -> BTreeMap<String, String> {
    let examples = written_examples(pack, &[], Shipped::Include);
    let views: Vec<RuleView<'_>> = pack
        .policies
        .iter()
        .map(|policy| RuleView {
            policy,
            examples: examples.get(&policy.metadata.id).map_or(&[], Vec::as_slice),
        })
        .collect();
    pages(&views).into_iter().map(|page| (page.path, page.text)).collect()
}

/// The pages that lie in the folder.
fn kept(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        let Ok(entries) = fs::read_dir(&next) else { continue };
        for entry in entries {
            let path = entry.expect("an entry can be read").path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("the page lies in the folder");
                let name = name.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
                found.insert(name, fs::read_to_string(&path).expect("a page can be read"));
            }
        }
    }
    found
}

#[test]
fn the_pages_say_what_the_rules_say() {
    let pages = expected(&shipped());
    if std::env::var_os("UPDATE").is_some() {
        let _ = fs::remove_dir_all(folder());
        for (path, text) in &pages {
            let path = folder().join(path);
            fs::create_dir_all(path.parent().expect("a page lies in a folder")).expect("the folder can be made");
            fs::write(path, text).expect("the page can be written");
        }
    }
    let kept = kept(&folder());
    let names = |pages: &BTreeMap<String, String>| pages.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(names(&kept), names(&pages), "run this test with UPDATE=1");
    for (path, text) in &pages {
        assert_eq!(kept.get(path), Some(text), "{path} is old: run this test with UPDATE=1");
    }
}

#[test]
fn every_rule_has_a_page_that_shows_all_its_examples() {
    let pack = shipped();
    let pages = expected(&pack);
    let examples = written_examples(&pack, &[], Shipped::Include);
    assert_eq!(pages.len(), pack.policies.len() + 1);
    for policy in &pack.policies {
        let id = policy.metadata.id.to_string();
        let path = format!("{}.md", id.trim_start_matches("mesh.").replace('.', "/"));
        let page = pages.get(&path).expect("the rule has a page");
        let shown = page.matches("```yaml\n").count();
        assert_eq!(shown, examples.get(&policy.metadata.id).map_or(0, Vec::len), "{id}");
        assert!(
            pages
                .get("README.md")
                .is_some_and(|index| index.contains(&format!("({path})"))),
            "{id}"
        );
    }
}
