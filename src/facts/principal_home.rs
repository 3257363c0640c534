//! Whose a principal is: that of the managed identity of a resource in a domain's node, or one that a `Domain` names.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::snapshot::{Kind, Snapshot};

use super::inventory::Inventory;
use super::no_case::{Folding, NoCase, same};
use super::node::Nodes;
use super::place::PlaceId;
use super::rows::{member, members, number, text_of};

/// The type of an identity that is a resource of its own.
const IDENTITY: &str = "Microsoft.ManagedIdentity/userAssignedIdentities";

/// Every principal of which something says whose it is, by object id without case.
#[derive(Debug)]
pub(super) struct PrincipalHomes {
    by_id: HashMap<NoCase<'static>, Home, Folding>,
}

/// What says whose a principal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Home {
    /// A `Domain` names it: an index of the declared domains.
    Domain(u32),
    /// It is the identity of something there.
    At(PlaceId),
    /// A shared identity is used there.
    UsedAt(PlaceId),
    /// A shared identity is used by several domains, and where it is itself was not collected.
    Torn,
}

impl PrincipalHomes {
    /// Reads the `principals` of domains and the identities of resources. What a domain says itself comes first; of several
    /// domains that name one principal, the first counts.
    pub(super) fn derive<'s>(snapshot: &Snapshot, inventory: &Inventory<'s>, nodes: &Nodes<'s>) -> Self {
        let mut homes = Self {
            by_id: HashMap::default(),
        };
        for (index, domain) in snapshot.declared.domains.iter().enumerate() {
            for principal in &domain.principals {
                let id = NoCase::new(Cow::Owned(principal.value.trim().to_owned()));
                homes.by_id.entry(id).or_insert(Home::Domain(number(index)));
            }
        }
        let Some(rows) = inventory.rows(Kind::Resource) else {
            return homes;
        };
        for index in 0..rows.len() {
            if let Some(place) = rows.place(index) {
                homes.read(rows.text(index), place, &|one, other| {
                    nodes.domain(inventory, one) == nodes.domain(inventory, other)
                });
            }
        }
        homes
    }

    /// The domain of a principal, and the name of what says so.
    pub(super) fn domain<'f, 's>(
        &self,
        (snapshot, inventory, nodes): (&'f Snapshot, &Inventory<'s>, &'f Nodes<'s>),
        principal: &str,
    ) -> Option<(&'f str, &'static str)> {
        match *self.by_id.get(&NoCase::new(Cow::Borrowed(principal)))? {
            Home::Domain(index) => {
                let domain = snapshot.declared.domains.get(index as usize)?;
                Some((&*domain.name.value, "domain"))
            }
            Home::At(place) | Home::UsedAt(place) => Some((nodes.domain(inventory, place)?, "identity")),
            Home::Torn => None,
        }
    }

    fn read(&mut self, row: &str, place: PlaceId, is_one_domain: &dyn Fn(PlaceId, PlaceId) -> bool) {
        let (mut identity, mut properties, mut is_identity) = (None, None, false);
        for (key, text) in members(row) {
            match &*key {
                "identity" => identity = Some(text),
                "properties" => properties = Some(text),
                "type" => is_identity = text.get(1..text.len() - 1).is_some_and(|kind| same(kind, IDENTITY)),
                _ => {}
            }
        }
        let own = properties
            .filter(|_| is_identity)
            .and_then(|properties| text_of(properties, "principalId"));
        let system = identity.and_then(|identity| text_of(identity, "principalId"));
        for principal in [own, system].into_iter().flatten() {
            self.put(principal, Home::At(place), is_one_domain);
        }
        let shared = identity.and_then(|identity| member(identity, "userAssignedIdentities"));
        for (_, used) in members(shared.unwrap_or("null")) {
            if let Some(principal) = text_of(used, "principalId") {
                self.put(principal, Home::UsedAt(place), is_one_domain);
            }
        }
    }

    fn put(&mut self, principal: Cow<'_, str>, home: Home, is_one_domain: &dyn Fn(PlaceId, PlaceId) -> bool) {
        self.by_id
            .entry(NoCase::new(Cow::Owned(principal.into_owned())))
            .and_modify(|known| {
                *known = match (*known, home) {
                    (Home::Domain(_) | Home::At(_), _) => *known,
                    (_, Home::At(_)) => home,
                    (Home::UsedAt(one), Home::UsedAt(other)) if !is_one_domain(one, other) => Home::Torn,
                    _ => *known,
                };
            })
            .or_insert(home);
    }
}
