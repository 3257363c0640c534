//! How much of the policies their tests and examples run.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::policy::bundle::{BundleFile, Role};
use crate::policy::rego::{Dialect, Lines, Module, statement_lines};
use crate::text::Source;

/// The coverage of all Rego files but tests, in order of their names.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// One file each.
    pub files: Vec<FileCoverage>,
}

/// The coverage of one file, in lines on which a statement or the value of a rule begins, from 1.
#[derive(Clone, Debug)]
pub struct FileCoverage {
    /// The file.
    pub source: Arc<Source>,
    /// Lines that were run.
    pub covered: BTreeSet<u32>,
    /// Lines that were not.
    pub uncovered: BTreeSet<u32>,
}

impl FileCoverage {
    /// The part that was run, in percent; a file without statements is covered.
    pub fn percent(&self) -> f64 {
        percent(self.covered.len(), self.covered.len() + self.uncovered.len())
    }
}

impl Coverage {
    pub(super) fn new(files: &[&BundleFile], mut run: Lines) -> Self {
        let modules: BTreeMap<&str, Module> = files
            .iter()
            .filter(|file| file.role == Role::Rego)
            .filter_map(|file| Some((file.source.name(), Module::parse(&file.source, Dialect::V1).ok()?)))
            .collect();
        let files = modules
            .into_iter()
            .map(|(name, module)| {
                let run = run.0.remove(name).unwrap_or_default();
                let (covered, uncovered) = statement_lines(&module)
                    .into_iter()
                    .partition(|line| run.contains(line));
                FileCoverage {
                    source: module.source,
                    covered,
                    uncovered,
                }
            })
            .collect();
        Self { files }
    }

    /// Lines that were run, of all files.
    pub fn covered(&self) -> usize {
        self.files.iter().map(|file| file.covered.len()).sum()
    }

    /// Lines that could have been run, of all files.
    pub fn lines(&self) -> usize {
        self.files.iter().map(|file| file.uncovered.len()).sum::<usize>() + self.covered()
    }

    /// The part of all lines that was run, in percent.
    pub fn percent(&self) -> f64 {
        percent(self.covered(), self.lines())
    }
}

#[expect(clippy::cast_precision_loss, reason = "files have far fewer than 2^52 lines")]
fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        return 100.0;
    }
    part as f64 * 100.0 / whole as f64
}
