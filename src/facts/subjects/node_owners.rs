//! Which domains own things inside a node, as the field `owners_below`.

use serde_json::{Value, json};

use crate::facts::arm_id::ArmId;
use crate::facts::derive::Facts;
use crate::facts::owned_below::{Form, Owned};
use crate::facts::place::PlaceId;

/// Things of one domain that are named; all are counted.
const NAMED: usize = 20;

/// The domains, sorted, each with its things. Null where nobody collected resources.
pub(super) fn of(facts: &Facts, node: PlaceId) -> Value {
    let Some(owned) = facts.owned_below(node) else {
        return Value::Null;
    };
    let domains = owned.into_iter();
    let domains = domains.map(|(domain, things)| {
        let named: Vec<Value> = things.iter().take(NAMED).map(thing).collect();
        json!({"domain": domain, "count": things.len(), "things": named})
    });
    domains.collect()
}

fn thing(owned: &Owned) -> Value {
    json!({
        "id": owned.id,
        "name": name(owned),
        "kind": owned.form.name(),
        "evidence": owned.evidence.name(),
        "origin": {"azure_id": owned.id},
    })
}

/// A container is called by its account too: `lake/orders`.
fn name(owned: &Owned) -> String {
    let own = ArmId::new(&owned.id).name();
    let account = owned.id.rsplit('/').nth(4);
    match (owned.form, account) {
        (Form::Container, Some(account)) => format!("{account}/{own}"),
        _ => own.to_owned(),
    }
}
