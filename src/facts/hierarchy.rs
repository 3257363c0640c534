//! Which management groups are above which subscriptions.

use std::collections::BTreeMap;

use crate::snapshot::Kind;

use super::arm_id::{ArmId, ScopeKind};
use super::inventory::Inventory;
use super::rows::{member, text_of};

/// The parents, by lower-cased names. Azure says them in several ways: as `properties.details.parent`, as
/// `properties.parent`, as nested `properties.children`, and for subscriptions as `properties.managementGroupAncestorsChain`.
#[derive(Debug, Default)]
pub(super) struct Hierarchy {
    parents: BTreeMap<Member, String>,
    children: BTreeMap<String, u32>,
}

/// A subscription or a management group, by its lower-cased name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Member {
    Subscription(String),
    Group(String),
}

impl Hierarchy {
    /// Reads it from the rows of management groups and subscriptions.
    pub(super) fn derive(inventory: &Inventory<'_>) -> Self {
        let mut hierarchy = Self::default();
        for kind in [Kind::ManagementGroup, Kind::Subscription] {
            let Some(rows) = inventory.rows(kind) else {
                continue;
            };
            for index in 0..rows.len() {
                let Some(properties) = member(rows.text(index), "properties") else {
                    continue;
                };
                if let Some(own) = Member::of(&rows.id(index)) {
                    hierarchy.read_parent(&own, properties);
                    hierarchy.read_children(&own, properties, 0);
                }
            }
        }
        for parent in hierarchy.parents.values() {
            *hierarchy.children.entry(parent.clone()).or_default() += 1;
        }
        hierarchy
    }

    /// The lower-cased names of the management groups above a subscription, from the nearest on; none where nothing says
    /// where the subscription is.
    pub(super) fn above(&self, subscription: &str) -> Option<Vec<&str>> {
        let mut chain: Vec<&str> = Vec::new();
        let mut next = self.parents.get(&Member::Subscription(subscription.to_lowercase()));
        while let Some(group) = next.filter(|group| !chain.contains(&group.as_str())) {
            chain.push(group);
            next = self.parents.get(&Member::Group(group.clone()));
        }
        (!chain.is_empty()).then_some(chain)
    }

    /// How many management groups and subscriptions say that they are right below a management group.
    pub(super) fn children(&self, group: &str) -> u32 {
        self.children.get(&group.to_lowercase()).copied().unwrap_or(0)
    }

    fn read_parent(&mut self, own: &Member, properties: &str) {
        let parent = member(properties, "details")
            .and_then(|details| member(details, "parent"))
            .or_else(|| member(properties, "parent"));
        let named = parent.and_then(|parent| text_of(parent, "id").or_else(|| text_of(parent, "name")));
        if let Some(parent) = named {
            self.add(own.clone(), ArmId::new(&parent).name());
        }
        let chain = member(properties, "managementGroupAncestorsChain")
            .and_then(|chain| serde_json::from_str::<Vec<&serde_json::value::RawValue>>(chain).ok())
            .unwrap_or_default();
        let mut below = own.clone();
        for ancestor in chain.iter().filter_map(|ancestor| text_of(ancestor.get(), "name")) {
            self.add(below, &ancestor);
            below = Member::Group(ancestor.to_lowercase());
        }
    }

    /// A tree of management groups is at most six deep; one that pretends to be deeper is not followed.
    fn read_children(&mut self, own: &Member, text: &str, depth: u8) {
        let Member::Group(name) = own else { return };
        let children = member(text, "children")
            .and_then(|children| serde_json::from_str::<Vec<&serde_json::value::RawValue>>(children).ok())
            .unwrap_or_default();
        for child in children {
            let Some(member) = text_of(child.get(), "id").and_then(|id| Member::of(&id)) else {
                continue;
            };
            self.add(member.clone(), name);
            if depth < 16 {
                self.read_children(&member, child.get(), depth + 1);
            }
        }
    }

    fn add(&mut self, own: Member, parent: &str) {
        self.parents.entry(own).or_insert_with(|| parent.to_lowercase());
    }
}

impl Member {
    fn of(id: &str) -> Option<Self> {
        let arm = ArmId::new(id);
        match arm.kind() {
            ScopeKind::Subscription => arm.subscription().map(|name| Self::Subscription(name.to_lowercase())),
            ScopeKind::ManagementGroup => arm.management_group().map(|name| Self::Group(name.to_lowercase())),
            _ => None,
        }
    }
}
