//! From folders to policies.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::Value;

use crate::policy::error::{PolicyError, PolicyErrorKind};
use crate::policy::lint::unknown_fields;
use crate::policy::nearest::alike;
use crate::policy::policy::Policy;
use crate::text::{Source, Span};

use super::assemble::{Assembly, Heard, SHARED};
use super::data::BundleData;
use super::files::{BundleFiles, Role};
use super::foreign::Foreign;
use super::manifest::Manifest;
use super::schema_policy;

/// Whether the pack inside the program takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shipped {
    /// It does.
    Include,
    /// Only the folders given do.
    Exclude,
}

/// All policies of a run, and all that is wrong with them.
#[derive(Debug, Default)]
pub struct Pack {
    /// The sound policies, in order of id.
    pub policies: Vec<Arc<Policy>>,
    /// Every problem, in order of file and place.
    pub errors: Vec<PolicyError>,
    /// Packages with rules that say something, and without metadata, which lie in no namespace that is evaluated; in order.
    pub unheard: Vec<Box<str>>,
}

impl Pack {
    /// The policy with this id or code; a code is found in either case.
    pub fn find(&self, name: &str) -> Option<&Arc<Policy>> {
        self.policies.iter().find(|policy| {
            let metadata = &policy.metadata;
            *metadata.id.0 == *name
                || metadata
                    .code
                    .as_deref()
                    .is_some_and(|code| code.eq_ignore_ascii_case(name))
        })
    }

    /// The ids and codes most like a name that names no policy, the most like first.
    pub fn alike(&self, name: &str) -> Vec<&str> {
        let ids = self.policies.iter().map(|policy| &*policy.metadata.id.0);
        let codes = self
            .policies
            .iter()
            .filter_map(|policy| policy.metadata.code.as_deref());
        alike(name, ids.chain(codes))
    }
}

/// Loads the bundles in these folders, and the shipped one.
///
/// A bundle is laid out as OPA knows it: `.manifest`, Rego, `data.json` or `data.yaml`; besides, `<rule>.schema.json`.
/// Tests (`*_test.rego`) and examples are left to [`crate::policy::testing`].
pub fn load(directories: &[PathBuf], shipped: Shipped) -> Pack {
    load_with(directories, shipped, &Foreign::default())
}

/// Loads the bundles in these folders, and the shipped one, where policies without metadata are read in this way.
pub fn load_with(directories: &[PathBuf], shipped: Shipped, foreign: &Foreign) -> Pack {
    let mut bundles = bundles(directories, shipped);
    bundles.extend(foreign.data.iter().map(|path| BundleFiles::of_data(path)));
    assemble(&bundles, foreign)
}

/// The files of the shipped pack, where it takes part, and of these folders.
pub(in crate::policy) fn bundles(directories: &[PathBuf], shipped: Shipped) -> Vec<BundleFiles> {
    let embedded = (shipped == Shipped::Include).then(BundleFiles::shipped);
    let folders = directories.iter().map(|folder| BundleFiles::of_folder(folder));
    embedded.into_iter().chain(folders).collect()
}

/// What the shipped policies share, as a bundle beside others: all that these do not hold themselves, without its tests.
pub(in crate::policy) fn shared_beside(bundles: &[BundleFiles]) -> Option<BundleFiles> {
    let mut shared = BundleFiles::shipped();
    shared.files.retain(|file| {
        let is_shared = file.folders.first().is_some_and(|folder| &**folder == SHARED);
        let mut others = bundles.iter().flat_map(|bundle| &bundle.files);
        is_shared && file.role == Role::Rego && !others.any(|other| other.trail.ends_with(&file.folders))
    });
    (!shared.files.is_empty()).then_some(shared)
}

/// The data of bundles, as policies and their tests see it; what is wrong with it is told where the bundles are loaded.
pub(in crate::policy) fn data_of(bundles: &[BundleFiles]) -> Value {
    let mut data = BundleData::default();
    let files = bundles.iter().flat_map(|bundle| &bundle.files);
    for file in files.filter(|file| file.role == Role::Data) {
        data.add(file, &Manifest::default(), &mut Vec::new());
    }
    Value::Object(data.document)
}

/// Loads bundles whose files are known.
pub(in crate::policy) fn of_bundles(bundles: &[BundleFiles]) -> Pack {
    assemble(bundles, &Foreign::default())
}

fn assemble(bundles: &[BundleFiles], foreign: &Foreign) -> Pack {
    let mut errors = Vec::new();
    let mut assembly = Assembly::new(foreign);
    let mut schemas = Vec::new();
    for bundle in bundles {
        errors.extend_from_slice(&bundle.errors);
        let mut manifest = bundle
            .files
            .iter()
            .find(|file| file.role == Role::Manifest)
            .map(|file| Manifest::read(&file.source, &mut errors))
            .unwrap_or_default();
        manifest.origin = bundle.origin;
        for file in &bundle.files {
            match file.role {
                Role::Rego => assembly.add_module(file, &manifest, &mut errors),
                Role::Data => assembly.data.add(file, &manifest, &mut errors),
                Role::Schema => schemas.extend(schema_policy::read(file, &manifest, &mut errors)),
                Role::Manifest | Role::Test | Role::Examples => {}
            }
        }
        assembly.next_bundle();
    }
    let Heard { mut policies, unheard } = assembly.policies(&mut errors);
    policies.append(&mut schemas);
    errors.extend(policies.iter().flat_map(unknown_fields));
    refuse_doubles(&mut policies, &mut errors);
    policies.sort_by(|a, b| a.metadata.id.cmp(&b.metadata.id));
    errors.sort_by(|a, b| place(a).cmp(&place(b)));
    errors.dedup_by(|a, b| place(a) == place(b) && a.kind == b.kind);
    Pack {
        policies: policies.into_iter().map(Arc::new).collect(),
        errors,
        unheard,
    }
}

fn place(error: &PolicyError) -> (&str, Span, String) {
    (error.source.name(), error.span, error.message())
}

/// Takes out policies with the id or the code of another, and says so.
fn refuse_doubles(policies: &mut Vec<Policy>, errors: &mut Vec<PolicyError>) {
    let mut taken: BTreeMap<Box<str>, (Arc<Source>, Span)> = BTreeMap::new();
    policies.retain(|policy| {
        let id = (policy.metadata.id.0.clone(), policy.span, true);
        let code = policy
            .metadata
            .code
            .clone()
            .zip(policy.code_span)
            .map(|(code, span)| (code, span, false));
        let mut is_alone = true;
        for (name, span, is_id) in std::iter::once(id).chain(code) {
            match taken.get(&name) {
                Some((source, first)) => {
                    let kind = if is_id {
                        PolicyErrorKind::DuplicatePackage(name)
                    } else {
                        PolicyErrorKind::DuplicateCode(name)
                    };
                    errors.push(PolicyError::new(&policy.source, span, kind).beside(source, *first));
                    is_alone = false;
                }
                None => {
                    taken.insert(name, (Arc::clone(&policy.source), span));
                }
            }
        }
        is_alone
    });
}
