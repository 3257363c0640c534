//! The ledger: for every scope and kind how far it was read, and why not further.

use std::collections::BTreeMap;

use crate::snapshot::{Coverage, Kind, LedgerRow, Status};

use super::call::subscription_of;
use super::fold::{Folded, unread};
use super::listing::{At, Listing};
use super::question::Question;
use super::records::{End, Recorded, Records};
use super::tenancy::{Choice, Tenancy};

/// Every row, in no order.
pub(super) fn ledger(records: &Records, question: &Question, tenancy: &Tenancy, folded: &Folded) -> Vec<LedgerRow> {
    let mut rows = Vec::new();
    let mut below: BTreeMap<(Box<str>, Kind), LedgerRow> = BTreeMap::new();
    for recorded in records.all() {
        let row = row(recorded, folded.repeated(recorded));
        let listing = recorded.call.listing;
        if !question.wants(listing.kind()) {
            continue;
        }
        match listing.at() {
            // What is complete of each account and factory is one row of its subscription: the others stand out.
            At::Each(_) if row.coverage.status.is_trusted() => {
                let scope = format!(
                    "/subscriptions/{}",
                    subscription_of(&recorded.call.scope).unwrap_or_default()
                );
                add(&mut below, &scope, row);
            }
            _ => rows.push(row),
        }
    }
    for parent in [Listing::StorageAccounts, Listing::Factories, Listing::Workspaces] {
        for recorded in records.of(parent) {
            rows_below(question, parent, recorded, &mut below, &mut rows);
        }
    }
    rows.extend(below.into_values());
    rows.extend(left_out(question, tenancy));
    if !question.management_groups.is_empty() || records.of(Listing::ManagementGroups).any(Recorded::is_settled) {
        rows.extend(strays(question, tenancy));
    }
    rows
}

/// What a call came to.
fn row(recorded: &Recorded, repeated: u64) -> LedgerRow {
    let unended = End {
        status: Status::Failed,
        detail: "it did not end".into(),
        action: None,
        role: None,
    };
    let end = recorded.end.as_ref().unwrap_or(&unended);
    LedgerRow {
        coverage: Coverage {
            scope: recorded.call.scope.clone(),
            kind: recorded.call.listing.kind(),
            part: recorded.call.listing.part().map(Into::into),
            status: end.status,
            detail: end.detail.clone(),
        },
        pages: recorded.pages.len() as u64,
        rows: recorded.rows(),
        repeated,
        from: recorded.first.clone(),
        to: recorded.last.clone(),
        requests: if end.status.is_trusted() {
            Vec::new()
        } else {
            recorded.requests.clone()
        },
        action: end.action.clone(),
        role: end.role.clone(),
    }
}

fn add(below: &mut BTreeMap<(Box<str>, Kind), LedgerRow>, scope: &str, row: LedgerRow) {
    let kind = row.coverage.kind;
    let sum = below
        .entry((scope.into(), kind))
        .or_insert_with(|| unread(scope, kind, None, Status::Complete, ""));
    sum.pages += row.pages;
    sum.rows += row.rows;
    sum.repeated += row.repeated;
    let earlier = [sum.from.take(), row.from].into_iter().flatten().min();
    let later = [sum.to.take(), row.to].into_iter().flatten().max();
    (sum.from, sum.to) = (earlier, later);
}

/// What follows from a listing is as complete as that is: a list of accounts that is denied hides their containers.
fn rows_below(
    question: &Question,
    parent: Listing,
    recorded: &Recorded,
    below: &mut BTreeMap<(Box<str>, Kind), LedgerRow>,
    rows: &mut Vec<LedgerRow>,
) {
    let scope: Box<str> = recorded.call.scope.to_lowercase().into();
    for listing in parent.of_each().filter(|listing| question.wants(listing.kind())) {
        let kind = listing.kind();
        if recorded.is_settled() {
            below
                .entry((scope.clone(), kind))
                .or_insert_with(|| unread(&scope, kind, None, Status::Complete, ""));
            continue;
        }
        let own = row(recorded, 0);
        let detail = format!("its {} could not be listed: {}", parent.name(), own.coverage.detail);
        let mut missing = unread(&recorded.call.scope, kind, None, own.coverage.status, &detail);
        missing.action = own.action;
        missing.role = own.role;
        rows.push(missing);
    }
}

/// What was not asked for.
fn left_out(question: &Question, tenancy: &Tenancy) -> Vec<LedgerRow> {
    let scope = tenancy
        .tenant
        .as_deref()
        .map_or_else(|| "/".to_owned(), |tenant| format!("/tenants/{tenant}"));
    let mut rows: Vec<LedgerRow> = question
        .skipped
        .iter()
        .map(|kind| unread(&scope, *kind, None, Status::Skipped, "left out by --only or --skip"))
        .collect();
    for (id, choice) in tenancy.choices(question).values() {
        let scope = format!("/subscriptions/{id}");
        match choice {
            // What somebody leaves out is not of the mesh: rules judge the rest.
            Choice::LeftOut(why) => rows.push(unread(
                &scope,
                Kind::Subscription,
                Some("contents"),
                Status::Skipped,
                why,
            )),
            Choice::Unseen => {
                let detail = "it is in the tree of management groups, and the credential does not see it: grant it Reader at the management group above";
                let mut row = unread(&scope, Kind::Subscription, None, Status::Denied, detail);
                row.action = Some("Microsoft.Resources/subscriptions/read".into());
                row.role = Some("Reader".into());
                rows.push(row);
            }
            Choice::Read => {}
        }
    }
    rows
}

/// Subscriptions that are listed, and have no place in the tree.
fn strays(question: &Question, tenancy: &Tenancy) -> Vec<LedgerRow> {
    let choices = tenancy.choices(question);
    let read = choices.iter().filter(|(_, (_, choice))| *choice == Choice::Read);
    read.filter(|(key, _)| !tenancy.placed.is_empty() && !tenancy.placed.contains_key(*key))
        .map(|(_, (id, _))| {
            let detail = "it is listed, and is not in the tree of management groups that the credential sees";
            unread(
                &format!("/subscriptions/{id}"),
                Kind::ManagementGroup,
                Some("place"),
                Status::Failed,
                detail,
            )
        })
        .collect()
}
