//! Who may do what in a node, as the field `access`.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::facts::access::Known;
use crate::facts::arm_id::{ArmId, ScopeKind};
use crate::facts::assignment::{Holder, scope_of};
use crate::facts::derive::Facts;
use crate::facts::place::PlaceId;
use crate::facts::rows::{member, row_id, text_of};
use crate::snapshot::Kind;

/// The owners and users of a node. Null where nobody collected assignments.
pub(super) fn of(facts: &Facts, node: PlaceId) -> Value {
    let Some(known) = facts.access.known() else {
        return Value::Null;
    };
    let subscription = facts.inventory.places.get(node).and_then(|place| place.subscription);
    let within = known.within(node);
    let at_node = scoped(
        known,
        known.at(node),
        &[ScopeKind::ResourceGroup, ScopeKind::Subscription],
    );
    let above = subscription.map_or_else(Vec::new, |subscription| {
        scoped(known, known.at(subscription), &[ScopeKind::Subscription])
    });
    let users: Vec<Value> = within
        .iter()
        .filter_map(|index| {
            let assignment = known.assignment(*index)?;
            if assignment.holder != Holder::User {
                return None;
            }
            let role = known.role(assignment)?;
            let mut user = holding(facts, known, *index)?;
            user.insert("role".into(), (&*role.name).into());
            user.insert("privileged".into(), role.is_privileged.into());
            Some(user.into())
        })
        .collect();
    json!({
        "owners": owners(facts, known, at_node.into_iter().chain(above)),
        "inherited_owners": inherited(facts, known, subscription.unwrap_or(node)),
        "users": users,
        "assignments": within.len(),
    })
}

/// Owners by management groups and the tenant; null where nothing says which management groups are above.
fn inherited(facts: &Facts, known: &Known, subscription: PlaceId) -> Value {
    let place = facts.inventory.places.get(subscription);
    let above = place
        .and_then(|place| ArmId::new(&place.id).subscription())
        .and_then(|subscription| facts.access.hierarchy().above(subscription));
    above.map_or(Value::Null, |groups| {
        let assignments = groups
            .iter()
            .flat_map(|group| known.at_management_group(group))
            .chain(known.at_tenant());
        owners(facts, known, assignments.copied())
    })
}

/// Those that apply at a scope of these kinds, not at a resource below it.
fn scoped(known: &Known, assignments: &[u32], kinds: &[ScopeKind]) -> Vec<u32> {
    assignments
        .iter()
        .copied()
        .filter(|index| {
            known
                .assignment(*index)
                .is_some_and(|assignment| kinds.contains(&assignment.scope_kind))
        })
        .collect()
}

/// The distinct principals that own, each with its nearest assignment.
fn owners(facts: &Facts, known: &Known, assignments: impl Iterator<Item = u32>) -> Value {
    let mut seen = BTreeSet::new();
    assignments
        .filter(|index| {
            let Some(assignment) = known.assignment(*index) else {
                return false;
            };
            known.role(assignment).is_some_and(|role| role.is_owner)
                && assignment.principal.is_none_or(|principal| seen.insert(principal))
        })
        .filter_map(|index| holding(facts, known, index).map(Value::Object))
        .collect()
}

/// One assignment as an element of a list.
fn holding(facts: &Facts, known: &Known, index: u32) -> Option<Map<String, Value>> {
    let assignment = known.assignment(index)?;
    let row = facts.inventory.rows(Kind::RoleAssignment)?.text(index);
    let id = row_id(row);
    let said = member(row, "properties").and_then(|properties| text_of(properties, "principalType"));
    let mut element = Map::new();
    element.insert(
        "principalId".into(),
        assignment.principal.map(|principal| known.principal(principal)).into(),
    );
    element.insert("principalType".into(), said.unwrap_or("Unknown".into()).into());
    element.insert("scope".into(), scope_of(row).into());
    element.insert("scope_kind".into(), assignment.scope_kind.name().into());
    element.insert("origin".into(), json!({ "azure_id": id }));
    element.insert("assignment".into(), id.into());
    Some(element)
}
