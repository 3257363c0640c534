//! Which data a principal reaches, as the fields `data_access`, `read_domains` and `write_domains`.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::facts::access::Known;
use crate::facts::arm_id::{ArmId, ScopeKind};
use crate::facts::assignment::{Assignment, scope_of};
use crate::facts::census::account_name;
use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::no_case::same;
use crate::facts::permission::DataRights;
use crate::facts::place::PlaceId;
use crate::facts::rows::row_id;
use crate::snapshot::Kind;

use super::{party, row};

/// One assignment that reaches data.
struct Access<'f> {
    known: &'f Known<'f>,
    assignment: &'f Assignment,
    row: &'f str,
    rights: DataRights,
    /// The node that the scope is or lies in; none for a scope above nodes.
    node: Option<PlaceId>,
}

/// Puts what somebody reads of it. `held` are the assignments of the principal, `home` finds its domain.
pub(super) fn put<'f>(
    facts: &'f Facts,
    held: &[u32],
    home: impl FnOnce() -> Option<&'f str>,
    fields: &Fields,
    members: &mut Map<String, Value>,
) {
    if !["data_access", "read_domains", "write_domains"]
        .iter()
        .any(|field| fields.wants(field))
    {
        return;
    }
    let accesses: Vec<Access<'_>> = held.iter().filter_map(|index| Access::of(facts, *index)).collect();
    if fields.wants("data_access") {
        let home = home();
        let entries = accesses.iter().map(|access| access.to_json(facts, home));
        members.insert("data_access".into(), entries.collect());
    }
    for (field, can) in [
        ("read_domains", DataRights::can_read as fn(DataRights) -> bool),
        ("write_domains", DataRights::can_write),
    ] {
        if fields.wants(field) {
            let reached = accesses.iter().filter(|access| can(access.rights));
            members.insert(field.into(), domains(facts, reached));
        }
    }
}

/// The domains of everything reached, sorted; null where nobody can tell what lies below a scope.
fn domains<'a>(facts: &Facts, accesses: impl Iterator<Item = &'a Access<'a>>) -> Value {
    let mut domains: BTreeSet<&str> = BTreeSet::new();
    for access in accesses {
        match access.domains(facts) {
            Some(reached) => domains.extend(reached),
            None => return Value::Null,
        }
    }
    domains.into_iter().collect()
}

impl<'f> Access<'f> {
    fn of<'s: 'f>(facts: &'f Facts<'s>, index: u32) -> Option<Self> {
        let known = facts.access.known()?;
        let assignment = known.assignment(index)?;
        let rights = known.role(assignment)?.data;
        rights.through()?;
        let row = facts.inventory.rows(Kind::RoleAssignment)?.text(index);
        let rights = match assignment.scope_kind {
            ScopeKind::Resource => in_storage(&scope_of(row), rights)?,
            ScopeKind::Other => return None,
            _ => rights,
        };
        let node = assignment
            .place
            .and_then(|place| facts.nodes.node_of(&facts.inventory, place));
        Some(Self {
            known,
            assignment,
            row,
            rights,
            node,
        })
    }

    fn to_json(&self, facts: &Facts, home: Option<&str>) -> Value {
        let placed = self.node.map_or(&[][..], |node| facts.nodes.products(node));
        let products = placed.iter().filter_map(|index| facts.ownership.product(*index));
        let products: Vec<_> = products.map(|product| party::product_names(facts, product).0).collect();
        let via = home.and_then(|home| self.via(facts, home, placed));
        let id = row_id(self.row);
        json!({
            "node": row::node(facts, self.node),
            "products": products,
            "role": self.known.role(self.assignment).map(|role| &*role.name),
            "scope": scope_of(self.row),
            "scope_kind": self.assignment.scope_kind.name(),
            "can_read": self.rights.can_read(),
            "can_write": self.rights.can_write(),
            "through": self.rights.through(),
            "declared": home.map(|_| via.is_some()),
            "via": via,
            "assignment": id,
            "origin": {"azure_id": id},
        })
    }

    /// What makes it expected that a principal of a domain reaches this.
    fn via(&self, facts: &Facts, home: &str, placed: &[u32]) -> Option<&'static str> {
        let owns = match (self.node, self.assignment.place) {
            (Some(node), _) => facts.nodes.domain(&facts.inventory, node) == Some(home),
            (None, Some(subscription)) => facts.reach().owns_all(home, subscription),
            (None, None) => false,
        };
        if owns {
            return Some("own_domain");
        }
        let reads = placed.iter().any(|product| facts.reach().reads(home, *product));
        reads.then_some("input_port")
    }

    /// The domains of the nodes that the scope is in or holds.
    fn domains(&self, facts: &'f Facts) -> Option<Vec<&'f str>> {
        if let Some(node) = self.node {
            return Some(facts.nodes.domain(&facts.inventory, node).into_iter().collect());
        }
        let reach = facts.reach();
        match self.assignment.scope_kind {
            ScopeKind::Tenant => Some(reach.of_tenant()),
            ScopeKind::ManagementGroup => {
                let scope = scope_of(self.row);
                reach.of_management_group(ArmId::new(&scope).management_group()?)
            }
            // What lies right below a subscription is in no resource group.
            ScopeKind::Resource => Some(Vec::new()),
            _ => Some(
                self.assignment
                    .place
                    .map_or_else(Vec::new, |place| reach.of_subscription(place)),
            ),
        }
    }
}

/// What rights at the scope of a resource come to: only storage accounts hold such data, and their keys are got at the account
/// itself. None where nothing is left.
fn in_storage(scope: &str, rights: DataRights) -> Option<DataRights> {
    if account_name(scope).is_some() {
        return Some(rights);
    }
    let mut segments = scope.split('/').filter(|segment| !segment.is_empty());
    let is_provider = segments.any(|segment| same(segment, "Microsoft.Storage"));
    let is_below = is_provider && segments.next().is_some_and(|kind| same(kind, "storageAccounts"));
    let left = rights.without_keys();
    (is_below && left.through().is_some()).then_some(left)
}

#[cfg(test)]
mod tests {
    use super::in_storage;
    use crate::facts::permission::DataRights;

    #[test]
    fn keys_are_got_at_the_account_and_data_only_in_storage() {
        let account = "/subscriptions/s/resourceGroups/g/providers/microsoft.storage/storageaccounts/lake";
        let container = format!("{account}/blobServices/default/containers/c");
        let vault = "/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v";
        let keys = DataRights {
            lists_keys: true,
            ..DataRights::default()
        };
        let both = DataRights { reads: true, ..keys };
        assert_eq!(in_storage(account, keys), Some(keys));
        assert_eq!(in_storage(&container, keys), None);
        assert_eq!(in_storage(&container, both), Some(both.without_keys()));
        assert_eq!(in_storage(vault, both), None);
    }
}
