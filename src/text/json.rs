//! JSON (RFC 8259), strictly, with the bytes of every part.

use super::json_reason::{Found, JsonReason};
use super::json_scalar::{number, string};
use super::keys;
use super::limits::Limits;
use super::problem::{Problems, TextProblem};
use super::span::Span;
use super::tree::{Entry, Node, Value};

/// The value that the text is; nothing where it is not JSON or over a limit, which is then among the problems.
pub(super) fn parse(text: &str, limits: &Limits, problems: &mut Problems) -> Option<Node> {
    let mut reader = Reader {
        text,
        at: 0,
        depth: 0,
        nodes: 0,
        limits,
        problems,
    };
    match reader.document() {
        Ok(node) => Some(node),
        Err(problem) => {
            problems.add(*problem);
            None
        }
    }
}

/// Boxed, so that the way without problems moves little.
type Outcome<T> = Result<T, Box<TextProblem>>;

struct Reader<'text, 'run> {
    text: &'text str,
    at: usize,
    depth: usize,
    nodes: u32,
    limits: &'run Limits,
    problems: &'run mut Problems,
}

impl Reader<'_, '_> {
    fn document(&mut self) -> Outcome<Node> {
        let root = self.value("a value")?;
        match self.next() {
            None => Ok(root),
            Some(_) => Err(self.unexpected("the end of the file after the value").into()),
        }
    }

    fn value(&mut self, expected: &'static str) -> Outcome<Node> {
        let next = self.next();
        let start = self.at;
        self.count(start)?;
        let value = match next {
            Some(b'"') => {
                let text = self.string()?;
                Value::String(text)
            }
            Some(b'{') => self.nested(Self::object)?,
            Some(b'[') => self.nested(Self::array)?,
            Some(b'-' | b'0'..=b'9') => {
                let (number, end) = number(self.text, start).map_err(|(span, reason)| syntax(span, reason))?;
                self.at = end;
                Value::Number(number)
            }
            Some(b't') => self.word("true", Value::Bool(true), expected)?,
            Some(b'f') => self.word("false", Value::Bool(false), expected)?,
            Some(b'n') => self.word("null", Value::Null, expected)?,
            _ => return Err(self.unexpected(expected).into()),
        };
        Ok(Node {
            span: Span::between(start, self.at),
            value,
        })
    }

    fn nested(&mut self, inside: fn(&mut Self) -> Outcome<Value>) -> Outcome<Value> {
        if self.depth == self.limits.depth() {
            return Err(Box::new(TextProblem::TooDeep {
                span: Span::between(self.at, self.at + 1),
                limit: self.limits.depth.min(Limits::DEEPEST),
            }));
        }
        self.depth += 1;
        self.at += 1;
        let value = inside(self)?;
        self.depth -= 1;
        Ok(value)
    }

    fn array(&mut self) -> Outcome<Value> {
        let mut elements = Vec::new();
        if self.next() == Some(b']') {
            self.at += 1;
            return Ok(Value::Array(elements));
        }
        loop {
            elements.push(self.value("a value")?);
            match self.next() {
                Some(b',') => self.separator(b']')?,
                Some(b']') => {
                    self.at += 1;
                    return Ok(Value::Array(elements));
                }
                _ => return Err(self.unexpected("`,` or `]` after a value").into()),
            }
        }
    }

    fn object(&mut self) -> Outcome<Value> {
        let mut entries = Vec::new();
        if self.next() == Some(b'}') {
            self.at += 1;
            return Ok(Value::Object(entries));
        }
        loop {
            entries.push(self.entry()?);
            match self.next() {
                Some(b',') => self.separator(b'}')?,
                Some(b'}') => {
                    self.at += 1;
                    keys::keep_first(&mut entries, self.problems);
                    return Ok(Value::Object(entries));
                }
                _ => return Err(self.unexpected("`,` or `}` after a value").into()),
            }
        }
    }

    fn entry(&mut self) -> Outcome<Entry> {
        match self.next() {
            Some(b'"') => {}
            Some(b'\'' | b'_' | b'a'..=b'z' | b'A'..=b'Z') => {
                let found = self.found();
                return Err(self.stop(JsonReason::Unquoted(found)).into());
            }
            _ => return Err(self.unexpected("a key in double quotes, or `}`").into()),
        }
        let start = self.at;
        let key = self.string()?;
        let key_span = Span::between(start, self.at);
        if self.next() != Some(b':') {
            return Err(self.unexpected("`:` after a key").into());
        }
        self.at += 1;
        let node = self.value("a value after `:`")?;
        Ok(Entry { key, key_span, node })
    }

    /// Goes over a comma, which something other than the closing bracket has to follow.
    fn separator(&mut self, closing: u8) -> Outcome<()> {
        let comma = self.at;
        self.at += 1;
        if self.next() == Some(closing) {
            return Err(syntax(Span::between(comma, comma + 1), JsonReason::TrailingComma).into());
        }
        Ok(())
    }

    fn string(&mut self) -> Outcome<Box<str>> {
        let (text, end) = string(self.text, self.at).map_err(|(span, reason)| syntax(span, reason))?;
        self.at = end;
        Ok(text)
    }

    fn word(&mut self, word: &str, value: Value, expected: &'static str) -> Outcome<Value> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or(&[]);
        let Some(after) = rest.strip_prefix(word.as_bytes()) else {
            return Err(self.unexpected(expected).into());
        };
        if after.first().is_some_and(u8::is_ascii_alphanumeric) {
            return Err(self.unexpected(expected).into());
        }
        self.at += word.len();
        Ok(value)
    }

    /// The next byte that is not white space.
    fn next(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                other => return other.copied(),
            }
        }
    }

    fn count(&mut self, at: usize) -> Outcome<()> {
        self.nodes += 1;
        if self.nodes > self.limits.nodes {
            return Err(Box::new(TextProblem::TooManyNodes {
                span: Span::between(at, at + 1),
                limit: self.limits.nodes,
            }));
        }
        Ok(())
    }

    fn found(&self) -> Found {
        let rest = self.text.get(self.at..).unwrap_or("");
        rest.chars().next().map_or(Found::End, Found::Character)
    }

    fn unexpected(&self, expected: &'static str) -> TextProblem {
        let rest = self.text.get(self.at..).unwrap_or("");
        let reason = match self.found() {
            Found::Character('/') if rest.starts_with("//") || rest.starts_with("/*") => JsonReason::Comment,
            Found::Character('#') => JsonReason::Comment,
            found @ Found::Character('\'') => JsonReason::Unquoted(found),
            found => JsonReason::Expected { expected, found },
        };
        self.stop(reason)
    }

    fn stop(&self, reason: JsonReason) -> TextProblem {
        let rest = self.text.get(self.at..).unwrap_or("");
        let length = rest.chars().next().map_or(0, char::len_utf8);
        syntax(Span::between(self.at, self.at + length), reason)
    }
}

fn syntax(span: Span, reason: JsonReason) -> TextProblem {
    TextProblem::JsonSyntax { span, reason }
}
