//! How a product is run, paid for and ended: from its custom properties, its support channels and its management ports.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::facts::column::columns;
use crate::facts::cost;
use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::relation::path_json;
use crate::facts::service_level::{decimal, quantities};
use crate::facts::stated;
use crate::snapshot::Product;

use super::{party, terms};

/// Puts them.
pub(super) fn put(facts: &Facts, product: &Product, fields: &Fields, members: &mut Map<String, Value>) {
    let mut put = |name: &str, value: &dyn Fn() -> Value| {
        if fields.wants(name) {
            members.insert(name.into(), value());
        }
    };
    put("cost_center", &|| {
        terms::cost_center(facts, cost::of_product(product).as_ref())
    });
    put("monitored", &|| monitored(facts, product));
    put("promised_levels", &|| facts.promised_levels(product).into());
    put("on_call", &|| on_call(product));
    put("support_channels", &|| support_channels(product));
    put("incident_plan", &|| {
        stated::text(&product.custom, "incidentPlan").into()
    });
    put("tier", &|| stated::text(&product.custom, "tier").into());
    put("upgrade_funded_by", &|| {
        stated::text(&product.custom, "slaFundedBy").into()
    });
    put("end_of_life", &|| {
        facts.end_of_life(product).map(|date| date.to_string()).into()
    });
    put("personal_data", &|| {
        let contracts = facts.contracts_of(product).into_iter();
        let personal = contracts
            .flat_map(columns)
            .filter(|column| column.is_personal && column.counts);
        personal.count().into()
    });
}

/// Which dimensions something watches, and what does.
fn monitored(facts: &Facts, product: &Product) -> Value {
    let mut dimensions = BTreeSet::new();
    let mut by = Vec::new();
    for port in &product.management {
        let content = port.content.as_deref().unwrap_or("");
        if content.trim().eq_ignore_ascii_case("observability") {
            dimensions.insert("*".to_owned());
            by.push(json!({"what": "observability_port", "name": port.name, "path": path_json(&port.pointer)}));
        }
    }
    let custom = stated::first(&product.custom, &["monitoring"]);
    if let Some(custom) = custom.filter(|custom| stated::affirms(&custom.value)) {
        dimensions.insert("*".to_owned());
        by.push(json!({"what": "custom", "name": stated::scalar(&custom.value), "path": path_json(&custom.pointer)}));
    }
    for contract in facts.contracts_of(product) {
        for quantity in quantities(&contract.sla).filter(|quantity| quantity.property.schedule.is_some()) {
            by.push(json!({
                "what": "schedule",
                "name": quantity.dimension,
                "path": path_json(&quantity.property.pointer),
                "origin": party::origin(facts, contract.document),
            }));
            dimensions.insert(quantity.dimension);
        }
    }
    if dimensions.contains("*") {
        dimensions = ["*".to_owned()].into();
    }
    json!({"dimensions": dimensions, "by": by})
}

/// Who answers when it breaks: `onCall`, a text or `{contact, responseTime}`.
fn on_call(product: &Product) -> Value {
    let Some(on_call) = stated::first(&product.custom, &["onCall"]) else {
        return Value::Null;
    };
    let (contact, response_time) = match &on_call.value {
        Value::Object(members) => (
            members.get("contact").and_then(stated::scalar),
            members.get("responseTime").and_then(stated::seconds),
        ),
        other => (stated::scalar(other), None),
    };
    if contact.is_none() && response_time.is_none() {
        return Value::Null;
    }
    json!({
        "contact": contact,
        "response_time": response_time.map(decimal),
        "path": path_json(&on_call.pointer),
    })
}

fn support_channels(product: &Product) -> Value {
    let channels = product.support.iter();
    channels
        .map(|channel| {
            let response_time = channel.response_time.as_ref().and_then(stated::seconds);
            json!({
                "channel": channel.channel,
                "url": channel.url,
                "response_time": response_time.map(decimal),
                "path": path_json(&channel.pointer),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::facts::testing::{contract, custom, files, product, snapshot, subjects};
    use crate::snapshot::Kind;

    fn built(more: Value, documents: &[(&str, Value)]) -> Value {
        let mut all = vec![("p.json", product("p", "sales", "aggregate", more))];
        all.extend(documents.iter().cloned());
        subjects(&snapshot(&files(&all)), Kind::Product).remove(0)
    }

    #[test]
    fn custom_properties_say_how_a_product_is_run() {
        let said = custom(&[
            ("costCenter", json!("CC-7")),
            ("onCall", json!({"contact": "#ops", "responseTime": "30 min"})),
            ("incidentPlan", json!("https://wiki.example.org/plan")),
            ("tier", json!(1)),
            ("slaFundedBy", json!("CC-9")),
            ("endOfLife", json!("2027-06-30")),
        ]);
        let found = built(json!({"customProperties": said}), &[]);
        assert_eq!(
            [&found["cost_center"]["value"], &found["cost_center"]["from"]],
            ["CC-7", "product"]
        );
        assert_eq!(found["cost_center"]["known"], Value::Null);
        assert_eq!(found["cost_center"]["path"], json!(["customProperties", 0, "value"]));
        assert_eq!(
            [&found["on_call"]["contact"], &found["on_call"]["response_time"]],
            [&json!("#ops"), &json!(1_800)]
        );
        assert_eq!(found["incident_plan"], "https://wiki.example.org/plan");
        assert_eq!([&found["tier"], &found["upgrade_funded_by"]], ["1", "CC-9"]);
        assert_eq!(found["end_of_life"], "2027-06-30");
        let silent = built(json!({}), &[]);
        for field in [
            "cost_center",
            "on_call",
            "incident_plan",
            "tier",
            "upgrade_funded_by",
            "end_of_life",
        ] {
            assert_eq!(silent[field], Value::Null, "{field}");
        }
        assert_eq!(silent["monitored"], json!({"dimensions": [], "by": []}));
    }

    #[test]
    fn support_says_how_soon_somebody_answers() {
        let support = json!([
            {"channel": "#sales", "url": "https://chat.example.org", "customProperties": custom(&[("responseTime", json!("4h"))])},
            {"channel": "mail"},
        ]);
        let found = built(json!({"support": support}), &[]);
        assert_eq!(
            found["support_channels"],
            json!([
                {"channel": "#sales", "url": "https://chat.example.org", "response_time": 14_400, "path": ["support", 0]},
                {"channel": "mail", "url": null, "response_time": null, "path": ["support", 1]},
            ])
        );
    }

    #[test]
    fn ports_properties_and_schedules_monitor() {
        let outputs = json!([{"name": "out", "version": "1", "contractId": "c"}]);
        let levels = json!([
            {"property": "latency", "value": "4h", "scheduler": "cron", "schedule": "0 * * * *"},
            {"property": "availability", "value": "99%"},
            {"property": "endOfLife", "value": "2027-01-31"},
        ]);
        let schema =
            json!([{"name": "t", "properties": [{"name": "mail", "classification": "personal"}, {"name": "n"}]}]);
        let promised = (
            "c.json",
            contract("c", json!({"slaProperties": levels, "schema": schema})),
        );
        let found = built(json!({"outputPorts": outputs}), std::slice::from_ref(&promised));
        assert_eq!(
            found["promised_levels"],
            json!(["availability", "end_of_life", "freshness"])
        );
        assert_eq!(found["monitored"]["dimensions"], json!(["freshness"]));
        assert_eq!(found["monitored"]["by"][0]["origin"]["file"], "c.json");
        assert_eq!(
            [&found["end_of_life"], &found["personal_data"]],
            [&json!("2027-01-31"), &json!(1)]
        );
        let ports = json!([{"name": "health", "content": "observability"}]);
        let found = built(json!({"outputPorts": outputs, "managementPorts": ports}), &[promised]);
        assert_eq!(found["monitored"]["dimensions"], json!(["*"]));
        assert_eq!(found["monitored"]["by"][0]["path"], json!(["managementPorts", 0]));
        let found = built(
            json!({"customProperties": custom(&[("monitoring", json!("none"))])}),
            &[],
        );
        assert_eq!(found["monitored"]["dimensions"], json!([]));
    }
}
