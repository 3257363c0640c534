//! Why a store does not serve.

/// What went wrong with a store. Addresses are told as they were given, and nothing that a service answered: it may hold a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HistoryError {
    /// The address is none that is known.
    #[error("{0} is no store: name a folder, file:///folder or az://container/prefix")]
    Address(Box<str>),
    /// What the environment says of the account does not suffice.
    #[error(
        "{0} cannot be used: the environment must name the account and a credential, such as AZURE_STORAGE_ACCOUNT_NAME with AZURE_STORAGE_ACCOUNT_KEY or the variables of a workload identity"
    )]
    Account(Box<str>),
    /// It does not do what it is asked.
    #[error("the store {store} {what}: {reason}")]
    Refused {
        /// The store's address.
        store: Box<str>,
        /// What was asked.
        what: &'static str,
        /// Why not.
        reason: Box<str>,
    },
    /// An object is not what it should be.
    #[error(
        "{object} in the store {store} cannot be read: {reason}; the run that it belongs to was damaged, remove its run.json to leave it out"
    )]
    Broken {
        /// The store's address.
        store: Box<str>,
        /// The object.
        object: Box<str>,
        /// Why.
        reason: &'static str,
    },
}
