//! A data contract, as the Open Data Contract Standard (ODCS) v3 has it.

use std::collections::BTreeMap;

use crate::text::Pointer;

use super::located::{DocumentIndex, Located};
use super::setting::Setting;
use super::team::{Conformance, Team};

/// A contract's facts, each with its place; the whole document stays reachable through `document`.
#[derive(Clone, Debug, PartialEq)]
pub struct Contract {
    /// The document that it is.
    pub document: DocumentIndex,
    /// `id`.
    pub id: Option<Located<Box<str>>>,
    /// `name`.
    pub name: Option<Located<Box<str>>>,
    /// `version`, as written.
    pub version: Option<Located<Box<str>>>,
    /// `status`, as written: it is free text in the wild.
    pub status: Option<Located<Box<str>>>,
    /// `domain`, as written.
    pub domain: Option<Located<Box<str>>>,
    /// `dataProduct`: the product that it says it belongs to.
    pub data_product: Option<Located<Box<str>>>,
    /// `team`, in either shape.
    pub team: Option<Team>,
    /// `servers`.
    pub servers: Vec<Server>,
    /// `schema`: tables, topics, files.
    pub schema: Vec<SchemaObject>,
    /// `slaProperties`.
    pub sla: Vec<SlaProperty>,
    /// `price`.
    pub price: Option<Price>,
    /// `customProperties` as JSON values by property name.
    pub custom: BTreeMap<Box<str>, Located<serde_json::Value>>,
    /// How the document keeps to its standard.
    pub conformance: Conformance,
}

/// An entry of `servers`.
#[derive(Clone, Debug, PartialEq)]
pub struct Server {
    /// `server`: its name.
    pub name: Option<Box<str>>,
    /// `type`, as written.
    pub kind: Option<Box<str>>,
    /// `environment`.
    pub environment: Option<Box<str>>,
    /// Every scalar setting by its ODCS key: host, port, account, database, schema, location, catalog, ...
    pub settings: BTreeMap<Box<str>, Setting>,
    /// Where it is declared.
    pub pointer: Pointer,
}

/// An entry of `schema`: one table, topic or file.
#[derive(Clone, Debug, PartialEq)]
pub struct SchemaObject {
    /// `name`.
    pub name: Option<Box<str>>,
    /// `physicalName`, which wins over `name` as the name in the store.
    pub physical_name: Option<Box<str>>,
    /// Top-level `properties`, in the file's order.
    pub columns: Vec<Column>,
    /// `customProperties` of this object.
    pub custom: BTreeMap<Box<str>, Located<serde_json::Value>>,
    /// Where it is declared.
    pub pointer: Pointer,
}

/// A property of a schema object.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// `name`.
    pub name: Option<Box<str>>,
    /// `logicalType`.
    pub logical_type: Option<Box<str>>,
    /// `physicalType`.
    pub physical_type: Option<Box<str>>,
    /// `classification`.
    pub classification: Option<Box<str>>,
    /// `logicalTypeOptions.format`.
    pub format: Option<Box<str>>,
    /// `description`.
    pub description: Option<Box<str>>,
    /// `tags`.
    pub tags: Vec<Box<str>>,
    /// `criticalDataElement`.
    pub is_critical: bool,
    /// Whether `authoritativeDefinitions` lead to a glossary.
    pub is_defined: bool,
    /// Whether it has `examples`.
    pub has_examples: bool,
    /// `customProperties` of this column.
    pub custom: BTreeMap<Box<str>, Located<serde_json::Value>>,
    /// Its own `properties`, and those of its `items`, in the file's order.
    pub columns: Vec<Column>,
    /// Where it is declared.
    pub pointer: Pointer,
}

/// `price`: what a reader pays.
#[derive(Clone, Debug, PartialEq)]
pub struct Price {
    /// `priceAmount`, as written.
    pub amount: Option<serde_json::Value>,
    /// `priceCurrency`.
    pub currency: Option<Box<str>>,
    /// `priceUnit`.
    pub unit: Option<Box<str>>,
    /// Where it is declared.
    pub pointer: Pointer,
}

/// An entry of `slaProperties`.
#[derive(Clone, Debug, PartialEq)]
pub struct SlaProperty {
    /// `property`, as written.
    pub property: Option<Box<str>>,
    /// `value`: a number, a text such as `99.9%` or `P1D`, or `{value, unit}`.
    pub value: serde_json::Value,
    /// `unit`.
    pub unit: Option<Box<str>>,
    /// `element`: what of the schema it speaks of.
    pub element: Option<Box<str>>,
    /// `driver`.
    pub driver: Option<Box<str>>,
    /// `schedule`, else `scheduler`: what checks it regularly.
    pub schedule: Option<Box<str>>,
    /// Where it is declared.
    pub pointer: Pointer,
}
