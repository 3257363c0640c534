//! What the run could not see, what it comes to, and what to do next.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io;

use anstyle::AnsiColor;

use crate::finding::{Assessment, Finding, OldDebt, Outcome, Verdict};
use crate::policy::Level;
use crate::snapshot::{Kind, Location, Problem, Status};

use super::excerpt::excerpt;
use super::page::{INDENT, Page, level_ink};
use super::words::{clean, count, length, number};

/// How many exempt violations are shown before the rest is folded.
const EXEMPT: usize = 20;
/// How many mended violations are shown before the rest is folded.
const MENDED: usize = 10;
/// How many problems are shown before the rest is folded.
const PROBLEMS: usize = 20;
/// How many scopes of one kind are named.
const SCOPES: usize = 3;

/// Writes the end of the report.
pub(super) fn write(assessment: &Assessment, page: &mut Page<'_>) -> io::Result<()> {
    broken_policies(assessment, page)?;
    mended(assessment, page)?;
    exempt(assessment, page)?;
    not_ratified(assessment, page)?;
    not_evaluated(assessment, page)?;
    not_seen(assessment, page)?;
    problems(assessment, page)?;
    page.heading("summary", &format!("{}, {}", assessment.point.name(), assessment.as_of))?;
    counts(assessment, page)?;
    page.gap()?;
    verdict(assessment, page)
}

/// Whether the report tells what a change did, and not how the mesh is.
fn is_about_change(assessment: &Assessment) -> bool {
    assessment.summary.ratchet.is_some()
        && assessment.old_debt == OldDebt::Tolerated
        && assessment.verdict != Verdict::Untrusted
}

fn of_outcome(assessment: &Assessment, outcome: Outcome) -> Vec<&Finding> {
    assessment
        .findings
        .iter()
        .filter(|finding| finding.outcome == outcome)
        .collect()
}

/// The code of a policy where it has one: that is what people say.
fn called<'a>(assessment: &'a Assessment, finding: &'a Finding) -> &'a str {
    assessment
        .policies
        .iter()
        .find(|row| row.policy.id == finding.policy)
        .and_then(|row| row.policy.code.as_deref())
        .unwrap_or(&finding.policy.0)
}

fn broken_policies(assessment: &Assessment, page: &mut Page<'_>) -> io::Result<()> {
    let faults = of_outcome(assessment, Outcome::Fault);
    if faults.is_empty() {
        return Ok(());
    }
    page.heading("policies that broke", "their judgements are missing here")?;
    for fault in faults {
        let text = format!("{}: {}", subjects(fault), fault.message);
        page.item(called(assessment, fault), &text)?;
    }
    page.gap()
}

/// What the change mends.
fn mended(assessment: &Assessment, page: &mut Page<'_>) -> io::Result<()> {
    if assessment.fixed.is_empty() {
        return Ok(());
    }
    page.heading("mended", "what the base has, and this change puts right")?;
    let (shown, folded) = assessment.fixed.split_at(assessment.fixed.len().min(MENDED));
    for finding in shown {
        page.item(called(assessment, finding), &finding.message)?;
    }
    if !folded.is_empty() {
        page.paragraph(&format!("and {} more, see --output json", number(length(folded))))?;
    }
    page.gap()
}

/// The policies that would deny if the domains consented.
fn not_ratified(assessment: &Assessment, page: &mut Page<'_>) -> io::Result<()> {
    let missing: Vec<(&str, &str)> = assessment
        .policies
        .iter()
        .filter_map(|row| {
            let name = row.policy.code.as_deref().unwrap_or(&row.policy.id.0);
            Some((name, row.missing_consent.as_deref()?))
        })
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    page.heading("not ratified", "no more than a note until enough domains consent")?;
    for (name, text) in missing {
        page.item(name, text)?;
    }
    page.gap()
}

fn exempt(assessment: &Assessment, page: &mut Page<'_>) -> io::Result<()> {
    let mut covered = of_outcome(assessment, Outcome::Exempt);
    covered.retain(|finding| assessment.shows(finding));
    if covered.is_empty() {
        return Ok(());
    }
    page.heading("exempt", "violations that an exemption or an exception covers")?;
    let (shown, folded) = covered.split_at(covered.len().min(EXEMPT));
    for finding in shown {
        let place = finding.location.as_ref().map(ToString::to_string).unwrap_or_default();
        let text = format!("{} {place}: {}", finding.message, cover(finding));
        page.item(called(assessment, finding), &text)?;
    }
    if !folded.is_empty() {
        page.paragraph(&format!(
            "and {}, see --output json",
            count(length(folded), "more violation")
        ))?;
    }
    page.gap()
}

/// What covers a finding, in words.
fn cover(finding: &Finding) -> String {
    match (&finding.exemption, &finding.exception) {
        (Some(exemption), _) => {
            let by = exemption.approved_by.as_deref();
            let by = by.map_or_else(String::new, |by| format!(", approved by {by}"));
            format!(
                "{} ({}), until {}{by}",
                exemption.name, exemption.category, exemption.expires
            )
        }
        (None, Some(exception)) => exception.to_string(),
        (None, None) => String::new(),
    }
}

fn not_evaluated(assessment: &Assessment, page: &mut Page<'_>) -> io::Result<()> {
    let missing = of_outcome(assessment, Outcome::CannotEvaluate);
    if missing.is_empty() {
        return Ok(());
    }
    page.heading("not evaluated", "facts are missing, so a pass would mean nothing")?;
    if is_about_change(assessment) {
        let count = count(assessment.summary.cannot_evaluate, "judgement");
        page.paragraph(&format!("{count} of the whole mesh; --strict tells which"))?;
        return page.gap();
    }
    let mut by_policy = BTreeMap::<&str, Vec<&Finding>>::new();
    for finding in missing {
        by_policy.entry(called(assessment, finding)).or_default().push(finding);
    }
    for (policy, reasons) in by_policy {
        for (position, reason) in reasons.into_iter().enumerate() {
            let term = if position == 0 { policy } else { "" };
            page.item(term, &format!("{}: {}", subjects(reason), reason.message))?;
        }
    }
    page.gap()
}

/// `33 nodes`.
fn subjects(finding: &Finding) -> String {
    let noun = finding
        .subject
        .as_ref()
        .map_or_else(|| "subject".to_owned(), |subject| subject.kind.name().replace('_', " "));
    count(finding.subjects, &noun)
}

fn not_seen(assessment: &Assessment, page: &mut Page<'_>) -> io::Result<()> {
    let mut missing = BTreeMap::<(Status, &str), BTreeMap<(Kind, Option<&str>), Vec<&str>>>::new();
    for row in assessment.coverage.iter().filter(|row| !row.status.is_trusted()) {
        missing
            .entry((row.status, &row.detail))
            .or_default()
            .entry((row.kind, row.part.as_deref()))
            .or_default()
            .push(&row.scope);
    }
    if missing.is_empty() {
        return Ok(());
    }
    page.heading("not seen", "what was not read completely")?;
    for ((status, detail), kinds) in missing {
        let status_name = status.name().replace('_', " ");
        let things: Vec<String> = kinds
            .iter()
            .map(|((kind, part), scopes)| match (status, part) {
                (Status::NotCollected, _) => kind.name().to_owned(),
                (_, Some(part)) => format!("{part} of {kind} at {}", scoped(scopes)),
                (_, None) => format!("{kind} at {}", scoped(scopes)),
            })
            .collect();
        let detail = if detail.is_empty() {
            String::new()
        } else {
            format!(" ({detail})")
        };
        page.item(&status_name, &format!("{}{detail}", things.join(", ")))?;
    }
    page.gap()
}

fn scoped(scopes: &[&str]) -> String {
    let (named, rest) = scopes.split_at(scopes.len().min(SCOPES));
    let named = named.join(", ");
    if rest.is_empty() {
        return named;
    }
    format!("{named} and {} more", number(length(rest)))
}

fn problems(assessment: &Assessment, page: &mut Page<'_>) -> io::Result<()> {
    let told: Vec<&Problem> = (0..)
        .zip(&assessment.problems)
        .filter(|(index, _)| !is_about_change(assessment) || !assessment.old_problems.contains(index))
        .map(|(_, problem)| problem)
        .collect();
    if told.is_empty() {
        return Ok(());
    }
    page.heading("problems", "what could not be read as it should be")?;
    let (shown, folded) = told.split_at(told.len().min(PROBLEMS));
    for problem in shown {
        page.line(page.bold(&clean(&problem.location.to_string())))?;
        page.paragraph(&problem.message)?;
        if let Location::File { place: Some(place), .. } = &problem.location
            && let Some(source) = assessment.source_of(&problem.location)
            && let Some(excerpt) = excerpt(source, *place, page.width().saturating_sub(INDENT + 2))
        {
            page.excerpt(&excerpt, Level::Warn)?;
        }
        if let Some(help) = &problem.help {
            page.labelled("next", help)?;
        }
    }
    if !folded.is_empty() {
        page.paragraph(&format!(
            "and {}, see --output json",
            count(length(folded), "more problem")
        ))?;
    }
    page.gap()
}

fn counts(assessment: &Assessment, page: &mut Page<'_>) -> io::Result<()> {
    let summary = &assessment.summary;
    page.line(format_args!(
        "{} by {} on {} of {}",
        count(summary.judgements, "judgement"),
        count(length(&assessment.policies), "policy"),
        count(summary.subjects, "subject"),
        count(summary.documents, "document"),
    ))?;
    let mut levels = BTreeMap::<Reverse<Level>, u64>::new();
    for finding in of_outcome(assessment, Outcome::Violation) {
        *levels.entry(Reverse(finding.level)).or_default() += 1;
    }
    let mut parts: Vec<String> = levels
        .into_iter()
        .map(|(Reverse(level), count)| page.paint(level_ink(level), &format!("{} {level}", number(count))))
        .collect();
    parts.push(format!("{} passed", number(summary.pass)));
    for (count, name) in [
        (summary.exempt, "exempt"),
        (summary.not_applicable, "not applicable"),
        (summary.cannot_evaluate, "not evaluated"),
        (summary.fault, "broken"),
    ] {
        if count > 0 {
            parts.push(format!("{} {name}", number(count)));
        }
    }
    page.line(parts.join(", "))?;
    against_base(assessment, page)
}

/// How the violations stand to the base, where there is one.
fn against_base(assessment: &Assessment, page: &mut Page<'_>) -> io::Result<()> {
    let Some(ratchet) = assessment.summary.ratchet else {
        return Ok(());
    };
    let mut text = format!(
        "against the base: {} new, {} unchanged, {} mended",
        number(ratchet.new),
        number(ratchet.unchanged),
        number(ratchet.fixed)
    );
    if ratchet.unchanged > 0 && assessment.old_debt == OldDebt::Tolerated {
        text.push_str("; what is unchanged is not shown and fails nothing, --strict changes that");
    }
    page.sentence(&text)
}

fn verdict(assessment: &Assessment, page: &mut Page<'_>) -> io::Result<()> {
    let green = AnsiColor::Green.on_default().bold();
    let found = assessment
        .findings
        .iter()
        .any(|finding| finding.outcome == Outcome::Violation);
    let unknown = assessment.summary.cannot_evaluate + assessment.summary.fault;
    let (ink, text, label, next) = match assessment.verdict {
        Verdict::Clean if found => (
            green,
            "there are findings, but none that fails the run".to_owned(),
            "",
            "",
        ),
        Verdict::Clean if unknown > 0 => (
            green,
            format!(
                "no violation was found; {} could not be made",
                count(unknown, "judgement")
            ),
            "",
            "",
        ),
        Verdict::Clean => (green, "no violation was found".to_owned(), "", ""),
        Verdict::Violations => (
            level_ink(Level::Deny),
            "the run fails".to_owned(),
            "besides",
            "mend what is above, the strictest level first; --output json lists every finding",
        ),
        Verdict::Untrusted if assessment.summary.judgements == 0 => (
            level_ink(Level::Warn),
            "this run says nothing about the mesh".to_owned(),
            "because",
            "name what is to be judged: files or folders as PATH, a tenant with --snapshot, policies with --policies",
        ),
        Verdict::Untrusted => (
            level_ink(Level::Warn),
            "no violation fails the run, but it did not see enough to say that there is none".to_owned(),
            "because",
            "make complete what is named here, then run again",
        ),
    };
    let code = page.faint(&format!("(exit code {})", assessment.verdict.exit_code()));
    let word = page.paint(ink, assessment.verdict.name());
    page.line(format_args!("{word}: {text} {code}"))?;
    for reason in &assessment.summary.distrust {
        page.labelled(label, reason)?;
    }
    if !next.is_empty() {
        page.labelled("next", next)?;
    }
    Ok(())
}
