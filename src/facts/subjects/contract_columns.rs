//! The columns of a contract, and how sensitive they are.

use serde_json::{Map, Value, json};

use crate::facts::classification::Classification;
use crate::facts::column::{Column, columns};
use crate::facts::fields::Fields;
use crate::facts::relation::path_json;
use crate::facts::stated;
use crate::snapshot::Contract;

use super::terms;

/// Puts them.
pub(super) fn put(contract: &Contract, fields: &Fields, members: &mut Map<String, Value>) {
    let wanted = ["columns", "classification", "personal_data"];
    if !wanted.into_iter().any(|name| fields.wants(name)) {
        return;
    }
    let columns = columns(contract);
    let mut put = |name: &str, value: &dyn Fn() -> Value| {
        if fields.wants(name) {
            members.insert(name.into(), value());
        }
    };
    put("columns", &|| columns.iter().map(column).collect());
    put("classification", &|| {
        terms::classification(Classification::of(&columns).as_ref())
    });
    put("personal_data", &|| {
        let personal = columns.iter().filter(|column| column.is_personal && column.counts);
        personal.map(|column| column.name.as_str()).collect()
    });
}

fn column(column: &Column<'_>) -> Value {
    let native = column.native;
    json!({
        "name": column.name,
        "object": column.object,
        "path": path_json(&native.pointer),
        "logical_type": native.logical_type,
        "physical_type": native.physical_type,
        "format": native.format,
        "description": native.description,
        "classification": column.classification,
        "rank": column.rank,
        "understood": column.is_understood,
        "personal": column.is_personal,
        "critical": native.is_critical,
        "glossary": native.is_defined,
        "examples": native.has_examples,
        "unit": stated::text(&native.custom, "unit"),
    })
}
