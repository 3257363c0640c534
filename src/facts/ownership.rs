//! Who answers for products and contracts, who shares an id, and which product exposes a contract.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::snapshot::{Contract, Member, Product, Snapshot, Team};
use crate::text::Pointer;

use super::day;
use super::life_cycle::LifeCycle;
use super::membership::Membership;
use super::subject::number;

/// Products and contracts by id, and the output ports by contract id.
#[derive(Debug)]
pub(super) struct Ownership<'s> {
    snapshot: &'s Snapshot,
    products: BTreeMap<&'s str, Vec<u32>>,
    contracts: BTreeMap<&'s str, Vec<u32>>,
    ports: BTreeMap<&'s str, Vec<OutputPortRef>>,
}

/// An output port, by the indexes of its product and of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct OutputPortRef {
    /// The product, as an index into the declared products.
    pub(super) product: u32,
    /// The port, as an index into the product's outputs.
    pub(super) port: u32,
}

/// Somebody who is accountable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Owner<'s> {
    /// The name of the team; the username of the member, else the name.
    pub(super) name: &'s str,
    /// `team` or `member`.
    pub(super) via: &'static str,
    /// Where the document says so.
    pub(super) pointer: &'s Pointer,
}

impl<'s> Ownership<'s> {
    /// Groups products, contracts and output ports by the ids that they state.
    pub(super) fn derive(snapshot: &'s Snapshot) -> Self {
        let mut ownership = Self {
            snapshot,
            products: BTreeMap::new(),
            contracts: BTreeMap::new(),
            ports: BTreeMap::new(),
        };
        for (index, product) in snapshot.declared.products.iter().enumerate() {
            let index = number(index);
            if let Some(id) = &product.id {
                ownership.products.entry(&id.value).or_default().push(index);
            }
            for (port, output) in product.outputs.iter().enumerate() {
                if let Some(id) = &output.contract_id {
                    ownership.ports.entry(&id.value).or_default().push(OutputPortRef {
                        product: index,
                        port: number(port),
                    });
                }
            }
        }
        for (index, contract) in snapshot.declared.contracts.iter().enumerate() {
            if let Some(id) = &contract.id {
                ownership.contracts.entry(&id.value).or_default().push(number(index));
            }
        }
        ownership
    }

    /// The products that state an id.
    pub(super) fn products_with_id(&self, id: &str) -> &[u32] {
        self.products.get(id).map_or(&[], Vec::as_slice)
    }

    /// The contracts that state an id.
    pub(super) fn contracts_with_id(&self, id: &str) -> &[u32] {
        self.contracts.get(id).map_or(&[], Vec::as_slice)
    }

    /// The output ports that expose a contract, by its id.
    pub(super) fn ports_exposing(&self, contract_id: &str) -> &[OutputPortRef] {
        self.ports.get(contract_id).map_or(&[], Vec::as_slice)
    }

    /// The contract that a port means, of several with one id the best: one of the port's own domain, in the port's version,
    /// else in its major version, else one that is not retired, and of those the first. The id of a contract that another
    /// domain copied must not lend that domain's promises to this port.
    pub(super) fn contract_for(
        &self,
        contract_id: &str,
        version: Option<&str>,
        (membership, home): (&Membership<'_>, Option<&str>),
    ) -> Option<u32> {
        let same_id = self.contracts_with_id(contract_id);
        let rank = |index: &u32| {
            let contract = self.contract(*index);
            let stated = contract
                .and_then(|contract| contract.version.as_ref())
                .map(|version| &*version.value);
            let retired = contract.is_some_and(|contract| {
                LifeCycle::of(contract.status.as_ref().map(|status| &*status.value)) == LifeCycle::Retired
            });
            let closeness = match (version, stated) {
                (Some(asked), Some(stated)) if same_version(asked, stated) => 0,
                (Some(asked), Some(stated)) if major(asked) == major(stated) => 1,
                _ => 2,
            };
            let is_home = contract.is_some_and(|contract| membership.domain_of(contract.document) == home);
            (!is_home, closeness, retired)
        };
        same_id.iter().min_by_key(|index| rank(index)).copied()
    }

    /// A product by its index.
    pub(super) fn product(&self, index: u32) -> Option<&'s Product> {
        self.snapshot.declared.products.get(index as usize)
    }

    /// A contract by its index.
    pub(super) fn contract(&self, index: u32) -> Option<&'s Contract> {
        self.snapshot.declared.contracts.get(index as usize)
    }
}

/// Whether two versions are the same, with or without a leading `v`.
pub(super) fn same_version(one: &str, other: &str) -> bool {
    plain(one) == plain(other)
}

fn major(version: &str) -> &str {
    plain(version).split('.').next().unwrap_or("")
}

fn plain(version: &str) -> &str {
    let version = version.trim();
    version.strip_prefix(['v', 'V']).unwrap_or(version)
}

/// The accountable owners of a team on a day: the team itself where it has a name, else each member whose role says
/// owner and whose `dateOut` has not passed. Somebody with two such roles counts once.
pub(super) fn owners(team: Option<&Team>, as_of: Date) -> Vec<Owner<'_>> {
    let Some(team) = team else {
        return Vec::new();
    };
    if let Some(name) = team.name.as_ref().filter(|name| !name.value.trim().is_empty()) {
        return vec![Owner {
            name: name.value.trim(),
            via: "team",
            pointer: &name.pointer,
        }];
    }
    let mut owners: Vec<Owner<'_>> = Vec::new();
    for member in &team.members {
        let is_owner = member.role.as_deref().is_some_and(is_owner_role);
        if let (true, true, Some(name)) = (is_owner, is_current(member, as_of), member_name(member))
            && !owners.iter().any(|owner| owner.name.eq_ignore_ascii_case(name))
        {
            owners.push(Owner {
                name,
                via: "member",
                pointer: &member.pointer,
            });
        }
    }
    owners
}

/// The username of a member, else the name.
pub(super) fn member_name(member: &Member) -> Option<&str> {
    [&member.username, &member.name]
        .into_iter()
        .flatten()
        .map(|name| name.trim())
        .find(|name| !name.is_empty())
}

/// Whether a role says owner: "Owner", "Data Product Owner", "dataOwner", "accountable".
pub(super) fn is_owner_role(role: &str) -> bool {
    let mut words = String::with_capacity(role.len() + 4);
    let mut after_lower = false;
    for character in role.chars() {
        if character.is_uppercase() && after_lower || !character.is_alphanumeric() {
            words.push(' ');
        }
        after_lower = character.is_lowercase();
        words.extend(character.to_lowercase());
    }
    words
        .split(|character: char| !character.is_alphanumeric())
        .any(|word| matches!(word, "owner" | "owners" | "accountable"))
}

/// `dateIn` is the first day and `dateOut` the last one. What is not a date bounds nothing.
pub(super) fn is_current(member: &Member, as_of: Date) -> bool {
    let date = |text: &Option<Box<str>>| day::of(text.as_deref()?);
    let has_begun = date(&member.date_in).is_none_or(|first| first <= as_of);
    has_begun && date(&member.date_out).is_none_or(|last| as_of <= last)
}
