//! What output ports promise, through the contracts that they name.

use crate::snapshot::{Contract, OutputPort, Product};

use super::derive::Facts;
use super::life_cycle::LifeCycle;
use super::service_level::quantities;

impl Facts<'_> {
    /// The contract that an output port means.
    pub(super) fn contract_of(&self, product: &Product, port: &OutputPort) -> Option<&Contract> {
        self.ownership.contract(self.contract_index(product, port)?)
    }

    /// The same as an index into the declared contracts.
    pub(super) fn contract_index(&self, product: &Product, port: &OutputPort) -> Option<u32> {
        let home = self.membership.domain_of(product.document);
        let id = &port.contract_id.as_ref()?.value;
        self.ownership
            .contract_for(id, port.version.as_deref(), (&self.membership, home))
    }

    /// The contracts of a product's output ports, each once.
    pub(super) fn contracts_of(&self, product: &Product) -> Vec<&Contract> {
        let contracts = self.contract_indexes(product).into_iter();
        contracts
            .filter_map(|contract| self.ownership.contract(contract))
            .collect()
    }

    /// The same as indexes into the declared contracts, in order.
    pub(super) fn contract_indexes(&self, product: &Product) -> Vec<u32> {
        let ports = product.outputs.iter();
        let mut contracts: Vec<u32> = ports.filter_map(|port| self.contract_index(product, port)).collect();
        contracts.sort_unstable();
        contracts.dedup();
        contracts
    }

    /// The dimensions that a product's ports promise now: those of contracts that are not planned, drafted or retired.
    pub(super) fn promised_levels(&self, product: &Product) -> Vec<String> {
        let in_force = self.contracts_of(product).into_iter().filter(|contract| {
            let status = contract.status.as_ref().map(|status| &*status.value);
            matches!(
                LifeCycle::of(status),
                LifeCycle::Active | LifeCycle::Deprecated | LifeCycle::Unknown
            )
        });
        let mut levels: Vec<String> = in_force
            .flat_map(|contract| quantities(&contract.sla))
            .map(|quantity| quantity.dimension)
            .collect();
        levels.sort_unstable();
        levels.dedup();
        levels
    }
}
