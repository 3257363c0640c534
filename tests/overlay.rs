//! A change laid over its base is the mesh that loading all files at once gives, whatever the change is.

#![expect(clippy::unwrap_used, reason = "a failing test may panic")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use meshgov::adapter::{self, GateRequest, Place, Placement, Request};
use meshgov::facts::{Facts, Fields, SubjectRef};
use meshgov::snapshot::{Kind, Snapshot};
use meshgov::text::Limits;
use proptest::prelude::*;

/// Files by name.
type Files = BTreeMap<String, String>;

/// What may happen to a file of the change.
#[derive(Clone, Debug)]
enum Edit {
    Add(usize, Content),
    Change(usize, Content),
    Remove(usize),
    Move(usize, usize),
}

/// What a file holds.
#[derive(Clone, Debug)]
struct Content {
    kind: usize,
    id: usize,
    version: usize,
}

impl Content {
    fn text(&self) -> String {
        let Self { kind, id, version } = self;
        let ports = format!("[{{name: p, version: '1', contractId: c{}}}]", id % 3);
        match kind {
            0 => format!("apiVersion: v3.1.0\nkind: DataContract\nid: c{id}\nversion: '{version}'\nstatus: active\n"),
            1 => format!(
                "apiVersion: v1.0.0\nkind: DataProduct\nid: p{id}\nversion: '{version}'\nstatus: active\noutputPorts: {ports}\n"
            ),
            2 => format!("apiVersion: v1.0.0\nkind: DataProduct\nid: p{id}\nstatus: active\ninputPorts: {ports}\n"),
            3 => format!("apiVersion: meshgov/v1\nkind: Domain\nname: d{id}\n"),
            4 => format!("kind: [broken {version}\n"),
            _ => format!("other: {version}\n"),
        }
    }
}

fn content() -> impl Strategy<Value = Content> {
    (0..6_usize, 0..4_usize, 0..3_usize).prop_map(|(kind, id, version)| Content { kind, id, version })
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        (0..9_usize, content()).prop_map(|(at, content)| Edit::Add(at, content)),
        (0..9_usize, content()).prop_map(|(at, content)| Edit::Change(at, content)),
        (0..9_usize).prop_map(Edit::Remove),
        (0..9_usize, 0..9_usize).prop_map(|(from, to)| Edit::Move(from, to)),
    ]
}

fn name(domain: usize, at: usize) -> String {
    format!("d{domain}/f{}/x{at}.yaml", at % 3)
}

/// The mesh: some files of three domains; the first of them is changed.
fn mesh() -> impl Strategy<Value = Files> {
    proptest::collection::btree_map((0..3_usize, 0..6_usize), content(), 1..12).prop_map(|files| {
        let named = files.into_iter();
        named
            .map(|((domain, at), content)| (name(domain, at), content.text()))
            .collect()
    })
}

/// The files of the first domain after the edits.
fn edited(files: &Files, edits: &[Edit]) -> Files {
    let mut own: Files = files
        .iter()
        .filter(|(name, _)| name.starts_with("d0/"))
        .map(|(name, text)| (name.clone(), text.clone()))
        .collect();
    for edit in edits {
        match edit {
            Edit::Add(at, content) | Edit::Change(at, content) => {
                own.insert(name(0, *at), content.text());
            }
            Edit::Remove(at) => {
                own.remove(&name(0, *at));
            }
            Edit::Move(from, to) => {
                if let Some(text) = own.remove(&name(0, *from)) {
                    own.insert(name(0, *to), text);
                }
            }
        }
    }
    own
}

fn write(folder: &Path, files: &Files) {
    fs::create_dir_all(folder).unwrap();
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn request<'a>(paths: &'a [PathBuf], base: &'a Path) -> Request<'a> {
    Request {
        paths,
        snapshot: None,
        base,
        without: None,
        limits: Limits::default(),
    }
}

/// Everything that policies see of a mesh, and everything that is wrong with it.
fn seen(snapshot: &Snapshot) -> (Vec<String>, String) {
    let facts = Facts::derive(snapshot, None, jiff::civil::date(2026, 11, 23));
    let kinds = Kind::ALL.iter();
    let subjects = kinds.flat_map(|kind| (0..facts.count(*kind)).map(|index| SubjectRef { kind: *kind, index }));
    (
        subjects
            .map(|subject| facts.subject(subject, &Fields::All).to_string())
            .collect(),
        format!("{:?} {:?} {:?}", snapshot.problems, snapshot.coverage, snapshot.counts),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn overlaying_a_change_gives_the_mesh_of_all_files_at_once(
        files in mesh(),
        edits in proptest::collection::vec(edit(), 0..6),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let own = edited(&files, &edits);
        let base = folder.path().join("base");
        write(&base, &files);
        let change = folder.path().join("change");
        write(&change.join("d0"), &Files::new());
        write(&change, &own);
        let mut all: Files = files.iter().filter(|(name, _)| !name.starts_with("d0/"))
            .map(|(name, text)| (name.clone(), text.clone())).collect();
        all.extend(own.clone());
        let whole = folder.path().join("whole");
        write(&whole, &all);

        let (base_paths, change_paths, whole_paths) = ([base.clone()], [change.join("d0")], [whole.clone()]);
        let gate = adapter::load_gate(&GateRequest {
            base: request(&base_paths, &base),
            change: request(&change_paths, &change),
            places: vec![Place { of_change: "d0".into(), of_base: "d0".into() }],
            placement: Placement::Stated,
        });
        let at_once = adapter::load(&request(&whole_paths, &whole));
        let before = adapter::load(&request(&base_paths, &base));
        let Ok(gate) = gate else {
            // A base without any file of ours is refused.
            prop_assert_eq!(before.counts.documents, 0);
            return Ok(());
        };
        prop_assert_eq!(seen(&gate.mesh), seen(&at_once));

        // What the base says of files that did not move is as it was, and what differs is what the texts say differs.
        let texts = |snapshot: &Snapshot| {
            let mut texts: Vec<String> = snapshot.documents.iter()
                .map(|document| document.root.to_json().to_string()).collect();
            texts.sort();
            texts
        };
        prop_assert_eq!(texts(&gate.base), texts(&before));
        let (mut then, mut now) = (texts(&before), texts(&at_once));
        then.retain(|text| match now.iter().position(|other| other == text) {
            Some(at) => { now.remove(at); false }
            None => true,
        });
        prop_assert_eq!(gate.changes.added.len() + gate.changes.changed.len(), now.len());
        prop_assert_eq!(gate.changes.removed.len() + gate.changes.changed.len(), then.len());
        prop_assert_eq!(gate.changes.is_empty(), now.is_empty() && then.is_empty());
    }
}
