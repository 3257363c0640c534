//! What the permissions of a role definition allow: giving rights, and reaching the data of storage accounts.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::rows::{member, members, string};

/// The right to give rights.
const GRANT: &str = "Microsoft.Authorization/roleAssignments/write";

/// The right to the keys of a storage account, which open all data in it.
const KEYS: &str = "Microsoft.Storage/storageAccounts/listKeys/action";

/// Data actions that read what blobs, files, queues and tables hold. Source: operations of the provider Microsoft.Storage.
const READS: [&str; 4] = [
    "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read",
    "Microsoft.Storage/storageAccounts/fileServices/fileshares/files/read",
    "Microsoft.Storage/storageAccounts/queueServices/queues/messages/read",
    "Microsoft.Storage/storageAccounts/tableServices/tables/entities/read",
];

/// Data actions that change what they hold; to take a message off a queue changes it.
const WRITES: [&str; 14] = [
    "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write",
    "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/delete",
    "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action",
    "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/move/action",
    "Microsoft.Storage/storageAccounts/fileServices/fileshares/files/write",
    "Microsoft.Storage/storageAccounts/fileServices/fileshares/files/delete",
    "Microsoft.Storage/storageAccounts/queueServices/queues/messages/write",
    "Microsoft.Storage/storageAccounts/queueServices/queues/messages/delete",
    "Microsoft.Storage/storageAccounts/queueServices/queues/messages/add/action",
    "Microsoft.Storage/storageAccounts/queueServices/queues/messages/process/action",
    "Microsoft.Storage/storageAccounts/tableServices/tables/entities/write",
    "Microsoft.Storage/storageAccounts/tableServices/tables/entities/delete",
    "Microsoft.Storage/storageAccounts/tableServices/tables/entities/add/action",
    "Microsoft.Storage/storageAccounts/tableServices/tables/entities/update/action",
];

/// What a role can do with the data of storage accounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct DataRights {
    /// Its data actions read.
    pub(super) reads: bool,
    /// Its data actions change.
    pub(super) writes: bool,
    /// Its actions give the keys of the account.
    pub(super) lists_keys: bool,
}

impl DataRights {
    /// Whether it reads, in whatever way.
    pub(super) const fn can_read(self) -> bool {
        self.reads || self.lists_keys
    }

    /// Whether it changes, in whatever way.
    pub(super) const fn can_write(self) -> bool {
        self.writes || self.lists_keys
    }

    /// The way to the data: `keys` where they open more than the data actions do; none where there is no way.
    pub(super) const fn through(self) -> Option<&'static str> {
        if self.lists_keys && !(self.reads && self.writes) {
            Some("keys")
        } else if self.reads || self.writes {
            Some("data")
        } else {
            None
        }
    }

    /// The same without the keys: what holds below the account.
    pub(super) const fn without_keys(self) -> Self {
        Self {
            lists_keys: false,
            ..self
        }
    }

    /// What either of two gives.
    pub(super) const fn or(self, other: Self) -> Self {
        Self {
            reads: self.reads || other.reads,
            writes: self.writes || other.writes,
            lists_keys: self.lists_keys || other.lists_keys,
        }
    }
}

/// What the `properties` of a definition allow with data.
pub(super) fn data_rights(properties: &str) -> DataRights {
    permissions(properties)
        .into_iter()
        .fold(DataRights::default(), |rights, permission| {
            let allows = Allowed::of(permission, "actions", "notActions");
            let data = Allowed::of(permission, "dataActions", "notDataActions");
            rights.or(DataRights {
                reads: READS.iter().any(|operation| data.holds(operation)),
                writes: WRITES.iter().any(|operation| data.holds(operation)),
                lists_keys: allows.holds(KEYS),
            })
        })
}

/// Whether one of the permissions allows everything, or allows to give rights.
pub(super) fn gives_power(properties: &str) -> bool {
    permissions(properties).into_iter().any(|permission| {
        let allowed = Allowed::of(permission, "actions", "notActions");
        allowed.patterns.iter().any(|action| action == "*") || allowed.holds(GRANT)
    })
}

/// The patterns of one permission, and those that it takes back.
struct Allowed<'s> {
    patterns: Vec<Cow<'s, str>>,
    refused: Vec<Cow<'s, str>>,
}

impl<'s> Allowed<'s> {
    fn of(permission: &'s str, allowed: &str, refused: &str) -> Self {
        Self {
            patterns: patterns(permission, allowed),
            refused: patterns(permission, refused),
        }
    }

    fn holds(&self, operation: &str) -> bool {
        let any = |patterns: &[Cow<'s, str>]| patterns.iter().any(|pattern| covers(pattern, operation));
        any(&self.patterns) && !any(&self.refused)
    }
}

fn permissions(properties: &str) -> Vec<&str> {
    elements(member(properties, "permissions").unwrap_or("[]"))
}

fn elements(array: &str) -> Vec<&str> {
    serde_json::from_str::<Vec<&RawValue>>(array)
        .map(|elements| elements.into_iter().map(RawValue::get).collect())
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
    use super::{DataRights, GRANT, covers, data_rights, gives_power};

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

    #[test]
    fn data_is_reached_by_data_actions_and_by_keys() {
        let of = |permissions: &str| {
            let rights = data_rights(&format!(r#"{{"permissions":[{permissions}]}}"#));
            (rights.reads, rights.writes, rights.lists_keys, rights.through())
        };
        let blobs = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs";
        let data = |actions: &str, refused: &str| {
            of(&format!(
                r#"{{"dataActions":[{actions}],"notDataActions":[{refused}]}}"#
            ))
        };
        assert_eq!(
            data(&format!(r#""{blobs}/READ""#), ""),
            (true, false, false, Some("data"))
        );
        assert_eq!(data(&format!(r#""{blobs}/*""#), ""), (true, true, false, Some("data")));
        assert_eq!(
            data(r#""*/entities/*""#, r#""*/read""#),
            (false, true, false, Some("data"))
        );
        assert_eq!(data(r#""*""#, r#""Microsoft.Storage/*""#), (false, false, false, None));
        assert_eq!(data(r#""Microsoft.EventHub/*""#, ""), (false, false, false, None));
        // Each permission takes back only what itself gives.
        assert_eq!(
            of(&format!(
                r#"{{"dataActions":["{blobs}/read"]}},{{"dataActions":["*/write"],"notDataActions":["{blobs}/read"]}}"#
            )),
            (true, true, false, Some("data"))
        );
        assert_eq!(of(r#"{"actions":["*"]}"#), (false, false, true, Some("keys")));
        assert_eq!(
            of(r#"{"actions":["*"],"notActions":["Microsoft.Storage/storageAccounts/listKeys/*"]}"#),
            (false, false, false, None)
        );
        assert_eq!(
            of(r#"{"actions":["*"],"dataActions":["*"]}"#),
            (true, true, true, Some("data"))
        );
        assert_eq!(data_rights("null"), DataRights::default());
    }
}
