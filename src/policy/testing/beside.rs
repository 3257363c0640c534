//! The examples beside each policy, as their authors wrote them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::policy::bundle::{self, Pack, Role, Shipped};
use crate::policy::metadata::PolicyId;
use crate::text::Source;

use super::examples::{Example, examples};

/// An example and its text.
#[derive(Clone, Debug)]
pub struct WrittenExample {
    /// What it says.
    pub example: Example,
    /// The YAML that says so, without the indentation that it has in its file.
    pub text: Box<str>,
}

/// The examples of each policy that has some, in the order of their file.
pub fn written_examples(
    pack: &Pack,
    directories: &[PathBuf],
    shipped: Shipped,
) -> BTreeMap<PolicyId, Vec<WrittenExample>> {
    let bundles = bundle::bundles(directories, shipped);
    let files = bundles.iter().flat_map(|bundle| &bundle.files);
    files
        .filter(|file| file.role == Role::Examples)
        .filter_map(|file| {
            let beside = |source: &Source| folder(source) == folder(&file.source);
            let policy = pack.policies.iter().find(|policy| beside(&policy.source))?;
            let (found, _) = examples(&file.source);
            let written = found.into_iter().map(|example| WrittenExample {
                text: written(&file.source, &example).into(),
                example,
            });
            Some((policy.metadata.id.clone(), written.collect()))
        })
        .collect()
}

fn folder(source: &Source) -> &str {
    source.name().rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The text of an example, its further lines moved left by as much as its first one stands right.
fn written(source: &Source, example: &Example) -> String {
    let indent = source.place(example.whole).column.get().saturating_sub(1);
    let text = source.slice(example.whole).trim_end();
    let mut lines = text.lines();
    let mut written = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        let spaces = line.len() - line.trim_start_matches(' ').len();
        let skipped = spaces.min(usize::try_from(indent).unwrap_or(usize::MAX));
        written.push('\n');
        written.push_str(line.get(skipped..).unwrap_or_default().trim_end());
    }
    written
}
