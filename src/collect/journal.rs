//! The journal of a collection: every page is in it, and on the disk, before the next one is asked for.
//!
//! Each entry is a line of JSON, the rows of a page on a line each, and the digest of both. Entries are appended by one thread,
//! which writes all that wait and syncs once for them. After a crash the journal is read up to its last whole entry; what
//! follows that was never acknowledged to anybody, and is cut off.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::thread::JoinHandle;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tokio::sync::{mpsc, oneshot};

use super::records::{EndRecord, PageAt, PageRecord, Records};

/// The longest line of an entry that is read, in bytes.
const HEAD: u64 = 1 << 20;

/// What an entry says.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Entry {
    /// The collection began, with what it was asked for.
    Begin(Begin),
    /// A page, whose rows follow.
    Page(PageRecord),
    /// The end of a call.
    End(EndRecord),
}

/// What a collection was asked for: to go on with another question would mix two snapshots.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Begin {
    pub(super) format: Box<str>,
    pub(super) question: Box<str>,
    pub(super) at: Box<str>,
}

#[derive(Serialize, Deserialize)]
struct Line {
    entry: Entry,
    bytes: u64,
    digest: Box<str>,
}

/// A journal that is written to.
#[derive(Debug)]
pub(super) struct Journal {
    sender: Option<mpsc::UnboundedSender<Order>>,
    thread: Option<JoinHandle<()>>,
}

struct Order {
    head: Vec<u8>,
    rows: Vec<u8>,
    done: oneshot::Sender<Result<u64, io::ErrorKind>>,
}

/// What a journal holds.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) begin: Option<Begin>,
    pub(super) records: Records,
}

impl Journal {
    /// Reads a journal up to its last whole entry, cuts off what follows, and goes on writing.
    pub(super) fn open(path: &Path) -> io::Result<(Self, Read)> {
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)?;
        let (read, whole) = scan(&file)?;
        file.set_len(whole)?;
        file.sync_all()?;
        file.seek(SeekFrom::Start(whole))?;
        let (sender, receiver) = mpsc::unbounded_channel();
        let thread = std::thread::Builder::new()
            .name("journal".to_owned())
            .spawn(move || write(file, whole, receiver))?;
        let journal = Self {
            sender: Some(sender),
            thread: Some(thread),
        };
        Ok((journal, read))
    }

    /// Appends an entry; gives where its rows are, once they are on the disk.
    pub(super) async fn append(&self, entry: &Entry, rows: Vec<u8>) -> Result<PageAt, io::ErrorKind> {
        let text = serde_json::to_string(entry).map_err(|_| io::ErrorKind::InvalidData)?;
        let line = Line {
            entry: entry.clone(),
            bytes: rows.len() as u64,
            digest: digest(&text, &rows).into(),
        };
        let mut head = serde_json::to_vec(&line).map_err(|_| io::ErrorKind::InvalidData)?;
        head.push(b'\n');
        let length = rows.len() as u64;
        let (done, acknowledged) = oneshot::channel();
        let order = Order { head, rows, done };
        let closed = |()| io::ErrorKind::BrokenPipe;
        let sender = self.sender.as_ref().ok_or(io::ErrorKind::BrokenPipe)?;
        sender.send(order).map_err(|_| closed(()))?;
        let offset = acknowledged.await.map_err(|_| closed(()))??;
        Ok(PageAt { offset, length })
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        self.sender = None;
        if let Some(thread) = self.thread.take() {
            // A writer that broke has said so to whoever waited for it.
            let _ = thread.join();
        }
    }
}

/// Writes what waits, syncs, and tells whoever waits. After the first error nothing is written any more: the end of the file
/// may be anything.
fn write(mut file: File, mut end: u64, mut orders: mpsc::UnboundedReceiver<Order>) {
    let mut broken = None;
    while let Some(first) = orders.blocking_recv() {
        let mut waiting = vec![first];
        while let Ok(order) = orders.try_recv() {
            waiting.push(order);
        }
        let mut offsets = Vec::with_capacity(waiting.len());
        if broken.is_none() {
            let written = waiting.iter().try_for_each(|order| {
                file.write_all(&order.head)?;
                offsets.push(end + order.head.len() as u64);
                file.write_all(&order.rows)?;
                end += (order.head.len() + order.rows.len()) as u64;
                Ok(())
            });
            broken = written
                .and_then(|()| file.sync_data())
                .err()
                .map(|error: io::Error| error.kind());
        }
        for (index, order) in waiting.into_iter().enumerate() {
            let said = match (broken, offsets.get(index)) {
                (None, Some(offset)) => Ok(*offset),
                (kind, _) => Err(kind.unwrap_or(io::ErrorKind::Other)),
            };
            // Whoever no longer waits need not know.
            let _ = order.done.send(said);
        }
    }
}

/// Reads entries until one is not whole; gives where that one begins.
fn scan(file: &File) -> io::Result<(Read, u64)> {
    let mut reader = BufReader::with_capacity(1 << 16, file);
    reader.seek(SeekFrom::Start(0))?;
    let mut read = Read::default();
    let mut whole = 0;
    let (mut head, mut rows) = (Vec::new(), Vec::new());
    loop {
        head.clear();
        reader.by_ref().take(HEAD).read_until(b'\n', &mut head)?;
        if head.last() != Some(&b'\n') {
            return Ok((read, whole));
        }
        let Ok(line) = serde_json::from_slice::<Line>(&head) else {
            return Ok((read, whole));
        };
        rows.clear();
        reader.by_ref().take(line.bytes).read_to_end(&mut rows)?;
        let text = serde_json::to_string(&line.entry).unwrap_or_default();
        if rows.len() as u64 != line.bytes || digest(&text, &rows) != *line.digest {
            return Ok((read, whole));
        }
        let at = PageAt {
            offset: whole + head.len() as u64,
            length: line.bytes,
        };
        whole = at.offset + at.length;
        match line.entry {
            Entry::Begin(begin) => read.begin = read.begin.or(Some(begin)),
            Entry::Page(page) => read.records.page(page, at),
            Entry::End(end) => read.records.end(end),
        }
    }
}

fn digest(entry: &str, rows: &[u8]) -> String {
    let mut hasher = Sha256::new();
    hasher.update(entry.as_bytes());
    hasher.update(b"\n");
    hasher.update(rows);
    data_encoding::HEXLOWER.encode(hasher.finalize().get(..16).unwrap_or_default())
}

/// Reads the rows of pages.
#[derive(Debug)]
pub(super) struct Pages(File);

impl Pages {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        File::open(path).map(Self)
    }

    /// The rows of a page, each ended by a line end.
    pub(super) fn read(&self, at: PageAt) -> io::Result<String> {
        let length = usize::try_from(at.length).map_err(|_| io::ErrorKind::FileTooLarge)?;
        let mut bytes = vec![0; length];
        let mut file = &self.0;
        file.seek(SeekFrom::Start(at.offset))?;
        file.read_exact(&mut bytes)?;
        String::from_utf8(bytes).map_err(|_| io::ErrorKind::InvalidData.into())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot set its stage should fail loudly")]
mod tests {
    use std::path::Path;

    use super::{Entry, Journal, Pages};
    use crate::collect::records::PageRecord;

    fn page(number: u32, next: Option<&str>) -> Entry {
        Entry::Page(PageRecord {
            listing: "resources".into(),
            scope: "/subscriptions/A".into(),
            host: None,
            attempt: 1,
            number,
            rows: 1,
            next: next.map(Into::into),
            at: "2026-11-27T00:00:00Z".into(),
            request: None,
        })
    }

    fn rows(path: &Path) -> Vec<String> {
        let (_, read) = Journal::open(path).unwrap();
        let pages = Pages::open(path).unwrap();
        let all = read.records.all().flat_map(|recorded| recorded.pages.clone());
        all.map(|at| pages.read(at).unwrap()).collect()
    }

    /// Whatever is lost of the end of the file, every whole entry before it is read, and writing goes on after those.
    #[test]
    fn a_journal_that_is_cut_anywhere_gives_its_whole_entries() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let (journal, _) = Journal::open(&path).unwrap();
        let mut ends = vec![0];
        for number in 1..=3 {
            let row = format!("{{\"id\":\"{number}\"}}\n").into_bytes();
            let at = runtime
                .block_on(journal.append(&page(number, Some("next")), row))
                .unwrap();
            ends.push(at.offset + at.length);
        }
        drop(journal);
        let whole = std::fs::read(&path).unwrap();
        assert_eq!(whole.len() as u64, *ends.last().unwrap());
        for cut in 0..=whole.len() {
            let mut bytes = whole[..cut].to_vec();
            let expected = ends.iter().filter(|end| **end > 0 && **end <= cut as u64).count();
            for tail in [&b""[..], b"\0\0\0\0\n\0", b"{\"entry\":1}\n"] {
                bytes.truncate(cut);
                bytes.extend_from_slice(tail);
                std::fs::write(&path, &bytes).unwrap();
                let found = rows(&path);
                assert_eq!(found.len(), expected, "cut at {cut}");
            }
        }
    }

    #[test]
    fn a_page_asked_for_once_more_is_the_same_page() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let (journal, _) = Journal::open(&path).unwrap();
        for (number, row) in [(1, "a\n"), (2, "b\n"), (2, "c\n")] {
            runtime
                .block_on(journal.append(&page(number, None), row.into()))
                .unwrap();
        }
        drop(journal);
        assert_eq!(rows(&path), ["a\n", "c\n"]);
    }
}
