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

/// A product that takes part: `product`, `product_name` and `domain`.
pub(super) fn party(facts: &Facts, index: u32) -> Map<String, Value> {
    let mut members = Map::new();
    put_product(facts, Some(index), &mut members);
    let product = facts.ownership.product(index);
    let domain = product.and_then(|product| facts.membership.domain_of(product.document));
    members.insert("domain".into(), domain.into());
    members
}

/// The same with the place of its document as `origin`.
pub(super) fn party_with_origin(facts: &Facts, index: u32) -> Map<String, Value> {
    let mut members = party(facts, index);
    let product = facts.ownership.product(index);
    let origin = product.map_or(Value::Null, |product| origin(facts, product.document));
    members.insert("origin".into(), origin);
    members
}
