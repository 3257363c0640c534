//! The rows of the tenant as subjects: in order, each object once, and where each one is.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::snapshot::{Kind, Snapshot};

use super::arm_id::{ArmId, ScopeKind};
use super::place::{PlaceId, Places};
use super::rows::RowIndex;

/// The kinds whose rows are subjects as they stand. Role assignments are read by what joins them.
const KINDS: [Kind; 8] = [
    Kind::Subscription,
    Kind::ResourceGroup,
    Kind::Tenant,
    Kind::ManagementGroup,
    Kind::Resource,
    Kind::Container,
    Kind::RoleDefinition,
    Kind::Lock,
];

/// The rows of every observed kind. A kind that is not there was not collected.
#[derive(Debug, Default)]
pub(super) struct Inventory<'s> {
    tables: BTreeMap<Kind, Listed<'s>>,
    /// Every subscription and resource group that rows are, or are in.
    pub(super) places: Places<'s>,
}

#[derive(Debug)]
struct Listed<'s> {
    rows: RowIndex<'s>,
    places: Box<[Option<PlaceId>]>,
}

impl<'s> Inventory<'s> {
    /// Reads the ids of all rows.
    pub(super) fn derive(snapshot: &'s Snapshot) -> Self {
        let mut inventory = Self::default();
        for kind in KINDS {
            if let Some(table) = snapshot.observed.tables.get(&kind) {
                let (rows, ids) = if kind == Kind::RoleDefinition {
                    RowIndex::of_distinct(table, |id| ArmId::new(id).name().to_lowercase())
                } else {
                    RowIndex::of(table)
                };
                inventory.put(kind, rows, &ids);
            }
        }
        inventory
    }

    /// Adds the rows of a kind, with their ids in the order of the subjects.
    pub(super) fn put(&mut self, kind: Kind, rows: RowIndex<'s>, ids: &[Cow<'s, str>]) {
        let own = match kind {
            Kind::Subscription => Some(ScopeKind::Subscription),
            Kind::ResourceGroup => Some(ScopeKind::ResourceGroup),
            _ => None,
        };
        let places = (0..)
            .zip(ids)
            .map(|(subject, id)| {
                if own == Some(ArmId::new(id).kind()) {
                    self.places.own(id, subject)
                } else {
                    self.places.place(id)
                }
            })
            .collect();
        self.tables.insert(kind, Listed { rows, places });
    }

    /// The rows of a kind; none where it was not collected.
    pub(super) fn rows(&self, kind: Kind) -> Option<&RowIndex<'s>> {
        self.tables.get(&kind).map(|listed| &listed.rows)
    }

    /// The innermost place that a subject is or lies in.
    pub(super) fn place(&self, kind: Kind, index: u32) -> Option<PlaceId> {
        *self.tables.get(&kind)?.places.get(index as usize)?
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
