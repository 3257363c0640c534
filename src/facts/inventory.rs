//! The rows of the tenant as subjects: in order, each object once, and where each one is.

use std::collections::BTreeMap;

use crate::snapshot::{Kind, Snapshot};

use super::arm_id::{ArmId, ScopeKind};
use super::place::{PlaceId, Places};
use super::row_index::RowIndex;

/// The kinds whose rows are subjects as they stand. Role assignments are read by what joins them.
const KINDS: [Kind; 12] = [
    Kind::Subscription,
    Kind::ResourceGroup,
    Kind::Tenant,
    Kind::ManagementGroup,
    Kind::Resource,
    Kind::Container,
    Kind::RoleDefinition,
    Kind::Lock,
    Kind::PolicyAssignment,
    Kind::PolicyExemption,
    Kind::Budget,
    Kind::Trigger,
];

/// The rows of every observed kind. A kind that is not there was not collected.
#[derive(Debug, Default)]
pub(super) struct Inventory<'s> {
    tables: BTreeMap<Kind, RowIndex<'s>>,
    /// Every subscription and resource group that rows are, or are in.
    pub(super) places: Places<'s>,
}

impl<'s> Inventory<'s> {
    /// Reads the ids of all rows.
    pub(super) fn derive(snapshot: &'s Snapshot) -> Self {
        let mut inventory = Self::default();
        for kind in KINDS {
            if let Some(table) = snapshot.observed.tables.get(&kind) {
                let rows = RowIndex::of(table, &mut inventory.places);
                inventory.put(kind, rows);
            }
        }
        inventory
    }

    /// Adds the rows of a kind.
    pub(super) fn put(&mut self, kind: Kind, rows: RowIndex<'s>) {
        let rows = match kind {
            // A built-in role is listed for every subscription.
            Kind::RoleDefinition => rows.distinct(|id| ArmId::new(id).name().to_lowercase()),
            _ => rows,
        };
        let own = match kind {
            Kind::Subscription => Some(ScopeKind::Subscription),
            Kind::ResourceGroup => Some(ScopeKind::ResourceGroup),
            _ => None,
        };
        if own.is_some() {
            for subject in 0..rows.len() {
                let place = rows.place(subject);
                if let Some(place) = place.filter(|_| own == Some(ArmId::new(&rows.id(subject)).kind())) {
                    self.places.own(place, subject);
                }
            }
        }
        self.tables.insert(kind, rows);
    }

    /// The rows of a kind; none where it was not collected.
    pub(super) fn rows(&self, kind: Kind) -> Option<&RowIndex<'s>> {
        self.tables.get(&kind)
    }

    /// The innermost place that a subject is or lies in.
    pub(super) fn place(&self, kind: Kind, index: u32) -> Option<PlaceId> {
        self.tables.get(&kind)?.place(index)
    }

    /// The text of the row that a place itself has.
    pub(super) fn row_of(&self, place: PlaceId) -> Option<&'s str> {
        let known = self.places.get(place)?;
        let kind = if known.subscription.is_some() {
            Kind::ResourceGroup
        } else {
            Kind::Subscription
        };
        Some(self.rows(kind)?.text(known.subject?))
    }
}
