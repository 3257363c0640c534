//! One list at any address of Azure Resource Manager, read to its end.

use std::collections::BTreeSet;
use std::sync::Arc;

use reqwest::Url;

use crate::snapshot::Status;

use super::answer::Answer;
use super::call::{Call, subscription_of};
use super::collection::{Connection, runtime};
use super::error::CollectError;
use super::listing::{Listing, Provider, Shape};
use super::progress::Progress;
use super::reader::ended;
use super::wire::Ask;

/// A list, and how far it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// Its rows, on a line each, without secrets.
    pub rows: Vec<Box<str>>,
    /// How many pages they came on.
    pub pages: u64,
    /// How it went.
    pub status: Status,
    /// Why not further.
    pub detail: Box<str>,
}

/// Reads the list at an address, page after page, as a collection reads those that it knows.
pub fn read_list(connection: &Connection, address: &str) -> Result<List, CollectError> {
    runtime()?.block_on(async {
        let reader = connection.reader(&Arc::new(Progress::default()))?;
        let mut list = List {
            rows: Vec::new(),
            pages: 0,
            status: Status::Complete,
            detail: "".into(),
        };
        let mut seen = BTreeSet::new();
        let mut next = Some(Box::<str>::from(address));
        while let Some(link) = next.take() {
            let url = Url::parse(&link).ok().filter(|_| seen.insert(link.clone()));
            let Some(url) = url else {
                list.status = Status::Failed;
                list.detail = "the link to its next page is none, or leads back".into();
                return Ok(list);
            };
            let keys = [(subscription_of(url.path()), Provider::Manager)];
            let is_next = list.pages > 0;
            match reader.ask(&keys, Ask::Get(url), Shape::Pages, is_next).await.0 {
                Answer::Page(page) => {
                    list.pages += 1;
                    list.rows.extend(page.rows);
                    next = page.next;
                }
                other => {
                    let ending = ended(&Call::new(Listing::Resources, address), other, is_next);
                    list.status = ending.status;
                    list.detail = ending.detail;
                }
            }
        }
        Ok(list)
    })
}
