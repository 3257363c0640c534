//! Connection settings, of which some are not known from the file alone.

/// A setting of a server, linked service, dataset or copy.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Setting {
    /// A value as written.
    Literal(Box<str>),
    /// A Data Factory expression, such as `@dataset().folder`, that nothing in the files resolves.
    Expression(Box<str>),
    /// A value that the service masked with asterisks.
    Masked,
    /// A secret of a key vault.
    Secret {
        /// The linked service or URL of the vault.
        store: Box<str>,
        /// The secret's name, never its value.
        name: Box<str>,
    },
    /// A variable such as `${HOST}`; nothing is expanded from the environment.
    Unresolved(Box<str>),
}

impl Setting {
    /// The value, where it is known.
    pub fn literal(&self) -> Option<&str> {
        match self {
            Self::Literal(text) => Some(text),
            _ => None,
        }
    }
}
