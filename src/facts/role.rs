//! Roles: what they are called, and which of them give power over access.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::snapshot::Kind;

use super::arm_id::ArmId;
use super::inventory::Inventory;
use super::rows::{member, members, string, text_of};

/// The roles that Azure calls privileged, by the GUID that they have in every tenant, and a few that data platforms use.
/// Source: the list of built-in roles of Azure.
const BUILT_IN: [(&str, &str, bool); 8] = [
    (OWNER, "Owner", true),
    ("b24988ac-6180-42a0-ab88-20f7382dd24c", "Contributor", true),
    (
        "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
        "User Access Administrator",
        true,
    ),
    (
        "f58310d9-a9f6-439a-9e8d-f62e7b41a168",
        "Role Based Access Control Administrator",
        true,
    ),
    ("acdd72a7-3385-48ef-bd42-f606fba81ae7", "Reader", false),
    ("b7e6dc6d-f1e8-4753-8033-0f276bb0955b", "Storage Blob Data Owner", false),
    (
        "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
        "Storage Blob Data Contributor",
        false,
    ),
    (
        "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
        "Storage Blob Data Reader",
        false,
    ),
];

const OWNER: &str = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";

/// The right to give rights.
const GRANT: &str = "Microsoft.Authorization/roleAssignments/write";

/// One role that somebody holds.
#[derive(Debug)]
pub(super) struct Role<'s> {
    /// What people call it; its GUID where nobody says.
    pub(super) name: Cow<'s, str>,
    /// Whether it is Owner.
    pub(super) is_owner: bool,
    /// Whether it may do everything or give rights.
    pub(super) is_privileged: bool,
}

/// Joins the GUIDs of roles with their definitions.
pub(super) fn roles<'s>(guids: &[Cow<'s, str>], inventory: &Inventory<'s>) -> Vec<Role<'s>> {
    let rows = inventory.rows(Kind::RoleDefinition);
    let definitions: BTreeMap<String, &'s str> = rows
        .into_iter()
        .flat_map(|rows| (0..rows.len()).map(move |index| (rows.id(index), rows.text(index))))
        .map(|(id, text)| (ArmId::new(&id).name().to_lowercase(), text))
        .collect();
    guids
        .iter()
        .map(|guid| role(guid, definitions.get(&guid.to_lowercase()).copied()))
        .collect()
}

fn role<'s>(guid: &Cow<'s, str>, definition: Option<&'s str>) -> Role<'s> {
    let built_in = BUILT_IN.iter().find(|(known, _, _)| known.eq_ignore_ascii_case(guid));
    let properties = definition.and_then(|row| member(row, "properties"));
    let name = properties
        .and_then(|properties| text_of(properties, "roleName"))
        .or(built_in.map(|(_, name, _)| Cow::Borrowed(*name)))
        .unwrap_or_else(|| guid.clone());
    Role {
        name,
        is_owner: guid.eq_ignore_ascii_case(OWNER),
        is_privileged: built_in.is_some_and(|(_, _, privileged)| *privileged) || properties.is_some_and(gives_power),
    }
}

/// Whether one of the role's permissions allows everything, or allows to give rights.
fn gives_power(properties: &str) -> bool {
    let permissions = member(properties, "permissions").unwrap_or("[]");
    elements(permissions).iter().any(|permission| {
        let actions = patterns(permission, "actions");
        let refused = patterns(permission, "notActions");
        actions.iter().any(|action| action == "*")
            || actions.iter().any(|action| covers(action, GRANT)) && !refused.iter().any(|action| covers(action, GRANT))
    })
}

fn elements(array: &str) -> Vec<&str> {
    serde_json::from_str::<Vec<&serde_json::value::RawValue>>(array)
        .map(|elements| elements.into_iter().map(serde_json::value::RawValue::get).collect())
        .unwrap_or_default()
}

fn patterns<'s>(permission: &'s str, key: &str) -> Vec<Cow<'s, str>> {
    members(permission)
        .find(|(name, _)| name == key)
        .map(|(_, array)| elements(array).into_iter().filter_map(string).collect())
        .unwrap_or_default()
}

/// Whether an action with `*` for any text covers an operation, without case.
fn covers(pattern: &str, operation: &str) -> bool {
    let operation = operation.to_lowercase();
    let pattern = pattern.to_lowercase();
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| operation.strip_prefix(first)) else {
        return false;
    };
    let mut last = None;
    for part in parts {
        last = Some(part);
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = rest.get(at + part.len()..).unwrap_or("");
    }
    last.map_or(rest.is_empty(), |part| operation.ends_with(part))
}

#[cfg(test)]
mod tests {
    use super::{GRANT, covers, gives_power};

    #[test]
    fn wildcards_cover_what_azure_says_they_do() {
        for pattern in [
            "*",
            "*/write",
            "Microsoft.Authorization/*",
            "microsoft.authorization/roleassignments/*",
            GRANT,
        ] {
            assert!(covers(pattern, GRANT), "{pattern}");
        }
        for pattern in [
            "*/read",
            "Microsoft.Authorization/*/read",
            "Microsoft.Compute/*",
            "Microsoft.Authorization",
        ] {
            assert!(!covers(pattern, GRANT), "{pattern}");
        }
    }

    #[test]
    fn a_role_that_may_give_rights_is_privileged() {
        let with = |actions: &str, refused: &str| {
            gives_power(&format!(
                r#"{{"permissions":[{{"actions":[{actions}],"notActions":[{refused}]}}]}}"#
            ))
        };
        assert!(with(r#""*""#, r#""Microsoft.Authorization/*/Write""#));
        assert!(with(r#""Microsoft.Authorization/*""#, ""));
        assert!(!with(r#""Microsoft.Authorization/*""#, r#""*/write""#));
        assert!(!with(r#""*/read""#, ""));
        assert!(!gives_power(r#"{"permissions": 3}"#));
    }
}
