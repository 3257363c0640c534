//! Linked services.

use crate::snapshot::{DocumentIndex, Factory, LinkedService};
use crate::text::Node;

use super::recognition::{factory, object_name, properties};
use super::setting::{Settings, collect, defaults};
use super::view::View;

/// The linked service that a document declares.
pub(in super::super) fn linked_service(document: DocumentIndex, root: &Node, file: &str) -> LinkedService {
    read(Some(document), factory(file), object_name(root, file), properties(root))
}

/// A linked service from its properties.
pub(super) fn read<'t, V: View<'t>>(
    document: Option<DocumentIndex>,
    factory: Factory,
    name: Box<str>,
    properties: V,
) -> LinkedService {
    let mut settings = Settings::new();
    if let Some(own) = properties.get("typeProperties") {
        collect(own, &mut settings);
    }
    LinkedService {
        document,
        factory,
        name,
        kind: properties.str("type").unwrap_or_default().into(),
        settings,
        parameters: defaults(properties),
    }
}
