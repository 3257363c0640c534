//! A collection from its beginning to the snapshot.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use crate::snapshot::{Kind, LedgerRow, Status, Streamed, StreamedHead};

use super::call::CallKey;
use super::cloud::Addresses;
use super::crosscheck::crosscheck;
use super::error::CollectError;
use super::fold::{Fold, unread};
use super::gate::Gate;
use super::identity::{Tokens, Variables, Way};
use super::journal::{Begin, Entry, Journal, Pages};
use super::ledger::ledger;
use super::listing::Listing;
use super::pace::{Pace, Rates};
use super::patience::{Budget, Patience};
use super::progress::{Progress, Reached};
use super::question::Question;
use super::reader::{Keeper, Reader, now};
use super::records::Records;
use super::run::Run;
use super::tenancy::{Choice, Tenancy, tenant_of_token};
use super::wire::Wire;
use super::work::{Unfinished, Work};

/// The version of the journal: another one is not gone on with.
const JOURNAL: &str = "meshgov-journal/1";

/// Threads that read replies: the network is slower than they are.
const THREADS: usize = 2;

/// Whom to ask, and how.
#[derive(Clone, Debug)]
pub struct Connection {
    /// The addresses.
    pub addresses: Addresses,
    /// How the credential is found.
    pub way: Way,
    /// The environment that it is found in.
    pub variables: Variables,
    /// How fast to ask.
    pub rates: Rates,
    /// How long to try again.
    pub patience: Patience,
    /// The most requests under way at once.
    pub concurrency: u16,
}

/// What is collected, from where, into which folder.
#[derive(Clone, Debug)]
pub struct Collection {
    /// Whom to ask.
    pub connection: Connection,
    /// What to ask.
    pub question: Question,
    /// The folder of the snapshot.
    pub target: PathBuf,
    /// What to do with a collection there that did not end.
    pub unfinished: Unfinished,
}

/// What a collection came to.
#[derive(Clone, Debug)]
pub struct Collected {
    /// The tenant.
    pub tenant: Option<Box<str>>,
    /// Rows by kind.
    pub rows: BTreeMap<Kind, u64>,
    /// The ledger.
    pub ledger: Vec<LedgerRow>,
    /// The counters.
    pub reached: Reached,
    /// How long it took.
    pub elapsed: Duration,
    /// How long the limits of the service alone would have taken.
    pub least: Duration,
}

impl Collected {
    /// What of the ledger is not complete.
    pub fn missing(&self) -> impl Iterator<Item = &LedgerRow> {
        self.ledger.iter().filter(|row| {
            let coverage = &row.coverage;
            !coverage.status.is_trusted() && coverage.status != Status::Skipped
        })
    }
}

impl Collection {
    /// Reads the tenant into the folder.
    pub fn collect(&self, progress: &Arc<Progress>) -> Result<Collected, CollectError> {
        let work = Work::begin(&self.target, self.unfinished)?;
        runtime()?.block_on(self.run(work, progress))
    }

    async fn run(&self, work: Work, progress: &Arc<Progress>) -> Result<Collected, CollectError> {
        let start = Instant::now();
        let reader = self.connection.reader(progress)?;
        let tenant = reader.wire.tenant().await?;
        let path = work.journal();
        let disk = |kind| CollectError::disk(&path, kind);
        let (journal, read) = Journal::open(&path).map_err(|error| disk(error.kind()))?;
        let asked = Begin {
            format: JOURNAL.into(),
            question: self.question.words(self.connection.addresses.management.as_str()),
            at: now(),
        };
        let begun = if let Some(before) = read.begin {
            self.same(before, &asked)?
        } else {
            let entry = Entry::Begin(asked.clone());
            journal.append(&entry, Vec::new()).await.map_err(disk)?;
            asked
        };
        let keeper = Arc::new(Keeper::new(reader, journal, read.records));
        let mut run = Run::new(Arc::clone(&keeper), &self.question, &path);
        run.all(tenant).await.map_err(disk)?;
        let tenancy = std::mem::take(&mut run.tenancy);
        let known = std::mem::take(&mut run.known);
        drop(run);
        listed(&keeper)?;
        let (rows, ledger) = self.fold(&work, &keeper, (&tenancy, &known), &begun.at).await?;
        let reader = &keeper.reader;
        let collected = Collected {
            tenant: tenancy.tenant,
            rows,
            ledger,
            reached: progress.reached(),
            elapsed: start.elapsed(),
            least: reader.pace.least_time(),
        };
        drop(keeper);
        work.end()?;
        Ok(collected)
    }

    /// Goes on only with what was asked for.
    fn same(&self, before: Begin, begin: &Begin) -> Result<Begin, CollectError> {
        if before.format == begin.format && before.question == begin.question {
            return Ok(before);
        }
        Err(CollectError::OtherQuestion {
            folder: self.target.display().to_string().into(),
            before: before.question,
            now: begin.question.clone(),
        })
    }

    async fn fold(
        &self,
        work: &Work,
        keeper: &Keeper,
        (tenancy, known): (&Tenancy, &BTreeSet<CallKey>),
        began: &str,
    ) -> Result<(BTreeMap<Kind, u64>, Vec<LedgerRow>), CollectError> {
        let records = keeper.records().clone();
        let path = work.journal();
        let disk = |path: &Path, error: std::io::Error| CollectError::disk(path, error.kind());
        let fold = Fold {
            records: &records,
            question: &self.question,
            tenancy,
            pages: Pages::open(&path).map_err(|error| disk(&path, error))?,
            choices: tenancy.choices(&self.question),
        };
        let tables = work.tables();
        let mut streamed = Streamed::begin(&tables).map_err(|error| disk(&tables, error))?;
        let folded = fold.tables(&mut streamed).map_err(|error| disk(&tables, error))?;
        let mut rows = ledger(&records, &self.question, tenancy, &folded);
        let read = (&records, &fold.pages);
        rows.extend(crosscheck(&keeper.reader, read, &self.question, tenancy, &folded).await);
        rows.extend(self.unseen(tenancy));
        rows.extend(unrecorded(known, &records));
        rows.sort();
        let head = StreamedHead {
            tenant: tenancy.tenant.clone(),
            collected: Some((began.into(), now())),
            ledger: rows,
        };
        streamed
            .publish(&head, &work.target)
            .map_err(|error| disk(&work.target, error))?;
        Ok((folded.rows, head.ledger))
    }

    /// What was named and not found: a list without it must not look complete.
    fn unseen(&self, tenancy: &Tenancy) -> Vec<LedgerRow> {
        let choices = tenancy.choices(&self.question);
        let is_read = choices.values().any(|(_, choice)| *choice == Choice::Read);
        let mut rows = Vec::new();
        let unseen = |scope: &str, detail: &str| {
            let mut row = unread(scope, Kind::Subscription, None, Status::Denied, detail);
            row.action = Some("Microsoft.Resources/subscriptions/read".into());
            row.role = Some("Reader".into());
            row
        };
        for named in &self.question.subscriptions {
            let bare = named.trim_start_matches("/subscriptions/");
            let is_listed = tenancy
                .listed
                .values()
                .any(|listed| listed.id.eq_ignore_ascii_case(bare) || listed.name.eq_ignore_ascii_case(bare));
            if !is_listed {
                rows.push(unseen(
                    &format!("/subscriptions/{bare}"),
                    "the credential sees no such subscription",
                ));
            }
        }
        if !is_read && rows.is_empty() {
            rows.push(unseen("/", "the credential sees no subscription that was asked for"));
        }
        rows
    }
}

/// Calls that were to be made, and of which nothing is recorded: what they would have found must not look as if it were not there.
fn unrecorded(known: &BTreeSet<CallKey>, records: &Records) -> Vec<LedgerRow> {
    let missing = known.iter().filter(|key| !records.has(key));
    missing
        .map(|(listing, scope)| unread(scope, listing.kind(), listing.part(), Status::Failed, "it was not read"))
        .collect()
}

/// Whether the subscriptions were listed to their end.
fn listed(keeper: &Keeper) -> Result<(), CollectError> {
    let records = keeper.records();
    let ends = records
        .of(Listing::Subscriptions)
        .filter_map(|recorded| recorded.end.as_ref());
    let bad = ends
        .filter(|end| !end.status.is_trusted())
        .map(|end| end.detail.clone())
        .next();
    bad.map_or(Ok(()), |detail| Err(CollectError::Unlisted(detail)))
}

impl Connection {
    /// What calls are made with.
    pub(super) fn reader(&self, progress: &Arc<Progress>) -> Result<Reader, CollectError> {
        let tokens = Tokens::find(self.way, &self.variables, &self.addresses)?;
        let wire = Wire::new(self.addresses.clone(), tokens, self.patience.deadline);
        Ok(Reader {
            wire: wire.map_err(|_| CollectError::NoClient)?,
            pace: Pace::new(self.rates),
            gate: Gate::new(self.concurrency),
            patience: self.patience,
            budget: Budget::new(self.patience.spare),
            progress: Arc::clone(progress),
        })
    }
}

impl Wire {
    /// The tenant that the credential is of, by its first token: where there is none, nothing can be read.
    pub(super) async fn tenant(&self) -> Result<Option<Box<str>>, CollectError> {
        let token = self.management_token().await?;
        Ok(tenant_of_token(token.secret()))
    }
}

/// The threads that calls are made on.
pub(super) fn runtime() -> Result<tokio::runtime::Runtime, CollectError> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(THREADS)
        .enable_all()
        .build()
        .map_err(|_| CollectError::NoClient)
}
