//! Which calls follow from what was read.

use serde_json::Value;

use super::call::Call;
use super::listing::{At, Listing, Provider};
use super::question::Question;
use super::tenancy::{Choice, Tenancy};

/// The id of a management group that is named by its id or by its name.
pub(super) fn group_id(named: &str) -> String {
    if named.starts_with('/') {
        named.to_owned()
    } else {
        format!("/providers/Microsoft.Management/managementGroups/{named}")
    }
}

/// The calls that find out what there is: the tenant and its subscriptions.
pub(super) fn beginning() -> Vec<Call> {
    vec![Call::new(Listing::Tenants, "/"), Call::new(Listing::Subscriptions, "/")]
}

/// The trees of management groups: those that are named, else the whole one, whose root has the tenant's id.
pub(super) fn trees(question: &Question, tenant: Option<&str>) -> Vec<Call> {
    if !question.asks(Listing::ManagementGroups) {
        return Vec::new();
    }
    let named: Vec<String> = if question.management_groups.is_empty() {
        tenant.map(group_id).into_iter().collect()
    } else {
        question.management_groups.iter().map(|group| group_id(group)).collect()
    };
    named
        .iter()
        .map(|id| Call::new(Listing::ManagementGroups, id))
        .collect()
}

/// The calls of each management group and each subscription that is read.
pub(super) fn scopes(question: &Question, tenancy: &Tenancy) -> Vec<Call> {
    let mut calls = Vec::new();
    for listing in Listing::at_level(At::ManagementGroup).filter(|listing| question.asks(*listing)) {
        calls.extend(tenancy.groups.iter().map(|group| Call::new(listing, group)));
    }
    for (id, choice) in tenancy.choices(question).values() {
        if *choice == Choice::Read {
            let listings = Listing::at_level(At::Subscription).filter(|listing| question.asks(*listing));
            calls.extend(listings.map(|listing| Call::new(listing, &format!("/subscriptions/{id}"))));
        }
    }
    calls
}

/// The calls of each thing that a listing found.
pub(super) fn of_each(question: &Question, call: &Call, rows: &str) -> Vec<Call> {
    let listings: Vec<Listing> = call
        .listing
        .of_each()
        .filter(|listing| question.asks(*listing))
        .collect();
    if listings.is_empty() {
        return Vec::new();
    }
    let mut calls = Vec::new();
    for row in rows.lines() {
        let row: Value = serde_json::from_str(row).unwrap_or_default();
        let Some(id) = row.get("id").and_then(Value::as_str) else {
            continue;
        };
        for listing in &listings {
            let mut each = Call::new(*listing, id);
            if listing.provider() == Provider::Synapse {
                let endpoint = row
                    .pointer("/properties/connectivityEndpoints/dev")
                    .and_then(Value::as_str);
                each.host = endpoint.map(Into::into);
            }
            calls.push(each);
        }
    }
    calls
}
