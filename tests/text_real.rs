//! Every real file parses to what independent parsers make of it.

use std::path::{Path, PathBuf};

use meshgov::text::{Limits, parse};
use serde::Deserialize as _;
use serde_json::Value;
use walkdir::WalkDir;

fn folder() -> PathBuf {
    std::env::var_os("MESHGOV_REAL_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/mesh"),
        PathBuf::from,
    )
}

fn is(name: &str, ending: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found == ending)
}

/// What libyaml or `serde_json` make of a file; nothing where they refuse it.
fn independent(name: &str, bytes: &[u8]) -> Option<Vec<Value>> {
    if is(name, "json") {
        let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        return serde_json::from_slice(text).ok().map(|value| vec![value]);
    }
    let documents = yaml_serde::Deserializer::from_slice(bytes).map(yaml_serde::Value::deserialize);
    let documents: Result<Vec<_>, _> = documents.collect();
    let merged = documents.ok()?.into_iter().map(|mut value| {
        value.apply_merge().ok()?;
        serde_json::to_value(value).ok()
    });
    let values: Option<Vec<Value>> = merged.collect();
    Some(values?.into_iter().filter(|value| !value.is_null()).collect())
}

#[test]
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
fn real_files_parse_as_independent_parsers_parse_them() {
    let folder = folder();
    let mut compared = 0;
    let mut wrong = Vec::new();
    for entry in WalkDir::new(&folder).sort_by_file_name().into_iter().flatten() {
        let name = entry.path().display().to_string();
        let known = ["yaml", "yml", "json"].iter().any(|ending| is(&name, ending));
        let Some(bytes) = known.then(|| std::fs::read(entry.path()).ok()).flatten() else {
            continue;
        };
        let parsed = parse(&name, &bytes, &Limits::default());
        let ours: Vec<Value> = parsed
            .documents
            .iter()
            .map(|document| document.root.to_json())
            .collect();
        match independent(&name, &bytes) {
            Some(theirs) if parsed.problems.is_empty() && ours == theirs => compared += 1,
            None if !parsed.problems.is_empty() => compared += 1,
            theirs => wrong.push(format!(
                "{name}: {:?}, others read it: {}",
                parsed.problems,
                theirs.is_some()
            )),
        }
    }
    if compared == 0 && wrong.is_empty() {
        println!("skipped: no real files under {}", folder.display());
        return;
    }
    assert!(
        wrong.is_empty(),
        "{compared} files agree, these do not:\n{}",
        wrong.join("\n")
    );
}
