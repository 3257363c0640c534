//! Real documents, and the texts of our own facts.

use std::fs;
use std::path::{Path, PathBuf};

use meshgov::adapter::Standard;
use serde_json::Value;

/// Contracts and products by file, the smallest first.
pub(crate) struct Documents {
    contracts: Vec<(String, Value)>,
    products: Vec<(String, Value)>,
}

impl Documents {
    pub(crate) fn of(&self, standard: Standard) -> impl Iterator<Item = (&str, &Value)> {
        let documents = match standard {
            Standard::Odcs => &self.contracts,
            Standard::Odps => &self.products,
        };
        documents.iter().map(|(file, document)| (file.as_str(), document))
    }
}

/// The folder of real data; none, with a message, where it is absent.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
pub(crate) fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("MESHGOV_REAL_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        PathBuf::from,
    );
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: no real data at {}", folder.display());
    None
}

/// Every document that says that it is a contract or a product.
pub(crate) fn documents(data: &Path) -> Documents {
    let mut found = Documents {
        contracts: Vec::new(),
        products: Vec::new(),
    };
    let files = walkdir::WalkDir::new(data.join("mesh")).sort_by_file_name();
    for file in files.into_iter().map(Result::unwrap) {
        let is_text = file
            .path()
            .extension()
            .is_some_and(|ending| ["yaml", "yml", "json"].iter().any(|known| ending == *known));
        if !is_text {
            continue;
        }
        let Ok(text) = fs::read_to_string(file.path()) else {
            continue;
        };
        // What does not parse is another test's business.
        let Ok(parsed) = serde_saphyr::from_multiple::<Value>(&text) else {
            continue;
        };
        let name = file.path().strip_prefix(data).unwrap().to_string_lossy().into_owned();
        for document in parsed {
            match document.get("kind").and_then(Value::as_str) {
                Some("DataContract") => found.contracts.push((name.clone(), document)),
                Some("DataProduct") => found.products.push((name.clone(), document)),
                _ => {}
            }
        }
    }
    found.contracts.sort_by_key(|(_, document)| document.to_string().len());
    found.products.sort_by_key(|(_, document)| document.to_string().len());
    found
}

/// The texts under `schemas/standard`.
pub(crate) fn our_texts() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/standard");
    let files = walkdir::WalkDir::new(folder).sort_by_file_name();
    let texts: Vec<_> = files
        .into_iter()
        .map(Result::unwrap)
        .filter(|file| file.file_type().is_file())
        .map(|file| fs::read_to_string(file.path()).unwrap())
        .collect();
    assert!(texts.len() > 3);
    texts
}
