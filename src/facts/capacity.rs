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
