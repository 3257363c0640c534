//! How far a product is in its life: since when it is there, and whether anybody still reads it.

use serde_json::{Map, Value, json};

use crate::facts::day;
use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::subject::SubjectRef;
use crate::snapshot::Product;
use crate::text::Node;

use super::declared::document;

/// Puts `created_on`, `last_used_on` and `unused`.
pub(super) fn put(
    facts: &Facts,
    subject: SubjectRef,
    product: &Product,
    fields: &Fields,
    members: &mut Map<String, Value>,
) {
    let text = |day: Option<jiff::civil::Date>| Value::from(day.map(|day| day.to_string()));
    if fields.wants("created_on") {
        members.insert("created_on".into(), text(created_on(facts, product)));
    }
    if fields.wants("last_used_on") {
        members.insert("last_used_on".into(), text(last_used_on(product)));
    }
    if fields.wants("unused") {
        members.insert("unused".into(), unused(facts, subject, product));
    }
}

/// `productCreatedTs` of ODPS.
fn created_on(facts: &Facts, product: &Product) -> Option<jiff::civil::Date> {
    let root = &document(facts, product.document)?.root;
    day::of(root.get("productCreatedTs").and_then(Node::as_str)?)
}

fn last_used_on(product: &Product) -> Option<jiff::civil::Date> {
    day::of(product.custom.get("lastUsed")?.value.as_str()?)
}

fn unused(facts: &Facts, subject: SubjectRef, product: &Product) -> Value {
    if facts.usage.is_consumed(subject.index) {
        return Value::Null;
    }
    let used = last_used_on(product).map(|day| (day, "last_used"));
    let since = used.or_else(|| Some((created_on(facts, product)?, "created")));
    json!({
        "since": since.map(|(day, _)| day.to_string()),
        "months": since.map(|(day, _)| day::whole_months(day, facts.as_of)),
        "evidence": since.map(|(_, evidence)| evidence),
    })
}
