//! Who reads a contract, what it costs, and what of it nobody can measure.

use serde_json::{Map, Value, json};

use crate::facts::composite::Dimension;
use crate::facts::cost;
use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::relation::path_json;
use crate::facts::service_level::{Quantity, quantities};
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
        .filter_map(|quantity| {
            Some(json!({
                "dimension": quantity.dimension,
                "text": quantity.text(),
                "wanted": wanted(&quantity)?,
                "path": path_json(&quantity.property.pointer),
            }))
        })
        .collect()
}

/// What a service level should be and is not.
fn wanted(quantity: &Quantity<'_>) -> Option<&'static str> {
    match (Dimension::named(&quantity.dimension), &quantity.measure) {
        (Some(dimension), Some(measure)) if dimension.admits(measure) => None,
        (Some(dimension), _) => Some(dimension.wants()),
        (None, Some(_)) => None,
        (None, None) => Some("quantity, date or time"),
    }
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::facts::testing::{contract, files, product, snapshot, subjects};
    use crate::snapshot::Kind;

    #[test]
    fn a_contract_tells_its_price_formats_columns_and_what_nobody_can_measure() {
        let levels = json!([{"property": "latency", "value": "soon"}, {"property": "availability", "value": "99%"},
            {"property": "availability", "value": 101, "unit": "percent"}, {"property": "retention", "value": 3},
            {"property": "supportHours", "value": "always"}, {"property": "latency", "value": "09:00Z"}]);
        let servers = json!([{"server": "lake", "type": "azure", "location": "az://a@b/c", "format": "delta"}, {"server": "db", "type": "sqlserver"}]);
        let schema = json!([{"name": "t", "properties": [{"name": "mail", "classification": "personal", "logicalType": "string",
            "logicalTypeOptions": {"format": "email"}, "criticalDataElement": true, "examples": ["a@example.org"],
            "authoritativeDefinitions": [{"url": "https://glossary.example.org", "type": "definition"}],
            "customProperties": [{"property": "unit", "value": "EUR"}]}]}]);
        let price = json!({"priceAmount": 9.95, "priceCurrency": "USD", "priceUnit": "megabyte"});
        let more = json!({"slaProperties": levels, "servers": servers, "schema": schema, "price": price});
        let found = subjects(&snapshot(&files(&[("c.json", contract("c", more))])), Kind::Contract).remove(0);
        assert_eq!(
            found["unparsed_levels"],
            json!([
                {"dimension": "freshness", "text": "soon", "wanted": "duration", "path": ["slaProperties", 0]},
                {"dimension": "availability", "text": "101 percent", "wanted": "percentage from 0 to 100", "path": ["slaProperties", 2]},
                {"dimension": "retention", "text": "3", "wanted": "duration", "path": ["slaProperties", 3]},
                {"dimension": "support_hours", "text": "always", "wanted": "quantity, date or time", "path": ["slaProperties", 4]},
            ])
        );
        assert_eq!(
            found["storage_formats"],
            json!([{"format": "delta", "server": "lake", "path": ["servers", 0]}])
        );
        assert_eq!(
            [&found["price"]["amount"], &found["price"]["priceAmount"]],
            [9.95, 9.95]
        );
        assert_eq!(
            [&found["price"]["currency"], &found["price"]["unit"]],
            ["USD", "megabyte"]
        );
        assert_eq!(found["price"]["path"], json!(["price"]));
        assert_eq!(
            found["columns"],
            json!([{"name": "t.mail", "object": "t", "path": ["schema", 0, "properties", 0], "logical_type": "string",
                "physical_type": null, "format": "email", "description": null, "classification": "personal", "rank": 2,
                "understood": true, "personal": true, "critical": true, "glossary": true, "examples": true, "unit": "EUR"}])
        );
        assert_eq!(found["personal_data"], json!(["t.mail"]));
        assert_eq!(
            found["classification"],
            json!({"name": "personal", "rank": 2, "unclassified": 0})
        );
        assert_eq!(found["consumers"], json!([]));
        let bare = subjects(
            &snapshot(&files(&[("c.json", contract("c", json!({})))])),
            Kind::Contract,
        )
        .remove(0);
        assert_eq!([&bare["price"], &bare["classification"]], [&Value::Null, &Value::Null]);
    }

    #[test]
    fn an_output_port_tells_what_its_contract_offers() {
        let outputs = json!([{"name": "out", "version": "1", "contractId": "c"}, {"name": "none", "version": "1"}]);
        let servers =
            json!([{"server": "lake", "type": "azure", "format": "delta"}, {"server": "db", "type": "sqlserver"}]);
        let price = json!({"priceAmount": 1, "priceCurrency": "EUR", "priceUnit": "month"});
        let found = subjects(
            &snapshot(&files(&[
                (
                    "p.json",
                    product("p", "sales", "aggregate", json!({"outputPorts": outputs})),
                ),
                (
                    "c.json",
                    contract("c", json!({"servers": servers, "price": price, "status": "deprecated"})),
                ),
            ])),
            Kind::Product,
        )
        .remove(0);
        let (port, none) = (&found["output_ports"][0], &found["output_ports"][1]);
        assert_eq!(
            [&port["server_types"], &port["formats"]],
            [&json!(["azure", "sqlserver"]), &json!(["delta"])]
        );
        assert_eq!(
            [&port["price"]["from"], &port["price"]["origin"]["file"]],
            ["contract", "c.json"]
        );
        assert_eq!(
            [&port["life_cycle"], &none["life_cycle"]],
            [&json!("deprecated"), &Value::Null]
        );
        assert_eq!(
            [&port["visibility"], &port["audience"], &port["sample_data"]],
            [&Value::Null, &Value::Null, &json!(false)]
        );
        assert_eq!([&none["price"], &none["classification"]], [&Value::Null, &Value::Null]);
    }
}
