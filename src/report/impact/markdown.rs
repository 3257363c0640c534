//! The report in Markdown, to paste into a pull request or before a vote.

use std::io;

use crate::finding::{Impact, Shift, parties};
use crate::report::human::{clean, length, number};

use super::words::{Arrow, HEAD, called, changes, consent, domain, glance, level, rows, totals};

/// How many violations are shown of each domain.
const SHOWN: usize = 10;

const ARROW: Arrow = Arrow(" → ");

/// Writes the report.
pub(super) fn write(impact: &Impact, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "### What if, at the {} on {}\n", impact.point.name(), impact.as_of)?;
    for policy in &impact.policies {
        let title = escaped(&policy.policy.title);
        let changes = escaped(&changes(policy, ARROW));
        writeln!(out, "- **{}** {title}: {changes}", escaped(called(&policy.policy)))?;
        if let Some(consent) = policy.difference.as_ref().and_then(consent) {
            writeln!(out, "  - {}", escaped(&consent))?;
        }
    }
    if !impact.policies.is_empty() {
        writeln!(out)?;
    }
    writeln!(out, "**{}**", escaped(&glance(impact).join(" ")))?;
    if impact.total.changes() > 0 {
        writeln!(out, "\n| {} |", HEAD.join(" | "))?;
        writeln!(out, "|{}", "---|".repeat(HEAD.len()))?;
        for row in rows(impact) {
            let cells: Vec<String> = row.iter().map(|cell| escaped(cell)).collect();
            writeln!(out, "| {} |", cells.join(" | "))?;
        }
        for one in impact.domains.iter().filter(|one| one.tally.changes() > 0) {
            details(impact, one.domain.as_deref(), out)?;
        }
    }
    if !impact.policies.is_empty() {
        writeln!(out, "\n{}", escaped(&sentence(&totals(impact))))?;
    }
    for reason in &impact.distrust {
        writeln!(out, "\n> Not to be trusted: {}", escaped(reason))?;
    }
    Ok(())
}

/// The violations of one domain, folded away.
fn details(impact: &Impact, name: Option<&str>, out: &mut dyn io::Write) -> io::Result<()> {
    let of_domain = |shift: &&Shift| parties(&shift.finding).contains(&name);
    let shifts: Vec<&Shift> = impact.shifts.iter().filter(of_domain).collect();
    let title = escaped(domain(name));
    writeln!(
        out,
        "\n<details><summary>{title}: {}</summary>\n",
        number(length(&shifts))
    )?;
    let (shown, folded) = shifts.split_at(shifts.len().min(SHOWN));
    for shift in shown {
        let finding = &shift.finding;
        let policy = impact.policies.iter().find(|one| one.policy.id == finding.policy);
        let code = policy.map_or(&*finding.policy.0, |one| called(&one.policy));
        let place = finding
            .location
            .as_ref()
            .map(ToString::to_string)
            .map(|place| format!(" ({})", escaped(&place)));
        writeln!(
            out,
            "- **{}** {}, {}: {}{}",
            shift.kind.name(),
            level(shift, ARROW),
            escaped(code),
            escaped(&finding.message),
            place.unwrap_or_default()
        )?;
    }
    if !folded.is_empty() {
        writeln!(out, "- and {} more", number(length(folded)))?;
    }
    writeln!(out, "\n</details>")
}

/// A text that begins with a capital letter and ends in a full stop.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", letters.as_str())
}

/// A text of unknown origin on one line, in which nothing is read as markup.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in clean(text).chars() {
        match character {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            // A name of a person or of a team would call them.
            '@' => escaped.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' => escaped.extend(['\\', character]),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use crate::finding::Impact;
    use crate::report::Style;
    use crate::report::impact::{ImpactFormat, samples};

    fn markdown(impact: &Impact) -> String {
        let mut bytes = Vec::new();
        assert!(
            ImpactFormat::Markdown
                .write(impact, Style::default(), &mut bytes)
                .is_ok()
        );
        String::from_utf8_lossy(&bytes).into_owned()
    }

    #[test]
    fn it_reads_well_in_a_pull_request() {
        insta::assert_snapshot!(markdown(&samples::mixed()));
    }

    #[test]
    fn nothing_in_the_mesh_is_read_as_markup() {
        assert_eq!(
            super::escaped("a|b <img> @team *x* `y`\nz"),
            "a\\|b &lt;img&gt; &#64;team \\*x\\* \\`y\\` z"
        );
        let text = markdown(&samples::traps());
        assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{text}");
    }
}
