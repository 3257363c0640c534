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

    /// The dimension with this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dimension| dimension.name() == name)
    }

    /// What its values are, for people.
    pub(super) const fn wants(self) -> &'static str {
        match self {
            Self::Availability => "percentage from 0 to 100",
            Self::Freshness | Self::Retention => "duration",
        }
    }

    /// Whether a value can be read as a level of this dimension: data may also be there by a time of day, or until a day.
    pub(super) fn admits(self, measure: &Measure) -> bool {
        let is_moment = matches!(measure, Measure::TimeOfDay(_) | Measure::Date(_));
        self.value(measure).is_some() || self != Self::Availability && is_moment
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
    /// Whether the level is all that there is to know: it is promised, or every input below says its own.
    pub(super) is_known: bool,
}

/// What the inputs of a product allow at best.
#[derive(Clone, Copy, Debug)]
struct Bound {
    value: f64,
    /// Whether every input is known; else the level may be worse.
    is_whole: bool,
}

/// The inputs of a product in one dimension.
struct Inputs {
    list: Vec<Input>,
    unresolved: Vec<u32>,
}

impl Inputs {
    /// What they allow together on a platform; none where no input says anything.
    fn bound(&self, facts: &Facts, dimension: Dimension) -> Option<Bound> {
        let levels = self.list.iter().filter_map(|input| input.value);
        let value = levels.reduce(|one, other| dimension.together(one, other))?;
        let value = platform(facts, dimension).map_or(value, |platform| dimension.together(value, platform));
        Some(Bound {
            value: tidy(value),
            is_whole: self.unresolved.is_empty() && self.list.iter().all(|input| input.is_known),
        })
    }
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
    bounds: [Vec<Option<Bound>>; 3],
}

impl Composites {
    /// Walks the graph once for each dimension, from what nobody reads further down.
    pub(super) fn derive(facts: &Facts) -> Self {
        let products = facts.snapshot.declared.products.len();
        let mut composites = Self {
            bounds: [const { Vec::new() }; 3].map(|_: Vec<Option<Bound>>| vec![None; products]),
        };
        for dimension in Dimension::ALL {
            for product in facts.graph.bottom_up() {
                let bound = composites.inputs(facts, *product, dimension).bound(facts, dimension);
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
        let inputs = self.inputs(facts, product, dimension);
        let bound = inputs.bound(facts, dimension).map(|bound| bound.value);
        Level {
            promised: strictest(facts, product, dimension),
            bound: bound.or_else(|| platform(facts, dimension)),
            inputs: inputs.list,
            unresolved: inputs.unresolved,
        }
    }

    fn inputs(&self, facts: &Facts, product: u32, dimension: Dimension) -> Inputs {
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
        Inputs {
            list: inputs,
            unresolved,
        }
    }

    fn input(&self, facts: &Facts, edge: &Edge, port: OutputPortRef, dimension: Dimension) -> Input {
        if let Some(promise) = promise(facts, port, dimension) {
            return Input {
                port,
                value: Some(promise.value),
                text: promise.text,
                via: Some("promise"),
                is_known: true,
            };
        }
        // Within a cycle a bound would rest on itself.
        let bounds = self.bounds.get(dimension as usize);
        let bound = bounds
            .and_then(|bounds| bounds.get(port.product as usize).copied().flatten())
            .filter(|_| !facts.graph.reach_each_other(edge.product, port.product));
        Input {
            port,
            value: bound.map(|bound| bound.value),
            text: Value::Null,
            via: bound.map(|_| "composite"),
            is_known: bound.is_some_and(|bound| bound.is_whole),
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

/// What a port promises: the strictest level of the dimension in its contract that is a quantity, the first of several.
fn promise<'f>(facts: &'f Facts, port: OutputPortRef, dimension: Dimension) -> Option<Promise<'f>> {
    let product = facts.ownership.product(port.product)?;
    let contract = facts.contract_of(product, product.outputs.get(port.port as usize)?)?;
    let levels = quantities(&contract.sla).filter(|quantity| quantity.dimension == dimension.name());
    let promises = levels.filter_map(|quantity| {
        Some(Promise {
            value: dimension.value(quantity.measure.as_ref()?)?,
            text: quantity.text(),
            port,
            contract,
            property: quantity.property,
        })
    });
    stricter_of(promises, dimension)
}

/// The strictest promise of a product's ports, the first of several.
fn strictest<'f>(facts: &'f Facts, product: u32, dimension: Dimension) -> Option<Promise<'f>> {
    let ports = number(facts.ownership.product(product)?.outputs.len());
    let promises = (0..ports).filter_map(|port| promise(facts, OutputPortRef { product, port }, dimension));
    stricter_of(promises, dimension)
}

fn stricter_of<'f>(promises: impl Iterator<Item = Promise<'f>>, dimension: Dimension) -> Option<Promise<'f>> {
    promises.reduce(|best, next| {
        if dimension.is_stricter(next.value, best.value) {
            next
        } else {
            best
        }
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use crate::facts::testing::{contract, files, product, snapshot, subjects};
    use crate::snapshot::Kind;

    /// A product `name` with one port of the contract `c-name`, which reads other products, and its contract.
    fn pair(name: &str, reads: &[&str], levels: &Value) -> [(String, Value); 2] {
        let inputs: Vec<Value> = reads
            .iter()
            .map(|read| json!({"name": format!("in-{read}"), "version": "1", "contractId": format!("c-{read}")}))
            .collect();
        let ports = json!({"inputPorts": inputs, "outputPorts": [{"name": "out", "version": "1", "contractId": format!("c-{name}")}]});
        [
            (format!("{name}/p.json"), product(name, "sales", "aggregate", ports)),
            (
                format!("{name}/c.json"),
                contract(&format!("c-{name}"), json!({"slaProperties": levels})),
            ),
        ]
    }

    fn levels(availability: Option<f64>, latency: Option<&str>, retention: Option<&str>) -> Value {
        let level = |property: &str, value: Value| json!({"property": property, "value": value});
        let stated = [
            availability.map(|value| level("availability", json!(value))),
            latency.map(|value| level("latency", json!(value))),
            retention.map(|value| level("retention", json!(value))),
        ];
        stated.into_iter().flatten().collect()
    }

    fn mesh(pairs: Vec<[(String, Value); 2]>, platform: Option<f64>) -> Vec<(String, String)> {
        let mut all: Vec<(String, String)> = pairs
            .into_iter()
            .flatten()
            .map(|(name, document)| (name, document.to_string()))
            .collect();
        if let Some(platform) = platform {
            let mesh =
                json!({"apiVersion": "meshgov/v1", "kind": "Mesh", "name": "m", "platformAvailability": platform});
            all.push(("mesh.json".to_owned(), mesh.to_string()));
        }
        all
    }

    fn composite(files: &[(String, String)], id: &str) -> Value {
        let snapshot = snapshot(files);
        let products = subjects(&snapshot, Kind::Product);
        let found = products.into_iter().find(|product| product["id"] == id);
        found.map_or(Value::Null, |product| product["composite"].clone())
    }

    #[test]
    fn inputs_and_the_platform_bound_what_a_product_can_promise() {
        let mesh = mesh(
            vec![
                pair("a", &[], &levels(Some(99.0), Some("2h"), Some("P1Y"))),
                pair("b", &[], &levels(Some(98.0), Some("30min"), Some("P2Y"))),
                pair("top", &["a", "b", "a"], &levels(Some(99.9), Some("1h"), Some("P3Y"))),
            ],
            Some(99.5),
        );
        let composite = composite(&mesh, "top");
        assert_eq!(composite["availability"]["promised"], json!(99.9));
        assert_eq!(composite["availability"]["platform"], json!(99.5));
        assert_eq!(composite["availability"]["bound"], json!(96.5349));
        assert_eq!(composite["availability"]["inputs"].as_array().map(Vec::len), Some(2));
        assert_eq!(
            [&composite["freshness"]["promised"], &composite["freshness"]["bound"]],
            [3_600, 7_200]
        );
        assert_eq!(composite["retention"]["bound"], 31_536_000);
        assert_eq!(composite["retention"]["path"], json!(["slaProperties", 2]));
        assert_eq!(composite["retention"]["origin"]["file"], "top/c.json");
        assert_eq!(composite["retention"]["inputs"][0]["via"], "promise");
    }

    #[test]
    fn an_input_without_a_promise_passes_its_own_inputs_on() {
        let mesh = mesh(
            vec![
                pair("a", &[], &levels(Some(90.0), None, None)),
                pair("middle", &["a"], &json!([])),
                pair("top", &["middle"], &levels(Some(99.0), Some("1h"), None)),
            ],
            None,
        );
        let composite = composite(&mesh, "top");
        assert_eq!(composite["availability"]["bound"], 90);
        assert_eq!(composite["availability"]["inputs"][0]["via"], "composite");
        assert_eq!(composite["availability"]["unknown"], json!([]));
        assert_eq!(composite["freshness"]["bound"], Value::Null);
        assert_eq!(composite["freshness"]["unknown"], json!(["middle"]));
    }

    #[test]
    fn an_input_that_says_nothing_is_unknown_whatever_the_platform_promises() {
        let mesh = mesh(
            vec![
                pair("silent", &[], &json!([])),
                pair("half", &["silent", "told"], &json!([])),
                pair("told", &[], &levels(Some(99.0), None, None)),
                pair("top", &["silent", "half"], &levels(Some(98.0), None, None)),
            ],
            Some(99.9),
        );
        let level = composite(&mesh, "top")["availability"].clone();
        assert_eq!(level["unknown"], json!(["half", "silent"]));
        assert_eq!(level["inputs"][0]["value"], Value::Null);
        assert_eq!(level["inputs"][1]["value"], json!(98.901));
        assert_eq!(composite(&mesh, "silent")["availability"]["bound"], json!(99.9));
    }

    #[test]
    fn the_strictest_of_several_promises_counts() {
        let twice = json!([{"property": "availability", "value": 99.0}, {"property": "availability", "value": 99.9},
            {"property": "availability", "value": 101}]);
        let composite = composite(&mesh(vec![pair("a", &[], &twice)], None), "a");
        assert_eq!(composite["availability"]["promised"], json!(99.9));
        assert_eq!(composite["availability"]["path"], json!(["slaProperties", 1]));
    }

    #[test]
    fn what_leads_nowhere_is_unknown_and_a_source_is_not() {
        let ports = json!([{"name": "lost", "version": "1", "contractId": "nobody"},
            {"name": "erp", "version": "1", "customProperties": [{"property": "sourceSystem", "value": "erp"}]}]);
        let snapshot = snapshot(&files(&[(
            "a.json",
            product("a", "sales", "aggregate", json!({"inputPorts": ports})),
        )]));
        let level = &subjects(&snapshot, Kind::Product)[0]["composite"]["availability"];
        assert_eq!([&level["bound"], &level["promised"]], [&Value::Null, &Value::Null]);
        assert_eq!(level["unknown"], json!(["lost"]));
    }

    #[test]
    fn a_cycle_without_promises_bounds_nothing() {
        let mesh = mesh(
            vec![
                pair("a", &["b"], &json!([])),
                pair("b", &["a"], &levels(Some(99.0), None, None)),
            ],
            None,
        );
        assert_eq!(composite(&mesh, "a")["availability"]["bound"], 99);
        let of_b = composite(&mesh, "b");
        assert_eq!(of_b["availability"]["bound"], Value::Null);
        assert_eq!(of_b["availability"]["unknown"], json!(["a"]));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn no_composite_is_better_than_any_of_its_parts(
            promises in proptest::collection::vec(proptest::option::of(0u32..=1_000), 6),
            arcs in proptest::collection::vec((0usize..6, 0usize..6), 0..12),
            platform in proptest::option::of(0u32..=1_000),
            by in 0usize..12,
        ) {
            let names = ["a", "b", "c", "d", "e", "f"];
            let pairs = |promise: &dyn Fn(usize) -> Option<f64>| -> Vec<[(String, Value); 2]> {
                (0..6)
                    .map(|reader| {
                        let reads: Vec<&str> = arcs
                            .iter()
                            .filter(|(from, to)| *from == reader && to != from)
                            .map(|(_, to)| names[*to])
                            .collect();
                        pair(names[reader], &reads, &levels(promise(reader), None, None))
                    })
                    .collect()
            };
            let stated = |of: usize| promises[of].map(|tenths| f64::from(tenths) / 10.0);
            let platform = platform.map(|tenths| f64::from(tenths) / 10.0);
            let mut files = mesh(pairs(&stated), platform);
            for name in names {
                let level = composite(&files, name)["availability"].clone();
                let inputs = level["inputs"].as_array().cloned().unwrap_or_default();
                let parts = inputs.iter().filter_map(|input| input["value"].as_f64()).chain(platform);
                for part in parts {
                    prop_assert!(level["bound"].as_f64().is_some_and(|bound| bound <= part + 1e-9), "{}", level);
                }
            }
            let before: Vec<Value> = names.iter().map(|name| composite(&files, name)).collect();
            let turn = by % files.len();
            files.rotate_left(turn);
            let after: Vec<Value> = names.iter().map(|name| composite(&files, name)).collect();
            prop_assert_eq!(before, after);
        }
    }
}
