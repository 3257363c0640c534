//! Counts that Azure gives by other ways, held against what was listed: a list that is silently short is told.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::snapshot::{Kind, LedgerRow, Status};

use super::answer::Answer;
use super::call::subscription_of;
use super::fold::{Folded, unread};
use super::journal::Pages;
use super::listing::{Listing, Provider, Shape};
use super::question::Question;
use super::reader::Reader;
use super::records::{Recorded, Records};
use super::tenancy::{Choice, Tenancy, placed_below};
use super::wire::Ask;
use super::{plan, request};

/// Role assignments that may differ while others are granted and taken away.
const ASSIGNMENTS: u64 = 2;

/// Resources that may differ: Resource Graph lags behind, and knows some types that the list does not have.
const RESOURCES: u64 = 5;

/// Subscriptions that one query may name. Source: Azure Resource Graph.
const NAMED: usize = 1000;

/// The rows of a table that pages of Resource Graph may be asked for before it counts as endless.
const PAGES: usize = 50;

/// What Azure counts, held against what was listed.
pub(super) async fn crosscheck(
    reader: &Reader,
    (records, pages): (&Records, &Pages),
    question: &Question,
    tenancy: &Tenancy,
    folded: &Folded,
) -> Vec<LedgerRow> {
    let mut rows = assignments(records, pages, folded);
    if question.wants(Kind::Resource) {
        rows.extend(resources(reader, records, question, tenancy, folded).await);
    }
    rows.extend(moved(reader, question, tenancy).await);
    rows
}

/// The usage that each subscription reports of its role assignments.
fn assignments(records: &Records, pages: &Pages, folded: &Folded) -> Vec<LedgerRow> {
    let mut rows = Vec::new();
    for recorded in records.of(Listing::UsageMetrics) {
        let counted = recorded.pages.iter().find_map(|at| {
            let text = pages.read(*at).ok()?;
            let row: Value = serde_json::from_str(text.lines().next()?).ok()?;
            row.get("roleAssignmentsCurrentCount")?.as_u64()
        });
        let Some(key) = subscription_of(&recorded.call.scope) else {
            continue;
        };
        let listing = records.of(Listing::RoleAssignments);
        let is_complete = listing
            .filter(|other| other.call.scope.eq_ignore_ascii_case(&recorded.call.scope))
            .any(Recorded::is_settled);
        let listed = folded.assignments.get(&key).copied().unwrap_or(0);
        if let Some(counted) = counted
            && is_complete
            && counted > listed + ASSIGNMENTS.max(counted / 200)
        {
            let detail =
                format!("Azure counts {counted} role assignments of this subscription, and its list has {listed}");
            rows.push(unread(
                &recorded.call.scope,
                Kind::RoleAssignment,
                None,
                Status::Failed,
                &detail,
            ));
        }
    }
    rows
}

/// The resources of each subscription, as Resource Graph counts them.
async fn resources(
    reader: &Reader,
    records: &Records,
    question: &Question,
    tenancy: &Tenancy,
    folded: &Folded,
) -> Vec<LedgerRow> {
    let read: Vec<Box<str>> = tenancy
        .choices(question)
        .into_values()
        .filter(|(_, choice)| *choice == Choice::Read)
        .map(|(id, _)| id)
        .collect();
    let mut rows = Vec::new();
    for some in read.chunks(NAMED) {
        match counts(reader, some).await {
            Ok(counts) => rows.extend(short(records, folded, &counts)),
            Err((status, detail)) => {
                let scope = tenancy.tenant.as_deref().unwrap_or_default();
                let detail = format!("resources could not be counted by Resource Graph: {detail}");
                let part = Some("cross-check");
                rows.push(unread(
                    &format!("/tenants/{scope}"),
                    Kind::Resource,
                    part,
                    status,
                    &detail,
                ));
                break;
            }
        }
    }
    rows
}

fn short(records: &Records, folded: &Folded, counts: &BTreeMap<Box<str>, u64>) -> Vec<LedgerRow> {
    let mut rows = Vec::new();
    for recorded in records.of(Listing::Resources).filter(|recorded| recorded.is_settled()) {
        let Some(key) = subscription_of(&recorded.call.scope) else {
            continue;
        };
        let counted = counts.get(&key).copied().unwrap_or(0);
        let listed = folded.resources.get(&key).copied().unwrap_or(0);
        if counted > listed + RESOURCES.max(counted / 10) {
            let detail =
                format!("Resource Graph counts {counted} resources of this subscription, and its list has {listed}");
            rows.push(unread(
                &recorded.call.scope,
                Kind::Resource,
                None,
                Status::Failed,
                &detail,
            ));
        }
    }
    rows
}

async fn counts(reader: &Reader, subscriptions: &[Box<str>]) -> Result<BTreeMap<Box<str>, u64>, (Status, String)> {
    let mut counts = BTreeMap::new();
    let mut token: Option<String> = None;
    for _ in 0..PAGES {
        let mut options = json!({"resultFormat": "objectArray", "$top": 1000});
        if let Some(token) = &token {
            options["$skipToken"] = token.as_str().into();
        }
        let body = json!({
            "subscriptions": subscriptions, "options": options,
            "query": "resources | summarize count_ = count() by subscriptionId | order by subscriptionId asc",
        });
        let mut url = reader.wire.addresses().management.clone();
        url.set_path(request::QUERIES.first().copied().unwrap_or_default());
        url.set_query(Some("api-version=2022-10-01"));
        let ask = Ask::Query(url, body.to_string().into_bytes());
        let (answer, _) = reader.ask(&[(None, Provider::Graph)], ask, Shape::One, false).await;
        let page = match answer {
            Answer::Page(page) => page,
            Answer::Denied { .. } => return Err((Status::Denied, "the credential may not query it".to_owned())),
            Answer::Throttled(_) => return Err((Status::Throttled, "it was asked too often".to_owned())),
            _ => return Err((Status::Failed, "it gave no answer".to_owned())),
        };
        let reply: Value = page
            .rows
            .first()
            .and_then(|row| serde_json::from_str(row).ok())
            .unwrap_or_default();
        for row in reply.get("data").and_then(Value::as_array).into_iter().flatten() {
            let subscription = row.get("subscriptionId").and_then(Value::as_str);
            let count = row.get("count_").and_then(Value::as_u64);
            if let (Some(subscription), Some(count)) = (subscription, count) {
                counts.insert(subscription.to_lowercase().into(), count);
            }
        }
        token = reply.get("$skipToken").and_then(Value::as_str).map(str::to_owned);
        if token.is_none() {
            return Ok(counts);
        }
    }
    Err((Status::Failed, "its pages have no end".to_owned()))
}

/// Subscriptions that have another place in the tree than when reading began.
async fn moved(reader: &Reader, question: &Question, tenancy: &Tenancy) -> Vec<LedgerRow> {
    if tenancy.placed.is_empty() {
        return Vec::new();
    }
    let mut now = BTreeMap::new();
    for call in plan::trees(question, tenancy.tenant.as_deref()) {
        let Some(url) = request::first(reader.wire.addresses(), &call).await else {
            return Vec::new();
        };
        let keys = [(None, Provider::Manager)];
        let (Answer::Page(page), _) = reader.ask(&keys, Ask::Get(url), Shape::Tree, false).await else {
            return Vec::new();
        };
        for row in &page.rows {
            let row: Value = serde_json::from_str(row).unwrap_or_default();
            now.extend(placed_below(&row));
        }
    }
    let choices = tenancy.choices(question);
    tenancy
        .placed
        .iter()
        .filter(|(key, _)| matches!(choices.get(*key), Some((_, Choice::Read))))
        .filter_map(|(key, before)| {
            let detail = match now.get(key) {
                Some(after) if after == before => return None,
                Some(after) => format!("it was moved from {before} to {after} while the tenant was read"),
                None => format!("it was below {before} when reading began, and is gone from the tree"),
            };
            let scope = format!("/subscriptions/{key}");
            Some(unread(&scope, Kind::ManagementGroup, None, Status::Failed, &detail))
        })
        .collect()
}
