//! Bundles linted as a whole.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use crate::policy::bundle::{self, BundleFiles, Role};
use crate::policy::error::PolicyError;
use crate::policy::rego::{Dialect, Module};
use crate::text::Span;

use super::of_policy::{of_module, of_policy};

/// What is wrong with the policies of some folders.
#[derive(Debug, Default)]
pub struct LintReport {
    /// How many policies were read.
    pub policies: usize,
    /// Everything that is wrong, in order of file and place: what keeps policies from being loaded, and what does not.
    pub findings: Vec<PolicyError>,
}

/// Lints the policies in these folders; the shipped ones where no folder is named.
///
/// Folders see the shipped library where they have none of their own, as they do when a mesh is checked.
pub fn lint(directories: &[PathBuf]) -> LintReport {
    let mut bundles: Vec<BundleFiles> = if directories.is_empty() {
        vec![BundleFiles::shipped()]
    } else {
        directories
            .iter()
            .map(|folder| BundleFiles::of_folder(folder))
            .collect()
    };
    let own: BTreeSet<String> = bundles.iter().flat_map(names).collect();
    if !directories.is_empty() {
        bundles.extend(bundle::shared_beside(&bundles));
    }
    // What no policy reaches, and tests, are read for themselves.
    let files = bundles.iter().flat_map(|bundle| &bundle.files);
    let alone: Vec<PolicyError> = files
        .filter(|file| matches!(file.role, Role::Rego | Role::Test))
        .filter_map(|file| Module::parse(&file.source, Dialect::V1).ok())
        .flat_map(|module| of_module(&Arc::new(module)))
        .collect();
    let pack = bundle::of_bundles(&bundles);
    let mut findings: Vec<PolicyError> = pack.errors;
    findings.extend(alone);
    findings.extend(pack.policies.iter().flat_map(|policy| of_policy(policy)));
    findings.retain(|finding| own.contains(finding.source.name()));
    let place = |error: &PolicyError| -> (String, Span, String) {
        (error.source.name().to_owned(), error.span, error.message())
    };
    findings.sort_by_cached_key(place);
    findings.dedup_by(|one, other| place(one) == place(other));
    let is_own = |policy: &&Arc<crate::policy::Policy>| own.contains(policy.source.name());
    LintReport {
        policies: pack.policies.iter().filter(is_own).count(),
        findings,
    }
}

/// The files of a bundle, those too that could not be read.
fn names(bundle: &BundleFiles) -> impl Iterator<Item = String> + '_ {
    let read = bundle.files.iter().map(|file| file.source.name().to_owned());
    let unread = bundle.errors.iter().map(|error| error.source.name().to_owned());
    read.chain(unread)
}
