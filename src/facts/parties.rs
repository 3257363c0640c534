//! Who takes part in a subject: the domains whose it is or that have a hand in it, with their products.

use std::collections::BTreeSet;

use crate::snapshot::Kind;

use super::derive::Facts;
use super::subject::{SubjectRef, number};

/// One who takes part in a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Party<'f> {
    /// The domain; none where it is not known.
    pub domain: Option<&'f str>,
    /// The product of the domain, as an index into the declared products, where one is known.
    pub product: Option<u32>,
}

impl Facts<'_> {
    /// Everybody who takes part in a subject, in order, each once; nobody in what is of the whole mesh.
    pub fn parties(&self, subject: SubjectRef) -> Vec<Party<'_>> {
        let mut parties: BTreeSet<Party<'_>> = self.named_parties(subject).into_iter().collect();
        parties.retain(|party| party.domain.is_some() || party.product.is_some());
        // One with a product says more than the same domain without.
        let with_product: BTreeSet<Option<&str>> = parties
            .iter()
            .filter(|party| party.product.is_some())
            .map(|party| party.domain)
            .collect();
        parties.retain(|party| party.product.is_some() || !with_product.contains(&party.domain));
        parties.into_iter().collect()
    }

    /// The id of a product as a subject.
    pub fn product_id(&self, product: u32) -> Box<str> {
        self.key(SubjectRef {
            kind: Kind::Product,
            index: product,
        })
        .id
    }

    fn named_parties(&self, subject: SubjectRef) -> Vec<Party<'_>> {
        let own = self.domain(subject).map(of_domain);
        let mut parties = match subject.kind {
            Kind::Product => vec![self.of_product(subject.index)],
            Kind::Contract => self.of_contract(subject.index),
            Kind::Source => self.of_source(subject.index),
            Kind::Dataset => self.of_dataset(subject.index),
            Kind::Edge => self.of_edge(subject.index),
            Kind::Node => {
                let place = self.inventory.place(self.nodes.row_kind(), subject.index);
                let products = place.map_or(&[][..], |place| self.nodes.products(place));
                products.iter().map(|product| self.of_product(*product)).collect()
            }
            Kind::Subscription => {
                let place = self.inventory.place(subject.kind, subject.index);
                let domains = place.map_or_else(Vec::new, |place| self.reach().of_subscription(place));
                domains.into_iter().map(of_domain).collect()
            }
            Kind::Domain => {
                let named = self.domains.get(subject.index);
                named.map(|named| of_domain(&named.name)).into_iter().collect()
            }
            _ => Vec::new(),
        };
        parties.extend(own);
        parties
    }

    fn of_contract(&self, contract: u32) -> Vec<Party<'_>> {
        let id = self
            .ownership
            .contract(contract)
            .and_then(|contract| contract.id.as_ref());
        let ports = id.map_or(&[][..], |id| self.ownership.ports_exposing(&id.value));
        ports.iter().map(|port| self.of_product(port.product)).collect()
    }

    fn of_source(&self, source: u32) -> Vec<Party<'_>> {
        let Some(source) = self.sources.all().get(source as usize) else {
            return Vec::new();
        };
        let ingesting = self.sources.ingestions(source).iter().map(|ingestion| Party {
            domain: ingestion.domain.as_deref(),
            product: ingestion.product,
        });
        ingesting.chain(source.system_domain.map(of_domain)).collect()
    }

    fn of_dataset(&self, dataset: u32) -> Vec<Party<'_>> {
        let Some(dataset) = self.datasets.get(dataset) else {
            return Vec::new();
        };
        let owners = self.datasets.owners(dataset).iter();
        owners
            .map(|owner| {
                let contract = self.ownership.contract(owner.contract);
                owner.product.map_or_else(
                    || Party {
                        domain: contract.and_then(|contract| self.membership.domain_of(contract.document)),
                        product: None,
                    },
                    |product| self.of_product(product),
                )
            })
            .collect()
    }

    fn of_edge(&self, edge: u32) -> Vec<Party<'_>> {
        let declared = self.lineage.edges();
        let ends = if let Some(edge) = declared.get(edge as usize) {
            [Some(edge.product), edge.producer.map(|port| port.product)]
        } else {
            let at = (edge as usize).saturating_sub(declared.len());
            let edge = self.observed_edges.undeclared().get(at);
            [
                edge.and_then(|edge| edge.consumer),
                edge.map(|edge| edge.producer.product),
            ]
        };
        ends.into_iter()
            .flatten()
            .map(|product| self.of_product(product))
            .collect()
    }

    fn of_product(&self, product: u32) -> Party<'_> {
        let document = self.ownership.product(product).map(|product| product.document);
        Party {
            domain: document.and_then(|document| self.membership.domain_of(document)),
            product: Some(product),
        }
    }

    /// The products with this id, by index.
    pub fn products_named(&self, id: &str) -> Vec<u32> {
        (0..number(self.snapshot.declared.products.len()))
            .filter(|product| *self.product_id(*product) == *id)
            .collect()
    }
}

const fn of_domain(domain: &str) -> Party<'_> {
    Party {
        domain: Some(domain),
        product: None,
    }
}
