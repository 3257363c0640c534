//! A policy at work on one thread.

use serde_json::Value;

use crate::facts::Fields;

use super::memo::Memo;
use super::rego::{Lines, RegoJudge};
use super::schema_check::SchemaJudge;
use super::violation::{Fault, Judged};

/// Judges subjects by one policy, with its parameters and its day.
#[derive(Debug)]
pub struct Judge {
    check: Check,
    fields: Fields,
    memo: Memo,
    evaluations: u64,
}

#[derive(Debug)]
enum Check {
    Rego(Box<RegoJudge>),
    Schema(SchemaJudge),
}

impl Judge {
    pub(super) fn rego(judge: RegoJudge, fields: Fields) -> Self {
        Self::new(Check::Rego(Box::new(judge)), fields)
    }

    pub(super) fn schema(judge: SchemaJudge, fields: Fields) -> Self {
        Self::new(Check::Schema(judge), fields)
    }

    fn new(check: Check, fields: Fields) -> Self {
        Self {
            check,
            fields,
            memo: Memo::default(),
            evaluations: 0,
        }
    }

    /// Judges one subject. It may have more fields than the policy reads; those make no difference.
    pub fn evaluate(&mut self, subject: &Value) -> Result<Judged, Fault> {
        if let Some(judged) = self.memo.recall(subject, &self.fields) {
            return Ok(judged);
        }
        self.evaluations += 1;
        let judged = match &mut self.check {
            Check::Rego(judge) => judge.evaluate(subject, &self.fields)?,
            Check::Schema(judge) => judge.evaluate(subject)?,
        };
        self.memo.keep(&judged);
        Ok(judged)
    }

    /// From here on, the lines of Rego that are run are kept.
    pub(super) fn measure(&mut self) {
        if let Check::Rego(judge) = &mut self.check {
            judge.measure();
        }
    }

    /// The lines of Rego that were run since they are kept.
    pub(super) fn lines(&self) -> Lines {
        match &self.check {
            Check::Rego(judge) => judge.lines(),
            Check::Schema(_) => Lines::default(),
        }
    }

    /// What the policy printed since this was asked last.
    pub(super) fn prints(&mut self) -> Vec<String> {
        match &mut self.check {
            Check::Rego(judge) => judge.prints(),
            Check::Schema(_) => Vec::new(),
        }
    }

    /// How many subjects were really judged, and not only recognised.
    pub fn evaluations(&self) -> u64 {
        self.evaluations
    }
}
