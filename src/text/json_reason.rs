//! Why a text is not JSON, worded for people.

use std::fmt;

use thiserror::Error;

/// What stopped the JSON parser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum JsonReason {
    /// Something else should stand here.
    #[error("expected {expected}, found {found}")]
    Expected {
        /// What should stand here.
        expected: &'static str,
        /// What stands here.
        found: Found,
    },
    /// A comma without anything after it.
    #[error("a comma without anything after it")]
    TrailingComma,
    /// A comment.
    #[error("JSON has no comments")]
    Comment,
    /// A string or a key in single quotes, or in none.
    #[error("expected a string in double quotes, found {0}")]
    Unquoted(Found),
    /// A string without its closing quote.
    #[error("the string is not closed on its line")]
    UnclosedString,
    /// A control character inside a string.
    #[error("the control character U+{:04X} stands in a string", u32::from(*.0))]
    ControlInString(char),
    /// An escape that JSON does not have.
    #[error("the escape is not one of JSON")]
    Escape,
    /// Half of a surrogate pair.
    #[error("the escape is half of a character")]
    HalfCharacter,
    /// Not a number as JSON writes them.
    #[error("the number is not written as JSON has it")]
    Number,
    /// A number that no double holds.
    #[error("the number is too large")]
    NumberTooLarge,
}

impl JsonReason {
    /// What to do about it.
    pub const fn help(self) -> Option<&'static str> {
        match self {
            Self::TrailingComma => Some("remove the comma"),
            Self::Comment => Some("remove the comment, or write the file as YAML"),
            Self::Unquoted(_) => Some("put it in double quotes"),
            Self::UnclosedString => Some("close it with a double quote; a line break in a string is written \\n"),
            Self::ControlInString(_) => Some("write it as an escape: \\t, \\n or \\u with four digits"),
            Self::Escape => {
                Some("the escapes are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits")
            }
            Self::HalfCharacter => Some("write both halves, or the character itself"),
            Self::Number => Some("JSON numbers have no leading zeros, no plus sign and digits around the point"),
            Self::Expected { .. } | Self::NumberTooLarge => None,
        }
    }
}

/// What stands where something else was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// The end of the file.
    End,
    /// A character.
    Character(char),
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::End => f.write_str("the end of the file"),
            Self::Character(character) if character.is_control() => {
                write!(f, "the control character U+{:04X}", u32::from(*character))
            }
            Self::Character(character) => write!(f, "`{character}`"),
        }
    }
}
