//! Subjects that Azure Resource Manager returned.

use serde_json::{Map, Value};

use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::origin::Origin;
use crate::facts::place::PlaceId;
use crate::facts::row_index::RowIndex;
use crate::facts::subject::SubjectRef;
use crate::snapshot::Kind;

use super::{role_assignments, row};

pub(super) fn count(facts: &Facts, kind: Kind) -> u32 {
    facts.inventory.rows(kind).map_or(0, RowIndex::len)
}

pub(super) fn key(facts: &Facts, subject: SubjectRef) -> (Box<str>, Box<str>) {
    row::key(text(facts, subject))
}

pub(super) fn domain<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<&'f str> {
    facts.nodes.domain(&facts.inventory, place(facts, subject)?)
}

pub(super) fn build(facts: &Facts, subject: SubjectRef, fields: &Fields) -> Map<String, Value> {
    let text = text(facts, subject);
    let mut members = row::native(text, fields);
    let place = place(facts, subject);
    if matches!(subject.kind, Kind::Subscription | Kind::ResourceGroup | Kind::Resource) {
        put_placed(facts, subject.kind, text, place, fields, &mut members);
    }
    if fields.wants("role_assignments") {
        match subject.kind {
            Kind::Subscription => {
                members.insert(
                    "role_assignments".into(),
                    role_assignments::of_subscription(facts, place, text),
                );
            }
            Kind::ManagementGroup => {
                members.insert(
                    "role_assignments".into(),
                    role_assignments::of_management_group(facts, text),
                );
            }
            _ => {}
        }
    }
    members
}

pub(super) fn origin<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<Origin<'f>> {
    row::origin(text(facts, subject))
}

/// A row stands for itself.
pub(super) fn related<'f>(_facts: &'f Facts, _subject: SubjectRef) -> Vec<(Origin<'f>, String)> {
    Vec::new()
}

/// Puts what the place of a thing adds.
fn put_placed(
    facts: &Facts,
    kind: Kind,
    text: &str,
    place: Option<PlaceId>,
    fields: &Fields,
    members: &mut Map<String, Value>,
) {
    let within = if kind == Kind::Resource {
        place
    } else {
        place.and_then(|place| facts.inventory.places.get(place)?.subscription)
    };
    if fields.wants("effective_tags") {
        members.insert("effective_tags".into(), facts.tagging.effective(text, within).into());
    }
    if fields.wants("tags_complete") {
        members.insert("tags_complete".into(), facts.tagging.is_complete(within).into());
    }
    if fields.wants("node") {
        members.insert("node".into(), row::node(facts, place));
    }
    if kind == Kind::Subscription && fields.wants("subscriptionId") && !members.contains_key("subscriptionId") {
        members.insert("subscriptionId".into(), row::subscription(facts, place));
    }
}

fn text<'s>(facts: &Facts<'s>, subject: SubjectRef) -> &'s str {
    facts
        .inventory
        .rows(subject.kind)
        .map_or("null", |rows| rows.text(subject.index))
}

fn place(facts: &Facts, subject: SubjectRef) -> Option<PlaceId> {
    facts.inventory.place(subject.kind, subject.index)
}
