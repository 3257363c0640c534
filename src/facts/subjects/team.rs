//! Registered teams as subjects.

use serde_json::{Map, Value};

use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::origin::Origin;
use crate::facts::subject::{SubjectRef, number};
use crate::snapshot::{Kind, RegisteredTeam, Registry};

pub(super) fn count(facts: &Facts, _kind: Kind) -> u32 {
    number(facts.snapshot.declared.teams.len())
}

pub(super) fn key(facts: &Facts, subject: SubjectRef) -> (Box<str>, Box<str>) {
    find(facts, subject).map_or_else(
        || ("team".into(), "team".into()),
        |team| (team.id.clone(), team.name.clone()),
    )
}

/// The domain whose folder its record lies in.
pub(super) fn domain<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<&'f str> {
    facts.membership.domain_of(find(facts, subject)?.document)
}

pub(super) fn build(facts: &Facts, subject: SubjectRef, fields: &Fields) -> Map<String, Value> {
    let mut members = Map::new();
    let Some(team) = find(facts, subject) else {
        return members;
    };
    let mut put = |name: &str, value: &dyn Fn() -> Value| {
        if fields.wants(name) {
            members.insert(name.into(), value());
        }
    };
    put("members", &|| facts.teams.members(subject.index as usize).into());
    put("size", &|| facts.teams.team(&team.id).size.into());
    put("names", &|| {
        team.names.iter().map(|name| Value::from(&**name)).collect()
    });
    put("source", &|| {
        match team.registry {
            Registry::Backstage => "backstage",
            Registry::MicrosoftGraph => "microsoft_graph",
        }
        .into()
    });
    members
}

pub(super) fn origin<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<Origin<'f>> {
    find(facts, subject).map(place)
}

/// The other records of the team.
pub(super) fn related<'f>(facts: &'f Facts, subject: SubjectRef) -> Vec<(Origin<'f>, String)> {
    let others = facts.teams.others(subject.index as usize).into_iter();
    others
        .map(|other| (place(other), "another record of a team with this name".into()))
        .collect()
}

fn place<'f>(team: &RegisteredTeam) -> Origin<'f> {
    Origin::Declared(team.document, team.pointer.clone())
}

fn find<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<&'f RegisteredTeam> {
    facts.snapshot.declared.teams.get(subject.index as usize)
}
