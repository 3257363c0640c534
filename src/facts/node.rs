//! The nodes of the mesh: which subscriptions or resource groups they are, and whose.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Value;

use crate::snapshot::{DocumentIndex, Kind, Located, NodeKind, Product, Snapshot};
use crate::text::Pointer;

use super::inventory::Inventory;
use super::place::{Place, PlaceId};
use super::rows::{number, text_of};
use super::tagging::Tagging;

/// How a node is known to be a domain's, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Evidence {
    /// A `Domain` names the node, or the subscription that it is in.
    DomainNodes,
    /// A product of the domain is placed in it.
    Product,
    /// Its `domain` tag.
    Tag,
}

impl Evidence {
    /// The name in subjects.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::DomainNodes => "domain_nodes",
            Self::Product => "product",
            Self::Tag => "tag",
        }
    }
}

/// One domain's claim to a place.
#[derive(Debug)]
pub(super) struct Claim<'s> {
    /// The domain.
    pub(super) domain: Cow<'s, str>,
    /// Why.
    pub(super) evidence: Evidence,
    /// Where that is declared; none for a tag.
    pub(super) declared: Option<(DocumentIndex, Pointer)>,
}

/// The claims and products of every subscription and resource group, by the number of the place.
#[derive(Debug)]
pub(super) struct Nodes<'s> {
    kind: NodeKind,
    claims: Vec<Vec<Claim<'s>>>,
    products: Vec<Vec<u32>>,
    of_product: BTreeMap<u32, PlaceId>,
}

impl<'s> Nodes<'s> {
    /// Joins the places with what claims them. `domain_of` is the effective domain of a product.
    pub(super) fn derive(
        snapshot: &'s Snapshot,
        inventory: &Inventory<'s>,
        tagging: &Tagging<'s>,
        domain_of: impl Fn(&'s Product) -> Option<&'s str>,
    ) -> Self {
        let kind = snapshot
            .declared
            .meshes
            .first()
            .map_or_else(NodeKind::default, |mesh| mesh.node);
        let named = named_by_domains(snapshot, inventory);
        let placed = placed_products(snapshot, inventory, kind);
        let mut nodes = Self {
            kind,
            claims: Vec::new(),
            products: Vec::new(),
            of_product: BTreeMap::new(),
        };
        for (id, place) in inventory.places.all() {
            let products = placed.get(&id).cloned().unwrap_or_default();
            nodes.of_product.extend(products.iter().map(|product| (*product, id)));
            let mut claims: Vec<Claim<'s>> = claims_of_domains(snapshot, &named, id, place);
            claims.extend(products.iter().filter_map(|index| {
                let product = snapshot.declared.products.get(*index as usize)?;
                Some(Claim {
                    domain: domain_of(product)?.into(),
                    evidence: Evidence::Product,
                    declared: Some((product.document, placement(product, kind)?)),
                })
            }));
            let row = inventory.row_of(id);
            let tag = row.and_then(|row| tagging.tag("domain", row, place.subscription));
            claims.extend(tag.filter(|tag| !tag.is_empty()).map(|domain| Claim {
                domain,
                evidence: Evidence::Tag,
                declared: None,
            }));
            nodes.claims.push(claims);
            nodes.products.push(products);
        }
        nodes
    }

    /// What a node is.
    pub(super) const fn kind(&self) -> NodeKind {
        self.kind
    }

    /// The kind of the rows that are nodes.
    pub(super) const fn row_kind(&self) -> Kind {
        match self.kind {
            NodeKind::ResourceGroup => Kind::ResourceGroup,
            NodeKind::Subscription => Kind::Subscription,
        }
    }

    /// The node that a place is or lies in; none for a subscription where resource groups are the nodes.
    pub(super) fn node_of(&self, inventory: &Inventory<'s>, place: PlaceId) -> Option<PlaceId> {
        let subscription = inventory.places.get(place)?.subscription;
        match self.kind {
            NodeKind::ResourceGroup => subscription.map(|_| place),
            NodeKind::Subscription => subscription.or(Some(place)),
        }
    }

    /// The domain of a place: that of its node, or its own where no node holds it.
    pub(super) fn domain(&self, inventory: &Inventory<'s>, place: PlaceId) -> Option<&str> {
        let place = self.node_of(inventory, place).unwrap_or(place);
        self.claims(place).first().map(|claim| &*claim.domain)
    }

    /// The claims to a place, the strongest first, then in the order of the documents.
    pub(super) fn claims(&self, place: PlaceId) -> &[Claim<'s>] {
        self.claims.get(place.number() as usize).map_or(&[], |claims| claims)
    }

    /// The node that a product is placed in.
    pub(super) fn of_product(&self, product: u32) -> Option<PlaceId> {
        self.of_product.get(&product).copied()
    }

    /// The products placed in a node, as indexes of the declared products.
    pub(super) fn products(&self, place: PlaceId) -> &[u32] {
        self.products
            .get(place.number() as usize)
            .map_or(&[], |products| products)
    }
}

/// The entries of `nodes` of every domain, by the place that each names, as indexes of domain and entry.
type Named = BTreeMap<PlaceId, Vec<(usize, usize)>>;

fn named_by_domains(snapshot: &Snapshot, inventory: &Inventory<'_>) -> Named {
    let mut named = Named::new();
    for (domain, declared) in snapshot.declared.domains.iter().enumerate() {
        for (entry, id) in declared.nodes.iter().enumerate() {
            let place = inventory
                .places
                .find(&id.value)
                .or_else(|| subscription(&id.value, inventory));
            if let Some(place) = place {
                named.entry(place).or_default().push((domain, entry));
            }
        }
    }
    named
}

/// A subscription that a domain names covers its resource groups, unless they are named themselves.
fn claims_of_domains<'s>(snapshot: &'s Snapshot, named: &Named, id: PlaceId, place: &Place<'s>) -> Vec<Claim<'s>> {
    let entries = named
        .get(&id)
        .or_else(|| place.subscription.and_then(|subscription| named.get(&subscription)));
    let claim = |(domain, entry): &(usize, usize)| {
        let domain = snapshot.declared.domains.get(*domain)?;
        Some(Claim {
            domain: Cow::Borrowed(&*domain.name.value),
            evidence: Evidence::DomainNodes,
            declared: Some((domain.document, domain.nodes.get(*entry)?.pointer.clone())),
        })
    };
    entries.into_iter().flatten().filter_map(claim).collect()
}

fn placed_products(snapshot: &Snapshot, inventory: &Inventory<'_>, kind: NodeKind) -> BTreeMap<PlaceId, Vec<u32>> {
    let mut placed: BTreeMap<PlaceId, Vec<u32>> = BTreeMap::new();
    for (index, product) in snapshot.declared.products.iter().enumerate() {
        if let Some(place) = place_of(product, inventory, kind) {
            placed.entry(place).or_default().push(number(index));
        }
    }
    placed
}

/// Where a product says that it is: by ids, or by the names that people use.
fn place_of(product: &Product, inventory: &Inventory<'_>, kind: NodeKind) -> Option<PlaceId> {
    let named = |property: &str| product.custom.get(property).and_then(text);
    let group = named("azureResourceGroup");
    if kind == NodeKind::ResourceGroup
        && let Some(place) = group.and_then(|group| inventory.places.find(group))
    {
        return Some(place);
    }
    let subscription = subscription(named("azureSubscriptionId")?, inventory)?;
    if kind == NodeKind::Subscription {
        return Some(subscription);
    }
    let scope = &inventory.places.get(subscription)?.id;
    inventory.places.find(&format!("{scope}/resourceGroups/{}", group?))
}

/// What declares the placement of a product.
pub(super) fn placement(product: &Product, kind: NodeKind) -> Option<Pointer> {
    let of = |property: &str| product.custom.get(property).map(|value| value.pointer.clone());
    let group = match kind {
        NodeKind::ResourceGroup => of("azureResourceGroup"),
        NodeKind::Subscription => None,
    };
    group.or_else(|| of("azureSubscriptionId"))
}

/// A subscription by its id, with or without `/subscriptions/`, or by its display name where only one has it.
fn subscription(said: &str, inventory: &Inventory<'_>) -> Option<PlaceId> {
    let by_id = inventory.places.find(said).or_else(|| {
        inventory
            .places
            .find(&format!("subscriptions/{}", said.trim_matches('/')))
    });
    by_id.or_else(|| {
        let rows = inventory.rows(Kind::Subscription)?;
        let mut called = (0..rows.len())
            .filter(|index| text_of(rows.text(*index), "displayName").is_some_and(|name| *name == *said));
        let one = called.next()?;
        called
            .next()
            .is_none()
            .then(|| inventory.place(Kind::Subscription, one))?
    })
}

fn text(property: &Located<Value>) -> Option<&str> {
    property.value.as_str().filter(|text| !text.is_empty())
}
