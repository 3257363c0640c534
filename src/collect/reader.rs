//! One call, read to its end: page after page, each tried again within bounds, each in the journal before the next.

use std::collections::BTreeSet;
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reqwest::Url;

use crate::snapshot::Status;

use super::answer::{Answer, answer};
use super::call::Call;
use super::gate::Gate;
use super::journal::{Entry, Journal};
use super::listing::{At, Shape};
use super::pace::{BucketKey, Pace, buckets};
use super::page::Page;
use super::patience::{Budget, Patience, chance};
use super::progress::Progress;
use super::records::{EndRecord, PageRecord, Records};
use super::request::first;
use super::wire::{Ask, NoReply, Raw, Wire};

/// How often a listing is begun anew, where the link to its next page is no longer good.
const RESTARTS: u32 = 2;

/// A link to a next page is used again after an interruption only while it is younger than this, in seconds. How long links
/// hold is not stated anywhere.
const LINK_LIFE: i64 = 1800;

/// What all calls share.
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) wire: Wire,
    pub(super) pace: Pace,
    pub(super) gate: Gate,
    pub(super) patience: Patience,
    pub(super) budget: Budget,
    pub(super) progress: std::sync::Arc<Progress>,
}

/// A reader that keeps what it reads.
#[derive(Debug)]
pub(super) struct Keeper {
    pub(super) reader: Reader,
    pub(super) journal: Journal,
    records: Mutex<Records>,
}

/// How a call ended.
#[derive(Debug)]
pub(super) struct Ending {
    pub(super) status: Status,
    pub(super) detail: Box<str>,
    pub(super) action: Option<Box<str>>,
    pub(super) role: Option<Box<str>>,
    request: Option<Box<str>>,
}

impl Ending {
    fn new(status: Status, detail: impl Into<Box<str>>) -> Self {
        Self {
            status,
            detail: detail.into(),
            action: None,
            role: None,
            request: None,
        }
    }
}

/// Where a listing stands.
struct Position {
    attempt: u32,
    number: u32,
    next: Option<Box<str>>,
    seen: BTreeSet<Box<str>>,
}

impl Keeper {
    pub(super) const fn new(reader: Reader, journal: Journal, records: Records) -> Self {
        Self {
            reader,
            journal,
            records: Mutex::new(records),
        }
    }

    /// The records.
    pub(super) fn records(&self) -> MutexGuard<'_, Records> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads a call to its end, from where an earlier run left it. The error is that of the disk.
    pub(super) async fn read(&self, call: &Call) -> Result<Status, io::ErrorKind> {
        let mut position = self.position(call);
        let ending = loop {
            if let Some(ending) = self.step(call, &mut position).await? {
                break ending;
            }
        };
        let record = EndRecord {
            listing: call.listing.name().into(),
            scope: call.scope.clone(),
            host: call.host.clone(),
            attempt: position.attempt,
            status: ending.status.name().into(),
            detail: ending.detail,
            action: ending.action,
            role: ending.role,
            request: ending.request,
            at: now(),
        };
        self.journal.append(&Entry::End(record.clone()), Vec::new()).await?;
        self.records().end(record);
        Ok(ending.status)
    }

    /// Where to go on: after the pages that are recorded while their link may still be good, else at the beginning.
    fn position(&self, call: &Call) -> Position {
        let records = self.records();
        let mut position = Position {
            attempt: 1,
            number: 0,
            next: None,
            seen: BTreeSet::new(),
        };
        if let Some(known) = records.get(call) {
            let is_young = |at: &str| {
                let at: Option<jiff::Timestamp> = at.parse().ok();
                at.is_some_and(|at| jiff::Timestamp::now().as_second() - at.as_second() < LINK_LIFE)
            };
            match &known.next {
                Some((next, at)) if known.end.is_none() && is_young(at) => {
                    position.attempt = known.attempt;
                    position.number = u32::try_from(known.pages.len()).unwrap_or(0);
                    position.next = Some(next.clone());
                }
                // A last page without the end that should follow it.
                None if known.end.is_none() && !known.pages.is_empty() => {
                    position.attempt = known.attempt;
                    position.number = u32::try_from(known.pages.len()).unwrap_or(0);
                }
                _ => position.attempt = known.attempt + 1,
            }
        }
        position
    }

    /// Reads one page; gives the end where there is one.
    async fn step(&self, call: &Call, position: &mut Position) -> Result<Option<Ending>, io::ErrorKind> {
        let is_next = position.next.is_some();
        if !is_next && position.number > 0 {
            return Ok(Some(Ending::new(Status::Complete, "")));
        }
        let url = match &position.next {
            Some(next) => Url::parse(next).ok(),
            None => first(self.reader.wire.addresses(), call).await,
        };
        let Some(url) = url else {
            return Ok(Some(Ending::new(
                Status::Failed,
                "there is no address for its next page",
            )));
        };
        let (answer, request) = self
            .reader
            .ask(&buckets(call), Ask::Get(url), call.listing.shape(), is_next)
            .await;
        let mut ending = match answer {
            Answer::Page(page) => return self.keep(call, position, page, request).await,
            Answer::Gone | Answer::Stale(_) if is_next && position.attempt <= RESTARTS => {
                position.attempt += 1;
                position.number = 0;
                position.next = None;
                position.seen.clear();
                return Ok(None);
            }
            other => ended(call, other, is_next),
        };
        ending.request = request;
        Ok(Some(ending))
    }

    /// Puts a page into the journal, and looks where the next one is.
    async fn keep(
        &self,
        call: &Call,
        position: &mut Position,
        page: Page,
        request: Option<Box<str>>,
    ) -> Result<Option<Ending>, io::ErrorKind> {
        position.number += 1;
        let record = PageRecord {
            listing: call.listing.name().into(),
            scope: call.scope.clone(),
            host: call.host.clone(),
            attempt: position.attempt,
            number: position.number,
            rows: u32::try_from(page.rows.len()).unwrap_or(u32::MAX),
            next: page.next.clone(),
            at: now(),
            request,
        };
        let mut rows = Vec::with_capacity(page.rows.iter().map(|row| row.len() + 1).sum());
        for row in &page.rows {
            rows.extend_from_slice(row.as_bytes());
            rows.push(b'\n');
        }
        let at = self.journal.append(&Entry::Page(record.clone()), rows).await?;
        self.reader.progress.rows(page.rows.len());
        self.records().page(record, at);
        let Some(next) = page.next else {
            return Ok(Some(Ending::new(Status::Complete, "")));
        };
        if !position.seen.insert(next.clone()) {
            return Ok(Some(Ending::new(
                Status::Failed,
                "the service links to a page that was already read, again and again",
            )));
        }
        position.next = Some(next);
        Ok(None)
    }
}

impl Reader {
    /// Asks until there is an answer that trying again would not change, within the bounds of patience. Gives the request's
    /// id besides.
    pub(super) async fn ask(
        &self,
        keys: &[BucketKey],
        ask: Ask,
        shape: Shape,
        is_next: bool,
    ) -> (Answer, Option<Box<str>>) {
        let (mut tries, mut waited) = (0, Duration::ZERO);
        loop {
            self.pace.admit(keys).await;
            let reply = {
                let _passage = self.gate.pass().await;
                self.budget.request();
                self.progress.request();
                self.wire.ask(&ask).await
            };
            self.heed(keys, &reply);
            let request = request_id(&reply);
            let backoff = self.patience.backoff(tries, chance());
            tries += 1;
            match answer(&reply, shape, is_next) {
                Answer::Throttled(wait) => {
                    self.gate.overloaded();
                    self.progress.throttled();
                    let wait = wait.unwrap_or(backoff).max(backoff / 8);
                    waited += wait;
                    if waited > self.patience.throttled || !self.budget.spend() {
                        return (Answer::Throttled(Some(waited)), request);
                    }
                    self.pace.close(keys, wait);
                    tokio::time::sleep(wait).await;
                }
                Answer::Passing { reason, wait } => {
                    if is_overload(&reply) {
                        self.gate.overloaded();
                    }
                    if tries >= self.patience.attempts || !self.budget.spend() {
                        let failed = format!("{reason}, {tries} times");
                        return (Answer::Failed(failed.into()), request);
                    }
                    self.progress.tried_again();
                    tokio::time::sleep(wait.unwrap_or(backoff).min(self.patience.throttled)).await;
                }
                settled => {
                    self.gate.succeeded();
                    return (settled, request);
                }
            }
        }
    }

    /// What a reply says is left of a budget. Numbers above a bucket are those of an older scheme.
    fn heed(&self, keys: &[BucketKey], reply: &Result<Raw, NoReply>) {
        let Ok(raw) = reply else { return };
        let left = ["subscription", "tenant"].into_iter().find_map(|what| {
            let header = format!("x-ms-ratelimit-remaining-{what}-reads");
            raw.header(&header)?.trim().parse::<f64>().ok()
        });
        if let (Some(left), Some(key)) = (left.filter(|left| *left <= 250.0), keys.first()) {
            self.pace.heed(key, left);
        }
    }
}

fn is_overload(reply: &Result<Raw, NoReply>) -> bool {
    match reply {
        Ok(raw) => matches!(raw.status, 503 | 504),
        Err(reason) => matches!(reason, NoReply::Broken | NoReply::Late),
    }
}

fn request_id(reply: &Result<Raw, NoReply>) -> Option<Box<str>> {
    let raw = reply.as_ref().ok()?;
    let id = raw
        .header("x-ms-request-id")
        .or_else(|| raw.header("x-ms-correlation-request-id"))?;
    let is_plain = id.len() <= 64 && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    is_plain.then(|| id.into())
}

/// The end of a call that no page ends.
pub(super) fn ended(call: &Call, answer: Answer, is_next: bool) -> Ending {
    let is_below = matches!(call.listing.at(), At::Each(_)) || call.listing.part().is_some();
    match answer {
        Answer::Throttled(waited) => {
            let waited = waited.unwrap_or_default().as_secs();
            Ending::new(
                Status::Throttled,
                format!("the service asked to wait for {waited} s and more"),
            )
        }
        Answer::Denied { action, scope } => {
            let action = action.unwrap_or_else(|| call.listing.action().into());
            let at = scope.unwrap_or_else(|| call.scope.clone());
            let role = call.listing.role();
            Ending {
                action: Some(action.clone()),
                role: Some(role.into()),
                ..Ending::new(
                    Status::Denied,
                    format!("{action} is missing at {at}; the role {role} grants it"),
                )
            }
        }
        Answer::NotPresent(why) => Ending::new(Status::NotPresent, why),
        Answer::Gone if is_below && !is_next => {
            Ending::new(Status::NotPresent, "there is no such thing, or it is gone")
        }
        Answer::Gone => Ending::new(Status::Failed, "it was gone when it was read"),
        Answer::Stale(reason) => Ending::new(
            Status::Failed,
            format!("the link to its next page was not taken: {reason}"),
        ),
        Answer::Failed(reason) => Ending::new(Status::Failed, reason),
        // These two never end a call.
        Answer::Page(_) | Answer::Passing { .. } => Ending::new(Status::Failed, "it did not end"),
    }
}

pub(super) fn now() -> Box<str> {
    jiff::Timestamp::now()
        .round(jiff::Unit::Millisecond)
        .unwrap_or_default()
        .to_string()
        .into()
}
