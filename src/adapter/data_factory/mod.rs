//! Data Factory, Synapse and Fabric: linked services, datasets and pipelines, from git folders and from rows of the tenant.

mod connection_string;
mod dataset;
mod linked_service;
mod pipeline;
mod recognition;
mod row;
mod setting;
mod view;

pub(super) use dataset::dataset;
pub(super) use linked_service::linked_service;
pub(super) use pipeline::pipeline;
pub(super) use recognition::recognise;
pub use row::from_row;
