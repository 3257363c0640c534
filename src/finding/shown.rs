//! Files of a change under the names that they have where the command ran, where those differ from their names in the base.

use std::sync::Arc;

use crate::snapshot::Location;
use crate::text::Source;

use super::assessment::Assessment;

/// A folder as the assessment names it, and as a reader finds it; the empty one is the whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownAs {
    /// The folder in the base.
    pub named: Box<str>,
    /// The folder from the working directory.
    pub shown: Box<str>,
}

impl Assessment {
    /// The same with the places of a change as a reader finds them. What lies elsewhere in the base keeps its name there.
    #[must_use]
    pub fn shown_as(mut self, folders: &[ShownAs]) -> Self {
        if folders.iter().all(|folder| folder.named == folder.shown) {
            return self;
        }
        for finding in &mut self.findings {
            let related = finding.related.iter_mut().map(|related| &mut related.location);
            let exemption = finding.exemption.iter_mut().map(|exemption| &mut exemption.location);
            for location in finding.location.iter_mut().chain(related).chain(exemption) {
                rename(location, folders);
            }
        }
        for problem in &mut self.problems {
            rename(&mut problem.location, folders);
        }
        for source in &mut self.sources {
            if let Some(name) = renamed(source.name(), folders) {
                *source = Arc::new(Source::new(name, source.text()));
            }
        }
        self.sources.sort_by(|a, b| a.name().cmp(b.name()));
        self
    }
}

fn rename(location: &mut Location, folders: &[ShownAs]) {
    if let Location::File { file, .. } = location
        && let Some(name) = renamed(file, folders)
    {
        *file = name;
    }
}

fn renamed(name: &str, folders: &[ShownAs]) -> Option<Box<str>> {
    folders.iter().find_map(|folder| {
        let rest = if folder.named.is_empty() {
            name
        } else {
            let rest = name.strip_prefix(&*folder.named)?;
            if rest.is_empty() { rest } else { rest.strip_prefix('/')? }
        };
        Some(match (&*folder.shown, rest) {
            ("", rest) => rest.into(),
            (shown, "") => shown.into(),
            (shown, rest) => format!("{shown}/{rest}").into(),
        })
    })
}
