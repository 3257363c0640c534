//! Who reads a product, a contract or a dataset: by its input ports, and as pipelines were seen to do.

use super::derive::Facts;
use super::lineage::{Edge, Resolution};
use super::origin::Origin;
use super::ownership::OutputPortRef;
use super::source::{Act, Place, Touch};
use super::subject::number;

impl<'s> Facts<'s> {
    /// The edges of other products that read an output port, one for each product.
    pub(super) fn readers_of(&self, port: OutputPortRef) -> Vec<&Edge> {
        let mut readers: Vec<&Edge> = self.lineage.readers_of_port(port).collect();
        readers.sort_unstable_by_key(|edge| (edge.product, edge.port));
        readers.dedup_by_key(|edge| edge.product);
        readers
    }

    /// The products that read any port of a product, declared or not, in order.
    pub(super) fn consumers_of(&self, product: u32) -> Vec<u32> {
        let ports = self
            .ownership
            .product(product)
            .map_or(0, |product| product.outputs.len());
        let ports = (0..number(ports)).map(|port| OutputPortRef { product, port });
        let mut consumers: Vec<u32> = ports
            .flat_map(|port| self.lineage.readers_of_port(port))
            .map(|edge| edge.product)
            .chain(
                self.observed_edges
                    .undeclared_readers(product)
                    .filter_map(|edge| edge.consumer),
            )
            .collect();
        consumers.sort_unstable();
        consumers.dedup();
        consumers
    }

    /// The products that a product reads, declared or not, in order; itself left out.
    pub(super) fn producers_of(&self, product: u32) -> Vec<u32> {
        self.graph
            .producers(product)
            .filter(|producer| *producer != product)
            .collect()
    }

    /// The domains that read a product, other than its own: of products, and of pipelines that belong to none.
    pub(super) fn consumer_domains(&self, product: u32) -> Vec<&str> {
        let domain = |product: u32| {
            let product = self.ownership.product(product)?;
            self.membership.domain_of(product.document)
        };
        let pipelines = self
            .observed_edges
            .undeclared_readers(product)
            .filter_map(|edge| edge.reads.first())
            .filter_map(|read| self.sources.touches().get(*read as usize))
            .filter_map(|touch| touch.domain.as_deref());
        let home = domain(product);
        let products = self.consumers_of(product);
        let mut domains: Vec<&str> = products.into_iter().filter_map(domain).chain(pipelines).collect();
        domains.retain(|domain| Some(*domain) != home);
        domains.sort_unstable();
        domains.dedup();
        domains
    }

    /// The edges that read a contract, one for each product: through the ports that mean it, or directly where none exposes it.
    pub(super) fn readers_of_contract(&self, contract: u32) -> Vec<&Edge> {
        let id = self
            .ownership
            .contract(contract)
            .and_then(|contract| contract.id.as_ref());
        let Some(id) = id.map(|id| &*id.value) else {
            return Vec::new();
        };
        let ports = self.ownership.ports_exposing(id).iter();
        let mut readers: Vec<&Edge> = ports
            .filter(|port| self.contract_behind(**port) == Some(contract))
            .flat_map(|port| self.lineage.readers_of_port(*port))
            .collect();
        let direct = self.lineage.readers(id).filter(|edge| {
            let reads = matches!(
                edge.resolution,
                Resolution::Source | Resolution::Unexposed | Resolution::Unknown
            );
            reads && edge.producer.is_none() && self.contract_meant(edge) == Some(contract)
        });
        readers.extend(direct);
        readers.sort_unstable_by_key(|edge| (edge.product, edge.port));
        readers.dedup_by_key(|edge| edge.product);
        readers
    }

    /// Whether an input port reads a contract as an operational system.
    pub(super) fn describes_source(&self, contract: u32) -> bool {
        let Some(declared) = self.ownership.contract(contract) else {
            return false;
        };
        let id = declared.id.as_ref();
        let mut readers = id.into_iter().flat_map(|id| self.lineage.readers(&id.value));
        self.lineage.is_without_product(&self.ownership, declared)
            && readers.any(|edge| edge.resolution == Resolution::Source)
    }

    /// The contract that an output port means.
    pub(super) fn contract_behind(&self, port: OutputPortRef) -> Option<u32> {
        let product = self.ownership.product(port.product)?;
        self.contract_index(product, product.outputs.get(port.port as usize)?)
    }

    /// The contract that an input port means by itself.
    pub(super) fn contract_meant(&self, edge: &Edge) -> Option<u32> {
        let input = self.lineage.input(edge)?;
        let product = self.ownership.product(edge.product)?;
        let home = self.membership.domain_of(product.document);
        let id = &input.contract_id.as_ref()?.value;
        self.ownership
            .contract_for(id, input.version.as_deref(), (&self.membership, home))
    }

    /// Who reads a dataset: products by their input ports, and products and pipelines that were seen to; each with the place
    /// that shows it, one for each product or pipeline.
    pub(super) fn readers_of_dataset(&self, dataset: u32) -> Vec<DatasetReader<'_, 's>> {
        let Some(known) = self.datasets.get(dataset) else {
            return Vec::new();
        };
        let owners = self.datasets.owners(known);
        let mut contracts: Vec<u32> = owners.iter().map(|owner| owner.contract).collect();
        contracts.sort_unstable();
        contracts.dedup();
        let mut readers: Vec<DatasetReader<'_, 's>> = contracts
            .into_iter()
            .flat_map(|contract| self.readers_of_contract(contract))
            .map(DatasetReader::Port)
            .collect();
        let owns =
            |touch: &&Touch| touch.product.is_some() && owners.iter().any(|owner| owner.product == touch.product);
        let seen = self.sources.touches_of(dataset, Act::Reads).iter();
        readers.extend(seen.filter(|touch| !owns(touch)).map(DatasetReader::Copy));
        readers.sort_by_key(DatasetReader::order);
        readers.dedup_by(|one, other| one.reader() == other.reader());
        readers
    }
}

/// Who reads a dataset, and how that is known.
#[derive(Clone, Copy, Debug)]
pub(super) enum DatasetReader<'f, 's> {
    /// An input port.
    Port(&'f Edge),
    /// A copy of a pipeline.
    Copy(&'f Touch<'s>),
}

impl<'f> DatasetReader<'f, '_> {
    /// The product that reads.
    pub(super) fn product(&self) -> Option<u32> {
        match self {
            Self::Port(edge) => Some(edge.product),
            Self::Copy(touch) => touch.product,
        }
    }

    /// A product, else a pipeline.
    fn reader(&self) -> (Option<u32>, &'f str) {
        match self {
            Self::Copy(touch) if touch.product.is_none() => (None, &touch.pipeline),
            other => (other.product(), ""),
        }
    }

    fn order(&self) -> (Option<u32>, &'f str, bool) {
        let (product, pipeline) = self.reader();
        (product, pipeline, matches!(self, Self::Copy(_)))
    }
}

/// Where a copy is.
pub(super) fn touch_origin<'f>(touch: &'f Touch<'_>) -> Origin<'f> {
    match &touch.place {
        Place::Document(document, pointer) => Origin::Declared(*document, pointer.clone().into_owned()),
        Place::Azure(id) => Origin::Observed(std::borrow::Cow::Borrowed(id)),
    }
}
