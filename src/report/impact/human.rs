//! The report for a person: what is proposed, who would be hit and how hard, where, and what it comes to.

use std::io;

use anstyle::AnsiColor;

use crate::finding::{Impact, ImpactVerdict, Shift, ShiftKind, parties};
use crate::policy::Level;
use crate::report::Style;
use crate::report::columns::columns;
use crate::report::human::{Page, clean, length, number};

use super::words::{Arrow, HEAD, called, changes, consent, domain, glance, level, rows, totals};

/// How many violations are shown of each domain.
const SHOWN: usize = 5;

/// Writes the report.
pub(super) fn write(impact: &Impact, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    let arrow = Arrow(if style.unicode { " \u{2192} " } else { " -> " });
    let mut page = Page::new(out, style);
    proposal(impact, arrow, &mut page)?;
    for sentence in glance(impact) {
        page.sentence(&sentence)?;
    }
    if impact.total.changes() > 0 {
        page.gap()?;
        let head = HEAD.map(str::to_uppercase);
        for line in columns(&head, &rows(impact)).lines() {
            page.line(clean(line))?;
        }
        page.gap()?;
        domains(impact, arrow, &mut page)?;
    } else {
        page.gap()?;
    }
    end(impact, &mut page)
}

/// What is proposed, in a line or two for each policy.
fn proposal(impact: &Impact, arrow: Arrow, page: &mut Page<'_>) -> io::Result<()> {
    page.heading("what if", &format!("{}, {}", impact.point.name(), impact.as_of))?;
    for policy in &impact.policies {
        let text = format!("{}: {}", policy.policy.title, changes(policy, arrow));
        page.item(called(&policy.policy), &text)?;
        if let Some(consent) = policy.difference.as_ref().and_then(consent) {
            page.item("", &consent)?;
        }
    }
    if !impact.policies.is_empty() {
        page.gap()?;
    }
    Ok(())
}

/// The violations that change, domain by domain.
fn domains(impact: &Impact, arrow: Arrow, page: &mut Page<'_>) -> io::Result<()> {
    for one in impact.domains.iter().filter(|one| one.tally.changes() > 0) {
        let name = one.domain.as_deref();
        let parts: Vec<String> = ShiftKind::ALL
            .iter()
            .filter(|kind| one.tally.count(**kind) > 0)
            .map(|kind| format!("{} {}", number(one.tally.count(*kind)), kind.name()))
            .collect();
        page.heading(domain(name), &parts.join(", "))?;
        let shifts: Vec<&Shift> = impact
            .shifts
            .iter()
            .filter(|shift| parties(&shift.finding).contains(&name))
            .collect();
        let (shown, folded) = shifts.split_at(shifts.len().min(SHOWN));
        for shift in shown {
            self::shift(shift, impact, arrow, page)?;
        }
        if !folded.is_empty() {
            page.paragraph(&format!("and {} more, see --output json", number(length(folded))))?;
        }
        page.gap()?;
    }
    Ok(())
}

fn shift(shift: &Shift, impact: &Impact, arrow: Arrow, page: &mut Page<'_>) -> io::Result<()> {
    let finding = &shift.finding;
    let policy = impact.policies.iter().find(|one| one.policy.id == finding.policy);
    let code = policy.map_or(&*finding.policy.0, |one| called(&one.policy));
    let ink = if shift.kind.hits() {
        AnsiColor::Red
    } else {
        AnsiColor::Green
    };
    let kind = page.paint(ink.on_default().bold(), shift.kind.name());
    let level = page.bold(&level(shift, arrow));
    let subject = finding.subject.as_ref().map_or("", |subject| &subject.name);
    let subject = page.faint(&clean(subject));
    page.line(format_args!("{kind}  {level}  {}  {subject}", clean(code)))?;
    page.paragraph(&finding.message)?;
    if let Some(location) = &finding.location {
        page.labelled("at", &location.to_string())?;
    }
    Ok(())
}

fn end(impact: &Impact, page: &mut Page<'_>) -> io::Result<()> {
    if !impact.policies.is_empty() {
        page.sentence(&totals(impact))?;
    }
    match impact.verdict {
        ImpactVerdict::Compared if impact.distrust.is_empty() => return Ok(()),
        ImpactVerdict::Compared => page.line("not the whole mesh was seen:")?,
        ImpactVerdict::Untrusted => {
            let word = page.paint(crate::report::human::level_ink(Level::Warn), impact.verdict.name());
            let code = page.faint(&format!("(exit code {})", impact.verdict.exit_code()));
            page.line(format_args!(
                "{word}: this comparison says less than it seems to {code}"
            ))?;
        }
    }
    for reason in &impact.distrust {
        page.labelled("because", reason)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::finding::Impact;
    use crate::report::Style;
    use crate::report::impact::{ImpactFormat, samples};

    fn human(impact: &Impact, style: Style) -> String {
        let mut bytes = Vec::new();
        assert!(ImpactFormat::Human.write(impact, style, &mut bytes).is_ok());
        String::from_utf8_lossy(&bytes).into_owned()
    }

    #[test]
    fn who_would_be_hit_how_hard_and_where() {
        insta::assert_snapshot!(human(&samples::mixed(), Style::default()));
    }

    #[test]
    fn what_changes_nothing_is_said_in_one_sentence() {
        let text = human(&samples::nothing(), Style::default());
        assert!(
            text.ends_with("Nothing would change: what is proposed is in force already.\n\n"),
            "{text}"
        );
    }

    #[test]
    fn where_nothing_was_judged_that_is_said() {
        let text = human(&samples::unseen(), Style::default());
        assert!(
            text.contains("untrusted:") && text.contains("nothing was evaluated"),
            "{text}"
        );
    }

    #[test]
    fn nothing_in_the_mesh_steers_the_terminal() {
        let text = human(&samples::traps(), Style::default());
        assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']));
    }

    #[test]
    fn without_colour_and_unicode_every_byte_of_our_own_is_printable_ascii() {
        let style = Style {
            unicode: false,
            ..Style::default()
        };
        let text = human(&samples::mixed(), style);
        assert!(
            text.bytes().all(|byte| byte == b'\n' || (b' '..=b'~').contains(&byte)),
            "{text}"
        );
    }
}
