//! What an authority governs.

use std::fmt;

/// The mesh, a domain or a product. Scopes nest: mesh, its domains (which may nest), their products.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// The whole mesh.
    Mesh,
    /// A domain, by name, with all domains below it.
    Domain(Box<str>),
    /// A product, by id.
    Product(Box<str>),
}

impl Scope {
    /// The root of the packages that this scope may define: `mesh` or `domain.<name>`; a product defines none.
    pub fn root(&self) -> Option<Box<str>> {
        match self {
            Self::Mesh => Some("mesh".into()),
            Self::Domain(name) => Some(format!("domain.{name}").into()),
            Self::Product(_) => None,
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mesh => f.write_str("mesh"),
            Self::Domain(name) => write!(f, "domain.{name}"),
            Self::Product(id) => write!(f, "product.{id}"),
        }
    }
}
