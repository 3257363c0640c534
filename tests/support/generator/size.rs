//! How large a mesh is, and what follows from that.

/// The numbers that a user gives.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    /// Data products, each with one output port and its contract.
    pub(crate) products: usize,
    /// Azure resources.
    pub(crate) resources: usize,
    /// Role assignments, those of management groups not included. More are made where nodes need them.
    pub(crate) role_assignments: usize,
    /// Input ports that read an operational system.
    pub(crate) ingestions: usize,
    /// Subscriptions; where nobody says, as many as leave all but some well below their limits.
    pub(crate) subscriptions: Option<usize>,
    /// Varies ids, roles and places.
    pub(crate) seed: u64,
}

/// Where the declared objects go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// YAML files in a folder for each domain.
    Files,
    /// Tables of the snapshot, one native document a line.
    Snapshot,
}

impl Size {
    /// Domains: one for each hundred products, and at least three, so that neighbours are of different domains.
    pub(crate) fn domains(&self) -> usize {
        (self.products / 100).clamp(3, 200)
    }

    /// Subscriptions: those that are nearly full, and enough others to stay well below the limit.
    pub(crate) fn subscriptions(&self) -> usize {
        if let Some(subscriptions) = self.subscriptions {
            return subscriptions;
        }
        let others = self
            .role_assignments
            .saturating_sub(self.crowded() * (FULL + NEARLY_FULL))
            / 1_800;
        2 * self.crowded() + others.max(2)
    }

    /// Subscriptions at which nearly no role assignment is left, and as many that come close.
    pub(crate) fn crowded(&self) -> usize {
        match self.role_assignments {
            0..10_000 => 0,
            10_000..40_000 => 1,
            more => more / 40_000,
        }
    }

    /// Resource groups, which are the nodes: one for each 25 resources, and at least one for each subscription.
    pub(crate) fn resource_groups(&self) -> usize {
        (self.resources / 25).max(self.subscriptions())
    }
}

/// Role assignments of a subscription whose limit of 4,000 is used to 97.5 %.
pub(crate) const FULL: usize = 3_900;
/// Role assignments of a subscription whose limit of 4,000 is used to 82.5 %.
pub(crate) const NEARLY_FULL: usize = 3_300;
