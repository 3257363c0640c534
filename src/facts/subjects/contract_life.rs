//! How far a contract is in its life: its semantic version, and what of it is deprecated.

use serde_json::{Map, Value, json};

use crate::facts::deprecation::{self, Deprecated};
use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::life_cycle::LifeCycle;
use crate::facts::relation::path_json;
use crate::facts::version;
use crate::snapshot::Contract;

use super::declared::{document, names};

/// Puts `version_parts` and `deprecated`.
pub(super) fn put(facts: &Facts, contract: &Contract, fields: &Fields, members: &mut Map<String, Value>) {
    if fields.wants("version_parts") {
        let version = contract.version.as_ref();
        let version = version.and_then(|version| version::strict(&version.value));
        let parts =
            version.map(|version| json!({"major": version.major, "minor": version.minor, "patch": version.patch}));
        members.insert("version_parts".into(), parts.into());
    }
    if fields.wants("deprecated") {
        members.insert("deprecated".into(), deprecated(facts, contract));
    }
}

fn deprecated(facts: &Facts, contract: &Contract) -> Value {
    let status = contract.status.as_ref().map(|status| &*status.value);
    let whole = (LifeCycle::of(status) == LifeCycle::Deprecated).then(|| {
        let name = names(facts, contract.document, contract.id.as_ref(), contract.name.as_ref()).1;
        deprecation::whole(contract, name)
    });
    let elements = document(facts, contract.document).map(|document| deprecation::elements(contract, document));
    let all = whole.iter().chain(elements.iter().flatten());
    all.map(|one: &Deprecated| {
        json!({
            "name": one.name,
            "path": path_json(&one.pointer),
            "successor": one.successor,
            "end_of_support": one.end_of_support.map(|day| day.to_string()),
        })
    })
    .collect()
}
