//! Why a collection did not come about.

use std::io;
use std::path::Path;

use super::cloud::AddressError;
use super::identity::IdentityError;

/// Why there is no snapshot. What of a tenant could not be read is no error: its ledger says so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CollectError {
    /// Something else lies where it should be.
    #[error("{0} exists and is no snapshot; name another folder, or remove it")]
    Occupied(Box<str>),
    /// An earlier collection did not end.
    #[error("{0} holds a collection that did not end; go on with it by --resume, or throw it away by --restart")]
    Unfinished(Box<str>),
    /// Another process works there.
    #[error("another meshgov is collecting into {0}; wait for it, or name another folder")]
    InUse(Box<str>),
    /// An earlier collection was asked for something else.
    #[error(
        "the collection in {folder} was asked for something else, and to go on would mix the two: it was `{before}`, and now it is `{now}`; ask as before, or throw it away by --restart"
    )]
    OtherQuestion {
        /// Where.
        folder: Box<str>,
        /// What it was asked for.
        before: Box<str>,
        /// What is asked now.
        now: Box<str>,
    },
    /// The disk does not take what is written.
    #[error(
        "{path} cannot be written: {reason}; what was read so far is kept: when there is room again, go on by --resume"
    )]
    Disk {
        /// Where.
        path: Box<str>,
        /// Why.
        reason: Box<str>,
    },
    /// An address that may not be used.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// There is no token.
    #[error("{0}; `meshgov collect --help` says which credentials there are")]
    Identity(#[from] IdentityError),
    /// Not even the list of subscriptions was read: a snapshot of nothing must not take the place of a good one.
    #[error(
        "the subscriptions could not be listed: {0}; nothing was collected, and what was there is as it was; try again with --resume"
    )]
    Unlisted(Box<str>),
    /// No connection can be made at all.
    #[error("no HTTP client could be made on this machine")]
    NoClient,
}

impl CollectError {
    pub(super) fn disk(path: &Path, kind: io::ErrorKind) -> Self {
        Self::Disk {
            path: path.display().to_string().into(),
            reason: kind.to_string().into(),
        }
    }
}
