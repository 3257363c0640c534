//! Roles: what they are called, which of them give power over access, and which reach data.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::snapshot::Kind;

use super::arm_id::ArmId;
use super::built_in_role::{BuiltIn, OWNER};
use super::inventory::Inventory;
use super::permission::{DataRights, data_rights, gives_power};
use super::rows::{member, text_of};

/// One role that somebody holds.
#[derive(Debug)]
pub(super) struct Role<'s> {
    /// What people call it; its GUID where nobody says.
    pub(super) name: Cow<'s, str>,
    /// Whether it is Owner.
    pub(super) is_owner: bool,
    /// Whether it may do everything or give rights.
    pub(super) is_privileged: bool,
    /// Whether a definition or Azure's own list says what it may do.
    pub(super) is_defined: bool,
    /// What it can do with the data of storage accounts.
    pub(super) data: DataRights,
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

/// A built-in role can do what Azure says of it, whatever a snapshot leaves out of its definition.
fn role<'s>(guid: &Cow<'s, str>, definition: Option<&'s str>) -> Role<'s> {
    let built_in = BuiltIn::of(guid);
    let properties = definition.and_then(|row| member(row, "properties"));
    let name = properties
        .and_then(|properties| text_of(properties, "roleName"))
        .or(built_in.as_ref().map(|role| Cow::Borrowed(role.name)))
        .unwrap_or_else(|| guid.clone());
    let known = built_in.as_ref().map(|role| role.data).unwrap_or_default();
    Role {
        name,
        is_defined: built_in.is_some() || properties.is_some(),
        is_owner: guid.eq_ignore_ascii_case(OWNER),
        is_privileged: built_in.is_some_and(|role| role.is_privileged) || properties.is_some_and(gives_power),
        data: known.or(properties.map(data_rights).unwrap_or_default()),
    }
}
