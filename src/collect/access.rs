//! What a credential can read, found out in a few calls.

use std::sync::Arc;

use crate::snapshot::Status;

use super::answer::Answer;
use super::call::Call;
use super::collection::{Connection, runtime};
use super::error::CollectError;
use super::listing::{At, Listing};
use super::pace::buckets;
use super::plan;
use super::progress::Progress;
use super::question::Question;
use super::reader::{Reader, ended};
use super::request::first;
use super::tenancy::{Choice, Tenancy};
use super::wire::Ask;

/// Subscriptions that are tried.
const TRIED: usize = 2;

/// Whether one listing can be read at one scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessRow {
    /// What was tried.
    pub listing: Listing,
    /// Where.
    pub scope: Box<str>,
    /// How it went.
    pub status: Status,
    /// Why not.
    pub detail: Box<str>,
    /// The right that is missing.
    pub action: Option<Box<str>>,
    /// The role that grants it.
    pub role: Option<Box<str>>,
}

/// Tries the first page of every listing at one or two scopes of each level.
pub fn check_access(connection: &Connection, question: &Question) -> Result<Vec<AccessRow>, CollectError> {
    runtime()?.block_on(async {
        let reader = connection.reader(&Arc::new(Progress::default()))?;
        let credential = reader.wire.tenant().await?;
        let mut tried = Tried {
            reader: &reader,
            question,
            rows: Vec::new(),
        };
        let mut tenancy = Tenancy::default();
        for call in plan::beginning() {
            let rows = tried.call(&call).await;
            if call.listing == Listing::Subscriptions {
                for row in &rows {
                    tenancy.subscription(row);
                }
            }
        }
        let named = question.tenant.as_deref().map(Box::from);
        tenancy.tenant = named.or(credential).or_else(|| tenancy.likely_tenant());
        for call in plan::trees(question, tenancy.tenant.as_deref()) {
            for row in tried.call(&call).await {
                tenancy.group(&row);
            }
        }
        let choices = tenancy.choices(question);
        let read = choices.values().filter(|(_, choice)| *choice == Choice::Read);
        let scopes: Vec<String> = read.take(TRIED).map(|(id, _)| format!("/subscriptions/{id}")).collect();
        for (level, scopes) in [
            (
                At::ManagementGroup,
                tenancy.groups.iter().take(1).map(ToString::to_string).collect(),
            ),
            (At::Subscription, scopes),
        ] {
            for scope in &scopes {
                tried.level(level, scope).await;
            }
        }
        Ok(tried.rows)
    })
}

struct Tried<'a> {
    reader: &'a Reader,
    question: &'a Question,
    rows: Vec<AccessRow>,
}

impl Tried<'_> {
    async fn level(&mut self, level: At, scope: &str) {
        for listing in Listing::at_level(level).filter(|listing| self.question.asks(*listing)) {
            let call = Call::new(listing, scope);
            let rows = self.call(&call).await;
            // One of what it found stands for the others.
            let below = rows.first().map(|row| plan::of_each(self.question, &call, row));
            for call in below.unwrap_or_default() {
                self.call(&call).await;
            }
        }
    }

    async fn call(&mut self, call: &Call) -> Vec<Box<str>> {
        let (status, detail, action, role, rows) = match first(self.reader.wire.addresses(), call).await {
            None => (
                Status::Failed,
                "there is no address for it".into(),
                None,
                None,
                Vec::new(),
            ),
            Some(url) => {
                let keys = buckets(call);
                let asked = self.reader.ask(&keys, Ask::Get(url), call.listing.shape(), false);
                match asked.await.0 {
                    Answer::Page(page) => (Status::Complete, "".into(), None, None, page.rows),
                    other => {
                        let ending = ended(call, other, false);
                        (ending.status, ending.detail, ending.action, ending.role, Vec::new())
                    }
                }
            }
        };
        self.rows.push(AccessRow {
            listing: call.listing,
            scope: call.scope.clone(),
            status,
            detail,
            action,
            role,
        });
        rows
    }
}
