//! Where runs are kept: a folder, or a container of blobs. The only file that is asynchronous outside of `collect`, and hides it.
//!
//! ```text
//! runs/<id>/report.json            the report
//! runs/<id>/snapshot/...           the snapshot that was judged, its tables compressed
//! findings/date=<day>/<id>.parquet
//! judgements/date=<day>/<id>.parquet
//! limits/date=<day>/<id>.parquet
//! runs/<id>/run.json               the manifest, last
//! ```

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use futures_util::TryStreamExt as _;
use jiff::Timestamp;
use object_store::path::Path as Key;
use object_store::{ObjectStore, PutMode, PutPayload};
use tokio::runtime::Runtime;

use crate::facts::LimitSample;
use crate::finding::Outcome;
use crate::snapshot::compressed;

use super::error::HistoryError;
use super::findings::PastFinding;
use super::retention::Retention;
use super::run::{Audited, RowHead, RunHead};
use super::table::{self, Column, Row};
use super::trend::Trend;
use super::{address, findings, judgements, limits};

/// The version of the layout.
const VERSION: u32 = 1;

/// What a run left behind that died is swept when it is older than this, in seconds: nobody still writes it then.
const ABANDONED: i64 = 86_400;

/// The folders of tables.
const TABLES: [&str; 3] = ["findings", "judgements", "limits"];

/// How often a write is tried again that had no clear answer, and how much longer the pause before it gets each time.
const TRIES: u32 = 4;
const PAUSE: Duration = Duration::from_millis(500);

/// A store of runs.
#[derive(Debug)]
pub struct Store {
    name: Box<str>,
    objects: Arc<dyn ObjectStore>,
    runtime: Runtime,
}

impl Store {
    /// Opens a store: a folder, `file:///folder` or `az://container/prefix`.
    pub fn open(name: &str) -> Result<Self, HistoryError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let store: Box<str> = name.into();
        Ok(Self {
            objects: address::open(name)?,
            runtime: runtime.map_err(|error| HistoryError::Refused {
                store: store.clone(),
                what: "could not be opened",
                reason: error.kind().to_string().into(),
            })?,
            name: store,
        })
    }

    /// The whole runs, oldest first.
    pub fn runs(&self) -> Result<Vec<RunHead>, HistoryError> {
        let mut runs = Vec::new();
        for key in self.list("runs")? {
            if key.filename() == Some("run.json") {
                let bytes = self.get(&key)?;
                let head: RunHead =
                    serde_json::from_slice(&bytes).map_err(|_| self.broken(&key, "it is no manifest"))?;
                if head.version > VERSION {
                    return Err(self.broken(&key, "a newer meshgov wrote it"));
                }
                runs.push(head);
            }
        }
        runs.sort_by(|one, other| (&one.at, &one.id).cmp(&(&other.at, &other.id)));
        Ok(runs)
    }

    /// Keeps a run. It is there for others only when the manifest is.
    pub fn put(&self, audited: &Audited<'_>) -> Result<RunHead, HistoryError> {
        let id = new_id(audited.at);
        let as_of = audited.assessment.as_of;
        let head = RowHead {
            run: id.clone(),
            at: audited.at.as_microsecond(),
            as_of,
        };
        let mut objects: Vec<(Box<str>, u64)> = Vec::new();
        let mut put = |name: String, bytes: Vec<u8>| {
            objects.push((name.as_str().into(), bytes.len() as u64));
            self.create(&name, bytes)
        };
        put(format!("runs/{id}/report.json"), audited.report.to_vec())?;
        for (file, bytes) in snapshot_files(audited.snapshot)
            .map_err(|error| self.refused("could not be given the snapshot", &error.kind()))?
        {
            put(format!("runs/{id}/snapshot/{file}"), bytes)?;
        }
        let tables: [(&str, Vec<Column>); 3] = [
            (
                "findings",
                findings::columns(&head, audited.assessment, audited.comparison),
            ),
            ("judgements", judgements::columns(&head, audited.counts)),
            ("limits", limits::columns(&head, audited.limits)),
        ];
        for (name, columns) in tables {
            let bytes = table::write(name, &columns)
                .map_err(|_| self.refused("could not be given a table", &"it cannot be encoded"))?;
            put(format!("{name}/date={as_of}/{id}.parquet"), bytes)?;
        }
        let all = &audited.assessment.findings;
        let run = RunHead {
            version: VERSION,
            id: id.clone(),
            at: audited.at.to_string().into(),
            as_of: as_of.to_string().into(),
            tenant: audited.tenant.clone(),
            verdict: audited.assessment.verdict.name().into(),
            violations: all
                .iter()
                .filter(|finding| finding.outcome == Outcome::Violation)
                .count() as u64,
            compared_with: audited.compared_with.clone(),
            objects,
        };
        let manifest = serde_json::to_vec_pretty(&run).unwrap_or_default();
        self.create(&format!("runs/{id}/run.json"), manifest)?;
        Ok(run)
    }

    /// The findings of a run.
    pub fn findings(&self, run: &RunHead) -> Result<Vec<PastFinding>, HistoryError> {
        let rows = self.table("findings", run)?;
        Ok(rows.iter().filter_map(findings::past).collect())
    }

    /// How full the limits of subscriptions were, over runs.
    pub fn limits(&self, runs: &[RunHead]) -> Result<Vec<LimitSample>, HistoryError> {
        let mut samples = Vec::new();
        for run in runs {
            samples.extend(self.table("limits", run)?.iter().filter_map(limits::past));
        }
        Ok(samples)
    }

    /// The trend over runs.
    pub fn trend(&self, runs: &[RunHead]) -> Result<Trend, HistoryError> {
        let mut all = Vec::with_capacity(runs.len());
        for run in runs {
            let rows = self.table("judgements", run)?;
            all.push((run.clone(), rows.iter().filter_map(judgements::past).collect()));
        }
        Ok(Trend::of(all))
    }

    /// Removes the runs that are not kept, the manifest of each first, and what runs left behind that died. Gives how many runs
    /// went.
    pub fn retain(&self, retention: Retention, now: Timestamp) -> Result<usize, HistoryError> {
        let runs = self.runs()?;
        let gone = retention.gone(&runs, now);
        for run in &gone {
            self.delete(&Key::from(format!("runs/{}/run.json", run.id)))?;
            for (object, _) in &run.objects {
                self.delete(&Key::from(&**object))?;
            }
        }
        let kept: Vec<&RunHead> = runs.iter().filter(|run| !gone.contains(run)).collect();
        self.sweep(&kept, now)?;
        Ok(gone.len())
    }

    /// Removes objects of runs without a manifest that are a day old.
    fn sweep(&self, kept: &[&RunHead], now: Timestamp) -> Result<(), HistoryError> {
        for folder in TABLES.iter().chain([&"runs"]) {
            for key in self.list(folder)? {
                let id = match *folder {
                    "runs" => key.parts().nth(1).map(|part| part.as_ref().to_owned()),
                    _ => key
                        .filename()
                        .and_then(|file| file.strip_suffix(".parquet"))
                        .map(str::to_owned),
                };
                let is_dead = id.as_deref().is_some_and(|id| {
                    let began = began(id);
                    !kept.iter().any(|run| &*run.id == id)
                        && began.is_some_and(|began| now.as_second() - began.as_second() > ABANDONED)
                });
                if is_dead {
                    self.delete(&key)?;
                }
            }
        }
        Ok(())
    }

    fn table(&self, name: &str, run: &RunHead) -> Result<Vec<Row>, HistoryError> {
        let key = Key::from(format!("{name}/date={}/{}.parquet", run.as_of, run.id));
        let bytes = self.get(&key)?;
        table::read(bytes).map_err(|_| self.broken(&key, "it is no Parquet"))
    }

    fn list(&self, folder: &str) -> Result<Vec<Key>, HistoryError> {
        let listed = self.runtime.block_on(async {
            let prefix = Key::from(folder);
            self.objects.list(Some(&prefix)).try_collect::<Vec<_>>().await
        });
        let listed = listed.map_err(|error| self.failed("could not be listed", &error))?;
        let mut keys: Vec<Key> = listed.into_iter().map(|object| object.location).collect();
        keys.sort();
        Ok(keys)
    }

    fn get(&self, key: &Key) -> Result<Vec<u8>, HistoryError> {
        let got = self
            .runtime
            .block_on(async { self.objects.get(key).await?.bytes().await });
        got.map(Into::into)
            .map_err(|error| self.failed("could not be read", &error))
    }

    /// Puts an object that is not there yet. Names are of this run alone, so that one which is there when it is tried again came
    /// from a try whose answer was lost.
    fn create(&self, name: &str, bytes: Vec<u8>) -> Result<(), HistoryError> {
        let key = Key::from(name);
        let payload = PutPayload::from(bytes);
        let mut tries = 0;
        loop {
            let put = self.objects.put_opts(&key, payload.clone(), PutMode::Create.into());
            match self.runtime.block_on(put) {
                Ok(_) => return Ok(()),
                Err(object_store::Error::AlreadyExists { .. }) if tries > 0 => return Ok(()),
                Err(object_store::Error::Generic { .. }) if tries < TRIES => {
                    tries += 1;
                    std::thread::sleep(PAUSE * tries);
                }
                Err(error) => return Err(self.failed("could not be written to", &error)),
            }
        }
    }

    /// Removes an object; one that is gone already is no error.
    fn delete(&self, key: &Key) -> Result<(), HistoryError> {
        match self.runtime.block_on(self.objects.delete(key)) {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(self.failed("could not be tidied up", &error)),
        }
    }

    /// What a store says, in our words: its own may hold an address with a key.
    fn failed(&self, what: &'static str, error: &object_store::Error) -> HistoryError {
        use object_store::Error;
        let reason = match error {
            Error::NotFound { .. } => "an object of it is not there",
            Error::AlreadyExists { .. } => "an object of it is there already",
            Error::PermissionDenied { .. } => {
                "the credential may not; it needs Storage Blob Data Contributor on the container"
            }
            Error::Unauthenticated { .. } => "the credential is not known there",
            // A list that is refused is told only so.
            other if is_refusal(other) => {
                "the credential is not taken; it needs Storage Blob Data Contributor on the container"
            }
            _ => "it does not answer, or not as it should",
        };
        self.refused(what, &reason)
    }

    fn refused(&self, what: &'static str, reason: &dyn std::fmt::Display) -> HistoryError {
        HistoryError::Refused {
            store: self.name.clone(),
            what,
            reason: reason.to_string().into(),
        }
    }

    fn broken(&self, key: &Key, reason: &'static str) -> HistoryError {
        HistoryError::Broken {
            store: self.name.clone(),
            object: key.to_string().into(),
            reason,
        }
    }
}

/// Whether an error without a kind of its own rests on a refusal.
fn is_refusal(error: &object_store::Error) -> bool {
    let mut source: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = source {
        let text = error.to_string();
        if text.contains("status 403")
            || text.contains("status 401")
            || text.contains("403 Forbidden")
            || text.contains("401 Unauthorized")
        {
            return true;
        }
        source = error.source();
    }
    false
}

/// The files of a snapshot, tables compressed.
fn snapshot_files(folder: Option<&Path>) -> std::io::Result<Vec<(String, Vec<u8>)>> {
    let Some(folder) = folder else { return Ok(Vec::new()) };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let Some(name) = path
            .file_name()
            .and_then(|name| name.to_str())
            .filter(|_| path.is_file())
        else {
            continue;
        };
        let bytes = std::fs::read(&path)?;
        if name.ends_with(".ndjson") {
            files.push((format!("{name}.zst"), compressed(&bytes)?));
        } else {
            files.push((name.to_owned(), bytes));
        }
    }
    files.sort();
    Ok(files)
}

/// `20261127T010203Z-` and eight digits that no other run has.
fn new_id(at: Timestamp) -> Box<str> {
    use std::hash::{BuildHasher as _, RandomState};
    let other = RandomState::new().hash_one(std::process::id()) >> 32;
    format!("{}-{other:08x}", at.strftime("%Y%m%dT%H%M%SZ")).into()
}

/// When a run began, by its id.
fn began(id: &str) -> Option<Timestamp> {
    let (time, _) = id.split_once('-')?;
    let civil = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", time).ok()?;
    Some(civil.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
}
