//! The Open Data Contract Standard, v3.0 to v3.2.

use std::collections::BTreeMap;

use crate::snapshot::{Column, Conformance, Contract, DocumentIndex, Price, SchemaObject, Server, SlaProperty};
use crate::text::{Node, Value, is_secret};

use super::custom;
use super::field::{Field, setting};
use super::team::team;

/// The `kind` that the standard asks for.
pub(super) const KIND: &str = "DataContract";

/// The contract that a document declares, with everything in it that can be read.
pub(super) fn contract(document: DocumentIndex, root: &Node, conformance: Conformance) -> Contract {
    let root = Field::root(root);
    Contract {
        document,
        id: root.located("id"),
        name: root.located("name"),
        version: root.located("version"),
        status: root.located("status"),
        domain: root.located("domain"),
        data_product: root.located("dataProduct"),
        team: team(&root),
        servers: root.objects("servers").iter().map(server).collect(),
        schema: root.objects("schema").iter().map(schema_object).collect(),
        sla: root.objects("slaProperties").iter().map(sla_property).collect(),
        price: root.get("price").and_then(|field| price(&field)),
        custom: custom::properties(&root),
        conformance,
    }
}

fn server(field: &Field<'_>) -> Server {
    let settings: BTreeMap<_, _> = field
        .node
        .entries()
        .iter()
        .filter(|entry| !matches!(&*entry.key, "server" | "type" | "environment" | "id" | "description"))
        .filter(|entry| !is_secret(&entry.key))
        .filter_map(|entry| Some((entry.key.clone(), setting(&entry.node)?)))
        .collect();
    Server {
        name: field.text("server"),
        kind: field.text("type"),
        environment: field.text("environment"),
        settings,
        pointer: field.pointer.clone(),
    }
}

fn schema_object(field: &Field<'_>) -> SchemaObject {
    SchemaObject {
        name: field.text("name"),
        physical_name: field.text("physicalName"),
        columns: field.objects("properties").iter().map(column).collect(),
        custom: custom::properties(field),
        pointer: field.pointer.clone(),
    }
}

fn column(field: &Field<'_>) -> Column {
    Column {
        name: field.text("name"),
        logical_type: field.text("logicalType"),
        physical_type: field.text("physicalType"),
        classification: field.text("classification"),
        format: field
            .get("logicalTypeOptions")
            .and_then(|options| options.text("format")),
        description: field.text("description"),
        tags: field
            .located_list("tags")
            .into_iter()
            .map(|located| located.value)
            .collect(),
        is_critical: field.text("criticalDataElement").as_deref() == Some("true"),
        is_defined: !field.list("authoritativeDefinitions").is_empty(),
        has_examples: !field.list("examples").is_empty(),
        custom: custom::properties(field),
        columns: inner_columns(field),
        pointer: field.pointer.clone(),
    }
}

/// The columns within a column: of an object, or of the objects that a list holds.
fn inner_columns(field: &Field<'_>) -> Vec<Column> {
    let mut columns: Vec<Column> = field.objects("properties").iter().map(column).collect();
    if let Some(items) = field.get("items") {
        columns.extend(inner_columns(&items));
    }
    columns
}

/// What a reader pays; a price that says nothing is none.
fn price(field: &Field<'_>) -> Option<Price> {
    let amount = field.get("priceAmount").map(|amount| amount.node.to_json());
    let price = Price {
        amount: amount.filter(|amount| !amount.is_null()),
        currency: field.text("priceCurrency"),
        unit: field.text("priceUnit"),
        pointer: field.pointer.clone(),
    };
    let is_stated = matches!(field.node.value, Value::Object(_))
        && (price.amount.is_some() || price.currency.is_some() || price.unit.is_some());
    is_stated.then_some(price)
}

fn sla_property(field: &Field<'_>) -> SlaProperty {
    SlaProperty {
        property: field.text("property"),
        value: field.node.get("value").map(Node::to_json).unwrap_or_default(),
        unit: field.text("unit"),
        element: field.text("element"),
        driver: field.text("driver"),
        schedule: field.text("schedule").or_else(|| field.text("scheduler")),
        pointer: field.pointer.clone(),
    }
}
