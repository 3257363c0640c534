//! How full a scope is, limit by limit, as the field `limits`.
//!
//! Source of the limits: "Azure subscription and service limits, quotas, and constraints".

use serde_json::{Value, json};

use crate::facts::arm_id::ArmId;
use crate::facts::census::{Fullest, custom_roles, tags};
use crate::facts::derive::Facts;
use crate::facts::place::PlaceId;
use crate::snapshot::Kind;

use super::role_assignments::limit_of_subscription;

/// Resource groups that a subscription may hold.
const RESOURCE_GROUPS: u32 = 980;
/// Storage accounts that a subscription may hold in one region; more on request.
const STORAGE_ACCOUNTS: u32 = 250;
/// Resources of one type that a resource group may hold; some types are exempt.
const OF_ONE_TYPE: u32 = 800;
/// Tags that a subscription, a resource group or a resource may carry.
const TAGS: u32 = 50;
/// Custom roles that a tenant may hold.
const CUSTOM_ROLES: u32 = 5_000;

/// The limits of the scope that a row of this kind is; null for a kind that has none.
pub(super) fn of(facts: &Facts, kind: Kind, place: Option<PlaceId>, row: &str) -> Value {
    match kind {
        Kind::Subscription => of_subscription(facts, place, row),
        Kind::ResourceGroup => of_resource_group(facts, place, row),
        Kind::Tenant => json!({"custom_roles": custom_roles(&facts.inventory).map(|count| usage(count, CUSTOM_ROLES))}),
        _ => Value::Null,
    }
}

fn of_subscription(facts: &Facts, place: Option<PlaceId>, row: &str) -> Value {
    let census = facts.census();
    let assignments = place.and_then(|place| Some(facts.access.known()?.tally(place).count()));
    let groups = place.and_then(|place| census.listed_groups(&facts.inventory, place));
    let accounts = place.and_then(|place| census.storage_accounts(&facts.inventory, place));
    let (limit, limit_from) = limit_of_subscription(row);
    json!({
        "role_assignments": assignments.map(|count| {
            let mut usage = usage(count, limit);
            usage["limit_from"] = limit_from.into();
            usage
        }),
        "resource_groups": groups.map(|count| usage(count, RESOURCE_GROUPS)),
        "storage_accounts": accounts.map(|fullest| usage_of(&fullest, STORAGE_ACCOUNTS)),
        "tags": usage(tags(row), TAGS),
    })
}

fn of_resource_group(facts: &Facts, place: Option<PlaceId>, row: &str) -> Value {
    let assignments = place.and_then(|place| Some(facts.access.known()?.at(place).len()));
    let types = place.and_then(|place| facts.census().resources_of_type(&facts.inventory, place));
    json!({
        // A resource group has no limit of its own: its assignments count for the subscription.
        "role_assignments": assignments.map(|count| {
            json!({"count": count, "limit": null, "share": null, "limit_from": "default", "detail": null})
        }),
        "resources_of_type": types.map(|fullest| usage_of(&fullest, OF_ONE_TYPE)),
        "tags": usage(tags(row), TAGS),
    })
}

/// A part of a limit that is used.
pub(super) fn share(count: u32, limit: u32) -> f64 {
    f64::from(count) / f64::from(limit)
}

/// The name of a place for people: that of its row, else the end of its id.
pub(super) fn name(facts: &Facts, place: PlaceId) -> Box<str> {
    let id = facts.inventory.places.get(place).map_or("", |place| &*place.id);
    match facts.inventory.row_of(place) {
        Some(row) => super::row::key(row).1,
        None => ArmId::new(id).name().into(),
    }
}

fn usage(count: u32, limit: u32) -> Value {
    json!({"count": count, "limit": limit, "share": share(count, limit), "limit_from": "default", "detail": null})
}

fn usage_of(fullest: &Fullest<'_>, limit: u32) -> Value {
    let mut usage = usage(fullest.count, limit);
    usage["detail"] = fullest.of.as_deref().into();
    usage
}
