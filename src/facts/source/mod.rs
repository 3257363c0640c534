//! Which objects of operational systems products ingest, under one fingerprint each.

mod copy;
mod pipelines;
mod declared;
mod exposure;
mod fingerprint;
mod gather;
mod observed;
mod query;
mod sources;
mod system;
mod touch;
#[cfg(test)]
mod pipeline_tests;
#[cfg(test)]
mod tests;

pub(super) use sources::{Home, Ingestion, PipelineKey, Place, Source, Sources, Via};
pub(super) use touch::{Act, Sight, Touch};
