//! (g) The gate is the difference of two audits: what is new, unchanged and mended is what two whole runs over the base and the
//! change say, by identity.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use jiff::civil::{Date, date};
use meshgov::adapter::{GateRequest, Place, Placement, Request, load_gate};
use meshgov::engine::Progress;
use meshgov::facts::Facts;
use meshgov::federation::{InForce, in_force, in_force_on_base};
use meshgov::finding::{
    Assessment, Baseline, Exemptions, Judged, OldDebt, Outcome, Strictness, assess, judge, judge_base,
};
use meshgov::policy::{JudgeLimits, Level, Point, Policy, Shipped, load};
use meshgov::text::Limits;
use proptest::prelude::*;

const DAY: Date = date(2026, 11, 23);
const STRICTNESS: Strictness = Strictness {
    point: Point::Gate,
    fail_on: Level::Deny,
    old_debt: OldDebt::Tolerated,
};

static PACK: LazyLock<Vec<Arc<Policy>>> = LazyLock::new(|| load(&[], Shipped::Include).policies);

/// The declared files of a small company, by name.
static COMPANY: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/fabrikam");
    let mut files = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|ending| ending == "yaml" || ending == "json")
                && !path.to_string_lossy().contains("azure")
            {
                let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
                files.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    files
});

/// What may happen to a file.
#[derive(Clone, Debug)]
enum Edit {
    /// It goes.
    Remove(usize),
    /// Another file says the same, in another folder.
    Copy(usize),
    /// It lies elsewhere.
    Move(usize),
    /// The same in JSON, or with lines between.
    Reformat(usize),
    /// One text becomes another.
    Replace(usize, usize),
}

/// Texts of the company that a change may touch, and what they become.
const REPLACED: &[(&str, &str)] = &[
    ("status: active", "status: retired"),
    ("status: active", "status: draft"),
    ("domain: service", "domain: production"),
    ("domain: production", "domain: service"),
    ("version: 1.0.0", "version: 2.0.0"),
    ("type: sourceAligned", "type: consumerAligned"),
    ("logicalType: string", "logicalType: integer"),
    ("value: PT4H", "value: PT1M"),
    ("members:", "former:"),
    ("costCenter", "costCentre"),
    ("levels: {gate: deny}", "levels: {gate: off}"),
    ("parameters: {max_users: 3}", "parameters: {max_users: 30}"),
];

fn edit() -> impl Strategy<Value = Edit> {
    let file = 0..64_usize;
    prop_oneof![
        1 => file.clone().prop_map(Edit::Remove),
        1 => file.clone().prop_map(Edit::Copy),
        1 => file.clone().prop_map(Edit::Move),
        1 => file.clone().prop_map(Edit::Reformat),
        4 => (file, 0..REPLACED.len()).prop_map(|(file, what)| Edit::Replace(file, what)),
    ]
}

fn edited(files: &BTreeMap<String, String>, edits: &[Edit]) -> BTreeMap<String, String> {
    let mut files = files.clone();
    for (number, edit) in edits.iter().enumerate() {
        let name = |at: usize| files.keys().nth(at % files.len().max(1)).cloned();
        match edit {
            Edit::Remove(at) => {
                if let Some(name) = name(*at) {
                    files.remove(&name);
                }
            }
            Edit::Copy(at) => {
                if let Some((name, text)) = name(*at).and_then(|name| Some((name.clone(), files.get(&name)?.clone()))) {
                    files.insert(format!("copy{number}/{name}"), text);
                }
            }
            Edit::Move(at) => {
                if let Some((name, text)) = name(*at).and_then(|name| files.remove_entry(&name)) {
                    // Beside where it was, so that it stays in its domain.
                    let moved = match name.rsplit_once('/') {
                        Some((folder, file)) => format!("{folder}/moved{number}-{file}"),
                        None => format!("moved{number}-{name}"),
                    };
                    files.insert(moved, text);
                }
            }
            Edit::Reformat(at) => {
                if let Some(text) = name(*at).and_then(|name| files.get_mut(&name)) {
                    *text = text.replace('\n', "\n\n");
                }
            }
            Edit::Replace(at, what) => {
                let (from, to) = REPLACED[*what];
                let having: Vec<String> = files
                    .iter()
                    .filter(|(_, text)| text.contains(from))
                    .map(|(name, _)| name.clone())
                    .collect();
                if let Some(text) = having
                    .get(at % having.len().max(1))
                    .and_then(|name| files.get_mut(name))
                {
                    *text = text.replacen(from, to, 1);
                }
            }
        }
    }
    files
}

fn write(folder: &Path, files: &BTreeMap<String, String>) {
    fs::create_dir_all(folder).unwrap();
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// How often each violation is told, by its identity.
fn violations(assessment: &Assessment) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for finding in assessment
        .findings
        .iter()
        .filter(|finding| finding.outcome == Outcome::Violation)
    {
        *counts.entry(plain(&finding.fingerprint)).or_default() += 1;
    }
    counts
}

/// A fingerprint without the number that tells equal ones apart.
fn plain(fingerprint: &str) -> String {
    fingerprint.split('-').next().unwrap().to_owned()
}

/// A whole run under what is in force.
fn audit(facts: Facts<'_>, in_force: InForce) -> Assessment {
    let plan = Exemptions::Heeded.plan(in_force.policies);
    let (facts, judgements) = judge(
        facts,
        in_force.standings,
        &plan,
        &JudgeLimits::default(),
        &Progress::default(),
    );
    let judged = Judged {
        facts: &facts,
        plan: &plan,
        judgements: &judgements,
    };
    assess(judged, None, STRICTNESS)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_gate_is_the_difference_of_two_audits(
        debts in proptest::collection::vec(edit(), 0..4),
        edits in proptest::collection::vec(edit(), 0..4),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let (base, change) = (folder.path().join("base"), folder.path().join("change"));
        let before = edited(&COMPANY, &debts);
        prop_assume!(!before.is_empty());
        write(&base, &before);
        write(&change, &edited(&before, &edits));
        let (base_paths, change_paths) = ([base.clone()], [change.clone()]);
        let request = |paths, base| Request { paths, snapshot: None, base, without: None, limits: Limits::default() };
        let gate = load_gate(&GateRequest {
            base: request(&base_paths, &base),
            change: request(&change_paths, &change),
            places: vec![Place { of_change: "".into(), of_base: "".into() }],
            placement: Placement::Stated,
        }).unwrap();

        // The oracle: two whole runs under the same policies, and the difference of what they tell.
        let head = Facts::derive(&gate.mesh, Some(&gate.base), DAY);
        let on_head = in_force(Some(&gate.base), &PACK, &head, Point::Gate, DAY);
        let base_facts = Facts::derive(&gate.base, Some(&gate.base), DAY);
        let on_base = in_force_on_base(&gate.mesh, &PACK, &base_facts, Point::Gate, DAY);
        let now = violations(&audit(head, on_head.clone()));
        let then = violations(&audit(base_facts, on_base));
        let minus = |one: &BTreeMap<String, u64>, other: &BTreeMap<String, u64>| -> BTreeMap<String, u64> {
            let less = one.iter().map(|(key, count)| (key.clone(), count.saturating_sub(other.get(key).copied().unwrap_or(0))));
            less.filter(|(_, count)| *count > 0).collect()
        };

        // The gate itself, which judges of the base only what differs.
        let head = Facts::derive(&gate.mesh, Some(&gate.base), DAY);
        let plan = Exemptions::Heeded.plan(on_head.policies);
        let (head, judgements) = judge(head, on_head.standings, &plan, &JudgeLimits::default(), &Progress::default());
        let judged = Judged { facts: &head, plan: &plan, judgements: &judgements };
        let how = (Exemptions::Heeded, &JudgeLimits::default());
        let base = judge_base((&gate.base, &gate.changes), &PACK, judged, how, &Progress::default());
        let assessment = assess(judged, Some(base.against()), STRICTNESS);
        let told = |baseline| {
            let mut counts: BTreeMap<String, u64> = BTreeMap::new();
            let all = assessment.findings.iter().chain(&assessment.fixed);
            for finding in all.filter(|finding| finding.outcome == Outcome::Violation && finding.baseline == Some(baseline)) {
                *counts.entry(plain(&finding.fingerprint)).or_default() += 1;
            }
            counts
        };
        prop_assert_eq!(told(Baseline::New), minus(&now, &then), "new");
        prop_assert_eq!(told(Baseline::Fixed), minus(&then, &now), "mended");
        prop_assert_eq!(told(Baseline::Unchanged), minus(&now, &minus(&now, &then)), "unchanged");
        // Nothing is new where no document differs.
        if gate.changes.is_empty() {
            prop_assert!(told(Baseline::New).is_empty() && told(Baseline::Fixed).is_empty());
        }
    }
}
