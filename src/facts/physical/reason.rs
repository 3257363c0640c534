//! Why the identity of a source or a dataset is not known.

/// What hides it. Such a thing is never merged with another one and never taken for unique.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::facts) enum Reason {
    /// An expression that only a run can resolve.
    Expression,
    /// A value that the service masked.
    Masked,
    /// A secret of a key vault.
    KeyVault,
    /// A variable or a placeholder such as `${HOST}`.
    Variable,
    /// A setting, a dataset, a linked service, a server or an object that nobody states.
    Missing,
    /// A query that is more than reading one table.
    Query,
    /// A place that means another machine for everybody: `localhost`, a local file, `example.com`.
    Local,
}

impl Reason {
    /// The name in subjects.
    pub(in crate::facts) const fn name(self) -> &'static str {
        match self {
            Self::Expression => "expression",
            Self::Masked => "masked",
            Self::KeyVault => "key_vault",
            Self::Variable => "variable",
            Self::Missing => "missing",
            Self::Query => "query",
            Self::Local => "local",
        }
    }
}
