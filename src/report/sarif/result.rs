//! Findings as SARIF results.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::finding::{Assessment, Baseline, Finding, Outcome};
use crate::policy::Level;
use crate::snapshot::Location;
use crate::text::{Line, Source};

use super::line_hash::LineHashes;
use super::location::{bare_place, place};
use super::rule::{sarif_level, sentence, shortened};
use super::wire::{Fingerprints, Place, ResultObject, ResultProperties, Suppression, Text};

/// GitHub refuses a run with more results.
const RESULTS: usize = 25_000;
/// GitHub shows this many related places of a result.
const RELATED: usize = 100;
/// Where a message is cut, so that one finding cannot make the file too large to upload.
const MESSAGE: usize = 3_000;

/// The results, and how many findings had to be left out.
pub(super) struct Results<'a> {
    /// At most as many as GitHub takes: the strictest levels first to stay, in the order of the assessment.
    pub(super) results: Vec<ResultObject<'a>>,
    /// How many were left out.
    pub(super) left_out: usize,
}

/// Violations become results of kind `fail`, suppressed where an exception covers them. What could not be evaluated becomes one of kind `open`, which the standard
/// (3.27.9) defines as "insufficient information to decide whether a problem exists"; such a result has no level. A fault
/// says nothing of any subject, so that it is no result but a notification.
pub(super) fn results<'a>(assessment: &'a Assessment, rule_indices: &BTreeMap<&str, usize>) -> Results<'a> {
    let mut chosen: Vec<(usize, &Finding)> = assessment
        .findings
        .iter()
        .filter(|finding| finding.outcome != Outcome::Fault)
        .enumerate()
        .collect();
    let left_out = chosen.len().saturating_sub(RESULTS);
    if left_out > 0 {
        chosen.sort_by_key(|(_, finding)| std::cmp::Reverse(weight(finding)));
        chosen.truncate(RESULTS);
        chosen.sort_by_key(|(position, _)| *position);
    }
    let mut lines = Lines::of(&assessment.sources);
    let mut results: Vec<ResultObject<'a>> = chosen
        .iter()
        .map(|(_, finding)| result(finding, rule_indices, &mut lines))
        .collect();
    if chosen.iter().any(|(_, finding)| finding.outcome == Outcome::Exempt) {
        for (result, (_, finding)) in results.iter_mut().zip(&chosen) {
            result.suppressions = Some(suppression(finding).into_iter().collect());
        }
    }
    Results { results, left_out }
}

fn weight(finding: &Finding) -> (Level, bool) {
    (finding.level, finding.outcome == Outcome::Violation)
}

fn result<'a>(finding: &'a Finding, rule_indices: &BTreeMap<&str, usize>, lines: &mut Lines<'a>) -> ResultObject<'a> {
    let (kind, level) = match finding.outcome {
        Outcome::Violation | Outcome::Exempt => ("fail", sarif_level(finding.level)),
        Outcome::CannotEvaluate | Outcome::Fault => ("open", "none"),
    };
    ResultObject {
        rule_id: &finding.policy.0,
        rule_index: rule_indices.get(&*finding.policy.0).copied(),
        kind,
        level,
        message: Text { text: message(finding) },
        locations: [place(
            finding.location.as_ref(),
            finding.subject.as_ref(),
            &finding.policy.0,
        )],
        related_locations: related(finding),
        partial_fingerprints: Fingerprints {
            own: &finding.fingerprint,
            line: lines
                .hash(finding.location.as_ref())
                .unwrap_or_else(|| finding.fingerprint.to_string()),
        },
        baseline_state: finding.baseline.map(baseline_state),
        suppressions: None,
        properties: ResultProperties {
            outcome: finding.outcome.name(),
            domain: finding.domain.as_deref(),
            parties: &finding.parties,
            severity: finding.severity.name(),
            subjects: finding.subjects,
            actual: finding.actual.as_ref(),
            expected: finding.expected.as_ref(),
            why: &finding.why,
        },
    }
}

/// An exemption or an exception stands elsewhere, and not in the file that it is about.
fn suppression(finding: &Finding) -> Option<Suppression<'_>> {
    let exemption = finding.exemption.as_ref().map(|exemption| &*exemption.reason);
    Some(Suppression {
        kind: "external",
        status: "accepted",
        justification: exemption.or(finding.exception.as_deref())?,
    })
}

/// What SARIF calls how a result stands to an earlier run (3.27.24).
const fn baseline_state(baseline: Baseline) -> &'static str {
    match baseline {
        Baseline::New => "new",
        Baseline::Unchanged => "unchanged",
        // What is mended is left out: readers compare with the run before themselves.
        Baseline::Fixed => "absent",
    }
}

fn message(finding: &Finding) -> String {
    let mut text = sentence(&shortened(&finding.message, MESSAGE));
    if finding.outcome == Outcome::CannotEvaluate {
        text = format!("Could not be evaluated for {} subjects: {text}", finding.subjects);
    }
    if !finding.remediation.is_empty() {
        text.push_str(" Next: ");
        text.push_str(&sentence(&shortened(&finding.remediation, MESSAGE)));
    }
    text
}

fn related(finding: &Finding) -> Vec<Place> {
    finding
        .related
        .iter()
        .take(RELATED)
        .enumerate()
        .map(|(index, related)| Place {
            id: Some(index + 1),
            message: Some(Text {
                text: sentence(&shortened(&related.message, MESSAGE)),
            }),
            ..bare_place(&related.location)
        })
        .collect()
}

/// The sources by name, each hashed when the first finding points into it.
struct Lines<'a> {
    sources: BTreeMap<&'a str, (&'a Source, Option<LineHashes>)>,
}

impl<'a> Lines<'a> {
    fn of(sources: &'a [Arc<Source>]) -> Self {
        Self {
            sources: sources
                .iter()
                .map(|source| (source.name(), (&**source, None)))
                .collect(),
        }
    }

    fn hash(&mut self, location: Option<&Location>) -> Option<String> {
        let Some(Location::File { file, place, .. }) = location else {
            return None;
        };
        let (source, hashes) = self.sources.get_mut(&**file)?;
        let hashes = hashes.get_or_insert_with(|| LineHashes::of(source));
        let line = place.map_or(Line::FIRST, |place| place.line);
        hashes.line(line).map(str::to_owned)
    }
}
