//! Subjects that Azure Resource Manager returned.

use serde_json::{Map, Value};

use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::origin::Origin;
use crate::facts::place::PlaceId;
use crate::facts::row_index::RowIndex;
use crate::facts::subject::SubjectRef;
use crate::snapshot::Kind;

use super::{assignment, forecasts, limits, management_group, promotion, resource, role_assignments, row};

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
    build_as(facts, subject, subject.kind, fields)
}

/// The same for a row that is a subject of another kind too: what that one adds hides what the row says.
pub(super) fn build_as(facts: &Facts, subject: SubjectRef, kind: Kind, fields: &Fields) -> Map<String, Value> {
    let text = text(facts, subject);
    let mut members = row::native(text, kind, fields);
    let place = place(facts, subject);
    if matches!(subject.kind, Kind::Subscription | Kind::ResourceGroup | Kind::Resource) {
        put_placed(facts, kind, text, place, fields, &mut members);
    }
    if kind == Kind::Subscription {
        put_subscription(facts, text, place, fields, &mut members);
    }
    put_own(facts, subject, (text, place), fields, &mut members);
    if fields.wants("role_assignments") && kind != Kind::Node {
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

/// Puts what one kind of row has and others have not.
fn put_own(
    facts: &Facts,
    subject: SubjectRef,
    (text, place): (&str, Option<PlaceId>),
    fields: &Fields,
    members: &mut Map<String, Value>,
) {
    let kind = subject.kind;
    match kind {
        Kind::Resource => resource::put(facts, text, place, fields, members),
        Kind::RoleAssignment => assignment::put(facts, subject.index, text, fields, members),
        Kind::ManagementGroup if fields.wants("children") => {
            members.insert("children".into(), management_group::children(facts, text));
        }
        Kind::Subscription | Kind::ResourceGroup | Kind::Tenant if fields.wants("limits") => {
            members.insert("limits".into(), limits::of(facts, kind, place, text));
        }
        _ => {}
    }
}

/// Puts what only a subscription has.
fn put_subscription(
    facts: &Facts,
    text: &str,
    place: Option<PlaceId>,
    fields: &Fields,
    members: &mut Map<String, Value>,
) {
    if fields.wants("nodes") {
        members.insert("nodes".into(), promotion::held(facts, place));
    }
    if fields.wants("forecasts") {
        members.insert("forecasts".into(), forecasts::of(facts, text, place));
    }
    if fields.wants("promotion") {
        members.insert("promotion".into(), promotion::of(facts, place, text));
    }
    if fields.wants("domains") {
        members.insert("domains".into(), promotion::domains(facts, place));
    }
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
    if fields.wants("node") && kind != Kind::Node {
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
