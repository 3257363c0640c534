//! What a product can promise at best, given what its inputs promise.

use serde_json::Value;

use crate::snapshot::{Contract, SlaProperty};

use super::derive::Facts;
use super::lineage::{Edge, Resolution};
use super::measure::{Measure, tidy};
use super::ownership::OutputPortRef;
use super::service_level::quantities;
use super::subject::number;

/// A service level that inputs bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dimension {
    /// In percent: all inputs and the platform must be there at once.
    Availability,
    /// In seconds: no product is fresher than its slowest input.
    Freshness,
    /// In seconds: nothing is kept longer than the shortest of its inputs.
    Retention,
}

impl Dimension {
    /// All of them.
    pub(super) const ALL: [Self; 3] = [Self::Availability, Self::Freshness, Self::Retention];

    /// The name in subjects.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Availability => "availability",
            Self::Freshness => "freshness",
            Self::Retention => "retention",
        }
    }

    /// Whether one promise is stricter than another.
    fn is_stricter(self, one: f64, other: f64) -> bool {
        match self {
            Self::Availability | Self::Retention => one > other,
            Self::Freshness => one < other,
        }
    }

    /// The bound that two inputs set together.
    fn together(self, one: f64, other: f64) -> f64 {
        match self {
            Self::Availability => one * other / 100.0,
            Self::Freshness => one.max(other),
            Self::Retention => one.min(other),
        }
    }

    fn value(self, measure: &Measure) -> Option<f64> {
        match (self, measure) {
            (Self::Availability, Measure::Percent(percent)) if (0.0..=100.0).contains(percent) => Some(*percent),
            (Self::Freshness | Self::Retention, Measure::Seconds(seconds)) => Some(*seconds),
            _ => None,
        }
    }
}

/// What an output port promises in one dimension.
#[derive(Clone, Debug)]
pub(super) struct Promise<'f> {
    /// How much.
    pub(super) value: f64,
    /// As written.
    pub(super) text: Value,
    /// The port.
    pub(super) port: OutputPortRef,
    /// The contract that says so.
    pub(super) contract: &'f Contract,
    /// Where it says so.
    pub(super) property: &'f SlaProperty,
}

/// What one input brings.
#[derive(Clone, Debug)]
pub(super) struct Input {
    /// The port that is read.
    pub(super) port: OutputPortRef,
    /// The level that counts; none where nobody knows one.
    pub(super) value: Option<f64>,
    /// What the input promises, as written.
    pub(super) text: Value,
    /// `promise` of the input's port, or `composite`: the bound of the input's own inputs.
    pub(super) via: Option<&'static str>,
}

/// One dimension of one product.
#[derive(Clone, Debug)]
pub(super) struct Level<'f> {
    /// The strictest promise of its output ports.
    pub(super) promised: Option<Promise<'f>>,
    /// What its inputs bring, each port once, in the order of ports.
    pub(super) inputs: Vec<Input>,
    /// The input ports that lead nowhere, as indexes.
    pub(super) unresolved: Vec<u32>,
    /// What they allow at best; none where nothing bounds it.
    pub(super) bound: Option<f64>,
}

/// The bounds of every product, by dimension.
#[derive(Debug)]
pub(super) struct Composites {
    bounds: [Vec<Option<f64>>; 3],
}

impl Composites {
    /// Walks the graph once for each dimension, from what nobody reads further down.
    pub(super) fn derive(facts: &Facts) -> Self {
        let products = facts.snapshot.declared.products.len();
        let mut composites = Self {
            bounds: [const { Vec::new() }; 3].map(|_: Vec<Option<f64>>| vec![None; products]),
        };
        for dimension in Dimension::ALL {
            for product in facts.graph.bottom_up() {
                let bound = composites.inputs(facts, *product, dimension).2;
                let bounds = composites.bounds.get_mut(dimension as usize);
                if let Some(slot) = bounds.and_then(|bounds| bounds.get_mut(*product as usize)) {
                    *slot = bound;
                }
            }
        }
        composites
    }

    /// One dimension of a product.
    pub(super) fn level<'f>(&self, facts: &'f Facts, product: u32, dimension: Dimension) -> Level<'f> {
        let (inputs, unresolved, bound) = self.inputs(facts, product, dimension);
        Level {
            promised: strictest(facts, product, dimension),
            inputs,
            unresolved,
            bound,
        }
    }

    fn inputs(&self, facts: &Facts, product: u32, dimension: Dimension) -> (Vec<Input>, Vec<u32>, Option<f64>) {
        let mut inputs: Vec<Input> = Vec::new();
        let mut unresolved = Vec::new();
        for edge in facts.lineage.edges_of(product).1 {
            match (edge.resolution, edge.producer) {
                (Resolution::Source, _) => {}
                (Resolution::Resolved, Some(port)) => {
                    if port.product != product && !inputs.iter().any(|input| input.port == port) {
                        inputs.push(self.input(facts, edge, port, dimension));
                    }
                }
                _ => unresolved.push(edge.port),
            }
        }
        let platform = platform(facts, dimension);
        let levels = inputs.iter().filter_map(|input| input.value).chain(platform);
        let bound = levels.reduce(|one, other| dimension.together(one, other));
        (inputs, unresolved, bound.map(tidy))
    }

    fn input(&self, facts: &Facts, edge: &Edge, port: OutputPortRef, dimension: Dimension) -> Input {
        if let Some(promise) = promise(facts, port, dimension) {
            return Input {
                port,
                value: Some(promise.value),
                text: promise.text,
                via: Some("promise"),
            };
        }
        // Within a cycle a bound would rest on itself.
        let bounds = self.bounds.get(dimension as usize);
        let bound = bounds
            .and_then(|bounds| bounds.get(port.product as usize).copied().flatten())
            .filter(|_| !facts.graph.reach_each_other(edge.product, port.product));
        Input {
            port,
            value: bound,
            text: Value::Null,
            via: bound.map(|_| "composite"),
        }
    }
}

/// What the platform under every product promises.
pub(super) fn platform(facts: &Facts, dimension: Dimension) -> Option<f64> {
    match dimension {
        Dimension::Availability => facts.snapshot.declared.meshes.first()?.platform_availability,
        Dimension::Freshness | Dimension::Retention => None,
    }
}

/// What a port promises: the first level of the dimension in its contract that is a quantity.
fn promise<'f>(facts: &'f Facts, port: OutputPortRef, dimension: Dimension) -> Option<Promise<'f>> {
    let product = facts.ownership.product(port.product)?;
    let contract = facts.contract_of(product, product.outputs.get(port.port as usize)?)?;
    quantities(&contract.sla)
        .filter(|quantity| quantity.dimension == dimension.name())
        .find_map(|quantity| {
            Some(Promise {
                value: dimension.value(quantity.measure.as_ref()?)?,
                text: quantity.text(),
                port,
                contract,
                property: quantity.property,
            })
        })
}

/// The strictest promise of a product's ports, the first of several.
fn strictest<'f>(facts: &'f Facts, product: u32, dimension: Dimension) -> Option<Promise<'f>> {
    let ports = number(facts.ownership.product(product)?.outputs.len());
    let promises = (0..ports).filter_map(|port| promise(facts, OutputPortRef { product, port }, dimension));
    promises.reduce(|best, next| {
        if dimension.is_stricter(next.value, best.value) {
            next
        } else {
            best
        }
    })
}
