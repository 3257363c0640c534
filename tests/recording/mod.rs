//! Rows lifted from recordings of Azure.

use std::path::PathBuf;

use serde_json::Value;

/// The rows that a recording holds for a call whose address names `what`. None, and a word about it, where the recordings
/// are not there.
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
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
