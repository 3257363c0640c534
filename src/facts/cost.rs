//! Who pays, and what a reader is charged.

use serde_json::Value;

use crate::snapshot::{Contract, DocumentIndex, InputPort, OutputPort, Product};
use crate::text::Pointer;

use super::stated::{self, Custom};

/// How people spell it.
const SPELLINGS: [&str; 3] = ["costCenter", "costCentre", "cost_center"];

/// A cost centre, and who states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CostCenter<'s> {
    /// As written.
    pub(super) value: String,
    /// `port` or `product`.
    pub(super) from: &'static str,
    /// The document that states it.
    pub(super) document: DocumentIndex,
    /// Where.
    pub(super) pointer: &'s Pointer,
}

/// What is charged, and who states it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Charge<'s> {
    /// How much.
    pub(super) amount: Option<f64>,
    /// In which currency.
    pub(super) currency: Option<String>,
    /// For what.
    pub(super) unit: Option<String>,
    /// `contract` or `port`.
    pub(super) from: &'static str,
    /// The document that states it.
    pub(super) document: DocumentIndex,
    /// Where.
    pub(super) pointer: &'s Pointer,
}

/// The cost centre of a product.
pub(super) fn of_product(product: &Product) -> Option<CostCenter<'_>> {
    stated_by(&product.custom, "product", product.document)
}

/// Who pays for an input port: its own cost centre, else the product's.
pub(super) fn payer<'s>(product: &'s Product, port: &'s InputPort) -> Option<CostCenter<'s>> {
    stated_by(&port.custom, "port", product.document).or_else(|| of_product(product))
}

fn stated_by<'s>(custom: &'s Custom, from: &'static str, document: DocumentIndex) -> Option<CostCenter<'s>> {
    let property = stated::first(custom, &SPELLINGS)?;
    Some(CostCenter {
        value: stated::scalar(&property.value)?,
        from,
        document,
        pointer: &property.pointer,
    })
}

/// What the readers of an output port are charged: as the port says, else as its contract does.
pub(super) fn charge<'s>(
    product: &'s Product,
    port: &'s OutputPort,
    contract: Option<&'s Contract>,
) -> Option<Charge<'s>> {
    of_port(product, port).or_else(|| of_contract(contract?))
}

/// What a contract charges.
pub(super) fn of_contract(contract: &Contract) -> Option<Charge<'_>> {
    let price = contract.price.as_ref()?;
    Some(Charge {
        amount: price.amount.as_ref().and_then(number),
        currency: price.currency.as_deref().map(str::to_owned),
        unit: price.unit.as_deref().map(str::to_owned),
        from: "contract",
        document: contract.document,
        pointer: &price.pointer,
    })
}

/// The custom property `price`: `{amount, currency, unit}`, the same with the names of ODCS, or a bare amount.
fn of_port<'s>(product: &'s Product, port: &'s OutputPort) -> Option<Charge<'s>> {
    let price = stated::first(&port.custom, &["price"])?;
    let member = |names: [&str; 2]| names.iter().find_map(|name| price.value.get(*name));
    let text = |names: [&str; 2]| member(names).and_then(stated::scalar);
    let amount = match &price.value {
        Value::Object(_) => member(["amount", "priceAmount"]).and_then(number),
        bare => Some(number(bare)?),
    };
    Some(Charge {
        amount,
        currency: text(["currency", "priceCurrency"]),
        unit: text(["unit", "priceUnit"]),
        from: "port",
        document: product.document,
        pointer: &price.pointer,
    })
}

/// A number, also one that is written as a text.
fn number(value: &Value) -> Option<f64> {
    let number = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok());
    number.filter(|number| number.is_finite())
}
