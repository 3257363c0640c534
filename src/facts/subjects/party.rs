//! How a relation names the products and contracts that take part in it: by the ids that they have as subjects.

use serde_json::{Map, Value};

use crate::facts::derive::Facts;
use crate::facts::origin::Origin;
use crate::snapshot::{Contract, DocumentIndex, Product};

use super::declared::names;

/// The id and the name of a product.
pub(super) fn product_names(facts: &Facts, product: &Product) -> (Box<str>, Box<str>) {
    names(facts, product.document, product.id.as_ref(), product.name.as_ref())
}

/// The id of a contract.
pub(super) fn contract_id(facts: &Facts, contract: &Contract) -> Box<str> {
    names(facts, contract.document, contract.id.as_ref(), contract.name.as_ref()).0
}

/// The place of a document as the value of an `origin` field.
pub(super) fn origin(facts: &Facts, document: DocumentIndex) -> Value {
    Origin::document(document).to_json(facts.snapshot)
}

/// Puts `product` and `product_name`; null where there is no product.
pub(super) fn put_product(facts: &Facts, index: Option<u32>, members: &mut Map<String, Value>) {
    let product = index.and_then(|index| facts.ownership.product(index));
    let (id, name) = product.map(|product| product_names(facts, product)).unzip();
    members.insert("product".into(), id.as_deref().into());
    members.insert("product_name".into(), name.as_deref().into());
}
