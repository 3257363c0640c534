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
