//! What the registry of teams and the catalogue say of a product or a contract.

use serde_json::{Map, Value, json};

use crate::facts::derive::Facts;
use crate::facts::entities::Listing;
use crate::facts::fields::Fields;
use crate::facts::ownership::{Owner, owners};
use crate::facts::relation::path_json;
use crate::snapshot::{Product, Team};

/// Puts `owners` and `team_registry`.
pub(super) fn put(facts: &Facts, team: Option<&Team>, fields: &Fields, members: &mut Map<String, Value>) {
    if fields.wants("owners") {
        let owners = owners(team, facts.as_of);
        let owners = owners.iter().map(|one| owner(facts, one));
        members.insert("owners".into(), owners.collect());
    }
    if fields.wants("team_registry") {
        members.insert("team_registry".into(), facts.teams.count().into());
    }
}

/// Puts `catalog` of a product.
pub(super) fn put_catalog(facts: &Facts, product: &Product, fields: &Fields, members: &mut Map<String, Value>) {
    if fields.wants("catalog") {
        let catalog = match facts.entities.listing(product) {
            Listing::Found(entity) => json!({"found": true, "entity": entity}),
            Listing::Missing => json!({"found": false, "entity": null}),
            Listing::Unknown => Value::Null,
        };
        members.insert("catalog".into(), catalog);
    }
}

fn owner(facts: &Facts, owner: &Owner<'_>) -> Value {
    let registration = match owner.via {
        "team" => facts.teams.team(owner.name),
        _ => facts.teams.person(owner.name),
    };
    json!({
        "name": owner.name,
        "via": owner.via,
        "path": path_json(owner.pointer),
        "registered": registration.registered,
        "team_size": registration.size,
        "nearest": registration.nearest,
    })
}
