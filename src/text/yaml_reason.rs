//! Why a text is not YAML, worded for people.

use std::fmt;

use granit_parser::ErrorKind;

/// What stopped the YAML parser.
#[derive(Clone, Debug, PartialEq)]
pub struct YamlReason(ErrorKind);

impl YamlReason {
    pub(super) fn new(kind: ErrorKind) -> Self {
        Self(kind)
    }

    /// What to do about it.
    pub fn help(&self) -> Option<&'static str> {
        match &self.0 {
            ErrorKind::MappingValueNotAllowed => {
                Some("put a value that contains `: ` in quotes, and begin each key on a line of its own")
            }
            ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => {
                Some("write `key: value`, with a space after the colon")
            }
            ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => {
                Some("close the quote; inside single quotes a quote is written twice")
            }
            ErrorKind::UnclosedFlowCollection { .. }
            | ErrorKind::UnexpectedEofFlowMapping
            | ErrorKind::UnexpectedEofFlowSequence
            | ErrorKind::UnexpectedEofImplicitFlowMapping => Some("close the bracket"),
            ErrorKind::ExpectedDocumentStart
            | ErrorKind::InvalidIndentation
            | ErrorKind::ExpectedBlockMappingKey
            | ErrorKind::ExpectedBlockSequenceEntry
            | ErrorKind::BlockSequenceEntryNotAllowed => {
                Some("entries of one mapping or list begin in the same column")
            }
            ErrorKind::UnexpectedCharacter { .. } => Some("put a value that begins with this character in quotes"),
            ErrorKind::UnknownQuotedScalarEscape => {
                Some("write the backslash twice, or put the value in single quotes")
            }
            ErrorKind::UndeclaredTagHandle => Some("put the value in quotes if `!` belongs to it"),
            _ => None,
        }
    }
}

impl fmt::Display for YamlReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match &self.0 {
            ErrorKind::MappingValueNotAllowed => "a second `:` cannot stand here",
            ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => "expected `:` after the key",
            ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => {
                "the quote that opens here is not closed"
            }
            ErrorKind::UnclosedFlowCollection { open } => return write!(f, "the bracket `{open}` is not closed"),
            ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
                return write!(f, "the bracket `{open}` is closed by `{close}`");
            }
            ErrorKind::MisplacedFlowCollectionEnd => "this bracket closes nothing",
            ErrorKind::UnexpectedEofFlowMapping
            | ErrorKind::UnexpectedEofFlowSequence
            | ErrorKind::UnexpectedEofImplicitFlowMapping => "the file ends inside brackets",
            ErrorKind::ExpectedFlowMappingSeparator => "expected `,` or `}` in a mapping in brackets",
            ErrorKind::ExpectedFlowSequenceSeparator => "expected `,` or `]` in a list in brackets",
            ErrorKind::ExpectedDocumentStart | ErrorKind::InvalidIndentation => {
                "this line is not indented like the ones that it belongs to"
            }
            ErrorKind::ExpectedBlockMappingKey => "expected a key of the mapping",
            ErrorKind::ExpectedBlockSequenceEntry => "expected `-` and an entry of the list",
            ErrorKind::BlockSequenceEntryNotAllowed => "an entry of a list cannot stand here",
            ErrorKind::ExpectedNodeContent => "expected a value",
            ErrorKind::UnexpectedCharacter { character } => {
                return write!(f, "a value cannot begin with `{}`", character.escape_debug());
            }
            ErrorKind::UnknownQuotedScalarEscape => "the escape is not one of YAML",
            ErrorKind::UndeclaredTagHandle => "the tag has a handle that is not declared",
            ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
                "expected nothing more after the closing quote"
            }
            ErrorKind::CommentInterceptedScalar => "a comment stands inside a text of several lines",
            ErrorKind::CommentNotSeparated => "a comment begins with a space before its `#`",
            ErrorKind::InvalidBlockScalarIndent => "a line of the block text is indented less than its first line",
            ErrorKind::MissingDocumentEndBeforeDirective => "expected `---` before the next document",
            other => return other.fmt(f),
        };
        f.write_str(words)
    }
}
