//! The page that is written on, and the report from its first line to its last.

use std::fmt::Display;
use std::io;

use anstyle::{AnsiColor, Style as Ink};

use crate::finding::Assessment;
use crate::policy::Level;
use crate::report::Style;

use super::excerpt::Excerpt;
use super::words::{clean, wrapped};
use super::{sections, summary};

/// Where the text of a finding begins; level names and line numbers stand before it.
pub(super) const INDENT: usize = 6;
/// How wide the labels under a finding are.
const LABEL: usize = 9;

/// Writes the report.
pub(in crate::report) fn write(assessment: &Assessment, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    let mut page = Page::new(out, style);
    sections::write(assessment, &mut page)?;
    summary::write(assessment, &mut page)
}

/// Where the report is written to, and how it looks.
pub(in crate::report) struct Page<'a> {
    out: &'a mut dyn io::Write,
    style: Style,
}

impl<'a> Page<'a> {
    /// An empty page.
    pub(in crate::report) fn new(out: &'a mut dyn io::Write, style: Style) -> Self {
        Self { out, style }
    }

    /// How many columns there are.
    pub(super) fn width(&self) -> usize {
        usize::from(self.style.width).max(40)
    }

    /// A line as it is.
    pub(in crate::report) fn line(&mut self, text: impl Display) -> io::Result<()> {
        writeln!(self.out, "{text}")
    }

    /// An empty line.
    pub(in crate::report) fn gap(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// The heading of a part: its name in bold, what is said of it beside, and a rule below.
    pub(in crate::report) fn heading(&mut self, name: &str, beside: &str) -> io::Result<()> {
        let name = clean(name);
        let length = name.chars().count()
            + if beside.is_empty() {
                0
            } else {
                beside.chars().count() + 2
            };
        let rule = if self.style.unicode { "\u{2500}" } else { "-" };
        let beside = if beside.is_empty() {
            String::new()
        } else {
            format!("  {}", self.faint(beside))
        };
        self.line(format_args!("{}{beside}", self.bold(&name)))?;
        self.line(self.faint(&rule.repeat(length.min(self.width()))))
    }

    /// A paragraph at the indent, in as many lines as it needs.
    pub(in crate::report) fn paragraph(&mut self, text: &str) -> io::Result<()> {
        for line in wrapped(&clean(text), self.width() - INDENT) {
            self.line(format_args!("{:INDENT$}{line}", ""))?;
        }
        Ok(())
    }

    /// A paragraph at the margin, in as many lines as it needs.
    pub(in crate::report) fn sentence(&mut self, text: &str) -> io::Result<()> {
        for line in wrapped(&clean(text), self.width()) {
            self.line(line)?;
        }
        Ok(())
    }

    /// A labelled paragraph at the indent.
    pub(in crate::report) fn labelled(&mut self, label: &str, text: &str) -> io::Result<()> {
        let lines = wrapped(&clean(text), self.width() - INDENT - LABEL);
        for (number, line) in lines.iter().enumerate() {
            let label = if number == 0 { label } else { "" };
            let padding = " ".repeat(LABEL.saturating_sub(label.chars().count()));
            self.line(format_args!("{:INDENT$}{}{padding}{line}", "", self.faint(label)))?;
        }
        Ok(())
    }

    /// A term in bold, and beside it what is said of it.
    pub(in crate::report) fn item(&mut self, term: &str, text: &str) -> io::Result<()> {
        let term = clean(term);
        let length = term.chars().count();
        let column = LABEL.max(length + 2).min(self.width() / 2);
        let mut label = format!("{}{}", self.bold(&term), " ".repeat(column.saturating_sub(length)));
        if length + 2 > column {
            self.line(self.bold(&term))?;
            label = " ".repeat(column);
        }
        for line in wrapped(&clean(text), self.width() - column) {
            self.line(format_args!("{label}{line}"))?;
            label = " ".repeat(column);
        }
        Ok(())
    }

    /// A line of a source, with its number and a caret below.
    pub(super) fn excerpt(&mut self, excerpt: &Excerpt, level: Level) -> io::Result<()> {
        let bar = self.faint(if self.style.unicode { "\u{2502}" } else { "|" });
        let digits = excerpt.line.to_string();
        let digits = format!("{digits:>width$}", width = INDENT - 1);
        self.line(format_args!(
            "{} {bar} {}",
            self.faint(&digits),
            clean(&excerpt.text).trim_end()
        ))?;
        let carets = self.paint(level_ink(level), &"^".repeat(excerpt.length));
        self.line(format_args!(
            "{:INDENT$}{bar} {:start$}{carets}",
            "",
            "",
            start = excerpt.start
        ))
    }

    /// What stands between the steps of a path.
    pub(super) fn arrow(&self) -> &'static str {
        if self.style.unicode { " \u{203a} " } else { " > " }
    }

    /// A level's name in its colour.
    pub(in crate::report) fn level(&self, level: Level) -> String {
        self.paint(level_ink(level), level.name())
    }

    /// Bold text.
    pub(in crate::report) fn bold(&self, text: &str) -> String {
        self.paint(Ink::new().bold(), text)
    }

    /// Text that steps back.
    pub(in crate::report) fn faint(&self, text: &str) -> String {
        self.paint(Ink::new().dimmed(), text)
    }

    /// Text in a colour, where colour was asked for.
    pub(in crate::report) fn paint(&self, ink: Ink, text: &str) -> String {
        if self.style.color && !text.is_empty() {
            format!("{ink}{text}{ink:#}")
        } else {
            text.to_owned()
        }
    }
}

/// The colour of a level.
pub(in crate::report) const fn level_ink(level: Level) -> Ink {
    match level {
        Level::Deny => AnsiColor::Red.on_default().bold(),
        Level::Warn => AnsiColor::Yellow.on_default().bold(),
        Level::Note => AnsiColor::Blue.on_default().bold(),
        Level::Off => Ink::new().dimmed(),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failing test may panic")]

    use crate::finding::Assessment;
    use crate::report::{Format, Style, samples};

    fn human(assessment: &Assessment, style: Style) -> String {
        String::from_utf8(Format::Human.render(assessment, style).unwrap()).unwrap()
    }

    #[test]
    fn the_report_of_a_mesh() {
        insta::assert_snapshot!(human(&samples::mesh(), Style::default()));
    }

    #[test]
    fn the_report_of_a_clean_run() {
        insta::assert_snapshot!(human(&samples::clean(), Style::default()));
    }

    #[test]
    fn the_report_of_a_run_that_saw_nothing() {
        insta::assert_snapshot!(human(&samples::untrusted(), Style::default()));
    }

    #[test]
    fn the_caret_stands_under_what_the_finding_is_about() {
        let text = human(&samples::mesh(), Style::default());
        let lines: Vec<&str> = text.lines().collect();
        let at = lines
            .iter()
            .position(|line| line.ends_with("- name: erp-orders"))
            .unwrap();
        let column = |line: &str, needle: char| line.chars().position(|character| character == needle).unwrap();
        assert!(lines[at].trim_start().starts_with("8 "), "{}", lines[at]);
        assert_eq!(column(lines[at + 1], '^'), column(lines[at], 'e') + "e: ".len());
        assert_eq!(lines[at + 1].matches('^').count(), "erp-orders".len());
    }

    #[test]
    fn what_an_exception_covers_is_told_apart() {
        let text = human(&samples::excepted(), Style::default());
        let (before, after) = text
            .split_once("exempt  violations that an exemption or an exception covers")
            .unwrap();
        assert!(!before.contains("costCenter") && after.contains("the tags costCenter and owner are missing"));
        assert!(after.contains("1 exempt"));
    }

    #[test]
    fn many_findings_of_one_policy_are_folded() {
        let text = human(&samples::mesh(), Style::default());
        assert!(text.contains("stsales5") && !text.contains("stsales6"));
        assert!(text.contains("and 3 more resources, see --output json"));
        assert_eq!(text.matches("set the tags on the resource").count(), 1);
    }

    #[test]
    fn what_each_of_several_asks_for_is_said_once() {
        let mut assessment = samples::mesh();
        for finding in &mut assessment.findings {
            if let Some(subject) = &finding.subject {
                finding.remediation = format!("Set the tags on {}, please.", subject.name).into();
            }
        }
        let text = human(&assessment, Style::default());
        assert_eq!(text.matches("Set the tags on each, please.").count(), 1);
        assert!(text.contains("Set the tags on erp.orders, please."));
    }

    #[test]
    fn without_colour_and_unicode_every_byte_of_our_own_is_printable_ascii() {
        let style = Style {
            color: false,
            width: 80,
            unicode: false,
        };
        for assessment in [samples::mesh(), samples::clean(), samples::untrusted()] {
            let text = human(&assessment, style);
            assert!(text.bytes().all(|byte| byte == b'\n' || (b' '..=b'~').contains(&byte)));
        }
    }

    #[test]
    fn nothing_in_the_mesh_steers_the_terminal() {
        let text = human(&samples::hostile(), Style::default());
        assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']));
    }

    #[test]
    fn colour_only_adds_escapes() {
        let plain = human(&samples::mesh(), Style::default());
        let style = Style {
            color: true,
            ..Style::default()
        };
        let coloured = human(&samples::mesh(), style);
        assert_ne!(plain, coloured);
        assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), plain);
    }

    #[test]
    fn lines_keep_to_the_width_but_for_long_words() {
        let style = Style {
            width: 80,
            ..Style::default()
        };
        for line in human(&samples::hostile(), style).lines() {
            assert!(line.chars().count() <= 80, "{line}");
        }
    }
}
