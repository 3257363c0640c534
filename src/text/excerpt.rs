//! Lines of a source with a caret under what is meant, as reports show them.

use std::fmt::{self, Write as _};

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};

use super::clip::Clip;
use super::problem::TextProblem;
use super::source::Source;
use super::span::Span;

/// How much an excerpt matters, which decides its sign and colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// To know.
    Advice,
    /// To look at.
    Warning,
    /// To repair.
    Error,
}

/// Whether excerpts carry colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colour {
    /// No escape sequences at all.
    #[default]
    Plain,
    /// The sixteen colours of ANSI terminals.
    Ansi,
}

/// What excerpts draw their lines with; the text of the source stays as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Characters {
    /// Box-drawing characters.
    #[default]
    Unicode,
    /// ASCII.
    Ascii,
}

/// How excerpts look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Colours.
    pub colour: Colour,
    /// Lines.
    pub characters: Characters,
    /// Columns of the terminal or page.
    pub width: usize,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            colour: Colour::default(),
            characters: Characters::default(),
            width: 100,
        }
    }
}

/// What to show of a source, and what to say about it.
#[derive(Clone, Copy, Debug)]
pub struct Excerpt<'a> {
    /// The source.
    pub source: &'a Source,
    /// What is meant; of several lines the first is marked.
    pub span: Span,
    /// The sign in front of the message.
    pub severity: Severity,
    /// What is to be said.
    pub message: &'a str,
    /// What stands beside the caret.
    pub label: Option<&'a str>,
    /// What to do about it.
    pub help: Option<&'a str>,
}

/// The message, at most three lines of the source with a caret, and the help; it ends with one line break.
///
/// Control characters of the source and of the words are shown as replacement characters, so that no file steers a terminal.
pub fn render(excerpt: &Excerpt<'_>, look: &Look) -> String {
    let clip = Clip::of(excerpt.source, excerpt.span, look);
    let message = match &clip {
        Some(_) => printable(excerpt.message, look),
        None => printable(&format!("{}: {}", excerpt.source.name(), excerpt.message), look),
    };
    let report = Report {
        message,
        label: excerpt.label.map(|label| printable(label, look)),
        help: excerpt.help.map(|help| printable(help, look)),
        severity: excerpt.severity,
        clip,
    };
    let mut drawn = String::new();
    // Writing to a String cannot fail, and the clip serves every span that is asked of it.
    let _ = handler(look).render_report(&mut drawn, &report);
    let mut text = String::with_capacity(drawn.len());
    for line in drawn.trim_matches('\n').lines() {
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

/// A problem of a file's text, as an excerpt of it.
pub fn render_problem(source: &Source, problem: &TextProblem, look: &Look) -> String {
    let message = problem.message();
    let help = problem.help();
    let earlier = problem.earlier().map(|span| source.place(span).line);
    let label = earlier.map(|line| format!("the first one is on line {line}"));
    let excerpt = Excerpt {
        source,
        span: problem.span(),
        severity: Severity::Error,
        message: &message,
        label: label.as_deref(),
        help: help.as_deref(),
    };
    render(&excerpt, look)
}

fn handler(look: &Look) -> GraphicalReportHandler {
    let styles = match look.colour {
        Colour::Plain => ThemeStyles::none(),
        Colour::Ansi => ThemeStyles::ansi(),
    };
    let characters = match look.characters {
        Characters::Unicode => ThemeCharacters::unicode(),
        Characters::Ascii => ThemeCharacters::ascii(),
    };
    GraphicalReportHandler::new_themed(GraphicalTheme { characters, styles })
        .with_width(look.width.max(Clip::NARROWEST))
        .with_context_lines(1)
        .with_links(false)
        .without_syntax_highlighting()
}

/// Words on one line, without anything that moves a cursor.
fn printable(words: &str, look: &Look) -> String {
    words.chars().map(|character| look.visible(character)).collect()
}

impl Look {
    /// A character that a terminal shows in its place: controls and changes of direction are replaced.
    pub(super) fn visible(&self, character: char) -> char {
        let steers = character != '\t' && character.is_control()
            || matches!(character, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
        match (steers, self.characters) {
            (false, _) => character,
            (true, Characters::Unicode) => char::REPLACEMENT_CHARACTER,
            (true, Characters::Ascii) => '?',
        }
    }
}

#[derive(Debug)]
struct Report {
    message: String,
    label: Option<String>,
    help: Option<String>,
    severity: Severity,
    clip: Option<Clip>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Report {}

impl Diagnostic for Report {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Advice => miette::Severity::Advice,
            Severity::Warning => miette::Severity::Warning,
            Severity::Error => miette::Severity::Error,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.clip.as_ref().map(|clip| clip as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let clip = self.clip.as_ref()?;
        let label = LabeledSpan::new_primary_with_span(self.label.clone(), clip.span());
        Some(Box::new(std::iter::once(label)))
    }
}

impl SourceCode for Clip {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        // Asked for no lines around it, the caller wants to know the place; else it wants the lines.
        let (span, line, column) = if before == 0 {
            (*span, self.line(), self.column())
        } else {
            ((0, self.text().len()).into(), self.first_line(), 0)
        };
        let name = self.name().to_owned();
        Ok(Box::new(MietteSpanContents::new_named(
            name,
            self.text().as_bytes(),
            span,
            line,
            column,
            self.text().lines().count(),
        )))
    }
}
