//! Relations of the tenant that few rules read: each derived when somebody first asks, and then once.
//!
//! Architecture invariant: nothing here runs on several threads. A thread that waits for its own unfinished work while it
//! derives would wait for ever. And nothing here borrows from the snapshot, so that facts may be lent for less than it lives.

use std::sync::OnceLock;

use super::arm_id::ArmId;
use super::census::Census;
use super::derive::Facts;
use super::owned_below::OwnedBelow;
use super::principal_home::PrincipalHomes;
use super::product_place::TaggedNodes;
use super::reach::Reach;

/// What was asked for so far.
#[derive(Debug, Default)]
pub(super) struct Tenancy {
    census: OnceLock<Census>,
    homes: OnceLock<PrincipalHomes>,
    reach: OnceLock<Reach>,
    tagged: OnceLock<TaggedNodes>,
    owned: OnceLock<OwnedBelow>,
    is_placed: OnceLock<bool>,
}

impl Tenancy {
    /// What datasets and pipelines say of things inside nodes.
    pub(super) fn owned_below(&self, facts: &Facts<'_>) -> &OwnedBelow {
        self.owned.get_or_init(|| OwnedBelow::derive(facts))
    }
}

impl Facts<'_> {
    /// Where rows lie.
    pub(super) fn census(&self) -> &Census {
        self.tenancy.census.get_or_init(|| Census::of(&self.inventory))
    }

    /// Whether every subscription says where it is among the management groups.
    pub(super) fn is_placed(&self) -> bool {
        *self.tenancy.is_placed.get_or_init(|| {
            let places = self.inventory.places.all().map(|(_, place)| place);
            let mut subscriptions = places.filter(|place| place.subscription.is_none());
            subscriptions.all(|place| {
                let name = ArmId::new(&place.id).subscription();
                name.is_some_and(|name| self.access.hierarchy().above(name).is_some())
            })
        })
    }

    /// The domains below scopes, and declared readings.
    pub(super) fn reach(&self) -> &Reach {
        self.tenancy.reach.get_or_init(|| Reach::derive(self))
    }

    /// The nodes that carry the tags of products.
    pub(super) fn tagged_nodes(&self) -> &TaggedNodes {
        self.tenancy.tagged.get_or_init(|| TaggedNodes::derive(self))
    }

    /// The domain of a principal by its object id, and the name of what says so.
    pub(super) fn principal_domain(&self, principal: &str) -> Option<(&str, &'static str)> {
        let derive = || PrincipalHomes::derive(self.snapshot, &self.inventory, &self.nodes);
        let homes = self.tenancy.homes.get_or_init(derive);
        homes.domain((self.snapshot, &self.inventory, &self.nodes), principal)
    }
}
