//! How a relation names the products and contracts that take part in it.

use serde_json::{Map, Value};

use crate::snapshot::{Contract, DocumentIndex, Located, Product, Snapshot};

use super::origin::Origin;

/// The id of a product; where it states none its name, else its file, so that two products stay two.
pub(super) fn product_id<'s>(snapshot: &'s Snapshot, product: &'s Product) -> &'s str {
    first([product.id.as_ref(), product.name.as_ref()]).unwrap_or_else(|| file(snapshot, product.document))
}

/// The name of a product; where it states none its id, else its file.
pub(super) fn product_name<'s>(snapshot: &'s Snapshot, product: &'s Product) -> &'s str {
    first([product.name.as_ref(), product.id.as_ref()]).unwrap_or_else(|| file(snapshot, product.document))
}

/// The id of a contract; where it states none its name, else its file.
pub(super) fn contract_id<'s>(snapshot: &'s Snapshot, contract: &'s Contract) -> &'s str {
    first([contract.id.as_ref(), contract.name.as_ref()]).unwrap_or_else(|| file(snapshot, contract.document))
}

/// The place of a document as the value of an `origin` field.
pub(super) fn origin(snapshot: &Snapshot, document: DocumentIndex) -> Value {
    Origin::document(document).to_json(snapshot)
}

/// Puts `product` and `product_name`; null where there is no product.
pub(super) fn put_product(snapshot: &Snapshot, index: Option<u32>, members: &mut Map<String, Value>) {
    let product = index.and_then(|index| snapshot.declared.products.get(index as usize));
    let id = product.map(|product| product_id(snapshot, product));
    let name = product.map(|product| product_name(snapshot, product));
    members.insert("product".into(), id.into());
    members.insert("product_name".into(), name.into());
}

/// The file that holds a document.
pub(super) fn file(snapshot: &Snapshot, document: DocumentIndex) -> &str {
    let document = snapshot.documents.get(document.0 as usize);
    document.map_or("unknown", |document| document.source.name())
}

fn first<const N: usize>(names: [Option<&Located<Box<str>>>; N]) -> Option<&str> {
    names
        .into_iter()
        .flatten()
        .map(|name| &*name.value)
        .find(|name| !name.trim().is_empty())
}
