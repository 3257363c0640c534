//! The Open Data Product Standard of Bitol, v0.9 to v1.1.

use crate::snapshot::{Conformance, DocumentIndex, InputPort, Located, OutputPort, Product};
use crate::text::Node;

use super::custom;
use super::field::Field;
use super::team::team;

/// The `kind` that the standard asks for.
pub(super) const KIND: &str = "DataProduct";

/// The product that a document declares, with everything in it that can be read.
pub(super) fn product(document: DocumentIndex, root: &Node, conformance: Conformance) -> Product {
    let root = Field::root(root);
    Product {
        document,
        id: root.located("id"),
        name: root.located("name"),
        version: root.located("version"),
        status: root.located("status"),
        alignment: root.located("type"),
        domain: root.located("domain"),
        team: team(&root),
        inputs: root.objects("inputPorts").iter().map(input_port).collect(),
        outputs: root.objects("outputPorts").iter().map(output_port).collect(),
        custom: custom::properties(&root),
        conformance,
    }
}

fn input_port(field: &Field<'_>) -> InputPort {
    InputPort {
        name: field.text("name"),
        version: field.text("version"),
        contract_id: field.located("contractId"),
        custom: custom::properties(field),
        pointer: field.pointer.clone(),
    }
}

fn output_port(field: &Field<'_>) -> OutputPort {
    let contracts = field.list("inputContracts");
    OutputPort {
        name: field.text("name"),
        version: field.text("version"),
        contract_id: field.located("contractId"),
        input_contracts: contracts.iter().filter_map(input_contract).collect(),
        custom: custom::properties(field),
        pointer: field.pointer.clone(),
    }
}

/// `{id, version}`; a bare id is understood too.
fn input_contract(field: &Field<'_>) -> Option<Located<Box<str>>> {
    field.located("id").or_else(|| field.located_text())
}
