//! What can be wrong with a file's text.

use std::borrow::Cow;

use thiserror::Error;

use super::json_reason::JsonReason;
use super::span::Span;
use super::yaml_reason::YamlReason;

/// One problem of a file's text, with the bytes it is about.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum TextProblem {
    /// The file is larger than the limit, and was not read.
    #[error("the file has {bytes} bytes, more than the limit of {limit}")]
    TooLarge {
        /// The file's size.
        bytes: u64,
        /// The limit on it.
        limit: u64,
    },
    /// Collections nest deeper than the limit.
    #[error("values nest more than {limit} levels deep")]
    TooDeep {
        /// The collection or alias that goes too deep.
        span: Span,
        /// The limit on levels.
        limit: u32,
    },
    /// The file has more values than the limit.
    #[error("the file has more than {limit} values")]
    TooManyNodes {
        /// The value or alias that goes too far.
        span: Span,
        /// The limit on values.
        limit: u32,
    },
    /// Aliases repeat more values than the limit.
    #[error("the aliases of the file repeat more than {limit} values")]
    TooManyRepeated {
        /// The alias that goes too far.
        span: Span,
        /// The limit on values.
        limit: u32,
    },
    /// Aliases repeat more text than a file may have.
    #[error("the aliases of the file repeat more than {limit} bytes of text")]
    TooMuchRepeated {
        /// The alias that goes too far.
        span: Span,
        /// The limit on bytes.
        limit: u64,
    },
    /// The file has more problems than are reported.
    #[error("the file has more than {limit} problems; the others are not shown")]
    TooManyProblems {
        /// Where the first one not shown is.
        span: Span,
        /// The limit on problems.
        limit: u32,
    },
    /// A byte is not part of any UTF-8 character.
    #[error("the byte 0x{byte:02X} is not UTF-8")]
    NotUtf8 {
        /// Where the byte is; the text shows a replacement character there.
        span: Span,
        /// The byte.
        byte: u8,
    },
    /// A UTF-16 file has half a character.
    #[error("the unit 0x{unit:04X} is not UTF-16")]
    NotUtf16 {
        /// Where it is; the text shows a replacement character there.
        span: Span,
        /// The unpaired half, or the odd last byte.
        unit: u16,
    },
    /// A character that YAML does not allow anywhere.
    #[error("the control character U+{:04X} is not allowed", u32::from(*character))]
    ControlCharacter {
        /// Where it is.
        span: Span,
        /// The character.
        character: char,
    },
    /// The text is not YAML.
    #[error("{reason}")]
    YamlSyntax {
        /// Where the parser stopped.
        span: Span,
        /// What it stopped at.
        reason: YamlReason,
    },
    /// A line is indented with tabs.
    #[error("a tab stands where YAML allows only spaces")]
    Tab {
        /// The tab.
        span: Span,
    },
    /// The text is not JSON.
    #[error("{reason}")]
    JsonSyntax {
        /// Where the parser stopped.
        span: Span,
        /// What it stopped at.
        reason: JsonReason,
    },
    /// A mapping has the same key twice; the first entry counts.
    #[error("the key `{}` is there twice", shown(key))]
    DuplicateKey {
        /// The key.
        key: Box<str>,
        /// The later one.
        span: Span,
        /// The first one.
        earlier: Span,
    },
    /// An alias names an anchor that no earlier value of the document has.
    #[error("no value before this has the anchor `&{}`", shown(name))]
    UnknownAlias {
        /// The name, without the asterisk.
        name: Box<str>,
        /// The alias.
        span: Span,
    },
    /// An alias stands inside the value that it names.
    #[error("the alias stands inside the value that it names")]
    RecursiveAlias {
        /// The alias.
        span: Span,
    },
    /// The value of a merge key is not a mapping.
    #[error("`<<` takes a mapping or a list of mappings")]
    MergeOfNoMapping {
        /// The value.
        span: Span,
    },
    /// A scalar is not what its tag says.
    #[error("the text is not what its tag `!!{tag}` says")]
    TagMismatch {
        /// The tag of the core schema, without `!!`.
        tag: Box<str>,
        /// The scalar.
        span: Span,
    },
}

/// The kinds of [`TextProblem`], without their details.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextProblemKind {
    /// A limit is exceeded.
    Limit,
    /// The bytes are no text.
    Encoding,
    /// The text does not parse.
    Syntax,
    /// A key is there twice.
    DuplicateKey,
    /// An alias, a merge key or a tag does not hold.
    Reference,
}

impl TextProblem {
    /// Which kind of problem this is.
    pub const fn kind(&self) -> TextProblemKind {
        match self {
            Self::TooLarge { .. }
            | Self::TooDeep { .. }
            | Self::TooManyNodes { .. }
            | Self::TooManyRepeated { .. }
            | Self::TooMuchRepeated { .. }
            | Self::TooManyProblems { .. } => TextProblemKind::Limit,
            Self::NotUtf8 { .. } | Self::NotUtf16 { .. } | Self::ControlCharacter { .. } => TextProblemKind::Encoding,
            Self::YamlSyntax { .. } | Self::Tab { .. } | Self::JsonSyntax { .. } => TextProblemKind::Syntax,
            Self::DuplicateKey { .. } => TextProblemKind::DuplicateKey,
            Self::UnknownAlias { .. }
            | Self::RecursiveAlias { .. }
            | Self::MergeOfNoMapping { .. }
            | Self::TagMismatch { .. } => TextProblemKind::Reference,
        }
    }

    /// The bytes that it is about; the empty span at the start where it is about the whole file.
    pub const fn span(&self) -> Span {
        match self {
            Self::TooLarge { .. } => Span::new(0, 0),
            Self::TooDeep { span, .. }
            | Self::TooManyNodes { span, .. }
            | Self::TooManyRepeated { span, .. }
            | Self::TooMuchRepeated { span, .. }
            | Self::TooManyProblems { span, .. }
            | Self::NotUtf8 { span, .. }
            | Self::NotUtf16 { span, .. }
            | Self::ControlCharacter { span, .. }
            | Self::YamlSyntax { span, .. }
            | Self::Tab { span }
            | Self::JsonSyntax { span, .. }
            | Self::DuplicateKey { span, .. }
            | Self::UnknownAlias { span, .. }
            | Self::RecursiveAlias { span }
            | Self::MergeOfNoMapping { span }
            | Self::TagMismatch { span, .. } => *span,
        }
    }

    /// A second place that belongs to it: the first of two equal keys.
    pub const fn earlier(&self) -> Option<Span> {
        match self {
            Self::DuplicateKey { earlier, .. } => Some(*earlier),
            _ => None,
        }
    }

    /// What is wrong, lower case and without a full stop.
    pub fn message(&self) -> String {
        self.to_string()
    }

    /// What to do about it.
    pub fn help(&self) -> Option<Cow<'static, str>> {
        let help = match self {
            Self::TooLarge { .. } => "split the file, or leave it out of what is read",
            Self::TooDeep { .. } | Self::TooManyProblems { .. } => return None,
            Self::TooManyNodes { .. } => "split the file",
            Self::TooManyRepeated { .. } | Self::TooMuchRepeated { .. } => "repeat less through aliases",
            Self::NotUtf8 { .. } => "save the file in the encoding UTF-8",
            Self::NotUtf16 { .. } => "save the file again, in the encoding UTF-8",
            Self::ControlCharacter { character: '\0', .. } => {
                "save the file in the encoding UTF-8; it is a binary file, or UTF-16 without a byte order mark"
            }
            Self::ControlCharacter { character, .. } => {
                let code = u32::from(*character);
                return Some(format!("remove it, or write it as \"\\x{code:02X}\" in double quotes").into());
            }
            Self::YamlSyntax { reason, .. } => return reason.help().map(Cow::Borrowed),
            Self::Tab { .. } => "indent with spaces; most editors can convert the tabs of a file",
            Self::JsonSyntax { reason, .. } => return reason.help().map(Cow::Borrowed),
            Self::DuplicateKey { .. } => "keep one of the two; until then the first one counts",
            Self::UnknownAlias { name, .. } => {
                return Some(format!("put the text in quotes if it is no alias: \"*{}\"", shown(name)).into());
            }
            Self::RecursiveAlias { .. } => "a value cannot contain itself; write out what is meant",
            Self::MergeOfNoMapping { .. } => "put the key in quotes if it is no merge: \"<<\"",
            Self::TagMismatch { .. } => "change the text, or remove the tag",
        };
        Some(Cow::Borrowed(help))
    }
}

/// As much of a text as a message holds.
fn shown(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or(""))),
        None => Cow::Borrowed(text),
    }
}

/// The problems of one file while it is parsed, up to the limit on them.
#[derive(Debug)]
pub(super) struct Problems {
    found: Vec<TextProblem>,
    limit: u32,
}

impl Problems {
    pub(super) fn new(limit: u32) -> Self {
        Self {
            found: Vec::new(),
            limit,
        }
    }

    pub(super) fn add(&mut self, problem: TextProblem) {
        let limit = self.limit;
        match self.found.len().cmp(&(limit as usize)) {
            std::cmp::Ordering::Less => self.found.push(problem),
            std::cmp::Ordering::Equal => {
                let span = problem.span();
                self.found.push(TextProblem::TooManyProblems { span, limit });
            }
            std::cmp::Ordering::Greater => {}
        }
    }

    pub(super) fn is_full(&self) -> bool {
        self.found.len() > self.limit as usize
    }

    /// What was found, in the order of the file.
    pub(super) fn into_sorted(mut self) -> Vec<TextProblem> {
        let full = if self.is_full() { self.found.pop() } else { None };
        self.found.sort_by_key(TextProblem::span);
        self.found.extend(full);
        self.found
    }
}
