//! Factories as the tenant was seen to hold them.

use serde_json::Value;

use crate::adapter::{Object, from_row};
use crate::facts::subject::number;
use crate::snapshot::{Kind, LinkedService, Observed, Pipeline, PipelineDataset};

/// Rows of factories in the shape of the files that declare them.
#[derive(Debug, Default)]
pub(super) struct ObservedFactories {
    /// Pipelines, each with its row and its Azure id.
    pub(super) pipelines: Vec<(u32, Box<str>, Pipeline)>,
    /// Datasets.
    pub(super) datasets: Vec<PipelineDataset>,
    /// Linked services.
    pub(super) linked_services: Vec<LinkedService>,
}

impl ObservedFactories {
    /// Reads them. A row that is no such object was a problem when the snapshot was loaded.
    pub(super) fn of(observed: &Observed) -> Self {
        let mut factories = Self::default();
        for kind in [Kind::Pipeline, Kind::PipelineDataset, Kind::LinkedService] {
            let Some(table) = observed.tables.get(&kind) else {
                continue;
            };
            for index in 0..table.len() {
                let Ok(row) = serde_json::from_str::<Value>(table.row(index)) else {
                    continue;
                };
                let id = row.get("id").and_then(Value::as_str).unwrap_or_default();
                match from_row(kind, &row) {
                    Some(Object::Pipeline(pipeline)) => factories.pipelines.push((number(index), id.into(), pipeline)),
                    Some(Object::PipelineDataset(dataset)) => factories.datasets.push(dataset),
                    Some(Object::LinkedService(linked_service)) => factories.linked_services.push(linked_service),
                    _ => {}
                }
            }
        }
        factories
    }
}
