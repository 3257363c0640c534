//! Problems of texts as problems of the snapshot.

use crate::snapshot::{Kind, Location, Problem, ProblemCode};
use crate::text::{Source, TextProblem, TextProblemKind};

/// A problem of a text that begins at byte `start` of its source; `kind` is what the text would have been.
pub(super) fn of_text(source: &Source, problem: &TextProblem, start: u32, kind: Option<Kind>) -> Problem {
    Problem {
        location: Location::File {
            file: source.name().into(),
            place: Some(source.place(problem.span().shifted(start))),
            pointer: None,
        },
        code: match problem.kind() {
            TextProblemKind::Limit => ProblemCode::OverLimit,
            TextProblemKind::Encoding => ProblemCode::NotUtf8,
            TextProblemKind::Syntax => ProblemCode::Syntax,
            TextProblemKind::DuplicateKey => ProblemCode::DuplicateKey,
            TextProblemKind::Reference => ProblemCode::Reference,
        },
        message: problem.to_string().into(),
        help: problem.help().map(Into::into),
        kind,
    }
}
