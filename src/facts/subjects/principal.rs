//! Principals as subjects: who holds role assignments.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::facts::access::Known;
use crate::facts::assignment::scope_of;
use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::origin::Origin;
use crate::facts::rows::{member, row_id, text_of};
use crate::facts::subject::SubjectRef;
use crate::snapshot::Kind;

use super::data_access;

pub(super) fn count(facts: &Facts, _kind: Kind) -> u32 {
    facts.access.known().map_or(0, Known::principals)
}

pub(super) fn key(facts: &Facts, subject: SubjectRef) -> (Box<str>, Box<str>) {
    let id = facts
        .access
        .known()
        .and_then(|known| known.holder(subject.index))
        .map_or("", |(id, _)| id);
    (id.into(), id.into())
}

/// The domain whose node has it as the identity of a resource, or that names it.
pub(super) fn domain<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<&'f str> {
    Some(home(facts, subject)?.0)
}

pub(super) fn build(facts: &Facts, subject: SubjectRef, fields: &Fields) -> Map<String, Value> {
    let mut members = Map::new();
    let held = held(facts, subject);
    if fields.wants("principalType") {
        let said = held.iter().find_map(|index| {
            let properties = member(assignment(facts, *index), "properties")?;
            text_of(properties, "principalType")
        });
        members.insert("principalType".into(), said.unwrap_or("Unknown".into()).into());
    }
    if fields.wants("assignments") {
        let assignments = held.iter().filter_map(|index| {
            let known = facts.access.known()?;
            let held = known.assignment(*index)?;
            let row = assignment(facts, *index);
            let id = row_id(row);
            Some(json!({
                "id": id,
                "scope": scope_of(row),
                "role": known.role(held).map(|role| &*role.name),
                "origin": {"azure_id": id},
            }))
        });
        members.insert("assignments".into(), assignments.collect());
    }
    if fields.wants("domain_evidence") {
        let evidence = home(facts, subject).map(|(_, evidence)| evidence);
        members.insert("domain_evidence".into(), evidence.into());
    }
    if fields.wants("unknown_roles") {
        members.insert("unknown_roles".into(), unknown_roles(facts, held));
    }
    data_access::put(facts, held, || domain(facts, subject), fields, &mut members);
    members
}

pub(super) fn origin<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<Origin<'f>> {
    let first = held(facts, subject).first()?;
    Some(Origin::Observed(row_id(assignment(facts, *first))))
}

/// The assignments after the first.
pub(super) fn related<'f>(facts: &'f Facts, subject: SubjectRef) -> Vec<(Origin<'f>, String)> {
    let others = held(facts, subject).iter().skip(1);
    others
        .map(|index| {
            let id = row_id(assignment(facts, *index));
            (Origin::Observed(id), "is held too".to_owned())
        })
        .collect()
}

/// The roles that it holds and of which nothing says what they may do, sorted: what it reaches by them nobody can tell.
fn unknown_roles(facts: &Facts, held: &[u32]) -> Value {
    let Some(known) = facts.access.known() else {
        return Value::Null;
    };
    let roles = held
        .iter()
        .filter_map(|index| known.role(known.assignment(*index)?))
        .filter(|role| !role.is_defined);
    let names: BTreeSet<&str> = roles.map(|role| &*role.name).collect();
    names.into_iter().collect()
}

fn home<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<(&'f str, &'static str)> {
    let (principal, _) = facts.access.known()?.holder(subject.index)?;
    facts.principal_domain(principal)
}

fn held<'f>(facts: &'f Facts, subject: SubjectRef) -> &'f [u32] {
    facts
        .access
        .known()
        .and_then(|known| known.holder(subject.index))
        .map_or(&[], |(_, assignments)| assignments)
}

fn assignment<'s>(facts: &Facts<'s>, index: u32) -> &'s str {
    facts
        .inventory
        .rows(Kind::RoleAssignment)
        .map_or("null", |rows| rows.text(index))
}
