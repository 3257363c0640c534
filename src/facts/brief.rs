//! What readers of a contract ask first, worked out once for each: how sensitive it is, and when it ends.

use jiff::civil::Date;
use rayon::prelude::*;

use crate::snapshot::{Contract, Product};

use super::classification::Classification;
use super::column::columns;
use super::derive::Facts;
use super::measure::Measure;
use super::service_level::quantities;
use super::stated;

/// A contract in brief.
#[derive(Clone, Debug, Default)]
pub(super) struct Brief {
    /// How sensitive it is; none where it has no columns.
    pub(super) classification: Option<Classification>,
    /// The earliest day that its service levels name as its end of life.
    pub(super) end_of_life: Option<Date>,
    /// The earliest day that they name as the end of support.
    pub(super) end_of_support: Option<Date>,
}

impl Brief {
    /// That of every contract.
    pub(super) fn of_all(contracts: &[Contract]) -> Vec<Self> {
        contracts.par_iter().map(Self::of).collect()
    }

    fn of(contract: &Contract) -> Self {
        let mut brief = Self {
            classification: Classification::of(&columns(contract)),
            ..Self::default()
        };
        for quantity in quantities(&contract.sla) {
            let Some(Measure::Date(date)) = quantity.measure else {
                continue;
            };
            let end = match &*quantity.dimension {
                "end_of_life" => &mut brief.end_of_life,
                "end_of_support" => &mut brief.end_of_support,
                _ => continue,
            };
            *end = Some(end.map_or(date, |known| known.min(date)));
        }
        brief
    }
}

impl Facts<'_> {
    /// A contract in brief, by its index.
    pub(super) fn brief(&self, contract: u32) -> Option<&Brief> {
        self.briefs().get(contract as usize)
    }

    /// How sensitive the output of a product is.
    pub(super) fn output_classification(&self, product: &Product) -> Option<Classification> {
        let contracts = self.contract_indexes(product).into_iter();
        contracts
            .filter_map(|contract| self.brief(contract)?.classification.clone())
            .reduce(Classification::with)
    }

    /// The day from which a product is no more: as it says itself, or as one of its contracts does, whichever comes first.
    pub(super) fn end_of_life(&self, product: &Product) -> Option<Date> {
        let own = stated::first(&product.custom, &["endOfLife"]).and_then(|date| stated::date(&date.value));
        let contracts = self.contract_indexes(product).into_iter();
        contracts
            .filter_map(|contract| self.brief(contract)?.end_of_life)
            .chain(own)
            .min()
    }
}
