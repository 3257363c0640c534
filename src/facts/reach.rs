//! Which domains lie below a scope, and which domains declare that they read which products.

use std::collections::{BTreeMap, BTreeSet};

use crate::snapshot::Kind;

use super::arm_id::ArmId;
use super::derive::Facts;
use super::lineage::Resolution;
use super::place::PlaceId;
use super::subject::SubjectRef;

/// The domains of the nodes below every scope, as numbers of sorted names, and the declared readings.
#[derive(Debug, Default)]
pub(super) struct Reach {
    names: Vec<String>,
    /// By the number of a subscription: the domains of its nodes.
    subscriptions: BTreeMap<u32, Below>,
    /// By the lower-cased name of a management group.
    groups: BTreeMap<String, BTreeSet<u32>>,
    all: BTreeSet<u32>,
    /// Whether it is known which subscriptions are below which management groups.
    is_placed: bool,
    /// By the domain that reads: the products that it reads.
    readings: BTreeMap<String, BTreeSet<u32>>,
}

/// What lies below a subscription.
#[derive(Debug, Default)]
struct Below {
    domains: BTreeSet<u32>,
    has_unowned: bool,
}

impl Reach {
    /// One pass over the nodes and one over the input ports.
    pub(super) fn derive(facts: &Facts<'_>) -> Self {
        let mut reach = Self {
            is_placed: facts.is_placed(),
            ..Self::default()
        };
        let kind = Kind::Node;
        let nodes = (0..facts.count(kind)).map(|index| SubjectRef { kind, index });
        let owned: Vec<(Option<PlaceId>, Option<&str>)> = nodes
            .map(|node| {
                let place = facts.inventory.place(facts.nodes.row_kind(), node.index);
                (place, facts.domain(node))
            })
            .collect();
        let names: BTreeSet<&str> = owned.iter().filter_map(|(_, domain)| *domain).collect();
        reach.names = names.into_iter().map(str::to_owned).collect();
        for (place, domain) in owned {
            let Some(place) = place else { continue };
            let within = facts.inventory.places.get(place).and_then(|place| place.subscription);
            let below = reach.subscriptions.entry(within.unwrap_or(place).number()).or_default();
            let number = domain.and_then(|domain| reach.names.binary_search_by(|name| name.as_str().cmp(domain)).ok());
            match number {
                Some(number) => {
                    below.domains.insert(super::subject::number(number));
                }
                None => below.has_unowned = true,
            }
        }
        reach.put_groups(facts);
        reach.put_readings(facts);
        reach
    }

    /// The domains of the nodes of a subscription, sorted.
    pub(super) fn of_subscription(&self, subscription: PlaceId) -> Vec<&str> {
        let below = self.subscriptions.get(&subscription.number());
        below.map_or_else(Vec::new, |below| self.named(&below.domains))
    }

    /// The domains of the nodes below a management group; none where nobody can tell which subscriptions those are.
    pub(super) fn of_management_group(&self, name: &str) -> Option<Vec<&str>> {
        let known = self.groups.get(&name.to_lowercase());
        match known {
            _ if !self.is_placed => None,
            Some(domains) => Some(self.named(domains)),
            None => Some(Vec::new()),
        }
    }

    /// The domains of all nodes, sorted.
    pub(super) fn of_tenant(&self) -> Vec<&str> {
        self.named(&self.all)
    }

    /// Whether every node of a subscription is a domain's, and there is one.
    pub(super) fn owns_all(&self, domain: &str, subscription: PlaceId) -> bool {
        let below = self.subscriptions.get(&subscription.number());
        below.is_some_and(|below| !below.has_unowned && self.named(&below.domains) == [domain])
    }

    /// Whether an input port of a domain reads an output port of a product.
    pub(super) fn reads(&self, domain: &str, product: u32) -> bool {
        let read = self.readings.get(domain);
        read.is_some_and(|products| products.contains(&product))
    }

    fn named(&self, domains: &BTreeSet<u32>) -> Vec<&str> {
        let names = domains.iter().filter_map(|number| self.names.get(*number as usize));
        names.map(String::as_str).collect()
    }

    fn put_groups(&mut self, facts: &Facts<'_>) {
        for (place, below) in &self.subscriptions {
            self.all.extend(&below.domains);
            let id = facts.inventory.places.with_number(*place).map(|place| &*place.id);
            let subscription = id.and_then(|id| ArmId::new(id).subscription());
            let above = subscription.and_then(|subscription| facts.access.hierarchy().above(subscription));
            for group in above.unwrap_or_default() {
                self.groups.entry(group.to_owned()).or_default().extend(&below.domains);
            }
        }
    }

    fn put_readings(&mut self, facts: &Facts<'_>) {
        for edge in facts.lineage.edges() {
            let consumer = facts.ownership.product(edge.product);
            let domain = consumer.and_then(|product| facts.membership.domain_of(product.document));
            if let (Resolution::Resolved, Some(producer), Some(domain)) = (edge.resolution, edge.producer, domain) {
                self.readings
                    .entry(domain.to_owned())
                    .or_default()
                    .insert(producer.product);
            }
        }
    }
}
