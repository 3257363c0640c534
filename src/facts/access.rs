//! Who may do what where: role assignments by the scope that each really applies at.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::snapshot::{Kind, Snapshot};

use super::arm_id::{ArmId, ScopeKind};
use super::assignment::{Assignment, Assignments, Number, scope_of};
use super::hierarchy::Hierarchy;
use super::intern::Grouped;
use super::inventory::Inventory;
use super::place::PlaceId;
use super::role::{Role, roles};
use super::rows::number;

/// The role assignments of the tenant. Not collected is not the same as none.
#[derive(Debug)]
pub(super) struct Access<'s> {
    known: Option<Known<'s>>,
    hierarchy: Hierarchy,
}

/// Role assignments that were collected, and their groups.
#[derive(Debug)]
pub(super) struct Known<'s> {
    assignments: Assignments<'s>,
    roles: Vec<Role<'s>>,
    by_place: Grouped,
    groups: Vec<Vec<PlaceId>>,
    by_management_group: BTreeMap<String, Vec<u32>>,
    at_tenant: Vec<u32>,
    by_principal: OnceLock<(Vec<u32>, Grouped)>,
}

/// How many role assignments there are below a subscription, by the scope that each applies at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// At the subscription.
    pub(super) own: u32,
    /// At its resource groups.
    pub(super) of_groups: u32,
    /// At resources and parts of resources.
    pub(super) of_resources: u32,
}

impl Tally {
    /// All that count against the limit of the subscription.
    pub(super) const fn count(self) -> u32 {
        self.own + self.of_groups + self.of_resources
    }
}

impl<'s> Access<'s> {
    /// Reads the role assignments, and adds their rows to the inventory.
    pub(super) fn derive(snapshot: &'s Snapshot, inventory: &mut Inventory<'s>) -> Self {
        let table = snapshot.observed.tables.get(&Kind::RoleAssignment);
        let known = table.map(|table| {
            let (assignments, rows) = Assignments::read(table, &mut inventory.places);
            inventory.put(Kind::RoleAssignment, rows);
            Known::group(assignments, inventory)
        });
        Self {
            known,
            hierarchy: Hierarchy::derive(inventory),
        }
    }

    /// The role assignments, where they were collected.
    pub(super) const fn known(&self) -> Option<&Known<'s>> {
        self.known.as_ref()
    }

    /// Which management groups are above which subscriptions.
    pub(super) const fn hierarchy(&self) -> &Hierarchy {
        &self.hierarchy
    }
}

impl<'s> Known<'s> {
    fn group(assignments: Assignments<'s>, inventory: &Inventory<'s>) -> Self {
        let places = inventory.places.len();
        let of_place = assignments
            .list
            .iter()
            .map(|assignment| assignment.place.map(PlaceId::number));
        let by_place = Grouped::new(places, of_place);
        let mut groups = vec![Vec::new(); places];
        for (id, place) in inventory.places.all() {
            if let Some(within) = place
                .subscription
                .and_then(|within| groups.get_mut(within.number() as usize))
            {
                within.push(id);
            }
        }
        let mut by_management_group: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        let mut at_tenant = Vec::new();
        for (index, assignment) in assignments.list.iter().enumerate() {
            let index = number(index);
            match assignment.scope_kind {
                ScopeKind::Tenant => at_tenant.push(index),
                ScopeKind::ManagementGroup => {
                    let row = inventory
                        .rows(Kind::RoleAssignment)
                        .map_or("null", |rows| rows.text(index));
                    if let Some(name) = ArmId::new(&scope_of(row)).management_group() {
                        by_management_group.entry(name.to_lowercase()).or_default().push(index);
                    }
                }
                _ => {}
            }
        }
        Self {
            roles: roles(&assignments.roles, inventory),
            assignments,
            by_place,
            groups,
            by_management_group,
            at_tenant,
            by_principal: OnceLock::new(),
        }
    }

    /// One assignment.
    pub(super) fn assignment(&self, index: u32) -> Option<&Assignment> {
        self.assignments.list.get(index as usize)
    }

    /// The role of an assignment.
    pub(super) fn role(&self, assignment: &Assignment) -> Option<&Role<'s>> {
        self.roles.get(assignment.role as usize)
    }

    /// The id of a principal.
    pub(super) fn principal(&self, principal: Number) -> &str {
        self.assignments
            .principals
            .get(principal.get() as usize)
            .map_or("", |id| id)
    }

    /// The assignments at a place itself and below it, but for those in resource groups of a subscription.
    pub(super) fn at(&self, place: PlaceId) -> &[u32] {
        self.by_place.of(place.number())
    }

    /// The resource groups of a subscription that rows are, or are in.
    pub(super) fn groups(&self, subscription: PlaceId) -> &[PlaceId] {
        self.groups
            .get(subscription.number() as usize)
            .map_or(&[], |groups| groups)
    }

    /// The assignments at a place and anywhere below it, in the order of their ids.
    pub(super) fn within(&self, place: PlaceId) -> Vec<u32> {
        let below = self.groups(place).iter().flat_map(|group| self.at(*group));
        let mut all: Vec<u32> = self.at(place).iter().chain(below).copied().collect();
        all.sort_unstable();
        all
    }

    /// Counts the assignments at a subscription and below it.
    pub(super) fn tally(&self, subscription: PlaceId) -> Tally {
        let mut tally = Tally::default();
        let below = self.groups(subscription).iter().flat_map(|group| self.at(*group));
        for index in self.at(subscription).iter().chain(below) {
            match self.assignment(*index).map(|assignment| assignment.scope_kind) {
                Some(ScopeKind::Subscription) => tally.own += 1,
                Some(ScopeKind::ResourceGroup) => tally.of_groups += 1,
                _ => tally.of_resources += 1,
            }
        }
        tally
    }

    /// The assignments at a management group itself.
    pub(super) fn at_management_group(&self, name: &str) -> &[u32] {
        self.by_management_group
            .get(&name.to_lowercase())
            .map_or(&[], |assignments| assignments)
    }

    /// The assignments at the whole tenant.
    pub(super) fn at_tenant(&self) -> &[u32] {
        &self.at_tenant
    }

    /// How many principals hold assignments.
    pub(super) fn principals(&self) -> u32 {
        self.by_principal().1.len()
    }

    /// A principal by its place in the order of lower-cased ids: its id, and its assignments.
    pub(super) fn holder(&self, index: u32) -> Option<(&str, &[u32])> {
        let (order, grouped) = self.by_principal();
        let principal = *order.get(index as usize)?;
        let id = self.assignments.principals.get(principal as usize)?;
        Some((id, grouped.of(principal)))
    }

    /// Made when somebody first asks: most runs judge no principal.
    fn by_principal(&self) -> &(Vec<u32>, Grouped) {
        self.by_principal.get_or_init(|| {
            let ids = &self.assignments.principals;
            let mut order: Vec<u32> = (0..number(ids.len())).collect();
            order.sort_by_cached_key(|principal| ids.get(*principal as usize).map(|id| id.to_lowercase()));
            let of = self
                .assignments
                .list
                .iter()
                .map(|assignment| Some(assignment.principal?.get()));
            (order, Grouped::new(ids.len(), of))
        })
    }
}
