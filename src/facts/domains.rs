//! Domains by their names: who declares them, who names them, and how they depend on each other.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::snapshot::{Domain, Kind, Snapshot};

use super::inventory::Inventory;
use super::lineage::Lineage;
use super::membership::Membership;
use super::naming::folded;
use super::node::{Evidence, Nodes};
use super::ownership::Ownership;
use super::row_index::RowIndex;
use super::subject::{SubjectRef, number};

/// Every domain that a file declares, in the order of documents, and then every one that is only named, in order of name.
#[derive(Debug)]
pub(super) struct Domains<'s> {
    snapshot: &'s Snapshot,
    list: Vec<Named<'s>>,
    alike: BTreeMap<String, Vec<u32>>,
    /// The other domains that the products of each domain read from.
    reads: BTreeMap<&'s str, BTreeSet<&'s str>>,
}

/// One domain.
#[derive(Debug)]
pub(super) struct Named<'s> {
    /// Its name, as it is written: names compare with case, because membership does.
    pub(super) name: Cow<'s, str>,
    declarations: Vec<u32>,
    /// The products, contracts, source systems and nodes that name it, in this order.
    pub(super) mentions: Vec<SubjectRef>,
}

/// The domains above a domain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Ancestry<'a> {
    /// The nearest first; the last one may be declared by nobody.
    pub(super) names: Vec<&'a str>,
    /// Whether the parent is declared; none where there is no parent.
    pub(super) parent_known: Option<bool>,
    /// Whether the domain is its own ancestor.
    pub(super) is_cycle: bool,
    /// How far it is from the top, which counts 1, as far as anybody says; none where parents lead in a circle.
    pub(super) depth: Option<usize>,
}

impl<'s> Domains<'s> {
    /// Gathers the names.
    pub(super) fn derive(
        snapshot: &'s Snapshot,
        (membership, ownership, lineage): (&Membership<'s>, &Ownership<'s>, &Lineage<'s>),
        (inventory, nodes): (&Inventory<'s>, &Nodes<'s>),
    ) -> Self {
        let mut list: Vec<Named<'s>> = Vec::new();
        let mut indexes: BTreeMap<Cow<'s, str>, usize> = BTreeMap::new();
        for (index, domain) in snapshot.declared.domains.iter().enumerate() {
            let name = Cow::Borrowed(&*domain.name.value);
            let at = *indexes.entry(name.clone()).or_insert(list.len());
            if at == list.len() {
                list.push(Named::new(name));
            }
            if let Some(named) = list.get_mut(at) {
                named.declarations.push(number(index));
            }
        }
        let mut only_named: BTreeMap<Cow<'s, str>, Named<'s>> = BTreeMap::new();
        for (name, subject) in mentions(snapshot, inventory, nodes) {
            let known = indexes.get(&name).and_then(|at| list.get_mut(*at));
            let named = match known {
                Some(named) => named,
                None => only_named.entry(name.clone()).or_insert_with(|| Named::new(name)),
            };
            named.mentions.push(subject);
        }
        list.extend(only_named.into_values());
        let mut alike: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (index, named) in list.iter().enumerate() {
            alike.entry(folded(&named.name)).or_default().push(number(index));
        }
        Self {
            snapshot,
            list,
            alike,
            reads: reads(membership, ownership, lineage),
        }
    }

    /// How many there are.
    pub(super) fn len(&self) -> u32 {
        number(self.list.len())
    }

    /// How many of them a file declares.
    pub(super) fn declared_count(&self) -> usize {
        self.list.iter().filter(|named| named.is_declared()).count()
    }

    /// A domain by its index.
    pub(super) fn get(&self, index: u32) -> Option<&Named<'s>> {
        self.list.get(index as usize)
    }

    /// The files that declare a domain, in the order of documents.
    pub(super) fn declarations(&self, named: &Named<'s>) -> impl Iterator<Item = &'s Domain> {
        let snapshot = self.snapshot;
        let indexes = named.declarations.clone();
        indexes
            .into_iter()
            .filter_map(|index| snapshot.declared.domains.get(index as usize))
    }

    /// The other domains whose names differ only in case and signs.
    pub(super) fn similar<'f>(&'f self, named: &'f Named<'s>) -> impl Iterator<Item = &'f Named<'s>> {
        let plain = folded(&named.name);
        let alike = if plain.is_empty() { None } else { self.alike.get(&plain) };
        alike
            .into_iter()
            .flatten()
            .filter_map(|index| self.get(*index))
            .filter(|other| other.name != named.name)
    }

    /// The domains above a domain.
    pub(super) fn ancestry(&self, named: &Named<'s>) -> Ancestry<'s> {
        let mut ancestry = Ancestry::default();
        let mut next = self.parent(named);
        ancestry.parent_known = next.map(|parent| self.declared(parent).is_some());
        while let Some(parent) = next {
            ancestry.is_cycle = parent == named.name;
            if ancestry.is_cycle || ancestry.names.contains(&parent) {
                return ancestry;
            }
            ancestry.names.push(parent);
            next = self.declared(parent).and_then(|parent| self.parent(parent));
        }
        ancestry.depth = Some(ancestry.names.len() + 1);
        ancestry
    }

    /// The shortest way through domains that read from each other and back to this one, which comes first and is not repeated;
    /// of several the first by name.
    pub(super) fn cycle(&self, name: &str) -> Option<Vec<&'s str>> {
        let (start, _) = self.reads.get_key_value(name)?;
        let mut before: BTreeMap<&str, &'s str> = BTreeMap::new();
        let mut waiting = VecDeque::from([*start]);
        while let Some(here) = waiting.pop_front() {
            for next in self.reads.get(here).into_iter().flatten() {
                if next == start {
                    let mut way = vec![here];
                    while let Some(previous) = way.last().and_then(|last| before.get(last)) {
                        way.push(previous);
                    }
                    way.reverse();
                    return Some(way);
                }
                if !before.contains_key(next) {
                    before.insert(next, here);
                    waiting.push_back(next);
                }
            }
        }
        None
    }

    fn parent(&self, named: &Named<'s>) -> Option<&'s str> {
        let mut stated = self.declarations(named).filter_map(|domain| domain.parent.as_ref());
        stated.next().map(|parent| &*parent.value)
    }

    fn declared(&self, name: &str) -> Option<&Named<'s>> {
        let alike = self.alike.get(&folded(name)).into_iter().flatten();
        let mut found = alike.filter_map(|index| self.get(*index));
        found.find(|named| named.name == name && named.is_declared())
    }
}

impl<'s> Named<'s> {
    const fn new(name: Cow<'s, str>) -> Self {
        Self {
            name,
            declarations: Vec::new(),
            mentions: Vec::new(),
        }
    }

    /// Whether a file declares it.
    pub(super) const fn is_declared(&self) -> bool {
        !self.declarations.is_empty()
    }
}

/// Every subject that names a domain itself, with the name.
fn mentions<'s>(
    snapshot: &'s Snapshot,
    inventory: &Inventory<'s>,
    nodes: &Nodes<'s>,
) -> impl Iterator<Item = (Cow<'s, str>, SubjectRef)> {
    let declared = &snapshot.declared;
    let named = |kind: Kind, names: Vec<Option<&'s str>>| {
        let subjects = (0..).zip(names);
        subjects.filter_map(move |(index, name)| Some((Cow::Borrowed(name?), SubjectRef { kind, index })))
    };
    let products = declared.products.iter().map(|one| one.domain.as_ref());
    let contracts = declared.contracts.iter().map(|one| one.domain.as_ref());
    let systems = declared.source_systems.iter().map(|one| one.domain.as_ref());
    let products = products.map(|name| name.map(|name| &*name.value)).collect();
    let contracts = contracts.map(|name| name.map(|name| &*name.value)).collect();
    let systems = systems.map(|name| name.map(|name| &*name.value)).collect();
    let of_files = named(Kind::Product, products)
        .chain(named(Kind::Contract, contracts))
        .chain(named(Kind::SourceSystem, systems));
    let count = inventory.rows(nodes.row_kind()).map_or(0, RowIndex::len);
    let tagged = (0..count).filter_map(|index| {
        let place = inventory.place(nodes.row_kind(), index)?;
        let tag = nodes
            .claims(place)
            .iter()
            .find(|claim| claim.evidence == Evidence::Tag)?;
        let node = SubjectRef {
            kind: Kind::Node,
            index,
        };
        Some((tag.domain.clone(), node))
    });
    let all: Vec<_> = of_files.chain(tagged).collect();
    all.into_iter().filter(|(name, _)| !name.trim().is_empty())
}

fn reads<'s>(
    membership: &Membership<'s>,
    ownership: &Ownership<'s>,
    lineage: &Lineage<'s>,
) -> BTreeMap<&'s str, BTreeSet<&'s str>> {
    let mut reads: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let domain = |product: u32| membership.domain_of(ownership.product(product)?.document);
    for edge in lineage.edges() {
        let producer = edge.producer.and_then(|port| domain(port.product));
        if let (Some(consumer), Some(producer)) = (domain(edge.product), producer)
            && consumer != producer
        {
            reads.entry(consumer).or_default().insert(producer);
        }
    }
    reads
}

#[cfg(test)]
mod tests;
