//! The same objects from rows of the tenant, as Azure Resource Manager returns them.

use serde_json::Value;

use crate::snapshot::{Factory, Kind};

use super::super::adapted::Object;
use super::{dataset, linked_service, pipeline};

/// The object of a row of kind pipeline, `pipeline_dataset` or `linked_service`; none for a row of another kind or without an id.
/// Its factory is the Azure id in lower case, up to the last two segments.
pub fn from_row(kind: Kind, row: &Value) -> Option<Object> {
    let id = row.get("id")?.as_str()?;
    let mut segments = id.trim_end_matches('/').rsplitn(3, '/');
    let (last, _) = (segments.next()?, segments.next()?);
    let factory = Factory::Azure(segments.next()?.to_lowercase().into());
    let name = row.get("name").and_then(Value::as_str).unwrap_or(last).into();
    let properties = row.get("properties").unwrap_or(&Value::Null);
    match kind {
        Kind::Pipeline => Some(Object::Pipeline(pipeline::read(None, factory, name, properties))),
        Kind::PipelineDataset => Some(Object::PipelineDataset(dataset::read(None, factory, name, properties))),
        Kind::LinkedService => Some(Object::LinkedService(linked_service::read(
            None, factory, name, properties,
        ))),
        _ => None,
    }
}
