//! A data product, as the Open Data Product Standard (Bitol ODPS) has it.

use std::collections::BTreeMap;

use crate::text::Pointer;

use super::located::{DocumentIndex, Located};
use super::team::{Conformance, Team};

/// A product's facts, each with its place; the whole document stays reachable through `document`.
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    /// The document that it is.
    pub document: DocumentIndex,
    /// `id`.
    pub id: Option<Located<Box<str>>>,
    /// `name`.
    pub name: Option<Located<Box<str>>>,
    /// `version`, as written.
    pub version: Option<Located<Box<str>>>,
    /// `status`, as written.
    pub status: Option<Located<Box<str>>>,
    /// `type` (v1.1): sourceAligned, aggregate, consumerAligned.
    pub alignment: Option<Located<Box<str>>>,
    /// `domain`, as written.
    pub domain: Option<Located<Box<str>>>,
    /// `team`.
    pub team: Option<Team>,
    /// `inputPorts`.
    pub inputs: Vec<InputPort>,
    /// `outputPorts`.
    pub outputs: Vec<OutputPort>,
    /// `managementPorts`.
    pub management: Vec<ManagementPort>,
    /// `support`.
    pub support: Vec<SupportChannel>,
    /// `customProperties` as JSON values by property name.
    pub custom: BTreeMap<Box<str>, Located<serde_json::Value>>,
    /// How the document keeps to its standard.
    pub conformance: Conformance,
}

/// An entry of `inputPorts`.
#[derive(Clone, Debug, PartialEq)]
pub struct InputPort {
    /// `name`.
    pub name: Option<Box<str>>,
    /// `version`, as written.
    pub version: Option<Box<str>>,
    /// `contractId`.
    pub contract_id: Option<Located<Box<str>>>,
    /// `customProperties`: `sourceSystem` and `sourceObject` mark a port that reads an operational system.
    pub custom: BTreeMap<Box<str>, Located<serde_json::Value>>,
    /// Where it is declared.
    pub pointer: Pointer,
}

/// An entry of `outputPorts`.
#[derive(Clone, Debug, PartialEq)]
pub struct OutputPort {
    /// `name`.
    pub name: Option<Box<str>>,
    /// `version`, as written.
    pub version: Option<Box<str>>,
    /// `contractId`.
    pub contract_id: Option<Located<Box<str>>>,
    /// `inputContracts`: the contract ids that this port is made from.
    pub input_contracts: Vec<Located<Box<str>>>,
    /// `deprecated` (v1.1).
    pub is_deprecated: bool,
    /// `customProperties`.
    pub custom: BTreeMap<Box<str>, Located<serde_json::Value>>,
    /// Where it is declared.
    pub pointer: Pointer,
}

/// An entry of `managementPorts`.
#[derive(Clone, Debug, PartialEq)]
pub struct ManagementPort {
    /// `name`.
    pub name: Option<Box<str>>,
    /// `content`: discoverability, observability, control or dictionary; some write it as `type`.
    pub content: Option<Box<str>>,
    /// Where it is declared.
    pub pointer: Pointer,
}

/// An entry of `support`.
#[derive(Clone, Debug, PartialEq)]
pub struct SupportChannel {
    /// `channel`.
    pub channel: Option<Box<str>>,
    /// `url`.
    pub url: Option<Box<str>>,
    /// The custom property `responseTime`, as written.
    pub response_time: Option<serde_json::Value>,
    /// Where it is declared.
    pub pointer: Pointer,
}
