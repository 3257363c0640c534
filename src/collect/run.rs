//! The order in which calls are made: what is known is asked, what follows from it is asked next, until nothing is left.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io;
use std::path::Path;
use std::sync::Arc;

use tokio::task::JoinSet;

use crate::snapshot::Status;

use super::call::{Call, CallKey};
use super::journal::Pages;
use super::listing::{Listing, Provider};
use super::plan;
use super::question::Question;
use super::reader::Keeper;
use super::records::Recorded;
use super::tenancy::Tenancy;

/// Calls of one subscription and provider that are under way at once: more would only wait for the same budget.
const IN_LANE: usize = 6;

/// The calls of one subscription and provider that wait for their turn.
#[derive(Debug, Default)]
struct Lane {
    waiting: VecDeque<Call>,
    under_way: usize,
}

type LaneKey = (Option<Box<str>>, Provider);

/// A run of calls.
pub(super) struct Run<'r> {
    keeper: Arc<Keeper>,
    question: &'r Question,
    journal: &'r Path,
    lanes: BTreeMap<LaneKey, Lane>,
    /// Every call that was to be made.
    pub(super) known: BTreeSet<CallKey>,
    tasks: JoinSet<(Call, Result<Status, io::ErrorKind>)>,
    settled: VecDeque<Call>,
    pub(super) tenancy: Tenancy,
}

impl<'r> Run<'r> {
    pub(super) fn new(keeper: Arc<Keeper>, question: &'r Question, journal: &'r Path) -> Self {
        Self {
            keeper,
            question,
            journal,
            lanes: BTreeMap::new(),
            known: BTreeSet::new(),
            tasks: JoinSet::new(),
            settled: VecDeque::new(),
            tenancy: Tenancy::default(),
        }
    }

    /// Makes all calls. `tenant` is what the credential says.
    pub(super) async fn all(&mut self, tenant: Option<Box<str>>) -> Result<(), io::ErrorKind> {
        self.structure(tenant).await?;
        self.calls(plan::scopes(self.question, &self.tenancy)).await
    }

    /// Makes only the calls that find out which scopes there are.
    pub(super) async fn structure(&mut self, tenant: Option<Box<str>>) -> Result<(), io::ErrorKind> {
        self.calls(plan::beginning()).await?;
        let named = self.question.tenant.as_deref().map(Box::from);
        self.tenancy.tenant = named.or(tenant).or_else(|| self.tenancy.likely_tenant());
        let trees = plan::trees(self.question, self.tenancy.tenant.as_deref());
        self.calls(trees).await
    }

    /// Makes calls and all that follow from them.
    async fn calls(&mut self, calls: Vec<Call>) -> Result<(), io::ErrorKind> {
        for call in calls {
            self.add(call);
        }
        loop {
            while let Some(call) = self.settled.pop_front() {
                self.follow(&call)?;
            }
            let Some(done) = self.tasks.join_next().await else {
                return Ok(());
            };
            // A task is neither cancelled nor does it panic; if one did, its scope would be missing without a word.
            let (call, status) = done.map_err(|_| io::ErrorKind::Interrupted)?;
            status?;
            self.keeper.reader.progress.ended(call.subscription());
            let key = lane(&call);
            if let Some(lane) = self.lanes.get_mut(&key) {
                lane.under_way -= 1;
            }
            self.start(&key);
            self.settled.push_back(call);
        }
    }

    fn add(&mut self, call: Call) {
        if !self.known.insert(call.key()) {
            return;
        }
        self.keeper.reader.progress.known(call.subscription());
        let is_settled = self.keeper.records().get(&call).is_some_and(Recorded::is_settled);
        if is_settled {
            self.keeper.reader.progress.ended(call.subscription());
            self.settled.push_back(call);
            return;
        }
        let key = lane(&call);
        self.lanes.entry(key.clone()).or_default().waiting.push_back(call);
        self.start(&key);
    }

    fn start(&mut self, key: &LaneKey) {
        let Some(lane) = self.lanes.get_mut(key) else { return };
        while lane.under_way < IN_LANE {
            let Some(call) = lane.waiting.pop_front() else { return };
            lane.under_way += 1;
            let keeper = Arc::clone(&self.keeper);
            self.tasks.spawn(async move {
                let read = keeper.read(&call).await;
                (call, read)
            });
        }
    }

    /// Takes in what a call found, and adds the calls that follow from it.
    fn follow(&mut self, call: &Call) -> Result<(), io::ErrorKind> {
        let is_structure = matches!(call.listing, Listing::Subscriptions | Listing::ManagementGroups);
        if !is_structure && call.listing.of_each().next().is_none() {
            return Ok(());
        }
        let pages = self.keeper.records().get(call).map(|recorded| recorded.pages.clone());
        let file = Pages::open(self.journal).map_err(|error| error.kind())?;
        for at in pages.unwrap_or_default() {
            let rows = file.read(at).map_err(|error| error.kind())?;
            match call.listing {
                Listing::Subscriptions => rows.lines().for_each(|row| self.tenancy.subscription(row)),
                Listing::ManagementGroups => rows.lines().for_each(|row| self.tenancy.group(row)),
                _ => {
                    for each in plan::of_each(self.question, call, &rows) {
                        self.add(each);
                    }
                }
            }
        }
        Ok(())
    }
}

fn lane(call: &Call) -> LaneKey {
    (call.subscription(), call.listing.provider())
}
