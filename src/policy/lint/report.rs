//! Bundles linted as a whole.

use std::path::PathBuf;
use std::sync::Arc;

use crate::policy::bundle::{self, BundleFiles};
use crate::policy::error::PolicyError;
use crate::text::Span;

use super::of_policy::of_policy;

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
    let mut bundles: Vec<BundleFiles> = directories
        .iter()
        .map(|folder| BundleFiles::of_folder(folder))
        .collect();
    let own: Vec<String> = match directories {
        [] => BundleFiles::shipped()
            .files
            .iter()
            .map(|file| file.source.name().to_owned())
            .collect(),
        _ => {
            let files = bundles.iter().flat_map(|bundle| &bundle.files);
            let mut names: Vec<String> = files.map(|file| file.source.name().to_owned()).collect();
            let unread = bundles.iter().flat_map(|bundle| &bundle.errors);
            names.extend(unread.map(|error| error.source.name().to_owned()));
            names
        }
    };
    match directories {
        [] => bundles.push(BundleFiles::shipped()),
        _ => bundles.extend(bundle::shared_beside(&bundles)),
    }
    let pack = bundle::of_bundles(&bundles);
    let mut findings: Vec<PolicyError> = pack.errors;
    findings.extend(pack.policies.iter().flat_map(|policy| of_policy(policy)));
    findings.retain(|finding| own.iter().any(|name| name == finding.source.name()));
    let place = |error: &PolicyError| -> (String, Span, String) {
        (error.source.name().to_owned(), error.span, error.message())
    };
    findings.sort_by_cached_key(place);
    findings.dedup_by(|one, other| place(one) == place(other));
    let is_own = |policy: &&Arc<crate::policy::Policy>| own.iter().any(|name| name == policy.source.name());
    LintReport {
        policies: pack.policies.iter().filter(is_own).count(),
        findings,
    }
}
