//! How scopes nest: the mesh, its domains and theirs, products.

use std::collections::BTreeMap;

use crate::snapshot::Scope;

use super::governance::Governance;

/// The domains of a mesh, each with the one that it is part of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    parents: BTreeMap<Box<str>, Option<Box<str>>>,
}

impl Tree {
    /// The tree that the domains of a mesh make. Of several files that declare a domain, the one whose parent comes first in
    /// the order of names counts, so that the order of files does not.
    pub fn of(governance: &Governance<'_>) -> Self {
        let mut parents: BTreeMap<Box<str>, Option<Box<str>>> = BTreeMap::new();
        for domain in &governance.domains {
            let parent = domain.object.parent.as_ref().map(|parent| parent.value.clone());
            let known = parents.entry(domain.object.name.value.clone()).or_default();
            *known = match (known.take(), parent) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
        }
        Self { parents }
    }

    /// Whether a file declares the domain.
    pub fn declares(&self, domain: &str) -> bool {
        self.parents.contains_key(domain)
    }

    /// A domain and those that it is part of, the outermost first. Of domains that are part of each other in a circle each
    /// counts as part of all the others, so that no setting above is lost.
    pub fn path<'t>(&'t self, domain: &'t str) -> Vec<&'t str> {
        let mut path = vec![domain];
        let mut next = self.parent(domain);
        while let Some(parent) = next
            && !path.contains(&parent)
        {
            path.push(parent);
            next = self.parent(parent);
        }
        path.reverse();
        path
    }

    /// The circle of domains that a domain is part of, beginning with it; none where there is none.
    pub fn circle<'t>(&'t self, domain: &'t str) -> Option<Vec<&'t str>> {
        let mut circle = vec![domain];
        let mut next = self.parent(domain);
        while let Some(parent) = next {
            if parent == domain {
                return Some(circle);
            }
            if circle.contains(&parent) {
                return None;
            }
            circle.push(parent);
            next = self.parent(parent);
        }
        None
    }

    /// Whether a domain is another or part of it.
    pub fn is_within(&self, domain: &str, other: &str) -> bool {
        self.path(domain).contains(&other)
    }

    /// Whether what one scope sets reaches another. `home` is the domain of the product that the other one is.
    pub fn reaches(&self, above: &Scope, below: &Scope, home: Option<&str>) -> bool {
        match (above, below) {
            (Scope::Mesh, _) => true,
            (Scope::Domain(above), Scope::Domain(below)) => self.is_within(below, above),
            (Scope::Domain(above), Scope::Product(_)) => home.is_some_and(|home| self.is_within(home, above)),
            (Scope::Product(above), Scope::Product(below)) => above == below,
            (_, Scope::Mesh) | (Scope::Product(_), Scope::Domain(_)) => false,
        }
    }

    /// How deep a scope lies: the mesh at 0.
    pub fn depth(&self, scope: &Scope) -> usize {
        match scope {
            Scope::Mesh => 0,
            Scope::Domain(name) => self.path(name).len(),
            Scope::Product(_) => usize::MAX,
        }
    }

    fn parent<'t>(&'t self, domain: &str) -> Option<&'t str> {
        self.parents.get(domain)?.as_deref()
    }
}
