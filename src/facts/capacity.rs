//! How often sources are read, against what their systems bear.

use super::derive::Facts;
use super::measure::{Measure, tidy};
use super::service_level::quantities;
use super::source::Ingestion;
use super::stated;

const DAY: f64 = 86_400.0;

impl Facts<'_> {
    /// How often a day an ingestion reads: by `extractEvery` of its port or its product, else by how often the product's ports
    /// promise new data.
    pub(super) fn per_day(&self, ingestion: &Ingestion) -> Option<f64> {
        let product = self.ownership.product(ingestion.product?)?;
        let input = ingestion.input.and_then(|input| product.inputs.get(input as usize));
        let customs = input.map(|input| &input.custom).into_iter().chain([&product.custom]);
        let stated = customs
            .filter_map(|custom| stated::first(custom, &["extractEvery"]))
            .find_map(|every| stated::seconds(&every.value));
        let every = stated.or_else(|| {
            let contracts = self.contracts_of(product).into_iter();
            contracts
                .flat_map(|contract| quantities(&contract.sla))
                .filter(|quantity| quantity.dimension == "frequency")
                .filter_map(|quantity| match quantity.measure {
                    Some(Measure::Seconds(seconds)) => Some(seconds),
                    _ => None,
                })
                .reduce(f64::min)
        })?;
        (every > 0.0).then(|| tidy(DAY / every))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::facts::testing::{contract, custom, files, product, snapshot, subjects};
    use crate::snapshot::Kind;

    fn reading(object: &str, every: Option<&str>) -> Value {
        let mut stated = vec![("sourceSystem", json!("erp")), ("sourceObject", json!(object))];
        stated.extend(every.map(|every| ("extractEvery", json!(every))));
        json!({"name": object, "version": "1", "customProperties": custom(&stated)})
    }

    #[test]
    fn a_system_sums_what_its_readers_extract() {
        let out = json!([{"name": "out", "version": "1", "contractId": "c"}]);
        let frequency = json!([{"property": "frequency", "value": "daily"}]);
        let inputs = json!([reading("orders", Some("PT6H")), reading("prices", None)]);
        let snapshot = snapshot(&files(&[
            (
                "a.json",
                product("a", "sales", "sourceAligned", json!({"inputPorts": inputs})),
            ),
            (
                "b.json",
                product(
                    "b",
                    "finance",
                    "sourceAligned",
                    json!({"inputPorts": [reading("orders", None)], "outputPorts": out}),
                ),
            ),
            ("c.json", contract("c", json!({"slaProperties": frequency}))),
            (
                "erp.json",
                json!({"apiVersion": "meshgov/v1", "kind": "SourceSystem", "name": "erp", "capacity": {"extractsPerDay": 4}}),
            ),
        ]));
        let system = &subjects(&snapshot, Kind::SourceSystem)[0];
        assert_eq!(system["capacity"], json!({"extractsPerDay": 4}));
        assert_eq!([&system["extracts_per_day"], &system["unknown_extracts"]], [5, 1]);
        let told: Vec<String> = system["ingestions"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|one| {
                format!(
                    "{} {} {} {}",
                    one["domain"], one["product"], one["source"], one["per_day"]
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                r#""sales" "a" "erp.orders" 4"#,
                r#""finance" "b" "erp.orders" 1"#,
                r#""sales" "a" "erp.prices" null"#
            ]
        );
        let sources = subjects(&snapshot, Kind::Source);
        let orders = &sources[0]["ingestions"];
        assert_eq!([&orders[0]["per_day"], &orders[1]["per_day"]], [1, 4]);
        assert_eq!(orders[0]["type_class"], "source_aligned");
    }
}
