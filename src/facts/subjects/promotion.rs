//! Which nodes a subscription holds, and which of them should first become a subscription of its own.

use serde_json::{Value, json};

use crate::facts::derive::Facts;
use crate::facts::no_case::compare;
use crate::facts::place::PlaceId;
use crate::facts::subject::number;
use crate::snapshot::{Kind, NodeKind};

use super::limits::{name, share};
use super::role_assignments::limit_of_subscription;

/// Candidates that are named.
const BEST: usize = 5;

/// The field `promotion`: the resource groups with the most assignments at and below them, and what moving the first one
/// leaves. What is assigned at the subscription itself stays.
pub(super) fn of(facts: &Facts, place: Option<PlaceId>, row: &str) -> Value {
    let (Some(known), Some(place)) = (facts.access.known(), place) else {
        return Value::Null;
    };
    if facts.nodes.kind() == NodeKind::Subscription {
        return Value::Null;
    }
    let (limit, _) = limit_of_subscription(row);
    let mut groups: Vec<(&str, PlaceId, u32)> = nodes(facts, place)
        .filter_map(|group| {
            let id = &*facts.inventory.places.get(group)?.id;
            Some((id, group, number(known.at(group).len())))
        })
        .collect();
    groups.sort_by(|left, right| right.2.cmp(&left.2).then_with(|| compare(left.0, right.0)));
    let candidates: Vec<Value> = groups
        .iter()
        .take(BEST)
        .map(|(id, group, count)| {
            json!({
                "id": id,
                "name": name(facts, *group),
                "domain": facts.nodes.domain(&facts.inventory, *group),
                "role_assignments": count,
                "share": share(*count, limit),
                "origin": {"azure_id": id},
            })
        })
        .collect();
    let moved = groups.first().map_or(0, |(_, _, count)| *count);
    let left = known.tally(place).count() - moved;
    json!({
        "first": candidates.first(),
        "after": {"count": left, "share": share(left, limit)},
        "candidates": candidates,
    })
}

/// The field `nodes`: how many nodes a subscription holds; null where it is one itself.
pub(super) fn held(facts: &Facts, place: Option<PlaceId>) -> Value {
    match place {
        Some(place) if facts.nodes.kind() == NodeKind::ResourceGroup => {
            json!({"count": nodes(facts, place).count(), "domains": domains(facts, Some(place))})
        }
        _ => Value::Null,
    }
}

/// The field `domains`: those of the nodes of a subscription, sorted.
pub(super) fn domains(facts: &Facts, place: Option<PlaceId>) -> Value {
    place
        .map_or_else(Vec::new, |place| facts.reach().of_subscription(place))
        .into()
}

/// The resource groups of a subscription that were listed, or all that anything is in where nobody listed any.
fn nodes(facts: &Facts, subscription: PlaceId) -> impl Iterator<Item = PlaceId> {
    let is_listed = facts.inventory.rows(Kind::ResourceGroup).is_some();
    let groups = facts.census().groups(subscription).iter().copied();
    groups.filter(move |group| {
        let place = facts.inventory.places.get(*group);
        !is_listed || place.is_some_and(|place| place.subject.is_some())
    })
}
