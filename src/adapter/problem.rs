//! Problems of texts as problems of the snapshot.

use crate::snapshot::{Kind, Location, Problem, ProblemCode};
use crate::text::{Source, TextProblem, TextProblemKind};

/// A problem of a text with its place; `kind` is what the text would have been.
pub(super) fn of_text(source: &Source, problem: &TextProblem, kind: Option<Kind>) -> Problem {
    Problem {
        location: Location::File {
            file: source.name().into(),
            place: Some(source.place(problem.span())),
            pointer: None,
        },
        code: match problem.kind() {
            TextProblemKind::OverLimit => ProblemCode::OverLimit,
            TextProblemKind::NotUtf8 => ProblemCode::NotUtf8,
            TextProblemKind::Syntax => ProblemCode::Syntax,
            TextProblemKind::DuplicateKey => ProblemCode::DuplicateKey,
        },
        message: problem.message().into(),
        help: problem.help().map(Into::into),
        kind,
    }
}
