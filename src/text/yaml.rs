//! YAML 1.2 with merge keys: the events of a file become documents.

use std::sync::Arc;

use granit_parser::{ErrorKind, Event, Options, Parser, ScalarStyle, ScanError, Tag, options};

use super::anchors::{Anchors, Weight};
use super::core_schema;
use super::document::Document;
use super::limits::Limits;
use super::problem::{Problems, TextProblem};
use super::source::Source;
use super::span::Span;
use super::tree::{Node, Value};
use super::yaml_frame::Frame;
use super::yaml_reason::YamlReason;

/// The documents of a file; after a problem of one, the next is tried.
pub(super) fn parse(source: &Arc<Source>, limits: &Limits, problems: &mut Problems) -> Vec<Document> {
    let mut builder = Builder {
        source,
        limits,
        problems,
        anchors: Anchors::new(limits),
        frames: Vec::new(),
        root: None,
        index: 0,
        documents: Vec::new(),
        ends_openly: false,
    };
    let mut parser = Parser::new_from_str_with_options(source.text(), builder.options());
    while let Some(event) = parser.next_event() {
        let stop = match event {
            Ok((event, span)) => builder.take(event, span_of(&span)),
            Err(error) => Err(builder.broken(&error)),
        };
        match stop {
            Ok(()) => {}
            Err(Stop::File) => break,
            Err(Stop::Document) => {
                builder.abandon();
                if !parser.proceed_next_document().unwrap_or(false) {
                    break;
                }
            }
        }
    }
    builder.documents
}

/// How far a problem reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    /// The document cannot be had.
    Document,
    /// Neither can what follows it.
    File,
}

struct Builder<'run> {
    source: &'run Arc<Source>,
    limits: &'run Limits,
    problems: &'run mut Problems,
    anchors: Anchors<'run>,
    frames: Vec<Frame>,
    root: Option<Node>,
    index: u32,
    documents: Vec<Document>,
    /// Whether the last event ended a document that no mark ends.
    ends_openly: bool,
}

impl Builder<'_> {
    fn options(&self) -> Options {
        // The parser looks ahead of its events; this stops it from going deeper than they may.
        let depth = self.limits.depth();
        options! {
            emit_comments: false,
            emit_unresolved_aliases: true,
            flow_nesting_limit: depth,
            block_nesting_limit: depth,
        }
    }

    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Stop> {
        self.ends_openly = matches!(event, Event::DocumentEnd) && span.is_empty();
        match event {
            Event::DocumentStart(..) => self.anchors.next_document(),
            Event::DocumentEnd => self.finish(),
            Event::Scalar(text, style, anchor, tag) => {
                let tag = tag.as_deref();
                let weight = Weight::scalar(text.len());
                let unwritten = span.is_empty() && style == ScalarStyle::Plain && text == "~";
                let span = self.scalar_span(span, style, unwritten);
                if anchor == 0 && self.wants_key() {
                    self.count(span)?;
                    // A key that is not written at all is null.
                    let text = if unwritten { "null" } else { &text };
                    self.key(text, span, is_merge(text, style, tag));
                    return Ok(());
                }
                let value = self.scalar(&text, style, tag, span);
                self.count(span)?;
                self.anchored(anchor, Node { span, value }, weight)?;
            }
            Event::SequenceStart(_, anchor, _) => self.open(Frame::sequence(span, anchor), span)?,
            Event::MappingStart(_, anchor, _) => self.open(Frame::mapping(span, anchor), span)?,
            Event::SequenceEnd | Event::MappingEnd => self.close(span)?,
            Event::Alias(anchor) => self.alias(anchor, span)?,
            Event::UnresolvedAlias(name) => {
                let name = name.as_ref().into();
                self.problems.add(TextProblem::UnknownAlias { name, span });
                self.placeholder(span);
            }
            _ => {}
        }
        Ok(())
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, tag: Option<&Tag>, span: Span) -> Value {
        match tag.map(|tag| (tag.core_suffix(), tag.parts())) {
            Some((Some(core), _)) => core_schema::tagged(core, text).unwrap_or_else(|| {
                let tag = core.into();
                self.problems.add(TextProblem::TagMismatch { tag, span });
                Value::Null
            }),
            Some((None, ("!", "") | ("", "!"))) => Value::String(text.into()),
            _ if style == ScalarStyle::Plain => core_schema::plain(text),
            _ => Value::String(text.into()),
        }
    }

    /// Where nothing is written, the span is empty and right after the colon; a block text ends with its last line.
    fn scalar_span(&self, span: Span, style: ScalarStyle, unwritten: bool) -> Span {
        if unwritten {
            let rest = self.source.text().get(span.start as usize..).unwrap_or("");
            let colon = u32::from(rest.starts_with(':'));
            return Span::new(span.start + colon, span.end + colon);
        }
        if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            return self.source.trimmed(span);
        }
        span
    }

    fn wants_key(&self) -> bool {
        self.frames.last().is_some_and(Frame::wants_key)
    }

    fn key(&mut self, text: &str, span: Span, merge: bool) {
        if let Some(frame) = self.frames.last_mut() {
            frame.key(text, span, merge);
        }
    }

    fn open(&mut self, frame: Frame, span: Span) -> Result<(), Stop> {
        self.count(span)?;
        self.frames.push(frame);
        if self.frames.len() > self.limits.depth() {
            return Err(self.too_deep(span));
        }
        Ok(())
    }

    fn close(&mut self, span: Span) -> Result<(), Stop> {
        let Some(frame) = self.frames.pop() else {
            return Ok(());
        };
        let anchor = frame.anchor();
        let (node, weight) = frame.close(span, self.problems);
        self.anchored(anchor, node, weight)
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), Stop> {
        match self.anchors.repeat(anchor, span, self.frames.len()) {
            Ok(Some((node, weight))) => self.deliver(node, weight),
            Ok(None) => {
                self.problems.add(TextProblem::RecursiveAlias { span });
                self.placeholder(span);
            }
            Err(problem) => return Err(self.over(problem)),
        }
        Ok(())
    }

    fn anchored(&mut self, anchor: usize, node: Node, weight: Weight) -> Result<(), Stop> {
        if anchor != 0
            && let Err(problem) = self.anchors.remember(anchor, &node, weight)
        {
            return Err(self.over(problem));
        }
        self.deliver(node, weight);
        Ok(())
    }

    /// Stands for a value that could not be had, so that the rest of the document can.
    fn placeholder(&mut self, span: Span) {
        let node = Node {
            span,
            value: Value::Null,
        };
        self.deliver(node, Weight::scalar(0));
    }

    fn deliver(&mut self, node: Node, weight: Weight) {
        match self.frames.last_mut() {
            Some(frame) if frame.wants_key() => {
                let text = key_text(&node, self.source);
                frame.key(&text, node.span, false);
            }
            Some(frame) => frame.value(node, weight, self.problems),
            None => self.root = Some(node),
        }
    }

    fn finish(&mut self) {
        let root = self.root.take();
        let index = self.index;
        self.index += 1;
        // Separators with nothing between them are no document.
        let written = root.filter(|root| root.value != Value::Null || !root.span.is_empty());
        self.documents.extend(written.map(|root| Document {
            source: Arc::clone(self.source),
            index,
            root,
        }));
    }

    fn count(&mut self, span: Span) -> Result<(), Stop> {
        match self.anchors.count(span) {
            Ok(()) => Ok(()),
            Err(problem) => Err(self.over(problem)),
        }
    }

    /// Depth is the matter of one document, the account that of the whole file.
    fn over(&mut self, problem: TextProblem) -> Stop {
        let stop = match problem {
            TextProblem::TooDeep { .. } => Stop::Document,
            _ => Stop::File,
        };
        self.problems.add(problem);
        stop
    }

    fn too_deep(&mut self, span: Span) -> Stop {
        self.over(TextProblem::TooDeep {
            span: Span::new(span.start, span.end.max(span.start + 1)),
            limit: self.limits.depth.min(Limits::DEEPEST),
        })
    }

    fn broken(&mut self, error: &ScanError) -> Stop {
        let text = self.source.text();
        let at = error.marker().byte_offset().unwrap_or(0).min(text.len());
        if *error.kind() == ErrorKind::RecursionLimitExceeded {
            return self.too_deep(Span::between(at, at));
        }
        if *error.kind() == ErrorKind::ExpectedDocumentStart && self.ends_openly {
            // What ended just before a line that cannot follow it is only a part of the document.
            self.index -= 1;
            self.documents.pop_if(|last| last.index == self.index);
        }
        let problem = match tab_near(text, at, error.kind()) {
            Some(tab) => TextProblem::Tab {
                span: Span::between(tab, tab + 1),
            },
            None => TextProblem::YamlSyntax {
                span: character_at(text, at),
                reason: YamlReason::new(error.kind().clone()),
            },
        };
        self.problems.add(problem);
        if self.problems.is_full() {
            Stop::File
        } else {
            Stop::Document
        }
    }

    fn abandon(&mut self) {
        self.frames.clear();
        self.root = None;
        self.index += 1;
    }
}

fn span_of(span: &granit_parser::Span) -> Span {
    let range = span.byte_range().unwrap_or(0..0);
    Span::between(range.start, range.end)
}

fn is_merge(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> bool {
    let tagged = tag.is_some_and(|tag| tag.core_suffix() == Some("merge"));
    tagged || (text == "<<" && style == ScalarStyle::Plain && tag.is_none())
}

/// Keys are text: of a scalar its own, of a collection what is written.
fn key_text(node: &Node, source: &Source) -> String {
    match &node.value {
        Value::Array(_) | Value::Object(_) => source.slice(node.span).to_owned(),
        scalar => Node::scalar_text(scalar),
    }
}

/// The character at an offset; the one before where a line or the file ends there.
fn character_at(text: &str, at: usize) -> Span {
    let length = |rest: &str| {
        rest.chars()
            .next()
            .filter(|next| !next.is_control())
            .map(char::len_utf8)
    };
    Span::between(at, at + text.get(at..).and_then(length).unwrap_or(0))
}

/// The tab that an error is about: at its place, or in the indentation of a later line.
fn tab_near(text: &str, at: usize, kind: &ErrorKind) -> Option<usize> {
    let about_tabs = matches!(
        kind,
        ErrorKind::TabNotAllowed
            | ErrorKind::TabInBlockIndentation
            | ErrorKind::TabAtBlockScalarStart
            | ErrorKind::TabInIndentation
            | ErrorKind::TabInPlainScalar
    );
    let line = text.get(..at)?.rfind('\n').map_or(0, |found| found + 1);
    let indented = |start: usize| {
        let rest = text.get(start..).unwrap_or("");
        let spaces = rest.bytes().take_while(|byte| *byte == b' ').count();
        rest.as_bytes()
            .get(spaces)
            .filter(|byte| **byte == b'\t')
            .map(|_| start + spaces)
    };
    if !about_tabs {
        return matches!(kind, ErrorKind::UnexpectedCharacter { character: '\t' }).then_some(at);
    }
    let after = text.get(at..)?.match_indices('\n').map(|(found, _)| at + found + 1);
    std::iter::once(line)
        .chain(after)
        .find_map(indented)
        .or_else(|| text.get(at..)?.find('\t').map(|found| at + found))
}
