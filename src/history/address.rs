//! Addresses of stores.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use object_store::ObjectStore;
use object_store::azure::MicrosoftAzureBuilder;
use object_store::local::LocalFileSystem;
use object_store::prefix::PrefixStore;

use super::error::HistoryError;

/// Opens what an address names; a folder is made.
pub(super) fn open(address: &str) -> Result<Arc<dyn ObjectStore>, HistoryError> {
    if let Some(rest) = address.strip_prefix("az://") {
        return container(address, rest);
    }
    let folder = match address.strip_prefix("file://") {
        Some(path) if path.starts_with('/') => PathBuf::from(path),
        Some(_) => return Err(HistoryError::Address(address.into())),
        None if address.contains("://") => return Err(HistoryError::Address(scheme_of(address))),
        None => PathBuf::from(address),
    };
    let opened = std::fs::create_dir_all(&folder).map_err(|error| error.kind().to_string());
    let opened = opened.and_then(|()| local(&folder));
    opened.map_err(|reason| HistoryError::Refused {
        store: address.into(),
        what: "could not be opened",
        reason: reason.into(),
    })
}

fn local(folder: &Path) -> Result<Arc<dyn ObjectStore>, String> {
    let store = LocalFileSystem::new_with_prefix(folder).map_err(|_| "it is no folder".to_owned())?;
    Ok(Arc::new(store.with_automatic_cleanup(true)))
}

fn container(address: &str, rest: &str) -> Result<Arc<dyn ObjectStore>, HistoryError> {
    let (container, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    if container.is_empty() {
        return Err(HistoryError::Address(address.into()));
    }
    let store = MicrosoftAzureBuilder::from_env().with_container_name(container).build();
    let store = store.map_err(|_| HistoryError::Account(address.into()))?;
    Ok(match prefix.trim_matches('/') {
        "" => Arc::new(store),
        prefix => Arc::new(PrefixStore::new(store, prefix)),
    })
}

/// An address of another kind may hold a key after its scheme.
fn scheme_of(address: &str) -> Box<str> {
    let scheme = address.split("://").next().unwrap_or_default();
    format!("{scheme}://…").into()
}
