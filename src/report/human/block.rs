//! The violations of one policy in one section.

use std::collections::BTreeMap;
use std::io;

use crate::facts::SubjectKey;
use crate::finding::Finding;
use crate::policy::{Level, Metadata};
use crate::snapshot::Location;
use crate::text::Source;

use super::azure;
use super::excerpt::excerpt;
use super::page::{INDENT, Page};
use super::words::{clean, count, length, number};

/// How many findings are shown before the rest is folded.
const SHOWN: usize = 5;
/// How many related places are shown.
const RELATED: usize = 5;

/// Findings of one policy, at one level, in one section.
pub(super) struct Block<'a> {
    /// Their level.
    pub(super) level: Level,
    /// The policy's id.
    pub(super) id: &'a str,
    /// The policy.
    pub(super) policy: Option<&'a Metadata>,
    /// The findings; never empty.
    pub(super) findings: &'a [&'a Finding],
}

/// Writes a block.
pub(super) fn write(block: &Block<'_>, sources: &BTreeMap<&str, &Source>, page: &mut Page<'_>) -> io::Result<()> {
    page.line(heading(block, page))?;
    // What is the same for all of them is said once.
    let message = shared(block.findings, |finding| finding.message.to_string());
    let next = shared(block.findings, next_of_each);
    if let Some(message) = &message {
        page.gap()?;
        page.paragraph(message)?;
    }
    let (shown, folded) = block.findings.split_at(block.findings.len().min(SHOWN));
    for finding in shown {
        page.gap()?;
        entry(finding, message.is_none(), sources, page)?;
        if next.is_none() {
            page.labelled("next", &finding.remediation)?;
        }
    }
    if !folded.is_empty() {
        page.gap()?;
        let text = format!("and {}, see --output json", rest(folded));
        page.paragraph(&text)?;
    }
    if let Some(next) = next.filter(|next| !next.is_empty()) {
        page.gap()?;
        page.labelled("next", &next)?;
    }
    Ok(())
}

/// The text that several findings have in common.
fn shared(findings: &[&Finding], text: impl Fn(&Finding) -> String) -> Option<String> {
    let (first, others) = findings.split_first()?;
    let first = text(first);
    (!others.is_empty() && others.iter().all(|finding| text(finding) == first)).then_some(first)
}

/// What to do next, said of each of several subjects and not of the one that it names.
fn next_of_each(finding: &Finding) -> String {
    match &finding.subject {
        // A very short name may be part of any word.
        Some(subject) if subject.name.len() > 3 => finding.remediation.replace(&*subject.name, "each"),
        _ => finding.remediation.to_string(),
    }
}

fn heading(block: &Block<'_>, page: &Page<'_>) -> String {
    let padding = " ".repeat(INDENT.saturating_sub(block.level.name().len()));
    let code = block.policy.and_then(|policy| policy.code.as_deref());
    let title = block.policy.map_or("", |policy| &policy.title);
    let name = match code {
        Some(code) => format!("{}  {}", clean(code), clean(title)),
        None => format!("{}  {}", clean(block.id), clean(title)),
    };
    format!("{}{padding}{}", page.level(block.level), page.bold(name.trim_end()))
}

/// `497 more resources`, or `3 more` where the kinds differ.
fn rest(folded: &[&Finding]) -> String {
    let kinds = |finding: &&Finding| finding.subject.as_ref().map(|subject| subject.kind);
    let first = folded.first().and_then(kinds);
    match first {
        Some(kind) if folded.iter().all(|finding| kinds(finding) == first) => {
            let noun = format!("more {}", kind.name().replace('_', " "));
            count(length(folded), &noun)
        }
        _ => format!("{} more", number(length(folded))),
    }
}

fn entry(
    finding: &Finding,
    with_message: bool,
    sources: &BTreeMap<&str, &Source>,
    page: &mut Page<'_>,
) -> io::Result<()> {
    if let Some(subject) = &finding.subject {
        let text = format!(
            "{} {}",
            page.faint(&subject.kind.name().replace('_', " ")),
            page.bold(&name(subject))
        );
        page.line(format_args!("{:INDENT$}{text}", ""))?;
    }
    if with_message {
        page.paragraph(&finding.message)?;
    }
    if let Some(location) = &finding.location {
        whereabouts(location, finding.level, sources, page)?;
    }
    if finding.parties.len() > 1 {
        page.labelled("parties", &finding.parties.join(", "))?;
    }
    // That a policy has the level that its author gave it goes without saying.
    for why in finding.why.iter().filter(|why| why.contains(", ")) {
        page.labelled("why", why)?;
    }
    for related in finding.related.iter().take(RELATED) {
        let text = format!("{}: {}", related.location, related.message);
        page.labelled("also", text.trim_end_matches(": "))?;
    }
    if finding.related.len() > RELATED {
        let more = number(length(&finding.related) - length(&[(); RELATED]));
        page.labelled("", &format!("and {more} more"))?;
    }
    Ok(())
}

fn name(subject: &SubjectKey) -> String {
    let name = clean(&subject.name).into_owned();
    if name.is_empty() {
        clean(&subject.id).into_owned()
    } else {
        name
    }
}

fn whereabouts(
    location: &Location,
    level: Level,
    sources: &BTreeMap<&str, &Source>,
    page: &mut Page<'_>,
) -> io::Result<()> {
    match location {
        Location::File { file, place, .. } => {
            page.labelled("at", &location.to_string())?;
            let Some(place) = place else { return Ok(()) };
            let width = page.width().saturating_sub(INDENT + 2);
            if let Some(excerpt) = sources.get(&**file).and_then(|source| excerpt(source, *place, width)) {
                page.excerpt(&excerpt, level)?;
            }
        }
        Location::Azure { id } => {
            // The last step is the thing itself, which the subject names already.
            let steps = azure::steps(id);
            let scope = steps.split_last().map_or(&[][..], |(_, scope)| scope);
            page.labelled("in", &scope.join(page.arrow()))?;
            page.labelled("id", id)?;
        }
    }
    Ok(())
}
