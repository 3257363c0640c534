//! Which domain a document belongs to, and which product a folder.

use std::collections::BTreeMap;

use crate::snapshot::{DocumentIndex, Snapshot};

use super::folder::{closeness, covers, folder, is_glob, join, upwards};
use super::subject::number;

/// The domain of every document, and what belongs to each domain.
#[derive(Debug)]
pub(super) struct Membership<'s> {
    snapshot: &'s Snapshot,
    claims: Claims<'s>,
    documents: Vec<Belonging<'s>>,
    products: BTreeMap<&'s str, Vec<u32>>,
    contracts: BTreeMap<&'s str, Vec<u32>>,
    products_by_folder: BTreeMap<&'s str, Option<u32>>,
}

/// Why a document belongs to a domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Belonging<'s> {
    /// It names the domain itself.
    Named(&'s str),
    /// `paths` of the domain describe its file.
    Paths(&'s str),
    /// The domain's file lies in its folder, or above.
    Folder(&'s str),
    /// Two domains claim its file with equal right.
    Ambiguous,
    /// Nobody claims it.
    Nobody,
}

impl<'s> Belonging<'s> {
    /// The domain, where there is exactly one.
    pub(super) const fn domain(self) -> Option<&'s str> {
        match self {
            Self::Named(name) | Self::Paths(name) | Self::Folder(name) => Some(name),
            Self::Ambiguous | Self::Nobody => None,
        }
    }

    /// The value of `domain_evidence`.
    pub(super) const fn evidence(self) -> Option<&'static str> {
        match self {
            Self::Named(_) => Some("named"),
            Self::Paths(_) => Some("paths"),
            Self::Folder(_) => Some("folder"),
            Self::Ambiguous => Some("ambiguous"),
            Self::Nobody => None,
        }
    }
}

impl<'s> Membership<'s> {
    /// Finds the domain of every document: the one that it names, else the one whose `paths` match best, else that of
    /// the nearest domain file above it.
    pub(super) fn derive(snapshot: &'s Snapshot) -> Self {
        let named = named(snapshot);
        let claims = Claims::of(snapshot);
        let mut documents: Vec<Belonging<'s>> = Vec::with_capacity(snapshot.documents.len());
        let mut last: Option<(&str, Belonging<'s>)> = None;
        for (document, name) in snapshot.documents.iter().zip(named) {
            let file = document.source.name();
            let belonging = match (name, last) {
                (Some(name), _) => Belonging::Named(name),
                (None, Some((same, belonging))) if same == file => belonging,
                (None, _) => {
                    let belonging = claims.resolve(file);
                    last = Some((file, belonging));
                    belonging
                }
            };
            documents.push(belonging);
        }
        let mut membership = Self {
            snapshot,
            claims,
            documents,
            products: BTreeMap::new(),
            contracts: BTreeMap::new(),
            products_by_folder: BTreeMap::new(),
        };
        membership.group();
        membership
    }

    /// How a document belongs to a domain.
    pub(super) fn belonging(&self, document: DocumentIndex) -> Belonging<'s> {
        self.documents
            .get(document.0 as usize)
            .copied()
            .unwrap_or(Belonging::Nobody)
    }

    /// The effective domain of a document.
    pub(super) fn domain_of(&self, document: DocumentIndex) -> Option<&'s str> {
        self.belonging(document).domain()
    }

    /// The domain whose folder a file lies in, whatever the file says or fails to say.
    pub(super) fn domain_of_file(&self, file: &str) -> Option<&'s str> {
        self.claims.resolve(file).domain()
    }

    /// The products of a domain, by index.
    pub(super) fn products_of(&self, domain: &str) -> &[u32] {
        self.products.get(domain).map_or(&[], Vec::as_slice)
    }

    /// The contracts of a domain, by index.
    pub(super) fn contracts_of(&self, domain: &str) -> &[u32] {
        self.contracts.get(domain).map_or(&[], Vec::as_slice)
    }

    /// The product to which a file belongs that names none: the only one in the nearest folder, its own or above, that holds any.
    pub(super) fn product_of(&self, file: &str) -> Option<u32> {
        upwards(folder(file))
            .find_map(|folder| self.products_by_folder.get(folder))
            .copied()
            .flatten()
    }

    fn group(&mut self) {
        let snapshot = self.snapshot;
        for (index, product) in snapshot.declared.products.iter().enumerate() {
            let index = number(index);
            if let Some(domain) = self.domain_of(product.document) {
                self.products.entry(domain).or_default().push(index);
            }
            if let Some(document) = snapshot.documents.get(product.document.0 as usize) {
                self.products_by_folder
                    .entry(folder(document.source.name()))
                    .and_modify(|only| *only = None)
                    .or_insert(Some(index));
            }
        }
        for (index, contract) in snapshot.declared.contracts.iter().enumerate() {
            if let Some(domain) = self.domain_of(contract.document) {
                self.contracts.entry(domain).or_default().push(number(index));
            }
        }
    }
}

/// The domain that each document names.
fn named(snapshot: &Snapshot) -> Vec<Option<&str>> {
    let declared = &snapshot.declared;
    let domains = declared
        .domains
        .iter()
        .map(|domain| (domain.document, Some(&*domain.name.value)));
    let products = declared
        .products
        .iter()
        .map(|product| (product.document, product.domain.as_ref().map(|name| &*name.value)));
    let contracts = declared
        .contracts
        .iter()
        .map(|contract| (contract.document, contract.domain.as_ref().map(|name| &*name.value)));
    let systems = declared
        .source_systems
        .iter()
        .map(|system| (system.document, system.domain.as_ref().map(|name| &*name.value)));
    let others = declared.others.iter().map(|other| {
        let document = snapshot.documents.get(other.document.0 as usize);
        let name = document.and_then(|document| document.root.get("domain")?.as_str());
        (other.document, name)
    });
    let mut named = vec![None; snapshot.documents.len()];
    for (document, name) in domains.chain(products).chain(contracts).chain(systems).chain(others) {
        if let (Some(slot), Some(name)) = (named.get_mut(document.0 as usize), name)
            && !name.trim().is_empty()
        {
            *slot = Some(name);
        }
    }
    named
}

/// What the domains claim. `None` in a map is a place that two domains claim with equal right.
#[derive(Debug)]
struct Claims<'s> {
    paths: BTreeMap<String, Option<&'s str>>,
    globs: Vec<(String, &'s str)>,
    folders: BTreeMap<&'s str, Option<&'s str>>,
}

impl<'s> Claims<'s> {
    fn of(snapshot: &'s Snapshot) -> Self {
        let mut claims = Self {
            paths: BTreeMap::new(),
            globs: Vec::new(),
            folders: BTreeMap::new(),
        };
        for domain in &snapshot.declared.domains {
            let Some(document) = snapshot.documents.get(domain.document.0 as usize) else {
                continue;
            };
            let name = &*domain.name.value;
            let home = folder(document.source.name());
            claim(&mut claims.folders, home, name);
            for path in &domain.paths {
                let path = join(home, &path.value);
                if is_glob(&path) {
                    claims.globs.push((path, name));
                } else {
                    claim(&mut claims.paths, path, name);
                }
            }
        }
        claims
    }

    fn resolve(&self, file: &str) -> Belonging<'s> {
        let path = upwards(file).find_map(|path| Some((closeness(path), *self.paths.get(path)?)));
        let globs = self
            .globs
            .iter()
            .filter(|(glob, _)| covers(glob, file))
            .map(|(glob, name)| (closeness(glob), Some(*name)));
        let mut best: Option<((usize, usize), Option<&str>)> = None;
        for (close, name) in path.into_iter().chain(globs) {
            best = match best {
                Some((closest, _)) if close < closest => best,
                Some((closest, other)) if close == closest && other != name => Some((close, None)),
                _ => Some((close, name)),
            };
        }
        if let Some((_, name)) = best {
            return name.map_or(Belonging::Ambiguous, Belonging::Paths);
        }
        match upwards(folder(file)).find_map(|folder| self.folders.get(folder)) {
            Some(Some(name)) => Belonging::Folder(name),
            Some(None) => Belonging::Ambiguous,
            None => Belonging::Nobody,
        }
    }
}

fn claim<'s, K: Ord>(claims: &mut BTreeMap<K, Option<&'s str>>, place: K, name: &'s str) {
    claims
        .entry(place)
        .and_modify(|claimed| {
            if *claimed != Some(name) {
                *claimed = None;
            }
        })
        .or_insert(Some(name));
}
