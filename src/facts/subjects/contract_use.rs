//! Who reads a contract, what it costs, and what of it nobody can measure.

use serde_json::{Map, Value, json};

use crate::facts::cost;
use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::relation::path_json;
use crate::facts::service_level::quantities;
use crate::snapshot::{Contract, Setting};

use super::{party, terms};

/// Puts them.
pub(super) fn put(facts: &Facts, index: u32, contract: &Contract, fields: &Fields, members: &mut Map<String, Value>) {
    let native_price = members.remove("price");
    let mut put = |name: &str, value: &dyn Fn() -> Value| {
        if fields.wants(name) {
            members.insert(name.into(), value());
        }
    };
    put("describes_source", &|| facts.describes_source(index).into());
    put("price", &|| price(facts, contract, native_price.as_ref()));
    put("unparsed_levels", &|| unparsed_levels(contract));
    put("consumers", &|| {
        let readers = facts.readers_of_contract(index).into_iter();
        readers
            .map(|edge| Value::Object(party::party(facts, edge.product)))
            .collect()
    });
    put("storage_formats", &|| storage_formats(contract));
}

/// The native price, with what rules read beside what the standard names.
fn price(facts: &Facts, contract: &Contract, native: Option<&Value>) -> Value {
    let mut price = terms::charge(facts, cost::of_contract(contract).as_ref());
    if let (Value::Object(price), Some(Value::Object(native))) = (&mut price, native) {
        price.extend(native.clone());
    }
    price
}

fn unparsed_levels(contract: &Contract) -> Value {
    quantities(&contract.sla)
        .filter(|quantity| quantity.measure.is_none())
        .map(|quantity| {
            json!({
                "dimension": quantity.dimension,
                "text": quantity.text(),
                "path": path_json(&quantity.property.pointer),
            })
        })
        .collect()
}

fn storage_formats(contract: &Contract) -> Value {
    let servers = contract.servers.iter();
    servers
        .filter_map(|server| {
            let format = server.settings.get("format").and_then(Setting::literal)?;
            Some(json!({"format": format, "server": server.name, "path": path_json(&server.pointer)}))
        })
        .collect()
}
