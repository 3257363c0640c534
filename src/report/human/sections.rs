//! Violations by domain, and within a domain by policy.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io;

use crate::finding::{Assessment, Finding, Outcome, RulingCounts};
use crate::policy::Level;
use crate::snapshot::Location;
use crate::text::Source;

use super::block::{self, Block};
use super::page::Page;
use super::words::{length, number};

/// What a section is about. Domains come first, then files of no domain, then the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Section<'a> {
    Domain(&'a str),
    File(&'a str),
    NoDomain,
}

impl<'a> Section<'a> {
    fn of(finding: &'a Finding) -> Self {
        match (&finding.domain, &finding.location) {
            (Some(domain), _) => Self::Domain(domain),
            (None, Some(Location::File { file, .. })) => Self::File(file),
            (None, _) => Self::NoDomain,
        }
    }

    const fn name(self) -> &'a str {
        match self {
            Self::Domain(name) | Self::File(name) => name,
            Self::NoDomain => "no domain",
        }
    }
}

/// Findings of one level and policy; the strictest level comes first.
type Blocks<'a> = BTreeMap<(Reverse<Level>, &'a str), Vec<&'a Finding>>;

/// Writes every section; nothing where there is no violation.
pub(super) fn write(assessment: &Assessment, page: &mut Page<'_>) -> io::Result<()> {
    let policies: BTreeMap<&str, &RulingCounts> =
        assessment.policies.iter().map(|row| (&*row.policy.id.0, row)).collect();
    let sources: BTreeMap<&str, &Source> = assessment
        .sources
        .iter()
        .map(|source| (source.name(), &**source))
        .collect();
    let mut sections = BTreeMap::<Section<'_>, Blocks<'_>>::new();
    for finding in assessment.findings.iter().filter(|finding| assessment.shows(finding)) {
        if finding.outcome == Outcome::Violation {
            sections
                .entry(Section::of(finding))
                .or_default()
                .entry((Reverse(finding.level), &finding.policy.0))
                .or_default()
                .push(finding);
        }
    }
    for (section, blocks) in sections {
        page.heading(section.name(), &tally(&blocks))?;
        for ((Reverse(level), policy), findings) in blocks {
            page.gap()?;
            let block = Block {
                level,
                id: policy,
                policy: policies.get(policy).map(|row| &*row.policy),
                findings: &findings,
            };
            block::write(&block, &sources, page)?;
        }
        page.gap()?;
        page.gap()?;
    }
    Ok(())
}

/// How many of each level there are: `2 deny, 1 warn`.
fn tally(blocks: &Blocks<'_>) -> String {
    let mut levels = BTreeMap::<Reverse<Level>, u64>::new();
    for ((level, _), findings) in blocks {
        *levels.entry(*level).or_default() += length(findings);
    }
    let counts: Vec<String> = levels
        .into_iter()
        .map(|(Reverse(level), count)| format!("{} {level}", number(count)))
        .collect();
    counts.join(", ")
}
