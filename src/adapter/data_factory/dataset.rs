//! Datasets.

use crate::snapshot::{DatasetReference, DocumentIndex, Factory, PipelineDataset};
use crate::text::{Node, Pointer};

use super::recognition::{factory, object_name, properties};
use super::setting::{Settings, arguments, collect, defaults};
use super::view::View;

/// The dataset that a document declares.
pub(in super::super) fn dataset(document: DocumentIndex, root: &Node, file: &str) -> PipelineDataset {
    read(Some(document), factory(file), object_name(root, file), properties(root))
}

/// A dataset from its properties.
pub(super) fn read<'t, V: View<'t>>(
    document: Option<DocumentIndex>,
    factory: Factory,
    name: Box<str>,
    properties: V,
) -> PipelineDataset {
    let mut settings = Settings::new();
    if let Some(own) = properties.get("typeProperties") {
        collect(own, &mut settings);
        if let Some(location) = own.get("location") {
            collect(location, &mut settings);
        }
    }
    let place = Pointer::root().key("properties").key("linkedServiceName");
    PipelineDataset {
        document,
        factory,
        name,
        kind: properties.str("type").unwrap_or_default().into(),
        linked_service: properties
            .get("linkedServiceName")
            .and_then(|service| reference(service, place)),
        settings,
        parameters: defaults(properties),
    }
}

/// A reference `{referenceName, parameters}`; the first version of the service wrote `{name}` or the name alone.
pub(super) fn reference<'t, V: View<'t>>(reference: V, pointer: Pointer) -> Option<DatasetReference> {
    let name = reference
        .str("referenceName")
        .or_else(|| reference.str("name"))
        .or_else(|| reference.as_str())?;
    Some(DatasetReference {
        name: name.into(),
        arguments: arguments(reference),
        pointer,
    })
}
