//! The Open Data Product Standard of Bitol, v0.9 to v1.1.

use crate::snapshot::{
    Conformance, DocumentIndex, InputPort, Located, ManagementPort, OutputPort, Product, SupportChannel,
};
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
        management: root.objects("managementPorts").iter().map(management_port).collect(),
        support: root.objects("support").iter().map(support_channel).collect(),
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
        is_deprecated: field.text("deprecated").as_deref() == Some("true"),
        input_contracts: contracts.iter().filter_map(input_contract).collect(),
        custom: custom::properties(field),
        pointer: field.pointer.clone(),
    }
}

fn management_port(field: &Field<'_>) -> ManagementPort {
    ManagementPort {
        name: field.text("name"),
        content: field.text("content").or_else(|| field.text("type")),
        pointer: field.pointer.clone(),
    }
}

fn support_channel(field: &Field<'_>) -> SupportChannel {
    let response_time = custom::properties(field).remove("responseTime");
    SupportChannel {
        channel: field.text("channel"),
        url: field.text("url"),
        response_time: response_time.map(|time| time.value),
        pointer: field.pointer.clone(),
    }
}

/// `{id, version}`; a bare id is understood too.
fn input_contract(field: &Field<'_>) -> Option<Located<Box<str>>> {
    field.located("id").or_else(|| field.located_text())
}
