//! Reads of another product's dataset that pipelines were seen to do, beside the input ports that declare them.

use std::collections::BTreeMap;

use super::dataset::Datasets;
use super::lineage::Lineage;
use super::membership::Membership;
use super::ownership::{OutputPortRef, Ownership};
use super::source::{Act, Sources, Touch};
use super::subject::number;

/// What was seen, by what was declared.
#[derive(Debug, Default)]
pub(super) struct ObservedEdges {
    /// By declared edge, the reads that it declares, as indexes into the touches.
    declared: BTreeMap<u32, Vec<u32>>,
    /// What nobody declared, in order of reader and producer.
    undeclared: Vec<UndeclaredEdge>,
    /// By producing product, the undeclared edges that lead to it.
    by_producer: BTreeMap<u32, Vec<u32>>,
}

/// A product or a pipeline that reads a dataset of another product without saying so.
#[derive(Debug)]
pub(super) struct UndeclaredEdge {
    /// The product that reads; none where the pipeline belongs to none.
    pub(super) consumer: Option<u32>,
    /// The output port that exposes what is read.
    pub(super) producer: OutputPortRef,
    /// The reads, as indexes into the touches.
    pub(super) reads: Vec<u32>,
}

/// Who reads: a product, else a pipeline by its domain and name.
type Reader<'s> = (Option<u32>, Option<(&'s str, &'s str)>);

impl ObservedEdges {
    /// Joins what pipelines read to the ports that declare it.
    pub(super) fn derive(
        lineage: &Lineage,
        ownership: &Ownership,
        membership: &Membership,
        datasets: &Datasets,
        sources: &Sources,
    ) -> Self {
        let mut edges = Self::default();
        let mut undeclared: BTreeMap<(Reader, OutputPortRef), Vec<u32>> = BTreeMap::new();
        let exposers = Exposers { ownership, datasets };
        for (index, touch) in sources.touches().iter().enumerate() {
            if touch.act != Act::Reads {
                continue;
            }
            let ports = exposers.of(touch.dataset);
            if ports.is_empty() || is_own(ownership, membership, touch, &ports) {
                continue;
            }
            let declared = touch
                .product
                .map(|product| declaring(lineage, ownership, product, &ports))
                .unwrap_or_default();
            if let (true, Some(first)) = (declared.is_empty(), ports.first()) {
                let reader = match touch.product {
                    Some(product) => (Some(product), None),
                    None => (None, Some((touch.domain.as_deref().unwrap_or(""), &*touch.pipeline))),
                };
                // Of several ports of one product the first stands for all: one edge leads to one product.
                let known = undeclared
                    .range(
                        (
                            reader,
                            OutputPortRef {
                                product: first.product,
                                port: 0,
                            },
                        )..,
                    )
                    .next()
                    .map(|(key, _)| *key)
                    .filter(|(other, port)| *other == reader && port.product == first.product);
                undeclared
                    .entry(known.unwrap_or((reader, *first)))
                    .or_default()
                    .push(number(index));
            }
            for edge in declared {
                edges.declared.entry(edge).or_default().push(number(index));
            }
        }
        for (((consumer, _), producer), reads) in undeclared {
            let of_producer = edges.by_producer.entry(producer.product).or_default();
            of_producer.push(number(edges.undeclared.len()));
            edges.undeclared.push(UndeclaredEdge {
                consumer,
                producer,
                reads,
            });
        }
        edges
    }

    /// The reads that a declared edge declares, as indexes into the touches.
    pub(super) fn of_declared(&self, edge: u32) -> &[u32] {
        self.declared.get(&edge).map_or(&[], Vec::as_slice)
    }

    /// What nobody declared.
    pub(super) fn undeclared(&self) -> &[UndeclaredEdge] {
        &self.undeclared
    }

    /// Who reads a product without saying so.
    pub(super) fn undeclared_readers(&self, product: u32) -> impl Iterator<Item = &UndeclaredEdge> {
        let edges = self.by_producer.get(&product).map_or(&[][..], Vec::as_slice);
        edges.iter().filter_map(|edge| self.undeclared.get(*edge as usize))
    }
}

/// The output ports that expose a dataset.
struct Exposers<'f, 's> {
    ownership: &'f Ownership<'s>,
    datasets: &'f Datasets,
}

impl Exposers<'_, '_> {
    fn of(&self, dataset: u32) -> Vec<OutputPortRef> {
        let Some(dataset) = self.datasets.get(dataset) else {
            return Vec::new();
        };
        let mut ports = Vec::new();
        for owner in self.datasets.owners(dataset) {
            let id = self
                .ownership
                .contract(owner.contract)
                .and_then(|contract| contract.id.as_ref());
            let exposing = id.map_or(&[][..], |id| self.ownership.ports_exposing(&id.value));
            ports.extend(exposing.iter().filter(|port| Some(port.product) == owner.product));
        }
        ports.sort_unstable();
        ports.dedup();
        ports
    }
}

/// Whether a pipeline reads what its own product exposes, in this or another version; or, where it belongs to no product,
/// what its own domain does. Of a pipeline that belongs to nobody nobody can tell.
fn is_own(ownership: &Ownership, membership: &Membership, touch: &Touch, ports: &[OutputPortRef]) -> bool {
    let id = |product: u32| ownership.product(product).and_then(|product| product.id.as_ref());
    let domain = |product: u32| {
        let product = ownership.product(product)?;
        membership.domain_of(product.document)
    };
    ports.iter().any(|port| match touch.product {
        Some(reader) => {
            let reader_id = id(reader).map(|id| &id.value);
            reader == port.product || reader_id.is_some() && reader_id == id(port.product).map(|id| &id.value)
        }
        None => touch.domain.is_none() || touch.domain.as_deref() == domain(port.product),
    })
}

/// The edges of a product that declare a read of one of these ports: those that name its contract, else those that read its
/// product.
fn declaring(lineage: &Lineage, ownership: &Ownership, product: u32, ports: &[OutputPortRef]) -> Vec<u32> {
    let (first, edges) = lineage.edges_of(product);
    let contract = |port: &OutputPortRef| {
        let output = ownership
            .product(port.product)
            .and_then(|product| product.outputs.get(port.port as usize));
        output
            .and_then(|output| output.contract_id.as_ref())
            .map(|id| &*id.value)
    };
    let contracts: Vec<&str> = ports.iter().filter_map(contract).collect();
    let numbered = || (first..).zip(edges);
    let exact: Vec<u32> = numbered()
        .filter(|(_, edge)| {
            let named = lineage.input(edge).and_then(|input| input.contract_id.as_ref());
            named.is_some_and(|named| contracts.contains(&&*named.value))
        })
        .map(|(index, _)| index)
        .collect();
    if !exact.is_empty() {
        return exact;
    }
    numbered()
        .filter(|(_, edge)| {
            edge.producer
                .is_some_and(|producer| ports.iter().any(|port| port.product == producer.product))
        })
        .map(|(index, _)| index)
        .collect()
}
