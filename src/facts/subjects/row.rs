//! One row of the tenant as the JSON of a subject: the fields as Azure returned them, and those that its place adds.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use crate::facts::arm_id::ArmId;
use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::origin::Origin;
use crate::facts::place::PlaceId;
use crate::facts::rows::{member, members, row_id, string, text_of, value};
use crate::snapshot::Kind;

/// Fields that every subject has, whatever its row says.
const HEAD: [&str; 5] = ["kind", "id", "name", "origin", "domain"];

/// Fields that facts add to rows of a kind; everything else that somebody reads is looked for in the row.
const fn added(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Tenant => &["limits"],
        Kind::ManagementGroup => &["role_assignments", "children"],
        Kind::Subscription => &[
            "effective_tags",
            "tags_complete",
            "node",
            "role_assignments",
            "limits",
            "nodes",
            "promotion",
            "domains",
        ],
        Kind::ResourceGroup => &["effective_tags", "tags_complete", "node", "limits"],
        Kind::Resource => &["effective_tags", "tags_complete", "node", "carries_data", "allocation"],
        Kind::RoleAssignment => &["role", "node", "principal_domain", "granted_by"],
        Kind::Node => &[
            "effective_tags",
            "tags_complete",
            "access",
            "node_kind",
            "domain_evidence",
            "domains_claimed",
            "products",
            "limits",
            "cost_center",
            "owners_below",
            "blueprint",
            "blueprints",
            "subscription",
        ],
        _ => &[],
    }
}

/// Whether a field of a subject does not come from its row.
fn is_added(kind: Kind, field: &str) -> bool {
    HEAD.contains(&field) || added(kind).contains(&field)
}

/// The fields of a row that somebody reads. `kind` of Azure is `azure_kind`, because ours is another.
pub(super) fn native(row: &str, kind: Kind, fields: &Fields) -> Map<String, Value> {
    let mut left = match fields {
        Fields::All => usize::MAX,
        Fields::Only(wanted) => wanted.iter().filter(|field| !is_added(kind, field)).count(),
    };
    let mut built = Map::new();
    let mut members = members(row);
    while left > 0
        && let Some((key, text)) = members.next()
    {
        let key = if key == "kind" {
            Cow::Borrowed("azure_kind")
        } else {
            key
        };
        if fields.wants(&key) && !is_added(kind, &key) {
            left -= 1;
            built.entry(key).or_insert_with(|| value(text));
        }
    }
    built
}

/// A row's id and its name for people: `name`, else `displayName` (of subscriptions and tenants), else the end of its id.
pub(super) fn key(row: &str) -> (Box<str>, Box<str>) {
    let (mut id, mut name) = (None, None);
    for (key, text) in members(row) {
        match &*key {
            "id" => id = Some(string(text).unwrap_or(Cow::Borrowed(text))),
            "name" => name = string(text).filter(|name| !name.is_empty()),
            _ => continue,
        }
        if id.is_some() && name.is_some() {
            break;
        }
    }
    let id = id.unwrap_or_default();
    let name = name
        .or_else(|| text_of(row, "displayName"))
        .or_else(|| member(row, "properties").and_then(|properties| text_of(properties, "displayName")))
        .unwrap_or_else(|| Cow::Borrowed(ArmId::new(&id).name()));
    let name = if name.is_empty() {
        Box::from(&*id)
    } else {
        Box::from(&*name)
    };
    (id.into(), name)
}

/// Where a reader finds a row.
pub(super) fn origin(row: &str) -> Option<Origin<'_>> {
    let id = row_id(row);
    (!id.is_empty()).then_some(Origin::Observed(id))
}

/// The node that a place is or lies in: `{id, name, domain}`.
pub(super) fn node(facts: &Facts, place: Option<PlaceId>) -> Value {
    let node = place.and_then(|place| facts.nodes.node_of(&facts.inventory, place));
    node.and_then(|node| {
        let id = &facts.inventory.places.get(node)?.id;
        let name = match facts.inventory.row_of(node) {
            Some(row) => key(row).1,
            None => ArmId::new(id).name().into(),
        };
        Some(json!({"id": id, "name": name, "domain": facts.nodes.domain(&facts.inventory, node)}))
    })
    .unwrap_or(Value::Null)
}

/// The id of the subscription that a place is or lies in, such as a GUID.
pub(super) fn subscription(facts: &Facts, place: Option<PlaceId>) -> Value {
    place
        .and_then(|place| facts.inventory.places.get(place))
        .and_then(|place| ArmId::new(&place.id).subscription())
        .into()
}
