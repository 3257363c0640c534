//! Nodes of the mesh as subjects.

use serde_json::{Map, Value, json};

use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::node::Claim;
use crate::facts::origin::Origin;
use crate::facts::place::PlaceId;
use crate::facts::subject::SubjectRef;
use crate::snapshot::{Kind, NodeKind};

use super::{arm, node_access, node_detail, node_products, row};

pub(super) fn count(facts: &Facts, _kind: Kind) -> u32 {
    arm::count(facts, facts.nodes.row_kind())
}

pub(super) fn key(facts: &Facts, subject: SubjectRef) -> (Box<str>, Box<str>) {
    arm::key(facts, own(facts, subject))
}

pub(super) fn domain<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<&'f str> {
    arm::domain(facts, own(facts, subject))
}

pub(super) fn build(facts: &Facts, subject: SubjectRef, fields: &Fields) -> Map<String, Value> {
    let own = own(facts, subject);
    let mut members = arm::build_as(facts, own, subject.kind, fields);
    let place = place(facts, subject);
    if fields.wants("node_kind") {
        let kind = match facts.nodes.kind() {
            NodeKind::ResourceGroup => Kind::ResourceGroup,
            NodeKind::Subscription => Kind::Subscription,
        };
        members.insert("node_kind".into(), kind.name().into());
    }
    if fields.wants("subscriptionId") && !members.contains_key("subscriptionId") {
        members.insert("subscriptionId".into(), row::subscription(facts, place));
    }
    let claims = place.map_or(&[][..], |place| facts.nodes.claims(place));
    if fields.wants("domain_evidence") {
        let evidence = claims.first().map(|claim| claim.evidence.name());
        members.insert("domain_evidence".into(), evidence.into());
    }
    if fields.wants("domains_claimed") {
        let claimed = claims.iter().map(|claim| claimed(facts, subject, claim));
        members.insert("domains_claimed".into(), claimed.collect());
    }
    if fields.wants("products") {
        members.insert("products".into(), products(facts, place));
    }
    if fields.wants("access") {
        let access = place.map_or(Value::Null, |place| node_access::of(facts, place));
        members.insert("access".into(), access);
    }
    node_detail::put(facts, place, fields, &mut members);
    members
}

pub(super) fn origin<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<Origin<'f>> {
    arm::origin(facts, own(facts, subject))
}

/// What says whose the node is.
pub(super) fn related<'f>(facts: &'f Facts, subject: SubjectRef) -> Vec<(Origin<'f>, String)> {
    let claims = place(facts, subject).map_or(&[][..], |place| facts.nodes.claims(place));
    claims
        .iter()
        .filter_map(|claim| {
            let (document, pointer) = claim.declared.clone()?;
            let message = format!("says that the node belongs to {}", claim.domain);
            Some((Origin::Declared(document, pointer), message))
        })
        .collect()
}

fn claimed(facts: &Facts, subject: SubjectRef, claim: &Claim) -> Value {
    let origin = match &claim.declared {
        Some((document, pointer)) => Some(Origin::Declared(*document, pointer.clone())),
        None => origin(facts, subject),
    };
    json!({
        "domain": claim.domain,
        "evidence": claim.evidence.name(),
        "origin": origin.map(|origin| origin.to_json(facts.snapshot)),
    })
}

fn products(facts: &Facts, place: Option<PlaceId>) -> Value {
    let placed = place.map_or(&[][..], |place| facts.nodes.products(place));
    placed
        .iter()
        .filter_map(|index| {
            let product = facts.snapshot.declared.products.get(*index as usize)?;
            let reference = SubjectRef {
                kind: Kind::Product,
                index: *index,
            };
            let mut members = Map::new();
            members.insert("id".into(), product.id.as_ref().map(|id| &*id.value).into());
            members.insert("name".into(), product.name.as_ref().map(|name| &*name.value).into());
            members.insert("domain".into(), facts.domain(reference).into());
            members.insert(
                "origin".into(),
                Origin::document(product.document).to_json(facts.snapshot),
            );
            node_products::put_names(facts, *index, &mut members);
            Some(Value::Object(members))
        })
        .collect()
}

/// The row that the node is.
fn own(facts: &Facts, subject: SubjectRef) -> SubjectRef {
    SubjectRef {
        kind: facts.nodes.row_kind(),
        index: subject.index,
    }
}

fn place(facts: &Facts, subject: SubjectRef) -> Option<PlaceId> {
    let own = own(facts, subject);
    facts.inventory.place(own.kind, own.index)
}
