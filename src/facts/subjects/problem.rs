//! What could not be read as it should be, as subjects: so that a policy can say how bad that is.

use serde_json::{Map, Value};

use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::origin::Origin;
use crate::facts::subject::{SubjectRef, number};
use crate::snapshot::{Kind, Location, Problem};

pub(super) fn count(facts: &Facts, _kind: Kind) -> u32 {
    number(facts.snapshot.problems.len())
}

pub(super) fn key(facts: &Facts, subject: SubjectRef) -> (Box<str>, Box<str>) {
    let Some(problem) = problem(facts, subject) else {
        return ("".into(), "".into());
    };
    let place = match &problem.location {
        Location::File { file, .. } => file,
        Location::Azure { id } => id,
    };
    (format!("{place}#{}", problem.code.name()).into(), place.clone())
}

pub(super) fn domain<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<&'f str> {
    match &problem(facts, subject)?.location {
        Location::File { file, .. } => facts.membership.domain_of_file(file),
        Location::Azure { .. } => None,
    }
}

pub(super) fn build(facts: &Facts, subject: SubjectRef, fields: &Fields) -> Map<String, Value> {
    let mut members = Map::new();
    let Some(problem) = problem(facts, subject) else {
        return members;
    };
    let mut put = |field: &str, value: Value| {
        if fields.wants(field) {
            members.insert(field.into(), value);
        }
    };
    put("code", problem.code.name().into());
    put("message", (&*problem.message).into());
    put("help", problem.help.as_deref().into());
    put("of", problem.kind.map(Kind::name).into());
    members
}

pub(super) fn origin<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<Origin<'f>> {
    problem(facts, subject).map(|problem| Origin::Elsewhere(&problem.location))
}

pub(super) fn related<'f>(_facts: &'f Facts, _subject: SubjectRef) -> Vec<(Origin<'f>, String)> {
    Vec::new()
}

fn problem<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<&'f Problem> {
    facts.snapshot.problems.get(subject.index as usize)
}
