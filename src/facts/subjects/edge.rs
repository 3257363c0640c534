//! Input ports as subjects, joined to what they read; after them the reads that no port declares.

use serde_json::{Map, Value};

use crate::facts::consumer::touch_origin;
use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::lineage::Edge;
use crate::facts::observed_edge::UndeclaredEdge;
use crate::facts::origin::Origin;
use crate::facts::ownership::OutputPortRef;
use crate::facts::source::Touch;
use crate::facts::subject::{SubjectRef, number};
use crate::snapshot::{InputPort, Kind, Product};

use super::{edge_node, edge_side, edge_use, party, previous};

/// An edge, in either form.
#[derive(Clone, Copy)]
pub(super) enum Link<'f> {
    /// An input port, with its index among the edges.
    Declared {
        index: u32,
        edge: &'f Edge,
        product: &'f Product,
        input: &'f InputPort,
    },
    /// What a pipeline was seen to read, with the first copy that does.
    Undeclared {
        edge: &'f UndeclaredEdge,
        first: &'f Touch<'f>,
    },
}

impl<'f> Link<'f> {
    /// The product that reads.
    pub(super) fn consumer(self) -> Option<u32> {
        match self {
            Self::Declared { edge, .. } => Some(edge.product),
            Self::Undeclared { edge, .. } => edge.consumer,
        }
    }

    /// The output port that is read.
    pub(super) fn producer(self) -> Option<OutputPortRef> {
        match self {
            Self::Declared { edge, .. } => edge.producer,
            Self::Undeclared { edge, .. } => Some(edge.producer),
        }
    }

    /// The domain that reads.
    pub(super) fn consumer_domain(self, facts: &'f Facts) -> Option<&'f str> {
        match self {
            Self::Declared { product, .. } => facts.membership.domain_of(product.document),
            Self::Undeclared { edge, first } => {
                match edge.consumer.and_then(|product| facts.ownership.product(product)) {
                    Some(product) => facts.membership.domain_of(product.document),
                    None => first.domain.as_deref(),
                }
            }
        }
    }

    /// Where it is declared or was seen.
    pub(super) fn origin(self) -> Origin<'f> {
        match self {
            Self::Declared { product, input, .. } => Origin::Declared(product.document, input.pointer.clone()),
            Self::Undeclared { first, .. } => touch_origin(first),
        }
    }
}

pub(super) fn count(facts: &Facts, _kind: Kind) -> u32 {
    number(facts.lineage.edges().len() + facts.observed_edges.undeclared().len())
}

pub(super) fn key(facts: &Facts, subject: SubjectRef) -> (Box<str>, Box<str>) {
    match link(facts, subject) {
        Some(Link::Declared {
            edge, product, input, ..
        }) => {
            let port = input.name.as_deref().filter(|name| !name.trim().is_empty());
            let port = port.map_or_else(|| format!("#{}", edge.port), str::to_owned);
            let (id, name) = party::product_names(facts, product);
            (format!("{id}/{port}").into(), format!("{name} <- {port}").into())
        }
        Some(Link::Undeclared { edge, first }) => {
            let names = |product: u32| {
                let product = facts.ownership.product(product);
                product.map(|product| party::product_names(facts, product))
            };
            let pipeline = || (first.pipeline.clone(), first.pipeline.clone());
            let (id, name) = edge.consumer.and_then(names).unwrap_or_else(pipeline);
            let (producer_id, producer) = names(edge.producer.product).unwrap_or_default();
            (
                format!("observed:{id}->{producer_id}").into(),
                format!("{name} <- {producer}").into(),
            )
        }
        None => ("".into(), "".into()),
    }
}

/// The domain that reads.
pub(super) fn domain<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<&'f str> {
    link(facts, subject)?.consumer_domain(facts)
}

pub(super) fn build(facts: &Facts, subject: SubjectRef, fields: &Fields) -> Map<String, Value> {
    let mut members = Map::new();
    if let Some(link) = link(facts, subject) {
        edge_side::put(facts, link, fields, &mut members);
        edge_use::put(facts, link, fields, &mut members);
        let declared = match link {
            Link::Declared { edge, .. } => Some(edge),
            Link::Undeclared { .. } => None,
        };
        previous::put_edge(facts, declared, fields, &mut members);
        let node = |product: u32| facts.nodes.of_product(product);
        // A pipeline of no product runs in the node of its factory.
        let consumer = match (link.consumer(), link.origin()) {
            (Some(product), _) => node(product),
            (None, Origin::Observed(id)) => facts
                .place_at(&id)
                .and_then(|place| facts.nodes.node_of(&facts.inventory, place)),
            (None, _) => None,
        };
        let ends = (consumer, link.producer().and_then(|port| node(port.product)));
        edge_node::put(facts, ends, fields, &mut members);
    }
    members
}

pub(super) fn origin<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<Origin<'f>> {
    Some(link(facts, subject)?.origin())
}

pub(super) fn related<'f>(facts: &'f Facts, subject: SubjectRef) -> Vec<(Origin<'f>, String)> {
    let producer = link(facts, subject).and_then(Link::producer);
    producer
        .and_then(|port| {
            let product = facts.ownership.product(port.product)?;
            let output = product.outputs.get(port.port as usize)?;
            let name = party::product_names(facts, product).1;
            let origin = Origin::Declared(product.document, output.pointer.clone());
            Some((origin, format!("exposed by product {name} here")))
        })
        .into_iter()
        .collect()
}

fn link<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<Link<'f>> {
    let edges = facts.lineage.edges();
    if let Some(edge) = edges.get(subject.index as usize) {
        return Some(Link::Declared {
            index: subject.index,
            edge,
            product: facts.ownership.product(edge.product)?,
            input: facts.lineage.input(edge)?,
        });
    }
    let at = (subject.index as usize).checked_sub(edges.len())?;
    let edge = facts.observed_edges.undeclared().get(at)?;
    Some(Link::Undeclared {
        edge,
        first: facts.sources.touches().get(*edge.reads.first()? as usize)?,
    })
}
