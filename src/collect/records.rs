//! What is known of each call: its pages in the journal, and how it ended.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::snapshot::Status;

use super::call::{Call, CallKey};
use super::listing::Listing;

/// Request ids that are kept of one call.
const IDS: usize = 4;

/// A page, as the journal says it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct PageRecord {
    pub(super) listing: Box<str>,
    pub(super) scope: Box<str>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(super) host: Option<Box<str>>,
    /// Which time the listing was begun from its first page.
    pub(super) attempt: u32,
    /// From 1.
    pub(super) number: u32,
    pub(super) rows: u32,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(super) next: Option<Box<str>>,
    /// When it came.
    pub(super) at: Box<str>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(super) request: Option<Box<str>>,
}

/// The end of a call, as the journal says it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct EndRecord {
    pub(super) listing: Box<str>,
    pub(super) scope: Box<str>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(super) host: Option<Box<str>>,
    pub(super) attempt: u32,
    pub(super) status: Box<str>,
    #[serde(skip_serializing_if = "str::is_empty", default)]
    pub(super) detail: Box<str>,
    /// The right that is missing, and the role that grants it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(super) action: Option<Box<str>>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(super) role: Option<Box<str>>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(super) request: Option<Box<str>>,
    pub(super) at: Box<str>,
}

/// Where the rows of a page are in the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PageAt {
    pub(super) offset: u64,
    pub(super) length: u64,
}

/// How a call ended.
#[derive(Clone, Debug)]
pub(super) struct End {
    pub(super) status: Status,
    pub(super) detail: Box<str>,
    pub(super) action: Option<Box<str>>,
    pub(super) role: Option<Box<str>>,
}

/// Everything that is recorded of a call.
#[derive(Clone, Debug)]
pub(super) struct Recorded {
    pub(super) call: Call,
    pub(super) attempt: u32,
    pub(super) pages: Vec<PageAt>,
    /// How many rows each of the pages has.
    rows: Vec<u32>,
    /// The link to the page after the last one that is recorded, and when that came.
    pub(super) next: Option<(Box<str>, Box<str>)>,
    pub(super) first: Option<Box<str>>,
    pub(super) last: Option<Box<str>>,
    pub(super) requests: Vec<Box<str>>,
    pub(super) end: Option<End>,
}

/// The records by call.
#[derive(Clone, Debug, Default)]
pub(super) struct Records(BTreeMap<CallKey, Recorded>);

impl Records {
    /// Takes in a page.
    pub(super) fn page(&mut self, record: PageRecord, at: PageAt) {
        let Some(known) = self.entry(&record.listing, &record.scope, record.host.clone(), record.attempt) else {
            return;
        };
        // A page that was asked for again after its token was used once more is the same page.
        let before = (record.number as usize).saturating_sub(1);
        known.pages.truncate(before);
        known.rows.truncate(before);
        known.pages.push(at);
        known.rows.push(record.rows);
        known.next = record.next.map(|next| (next, record.at.clone()));
        known.first.get_or_insert_with(|| record.at.clone());
        known.last = Some(record.at);
        known.note(record.request);
    }

    /// Takes in the end of a call.
    pub(super) fn end(&mut self, record: EndRecord) {
        let Some(known) = self.entry(&record.listing, &record.scope, record.host.clone(), record.attempt) else {
            return;
        };
        known.end = Some(End {
            status: Status::from_name(&record.status).unwrap_or(Status::Failed),
            detail: record.detail,
            action: record.action,
            role: record.role,
        });
        known.first.get_or_insert_with(|| record.at.clone());
        known.last = Some(record.at);
        known.note(record.request);
    }

    fn entry(&mut self, listing: &str, scope: &str, host: Option<Box<str>>, attempt: u32) -> Option<&mut Recorded> {
        let mut call = Call::new(Listing::from_name(listing)?, scope);
        call.host = host;
        let known = self
            .0
            .entry(call.key())
            .or_insert_with(|| Recorded::new(call.clone(), attempt));
        if known.attempt < attempt {
            *known = Recorded::new(call, attempt);
        }
        (known.attempt == attempt).then_some(known)
    }

    /// What is recorded of a call.
    pub(super) fn get(&self, call: &Call) -> Option<&Recorded> {
        self.0.get(&call.key())
    }

    /// Whether anything is recorded of a call.
    pub(super) fn has(&self, key: &CallKey) -> bool {
        self.0.contains_key(key)
    }

    /// All calls, in their order.
    pub(super) fn all(&self) -> impl Iterator<Item = &Recorded> {
        self.0.values()
    }

    /// The calls of one listing, in order of their scopes.
    pub(super) fn of(&self, listing: Listing) -> impl Iterator<Item = &Recorded> {
        let from = (listing, Box::from(""));
        self.0
            .range(from..)
            .take_while(move |((own, _), _)| *own == listing)
            .map(|(_, recorded)| recorded)
    }
}

impl Recorded {
    const fn new(call: Call, attempt: u32) -> Self {
        Self {
            call,
            attempt,
            pages: Vec::new(),
            rows: Vec::new(),
            next: None,
            first: None,
            last: None,
            requests: Vec::new(),
            end: None,
        }
    }

    /// Whether nothing is left to ask.
    pub(super) fn is_settled(&self) -> bool {
        self.end.as_ref().is_some_and(|end| end.status.is_trusted())
    }

    /// How many rows its pages have, repeated ones too.
    pub(super) fn rows(&self) -> u64 {
        self.rows.iter().map(|rows| u64::from(*rows)).sum()
    }

    fn note(&mut self, request: Option<Box<str>>) {
        if let Some(request) = request
            && self.requests.len() < IDS
        {
            self.requests.push(request);
        }
    }
}
