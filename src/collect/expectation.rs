//! What a collection would ask, and how long it would take at least.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::collection::{Connection, runtime};
use super::error::CollectError;
use super::journal::Journal;
use super::listing::{At, Listing};
use super::pace::{Pace, buckets};
use super::plan;
use super::progress::Progress;
use super::question::Question;
use super::reader::Keeper;
use super::records::Records;
use super::run::Run;

/// How long one request takes, as a rule.
const REQUEST: Duration = Duration::from_millis(250);

/// What is expected.
#[derive(Clone, Debug)]
pub struct Expected {
    /// The tenant.
    pub tenant: Option<Box<str>>,
    /// Subscriptions that would be read.
    pub subscriptions: u64,
    /// How often each listing would be asked; those of accounts, factories and workspaces are known only once these are listed.
    pub calls: BTreeMap<Listing, u64>,
    /// Listings that follow from what others find.
    pub follow: Vec<Listing>,
    /// How long the known calls take, were each answered by one page.
    pub least: Duration,
}

/// Finds out which scopes there are, and what would be asked of them.
pub fn expect(connection: &Connection, question: &Question) -> Result<Expected, CollectError> {
    let folder = tempfile::tempdir().map_err(|error| CollectError::disk(&std::env::temp_dir(), error.kind()))?;
    let path = folder.path().join("journal");
    runtime()?.block_on(async {
        let reader = connection.reader(&Arc::new(Progress::default()))?;
        let tenant = reader.wire.tenant().await?;
        let disk = |kind| CollectError::disk(&path, kind);
        let (journal, _) = Journal::open(&path).map_err(|error| disk(error.kind()))?;
        let keeper = Arc::new(Keeper::new(reader, journal, Records::default()));
        let mut run = Run::new(Arc::clone(&keeper), question, &path);
        run.structure(tenant).await.map_err(disk)?;
        let mut calls: BTreeMap<Listing, u64> = BTreeMap::new();
        for recorded in keeper.records().all() {
            *calls.entry(recorded.call.listing).or_default() += 1;
        }
        let scopes = plan::scopes(question, &run.tenancy);
        let budgets = Pace::new(connection.rates);
        for call in &scopes {
            *calls.entry(call.listing).or_default() += 1;
            budgets.count(&buckets(call));
        }
        let follow = Listing::ALL.iter().copied();
        let follow = follow.filter(|listing| matches!(listing.at(), At::Each(_)) && question.asks(*listing));
        let all: u64 = calls.values().sum();
        let together = REQUEST
            .mul_f64(f64::from(u32::try_from(all).unwrap_or(u32::MAX)) / f64::from(connection.concurrency.max(1)));
        Ok(Expected {
            tenant: run.tenancy.tenant.clone(),
            subscriptions: scopes
                .iter()
                .filter(|call| call.listing == Listing::ResourceGroups)
                .count() as u64,
            follow: follow.collect(),
            least: budgets.least_time().max(together),
            calls,
        })
    })
}
