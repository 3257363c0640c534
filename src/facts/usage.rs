//! Which products somebody reads.

use crate::snapshot::Snapshot;

use super::lineage::{Edge, Lineage};
use super::observed_edge::ObservedEdges;
use super::ownership::Ownership;

/// Whether each product has a consumer, by its index.
#[derive(Debug)]
pub(super) struct Usage {
    consumed: Vec<bool>,
}

impl Usage {
    /// Goes through the edges. A port that names a contract in a version that is no longer offered, or a contract that no
    /// port exposes, still says that somebody wants the data of the product behind it; so does a copy that nobody declared.
    pub(super) fn derive(
        snapshot: &Snapshot,
        ownership: &Ownership<'_>,
        lineage: &Lineage<'_>,
        observed: &ObservedEdges,
    ) -> Self {
        let mut usage = Self {
            consumed: vec![false; snapshot.declared.products.len()],
        };
        for edge in lineage.edges() {
            match edge.producer {
                Some(port) => usage.put(edge.product, port.product),
                None => {
                    for product in behind(ownership, lineage, edge) {
                        usage.put(edge.product, product);
                    }
                }
            }
        }
        for edge in observed.undeclared() {
            // A pipeline of no product is of another domain than the producer.
            usage.put(edge.consumer.unwrap_or(u32::MAX), edge.producer.product);
        }
        usage
    }

    /// Whether another product reads this one.
    pub(super) fn is_consumed(&self, product: u32) -> bool {
        self.consumed.get(product as usize).copied().unwrap_or(false)
    }

    fn put(&mut self, consumer: u32, producer: u32) {
        if let Some(consumed) = self.consumed.get_mut(producer as usize)
            && consumer != producer
        {
            *consumed = true;
        }
    }
}

/// The products that contracts without a port say they belong to.
fn behind(ownership: &Ownership<'_>, lineage: &Lineage<'_>, edge: &Edge) -> Vec<u32> {
    let named = lineage.input(edge).and_then(|input| input.contract_id.as_ref());
    let contracts = named.map_or(&[][..], |id| ownership.contracts_with_id(&id.value));
    contracts
        .iter()
        .filter_map(|contract| ownership.contract(*contract)?.data_product.as_ref())
        .flat_map(|product| ownership.products_with_id(&product.value))
        .copied()
        .collect()
}

#[cfg(test)]
mod tests;
