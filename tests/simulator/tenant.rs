//! What the simulated tenant holds: the rows of each list, by the list's path.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};

use super::extras::Extras;

/// The tenant.
#[derive(Clone, Default)]
pub(crate) struct Tenant {
    pub(crate) id: String,
    /// Rows by the lower-cased path of the list that shows them.
    pub(crate) lists: BTreeMap<String, Vec<Arc<str>>>,
    /// Single objects by lower-cased path.
    pub(crate) objects: BTreeMap<String, Value>,
    /// The management group right above each subscription, by lower-cased id.
    pub(crate) above: BTreeMap<String, String>,
    pub(crate) groups: Vec<(String, String, Option<String>)>,
    pub(crate) subscriptions: Vec<String>,
}

impl Tenant {
    /// The tenant of a snapshot that the generator wrote, with what the generator leaves out.
    pub(crate) fn of(snapshot: &Path, extras: &Extras) -> Self {
        let head: Value =
            serde_json::from_str(&std::fs::read_to_string(snapshot.join("snapshot.json")).unwrap()).unwrap();
        let mut tenant = Self {
            id: head["tenant"].as_str().unwrap().to_owned(),
            ..Self::default()
        };
        let own = format!(
            r#"{{"id":"/tenants/{0}","tenantId":"{0}","displayName":"Contoso"}}"#,
            tenant.id
        );
        tenant.put("/tenants", own.into());
        tenant.structure(snapshot);
        for row in rows(snapshot, "resource_group") {
            let subscription = subscription(&row);
            tenant.put(&format!("/subscriptions/{subscription}/resourcegroups"), row);
        }
        for row in rows(snapshot, "resource") {
            let subscription = subscription(&row);
            tenant.put(&format!("/subscriptions/{subscription}/resources"), row);
        }
        let mut inherited = Vec::new();
        for row in rows(snapshot, "role_assignment") {
            let id = id(&row).to_lowercase();
            match id.strip_prefix("/subscriptions/") {
                Some(rest) => {
                    let subscription = rest.split('/').next().unwrap().to_owned();
                    tenant.put(
                        &authorization(&format!("/subscriptions/{subscription}"), "roleassignments"),
                        row,
                    );
                }
                None => inherited.push((id, row)),
            }
        }
        for (id, row) in &inherited {
            let scope = id
                .split("/providers/microsoft.authorization/")
                .next()
                .unwrap()
                .to_owned();
            tenant.put(&authorization(&scope, "roleassignments"), Arc::clone(row));
            for subscription in tenant.subscriptions.clone() {
                tenant.put(
                    &authorization(&format!("/subscriptions/{subscription}"), "roleassignments"),
                    Arc::clone(row),
                );
            }
        }
        let roles = rows(snapshot, "role_definition");
        for subscription in tenant.subscriptions.clone() {
            for role in &roles {
                // A built-in role is listed with the subscription that it was asked at.
                let row = role.replacen(
                    "\"id\":\"/providers",
                    &format!("\"id\":\"/subscriptions/{subscription}/providers"),
                    1,
                );
                tenant.put(
                    &authorization(&format!("/subscriptions/{subscription}"), "roledefinitions"),
                    row.into(),
                );
            }
            let count = tenant.own_assignments(&subscription);
            tenant.objects.insert(
                authorization(&format!("/subscriptions/{subscription}"), "roleassignmentsusagemetrics"),
                json!({"roleAssignmentsLimit": 4000, "roleAssignmentsCurrentCount": count, "roleAssignmentsRemainingCount": 4000_usize.saturating_sub(count)}),
            );
        }
        extras.add(&mut tenant);
        tenant
    }

    fn structure(&mut self, snapshot: &Path) {
        let root = self.id.clone();
        self.groups.push((root.clone(), "Tenant Root Group".into(), None));
        for row in rows(snapshot, "management_group") {
            let row: Value = serde_json::from_str(&row).unwrap();
            let name = row["name"].as_str().unwrap().to_owned();
            let display = row["properties"]["displayName"].as_str().unwrap().to_owned();
            let parent = row["properties"]["details"]["parent"]["name"]
                .as_str()
                .map_or_else(|| root.clone(), str::to_owned);
            self.groups.push((name, display, Some(parent)));
        }
        let names: Vec<String> = self.groups.iter().map(|(name, ..)| name.clone()).collect();
        for (position, row) in rows(snapshot, "subscription").into_iter().enumerate() {
            let subscription = subscription(&row);
            self.above
                .insert(subscription.clone(), names[position % names.len()].clone());
            self.subscriptions.push(subscription);
            self.put("/subscriptions", row);
        }
    }

    pub(crate) fn put(&mut self, list: &str, row: Arc<str>) {
        self.lists.entry(list.to_lowercase()).or_default().push(row);
    }

    /// Removes the rows of a list whose id contains something.
    pub(crate) fn remove(&mut self, list: &str, id_part: &str) -> usize {
        let rows = self.lists.entry(list.to_lowercase()).or_default();
        let before = rows.len();
        rows.retain(|row| !id(row).to_lowercase().contains(&id_part.to_lowercase()));
        before - rows.len()
    }

    fn own_assignments(&self, subscription: &str) -> usize {
        let own = format!("/subscriptions/{subscription}");
        let list = self.lists.get(&authorization(&own, "roleassignments"));
        list.map_or(0, |rows| {
            rows.iter()
                .filter(|row| id(row).to_lowercase().starts_with(&own))
                .count()
        })
    }

    /// The tree below a management group.
    pub(crate) fn tree(&self, name: &str) -> Option<Value> {
        let (name, display, parent) = self.groups.iter().find(|(own, ..)| own.eq_ignore_ascii_case(name))?;
        Some(json!({
            "id": group(name), "type": "Microsoft.Management/managementGroups", "name": name,
            "properties": {
                "tenantId": self.id, "displayName": display,
                "details": {"version": 1, "parent": parent.as_ref().map(|parent| json!({"id": group(parent), "name": parent}))},
                "children": self.children(name),
            },
        }))
    }

    fn children(&self, name: &str) -> Value {
        let groups = self
            .groups
            .iter()
            .filter(|(_, _, parent)| parent.as_deref() == Some(name));
        let groups = groups.map(|(own, display, _)| {
            json!({"id": group(own), "type": "Microsoft.Management/managementGroups", "name": own, "displayName": display, "children": self.children(own)})
        });
        let subscriptions = self.above.iter().filter(|(_, above)| *above == name).map(|(subscription, _)| {
            json!({"id": format!("/subscriptions/{subscription}"), "type": "/subscriptions", "name": subscription, "displayName": subscription})
        });
        groups.chain(subscriptions).collect()
    }

    /// The rows of all lists whose path ends so, each id once, by lower-cased id: what a snapshot must hold.
    pub(crate) fn truth(&self, list_end: &str) -> BTreeMap<String, Arc<str>> {
        let mut truth = BTreeMap::new();
        for (path, rows) in &self.lists {
            if path.ends_with(list_end) {
                for row in rows {
                    truth.entry(id(row).to_lowercase()).or_insert_with(|| Arc::clone(row));
                }
            }
        }
        truth
    }
}

/// The rows of a table, plain or compressed.
pub(crate) fn rows(snapshot: &Path, kind: &str) -> Vec<Arc<str>> {
    let plain = snapshot.join(format!("{kind}.ndjson"));
    let text = if plain.exists() {
        std::fs::read_to_string(plain).unwrap()
    } else {
        let Ok(file) = std::fs::File::open(snapshot.join(format!("{kind}.ndjson.zst"))) else {
            return Vec::new();
        };
        let mut text = String::new();
        zstd::stream::read::Decoder::new(file)
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        text
    };
    text.lines().filter(|line| !line.is_empty()).map(Into::into).collect()
}

/// The id of a row, wherever in it that stands.
pub(crate) fn id(row: &str) -> String {
    #[derive(serde::Deserialize)]
    struct Head {
        #[serde(default)]
        id: String,
    }
    serde_json::from_str::<Head>(row).unwrap().id
}

fn subscription(row: &str) -> String {
    id(row).split('/').nth(2).unwrap().to_lowercase()
}

pub(crate) fn group(name: &str) -> String {
    format!("/providers/Microsoft.Management/managementGroups/{name}")
}

fn authorization(scope: &str, list: &str) -> String {
    format!("{scope}/providers/microsoft.authorization/{list}").to_lowercase()
}
