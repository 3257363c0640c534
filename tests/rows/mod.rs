//! Snapshots made from rows, and rows lifted from recordings of Azure.

use std::path::PathBuf;

use meshgov::snapshot::{Kind, Snapshot, Table};
use serde_json::Value;

/// A snapshot that observed these rows.
pub(crate) fn snapshot(tables: &[(Kind, &[Value])]) -> Snapshot {
    let mut snapshot = Snapshot::default();
    for (kind, rows) in tables {
        let mut text = String::new();
        let mut ranges = Vec::new();
        for (line, row) in (1..).zip(*rows) {
            let start = u32::try_from(text.len()).unwrap();
            text.push_str(&row.to_string());
            ranges.push((start..u32::try_from(text.len()).unwrap(), line));
            text.push('\n');
        }
        let table = Table {
            file: format!("{kind}.ndjson").into(),
            text: text.into(),
            rows: ranges,
        };
        snapshot.observed.tables.insert(*kind, table);
    }
    snapshot
}

/// The rows that a recording holds for a call whose address names `what`. None, and a word about it, where the recordings
/// are not there.
pub(crate) fn recorded(file: &str, what: &str) -> Option<Vec<Value>> {
    let root = std::env::var_os("MESHGOV_REAL_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        PathBuf::from,
    );
    let path = root.join("azure/c7n_azure").join(file);
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: {} is not there", path.display());
        return None;
    };
    let recording: Value = serde_json::from_str(&text).unwrap();
    let calls = recording["interactions"].as_array().unwrap().iter();
    let mut named = calls.filter(|call| call["request"]["uri"].as_str().is_some_and(|uri| uri.contains(what)));
    let call = named.next().unwrap();
    Some(call["response"]["body"]["data"]["value"].as_array().unwrap().clone())
}
