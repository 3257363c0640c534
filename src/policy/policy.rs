//! One policy, and how it judges.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Value, json};

use crate::facts::Fields;
use crate::snapshot::{Kind, Location};
use crate::text::{Column, Line, Place, Source, Span};

use super::judge::Judge;
use super::limits::JudgeLimits;
use super::metadata::Metadata;
use super::rego::{self, Data, Program, RegoJudge, TracedRule};
use super::schema_check::SchemaCheck;
use super::template::Template;
use super::violation::{Fault, Judged, Violation};

/// A policy: what it says about itself, and its check.
#[derive(Debug)]
pub struct Policy {
    /// What it says about itself.
    pub metadata: Arc<Metadata>,
    /// The file that says so.
    pub source: Arc<Source>,
    /// Where that file names the policy.
    pub span: Span,
    /// The kinds whose schemas describe its input: those of its annotation, else those of its subject.
    pub(super) described: Vec<Kind>,
    pub(super) code_span: Option<Span>,
    /// Where its head says what; none where it has no head of ours.
    pub(super) places: Option<HeadPlaces>,
    pub(super) remediation: Template,
    pub(super) check: Check,
}

/// Where the head of a policy says what.
#[derive(Clone, Debug, Default)]
pub(super) struct HeadPlaces {
    /// The keys of its annotation and of `custom`.
    pub(super) keys: BTreeSet<Box<str>>,
    pub(super) remediation: Option<Span>,
    /// The name of each parameter.
    pub(super) parameters: BTreeMap<Box<str>, Span>,
}

/// How a policy judges.
#[derive(Debug)]
pub(super) enum Check {
    /// By rules in Rego.
    Rego {
        program: Arc<Program>,
        /// The data of all bundles.
        data: Arc<Value>,
        reads: Fields,
    },
    /// By a JSON Schema.
    Schema(SchemaCheck),
}

impl Policy {
    /// The top-level fields of a subject that judging it can read; never fewer than it does.
    pub fn reads(&self) -> Fields {
        match &self.check {
            Check::Rego { reads, .. } => reads.clone(),
            Check::Schema(check) => check.reads().clone(),
        }
    }

    /// A judge with these parameters on this day. It belongs to one thread: each builds its own.
    pub fn judge(
        &self,
        parameters: &BTreeMap<Box<str>, Value>,
        as_of: jiff::civil::Date,
        limits: &JudgeLimits,
    ) -> Result<Judge, Fault> {
        match &self.check {
            Check::Rego { program, data, reads } => {
                let data = of_day(data, parameters, as_of);
                let judge = RegoJudge::new(program, &data, *limits)?;
                Ok(Judge::rego(judge, reads.clone()))
            }
            Check::Schema(check) => Ok(Judge::schema(check.with(parameters)?, check.reads().clone())),
        }
    }

    /// Everything that the rules of a policy in Rego give for a subject; for a JSON Schema, its violations as `deny`.
    ///
    /// # Errors
    ///
    /// The fault of a policy that breaks.
    pub fn document(
        &self,
        parameters: &BTreeMap<Box<str>, Value>,
        as_of: jiff::civil::Date,
        limits: &JudgeLimits,
        subject: &Value,
    ) -> Result<Value, Fault> {
        match &self.check {
            Check::Rego { program, data, .. } => {
                let data = of_day(data, parameters, as_of);
                rego::document(program, &self.package(), &data, *limits, subject)
            }
            Check::Schema(_) => {
                let judged = self.judge(parameters, as_of, limits)?.evaluate(subject)?;
                let violations = match judged {
                    Judged::Violations(violations) => violations.iter().map(Violation::to_json).collect(),
                    Judged::Pass | Judged::NotApplicable | Judged::CannotEvaluate(_) => Vec::new(),
                };
                Ok(json!({ "deny": violations }))
            }
        }
    }

    /// Why the rules of a policy in Rego come out as they do for a subject, body by body; a JSON Schema has none.
    pub fn trace(
        &self,
        parameters: &BTreeMap<Box<str>, Value>,
        as_of: jiff::civil::Date,
        limits: &JudgeLimits,
        subject: &Value,
    ) -> Vec<TracedRule> {
        match &self.check {
            Check::Rego { program, data, .. } => {
                let data = of_day(data, parameters, as_of);
                rego::trace(program, &self.package(), &data, *limits, subject)
            }
            Check::Schema(_) => Vec::new(),
        }
    }

    fn package(&self) -> Vec<Box<str>> {
        self.metadata.id.0.split('.').map(Box::from).collect()
    }

    /// What to do about a violation: what the violation says, else the policy's remediation filled from both. `subject`
    /// needs the fields in [`Self::remediation_fields`].
    pub fn remediation(&self, violation: &Violation, subject: &Value) -> String {
        match &violation.remediation {
            Some(remediation) => remediation.to_string(),
            None => self.remediation.fill(violation, subject),
        }
    }

    /// Where a fault is, for a report: the line of the policy that it names, else the place of the policy itself.
    pub fn place_of(&self, fault: &Fault) -> Location {
        let line = match fault {
            Fault::Failed { line, .. } => line.and_then(|line| line.checked_sub(1)).map(Line::after),
            _ => None,
        };
        let place = line.map_or_else(
            || self.source.place(self.span),
            |line| Place {
                line,
                column: Column::FIRST,
                end_line: line,
                end_column: Column::after(u32::try_from(self.source.line(line).chars().count()).unwrap_or(0)),
            },
        );
        Location::File {
            file: self.source.name().into(),
            place: Some(place),
            pointer: None,
        }
    }

    /// The top-level fields of a subject that the remediation may name.
    pub fn remediation_fields(&self) -> Fields {
        Fields::Only(self.remediation.fields().map(Box::from).collect())
    }
}

/// The data that a judgement sees: that of all bundles, the parameters and the day.
fn of_day(data: &Value, parameters: &BTreeMap<Box<str>, Value>, as_of: jiff::civil::Date) -> Data {
    let mut document = data.clone();
    if let Value::Object(members) = &mut document {
        let parameters = parameters.iter().map(|(name, value)| (name.to_string(), value.clone()));
        members.insert("parameters".to_owned(), Value::Object(parameters.collect()));
        members.insert("meshgov".to_owned(), json!({ "as_of": as_of.to_string() }));
    }
    Data { document, as_of }
}
