//! Roles that have the same GUID in every tenant, for snapshots without role definitions.
//!
//! Source: the list of built-in roles of Azure.

use super::permission::DataRights;

/// A built-in role.
#[derive(Debug)]
pub(super) struct BuiltIn {
    /// What Azure calls it.
    pub(super) name: &'static str,
    /// Whether Azure calls it privileged.
    pub(super) is_privileged: bool,
    /// What it can do with the data of storage accounts.
    pub(super) data: DataRights,
}

/// The role Owner.
pub(super) const OWNER: &str = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";

const NONE: DataRights = DataRights {
    reads: false,
    writes: false,
    lists_keys: false,
};
const READ: DataRights = DataRights { reads: true, ..NONE };
const WRITE: DataRights = DataRights { writes: true, ..NONE };
const BOTH: DataRights = DataRights { reads: true, ..WRITE };
const KEYS: DataRights = DataRights {
    lists_keys: true,
    ..NONE
};

/// The privileged roles, those that reach the data of storage accounts, and a few that data platforms use.
#[rustfmt::skip]
const ALL: [(&str, &str, bool, DataRights); 22] = [
    (OWNER, "Owner", true, KEYS),
    ("b24988ac-6180-42a0-ab88-20f7382dd24c", "Contributor", true, KEYS),
    ("18d7d88d-d35e-4fb5-a5c3-7773c20a72d9", "User Access Administrator", true, NONE),
    ("f58310d9-a9f6-439a-9e8d-f62e7b41a168", "Role Based Access Control Administrator", true, NONE),
    ("acdd72a7-3385-48ef-bd42-f606fba81ae7", "Reader", false, NONE),
    ("c12c1c16-33a1-487b-954d-41c89c60f349", "Reader and Data Access", false, KEYS),
    ("17d1049b-9a84-46fb-8f53-869881c3d3ab", "Storage Account Contributor", false, KEYS),
    ("81a9662b-bebf-436f-a333-f67b29880f12", "Storage Account Key Operator Service Role", false, KEYS),
    ("b7e6dc6d-f1e8-4753-8033-0f276bb0955b", "Storage Blob Data Owner", false, BOTH),
    ("ba92f5b4-2d11-453d-a403-e96b0029c9fe", "Storage Blob Data Contributor", false, BOTH),
    ("2a2b9908-6ea1-4ae2-8e65-a410df84e7d1", "Storage Blob Data Reader", false, READ),
    ("69566ab7-960f-475b-8e7c-b3118f30c6bd", "Storage File Data Privileged Contributor", false, BOTH),
    ("b8eda974-7b85-4f76-af95-65846b26df6d", "Storage File Data Privileged Reader", false, READ),
    ("0c867c2a-1d8c-454a-a3db-ab2ea1bdc8bb", "Storage File Data SMB Share Contributor", false, BOTH),
    ("a7264617-510b-434b-a828-9731dc254ea7", "Storage File Data SMB Share Elevated Contributor", false, BOTH),
    ("aba4ae5f-2193-4029-9191-0cb91df5e314", "Storage File Data SMB Share Reader", false, READ),
    ("974c5e8b-45b9-4653-ba55-5f855dd0fb88", "Storage Queue Data Contributor", false, BOTH),
    ("8a0f0c08-91a1-4084-bc3d-661d67233fed", "Storage Queue Data Message Processor", false, BOTH),
    ("c6a89b2d-59bc-44d0-9896-0f6e12d7b80a", "Storage Queue Data Message Sender", false, WRITE),
    ("19e7f393-937e-4f77-808e-94535e297925", "Storage Queue Data Reader", false, READ),
    ("0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3", "Storage Table Data Contributor", false, BOTH),
    ("76199698-9eea-4c19-bc75-cec21354c6b6", "Storage Table Data Reader", false, READ),
];

impl BuiltIn {
    /// The built-in role with a GUID.
    pub(super) fn of(guid: &str) -> Option<Self> {
        let found = ALL.iter().find(|(known, ..)| known.eq_ignore_ascii_case(guid));
        found.map(|&(_, name, is_privileged, data)| Self {
            name,
            is_privileged,
            data,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{ALL, BuiltIn};

    #[test]
    fn every_role_is_listed_once_and_found_in_any_case() {
        let guids: BTreeSet<&str> = ALL.iter().map(|(guid, ..)| *guid).collect();
        assert_eq!(guids.len(), ALL.len());
        for (guid, name, ..) in ALL {
            let found = BuiltIn::of(&guid.to_uppercase()).map(|role| role.name);
            assert_eq!(found, Some(name));
        }
        assert!(BuiltIn::of("").is_none());
    }
}
