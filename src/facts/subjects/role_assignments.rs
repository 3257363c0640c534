//! How full a scope is with role assignments, as the field `role_assignments`.

use serde_json::{Value, json};

use crate::facts::arm_id::ArmId;
use crate::facts::derive::Facts;
use crate::facts::no_case::compare;
use crate::facts::place::PlaceId;
use crate::facts::rows::{member, row_id};

/// Role assignments that a subscription may hold. Source: Azure RBAC limits.
const OF_SUBSCRIPTION: u32 = 4_000;

/// Role assignments that a management group may hold. Source: Azure RBAC limits.
const OF_MANAGEMENT_GROUP: u32 = 500;

/// Resource groups named as the busiest of their subscription.
const BUSIEST: usize = 5;

/// Counts for a subscription: what is assigned at it and below it, not above it. Null where nobody collected assignments.
pub(super) fn of_subscription(facts: &Facts, place: Option<PlaceId>, row: &str) -> Value {
    let (Some(known), Some(place)) = (facts.access.known(), place) else {
        return Value::Null;
    };
    let tally = known.tally(place);
    let (limit, limit_from) = limit_of_subscription(row);
    let mut busiest: Vec<(&str, usize)> = known
        .groups(place)
        .iter()
        .filter_map(|group| Some((&*facts.inventory.places.get(*group)?.id, known.at(*group).len())))
        .filter(|(_, count)| *count > 0)
        .collect();
    busiest.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| compare(left.0, right.0)));
    let busiest: Vec<Value> = busiest
        .into_iter()
        .take(BUSIEST)
        .map(|(id, count)| json!({"id": id, "name": ArmId::new(id).name(), "count": count, "origin": {"azure_id": id}}))
        .collect();
    json!({
        "count": tally.count(),
        "limit": limit,
        "limit_from": limit_from,
        "share": f64::from(tally.count()) / f64::from(limit),
        "at_subscription": tally.own,
        "at_resource_group": tally.of_groups,
        "at_resource": tally.of_resources,
        "busiest": busiest,
    })
}

/// Counts for a management group: what is assigned at it, not below it.
pub(super) fn of_management_group(facts: &Facts, row: &str) -> Value {
    let id = row_id(row);
    let (Some(known), Some(name)) = (facts.access.known(), ArmId::new(&id).management_group()) else {
        return Value::Null;
    };
    let count = u32::try_from(known.at_management_group(name).len()).unwrap_or(u32::MAX);
    json!({
        "count": count,
        "limit": OF_MANAGEMENT_GROUP,
        "limit_from": "default",
        "share": f64::from(count) / f64::from(OF_MANAGEMENT_GROUP),
        "at_management_group": count,
    })
}

/// How many role assignments a subscription may hold, and how that is known: `usage_metrics` or `default`.
pub(super) fn limit_of_subscription(row: &str) -> (u32, &'static str) {
    match metered_limit(row) {
        Some(limit) => (limit, "usage_metrics"),
        None => (OF_SUBSCRIPTION, "default"),
    }
}

/// The limit that Azure itself reports, where `roleAssignmentsUsageMetrics` was read into the subscription's row.
fn metered_limit(row: &str) -> Option<u32> {
    let metrics = member(row, "roleAssignmentsUsageMetrics")
        .or_else(|| member(member(row, "properties")?, "roleAssignmentsUsageMetrics"))?;
    let limit: u32 = member(metrics, "roleAssignmentsLimit")?.parse().ok()?;
    (limit > 0).then_some(limit)
}
