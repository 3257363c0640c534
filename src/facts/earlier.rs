//! The state of the mesh that a run compares with: its products, contracts and edges, found again by their ids.

use std::collections::BTreeSet;

use crate::snapshot::{Contract, Kind, Located, Product, Snapshot};

use super::completeness::Completeness;
use super::lineage::{Edge, Lineage, Resolution};
use super::membership::Membership;
use super::ownership::Ownership;
use super::version::{self, Version};

/// An earlier state, with as many of its relations as comparing takes.
#[derive(Debug)]
pub(super) struct Earlier<'s> {
    /// What was read of it.
    pub(super) snapshot: &'s Snapshot,
    /// Its domains.
    pub(super) membership: Membership<'s>,
    ownership: Ownership<'s>,
    edges: BTreeSet<EdgeKey<'s>>,
    products_are_whole: bool,
    contracts_are_whole: bool,
}

/// Whether the earlier state holds something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It does.
    Known,
    /// It does not.
    New,
    /// It may: a part of it could not be read, or the thing states no id.
    Unknown,
}

impl Standing {
    /// The value of `base`.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::New => "new",
            Self::Unknown => "unknown",
        }
    }

    const fn of_absence(is_whole: bool) -> Self {
        if is_whole { Self::New } else { Self::Unknown }
    }
}

/// What makes two edges one: who reads, which contract, and whose. A port without a contract counts by its name.
type EdgeKey<'s> = (&'s str, Wanted<'s>, Option<&'s str>);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Wanted<'s> {
    Contract(&'s str),
    Port(&'s str),
}

impl<'s> Earlier<'s> {
    /// Joins an earlier state.
    pub(super) fn derive(snapshot: &'s Snapshot) -> Self {
        let ownership = Ownership::derive(snapshot);
        let lineage = Lineage::derive(snapshot, &ownership);
        let keys = lineage.edges().iter();
        let edges = keys.filter_map(|edge| key(&ownership, &lineage, edge)).collect();
        let is_whole = |kind| Completeness::of(snapshot, kind) == Completeness::Complete;
        Self {
            snapshot,
            membership: Membership::derive(snapshot),
            ownership,
            edges,
            products_are_whole: is_whole(Kind::Product),
            contracts_are_whole: is_whole(Kind::Contract),
        }
    }

    /// The product that this one was; of several with its id the one of its domain, then the one whose file lies most alike.
    pub(super) fn product(&self, product: &Product, home: Home<'_>) -> (Standing, Option<&'s Product>) {
        let Some(id) = &product.id else {
            return (Standing::Unknown, None);
        };
        let same_id = self.ownership.products_with_id(&id.value).iter();
        let found = same_id
            .filter_map(|index| self.ownership.product(*index))
            .min_by_key(|other| self.distance(other.document, home));
        match found {
            Some(found) => (Standing::Known, Some(found)),
            None => (Standing::of_absence(self.products_are_whole), None),
        }
    }

    /// The contract that this one was: of those with its id one of its domain, in its version, else in the nearest lower one,
    /// else in the nearest higher one.
    pub(super) fn contract(&self, contract: &Contract, home: Home<'_>) -> (Standing, Option<&'s Contract>) {
        let Some(id) = &contract.id else {
            return (Standing::Unknown, None);
        };
        let same_id = self.ownership.contracts_with_id(&id.value).iter();
        let found = same_id
            .filter_map(|index| self.ownership.contract(*index))
            .min_by_key(|other| {
                let (is_foreign, distance) = self.distance(other.document, home);
                (is_foreign, version_distance(contract, other), distance)
            });
        match found {
            Some(found) => (Standing::Known, Some(found)),
            None => (Standing::of_absence(self.contracts_are_whole), None),
        }
    }

    /// Whether an edge was not there; none where that is not known.
    pub(super) fn is_new(&self, ownership: &Ownership<'_>, lineage: &Lineage<'_>, edge: &Edge) -> Option<bool> {
        let (consumer, wanted, producer) = key(ownership, lineage, edge)?;
        let was_there = if edge.resolution == Resolution::Unknown {
            // Whose contract it is, is not known now.
            let mut same = self.edges.iter();
            same.any(|(other, contract, _)| *other == consumer && *contract == wanted)
        } else {
            self.edges.contains(&(consumer, wanted, producer))
        };
        if was_there {
            return Some(false);
        }
        (self.products_are_whole && self.contracts_are_whole).then_some(true)
    }

    fn distance(&self, document: crate::snapshot::DocumentIndex, home: Home<'_>) -> (bool, usize) {
        let file = self.snapshot.documents.get(document.0 as usize);
        let file = file.map_or("", |document| document.source.name());
        let same = file
            .rsplit('/')
            .zip(home.file.rsplit('/'))
            .take_while(|(one, other)| one == other);
        (
            self.membership.domain_of(document) != home.domain,
            usize::MAX - same.count(),
        )
    }
}

/// Where something is declared now.
#[derive(Clone, Copy, Debug)]
pub(super) struct Home<'a> {
    /// Its domain.
    pub(super) domain: Option<&'a str>,
    /// The name of its file.
    pub(super) file: &'a str,
}

/// The same version first, then lower ones from the highest down, then higher ones from the lowest up, then what is no version.
fn version_distance(now: &Contract, then: &Contract) -> (u8, std::cmp::Reverse<Version>, Version) {
    let text = |contract: &Contract| {
        contract
            .version
            .as_ref()
            .map(|text: &Located<Box<str>>| text.value.clone())
    };
    let (now, then) = (text(now), text(then));
    let (one, other) = (
        now.as_deref().and_then(version::lenient),
        then.as_deref().and_then(version::lenient),
    );
    let none = (std::cmp::Reverse(Version::default()), Version::default());
    match (one, other) {
        _ if now == then => (0, none.0, none.1),
        (Some(one), Some(other)) if one == other => (0, none.0, none.1),
        (Some(one), Some(other)) if other < one => (1, std::cmp::Reverse(other), none.1),
        (Some(_), Some(other)) => (2, none.0, other),
        _ => (3, none.0, none.1),
    }
}

fn key<'a>(ownership: &Ownership<'a>, lineage: &Lineage<'a>, edge: &Edge) -> Option<EdgeKey<'a>> {
    let consumer = name(ownership.product(edge.product)?)?;
    let input = lineage.input(edge)?;
    let wanted = match &input.contract_id {
        Some(id) => Wanted::Contract(&id.value),
        None => Wanted::Port(input.name.as_deref()?),
    };
    let producer = edge.producer.and_then(|port| name(ownership.product(port.product)?));
    Some((consumer, wanted, producer))
}

fn name(product: &Product) -> Option<&str> {
    let name = product.id.as_ref().or(product.name.as_ref())?;
    Some(&name.value)
}

#[cfg(test)]
mod tests;
