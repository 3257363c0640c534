//! What a change did, told where it concerns others.

use std::collections::BTreeSet;

use crate::adapter::{Format, recognise};
use crate::facts::Facts;
use crate::snapshot::{ChangeSet, DocumentIndex, Location};
use crate::text::{Document, Node, Pointer};

use super::finding::{Baseline, Finding, Outcome, Related};
use super::ratchet::Located;

/// The most deeds that a message tells.
const TOLD: usize = 3;

/// One document that a change adds, changes or removes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Deed {
    verb: &'static str,
    what: Box<str>,
    /// The id and the name of what the document declares.
    names: Vec<Box<str>>,
    file: Box<str>,
    line: u32,
    domain: Option<Box<str>>,
}

/// Everything that a change did.
pub(super) fn deeds(changes: &ChangeSet, mesh: &Facts<'_>, base: &Facts<'_>) -> Vec<Deed> {
    let added = changes.added.iter().filter_map(|index| deed("adds", mesh, *index));
    let edited = changes
        .changed
        .iter()
        .filter_map(|(index, _)| deed("edits", mesh, *index));
    let removed = changes.removed.iter().filter_map(|index| deed("removes", base, *index));
    added.chain(edited).chain(removed).collect()
}

/// Lets a new finding in which another domain takes part say what the change did to it.
pub(super) fn tell(finding: &mut Finding, deeds: &[Deed]) {
    let is_new = finding.baseline == Some(Baseline::New) && finding.outcome == Outcome::Violation;
    if !is_new || deeds.is_empty() {
        return;
    }
    let own: BTreeSet<&str> = deeds.iter().filter_map(|deed| deed.domain.as_deref()).collect();
    let concerned = finding.parties.iter().chain(&finding.domain);
    if concerned.clone().all(|party| own.len() == 1 && own.contains(&**party)) {
        return;
    }
    let taking_part = taking_part(finding, deeds);
    let told: Vec<String> = taking_part.iter().take(TOLD).map(|deed| deed.told()).collect();
    let more = match taking_part.len().saturating_sub(TOLD) {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    finding.message = format!("{}; this change {}{more}", finding.message, told.join(", ")).into();
}

/// Puts a new finding where the change is: of the places that take part, the first one in a file that the change adds or edits.
/// The author of a change looks at their own files; where the others are is told beside.
pub(super) fn place(located: &mut Located, deeds: &[Deed], facts: &Facts<'_>) {
    let finding = &mut located.finding;
    let is_new = finding.baseline == Some(Baseline::New) && finding.outcome == Outcome::Violation;
    let is_own = |location: &Location| match location {
        Location::File { file, .. } => deeds.iter().any(|deed| deed.verb != "removes" && deed.file == *file),
        Location::Azure { .. } => false,
    };
    let (Some(subject), true) = (located.subject, is_new) else {
        return;
    };
    if finding.location.as_ref().is_some_and(is_own) {
        return;
    }
    let own = finding
        .related
        .iter()
        .map(|related| &related.location)
        .find(|location| is_own(location));
    let Some(own) = own.cloned() else {
        return;
    };
    finding.related = facts
        .related(subject, Some(&own))
        .into_iter()
        .map(|(location, message)| Related {
            location,
            message: message.into(),
        })
        .collect();
    // Some subjects do not name their own place among those that take part.
    if let Some(before) = finding.location.replace(own)
        && finding.related.iter().all(|related| related.location != before)
    {
        let message = "where it stands".into();
        finding.related.insert(
            0,
            Related {
                location: before,
                message,
            },
        );
    }
}

/// The deeds that take part in a finding: those at its places; else those whose names it says; else all.
fn taking_part<'d>(finding: &Finding, deeds: &'d [Deed]) -> Vec<&'d Deed> {
    let related = finding.related.iter().map(|related| &related.location);
    let files: BTreeSet<&str> = finding
        .location
        .iter()
        .chain(related)
        .filter_map(|location| match location {
            Location::File { file, .. } => Some(&**file),
            Location::Azure { .. } => None,
        })
        .collect();
    let here: Vec<&Deed> = deeds.iter().filter(|deed| files.contains(&*deed.file)).collect();
    if !here.is_empty() {
        return here;
    }
    let id = finding.subject.as_ref().map_or("", |subject| &subject.id);
    let says = |name: &str| !name.is_empty() && (finding.message.contains(name) || id.contains(name));
    let named: Vec<&Deed> = deeds
        .iter()
        .filter(|deed| deed.names.iter().any(|name| says(name)))
        .collect();
    if named.is_empty() {
        deeds.iter().collect()
    } else {
        named
    }
}

impl Deed {
    fn told(&self) -> String {
        format!("{} {} ({}:{})", self.verb, self.what, self.file, self.line)
    }
}

fn deed(verb: &'static str, facts: &Facts<'_>, index: DocumentIndex) -> Option<Deed> {
    let document = facts.snapshot().documents.get(index.0 as usize)?;
    let text = |key: &str| document.root.get(key).and_then(Node::as_str).map(Box::from);
    let names: Vec<Box<str>> = [text("name"), text("id")].into_iter().flatten().collect();
    let kind = kind(document);
    let what = match names.first() {
        Some(name) => format!("the {kind} {name}"),
        None => format!("a {kind}"),
    };
    Some(Deed {
        verb,
        what: what.into(),
        names,
        file: document.source.name().into(),
        line: document.place(&Pointer::root()).line.get(),
        domain: facts.domain_of_document(index).map(Into::into),
    })
}

/// What a document declares, in words.
fn kind(document: &Document) -> String {
    match recognise(document.source.name(), &document.root) {
        Some(Format::Odcs) => "contract".to_owned(),
        Some(Format::Odps) => "product".to_owned(),
        Some(Format::Pipeline) => "pipeline".to_owned(),
        Some(Format::PipelineDataset) => "pipeline's dataset".to_owned(),
        Some(Format::LinkedService) => "linked service".to_owned(),
        Some(Format::Mesh | Format::Backstage) => {
            let kind = document.root.get("kind").and_then(Node::as_str);
            kind.unwrap_or("document").to_owned()
        }
        Some(Format::GraphGroups) => "export of groups".to_owned(),
        None => "document".to_owned(),
    }
}
