//! Which products own one physical table, topic or path.

use std::ops::Range;

use rayon::prelude::*;

use crate::snapshot::{Contract, Snapshot};
use crate::text::Document;

use super::life_cycle::LifeCycle;
use super::membership::Membership;
use super::ownership::Ownership;
use super::physical::{Identity, Reason, identities};
use super::subject::number as number_of;

/// The physical datasets that contracts describe, in order of their ids.
#[derive(Debug)]
pub(super) struct Datasets {
    datasets: Vec<Dataset>,
    owners: Vec<Owner>,
}

/// One dataset.
#[derive(Debug)]
pub(super) struct Dataset {
    /// Its fingerprint.
    pub(super) id: Box<str>,
    /// Where it is, or why nobody can tell.
    pub(super) identity: Result<Identity, Reason>,
    owners: Range<usize>,
}

/// A contract that describes the dataset, and a product that exposes this contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Owner {
    /// The product, as an index into the declared products; none where the contract only names a domain.
    pub(super) product: Option<u32>,
    /// The contract, as an index into the declared contracts.
    pub(super) contract: u32,
    /// The schema object that lies there, as an index into the contract's schema; none where the contract as a whole does.
    pub(super) object: Option<u32>,
}

impl Owner {
    /// Who claims, whichever object of the contract it is.
    fn claimant(self) -> (Option<u32>, u32) {
        (self.product, self.contract)
    }
}

impl Datasets {
    /// Derives them from the contracts that are not retired, and that a product exposes or that name a domain.
    pub(super) fn derive(snapshot: &Snapshot, membership: &Membership, ownership: &Ownership) -> Self {
        let contracts = &snapshot.declared.contracts;
        let mut claims: Vec<(Box<str>, Result<Identity, Reason>, Owner)> = (0..contracts.len())
            .into_par_iter()
            .flat_map_iter(|index| claims(snapshot, membership, ownership, index))
            .collect();
        claims.par_sort_unstable_by(|left, right| (&left.0, left.2).cmp(&(&right.0, right.2)));
        let mut datasets: Vec<Dataset> = Vec::new();
        let mut owners = Vec::with_capacity(claims.len());
        for (id, identity, owner) in claims {
            let at = owners.len();
            match datasets.last_mut() {
                Some(dataset) if dataset.id == id => {
                    if owners.last().map(|last: &Owner| last.claimant()) != Some(owner.claimant()) {
                        owners.push(owner);
                    }
                    dataset.owners.end = owners.len();
                }
                _ => {
                    owners.push(owner);
                    datasets.push(Dataset {
                        id,
                        identity,
                        owners: at..at + 1,
                    });
                }
            }
        }
        Self { datasets, owners }
    }

    /// All of them.
    pub(super) fn all(&self) -> &[Dataset] {
        &self.datasets
    }

    /// A dataset by its index.
    pub(super) fn get(&self, dataset: u32) -> Option<&Dataset> {
        self.datasets.get(dataset as usize)
    }

    /// Everyone who claims a dataset.
    pub(super) fn owners(&self, dataset: &Dataset) -> &[Owner] {
        self.owners.get(dataset.owners.clone()).unwrap_or(&[])
    }
}

type Claim = (Box<str>, Result<Identity, Reason>, Owner);

/// What one contract claims: every place that its servers state, or one unresolvable dataset.
fn claims(snapshot: &Snapshot, membership: &Membership, ownership: &Ownership, index: usize) -> Vec<Claim> {
    let (Some(contract), Ok(number)) = (snapshot.declared.contracts.get(index), u32::try_from(index)) else {
        return Vec::new();
    };
    if LifeCycle::of(contract.status.as_ref().map(|status| &*status.value)) == LifeCycle::Retired {
        return Vec::new();
    }
    let mut products: Vec<Option<u32>> = contract
        .id
        .as_ref()
        .map_or(&[][..], |id| ownership.ports_exposing(&id.value))
        .iter()
        .filter(|port| means(ownership, membership, port.product, contract))
        .map(|port| Some(port.product))
        .collect();
    products.sort_unstable();
    products.dedup();
    if products.is_empty() {
        if membership.domain_of(contract.document).is_none() {
            return Vec::new();
        }
        products.push(None);
    }
    let mut places = Vec::new();
    let mut reason = Reason::Missing;
    for server in &contract.servers {
        for (at, (object, place)) in identities(contract, server).enumerate() {
            match place {
                Ok(identity) => {
                    let object = object.map(|_| number_of(at));
                    places.push((identity.id().into_boxed_str(), Ok(identity), object));
                }
                Err(why) => reason = why,
            }
        }
    }
    if places.is_empty() {
        let document = snapshot.documents.get(contract.document.0 as usize);
        let place = document.map_or_else(String::new, |document| unresolvable_id(document));
        places.push((place.into(), Err(reason), None));
    }
    let mut claims = Vec::with_capacity(places.len() * products.len());
    let owner = |product, object| Owner {
        product,
        contract: number,
        object,
    };
    let (first, others) = products
        .split_first()
        .map_or((None, &[][..]), |(first, others)| (*first, others));
    for (id, identity, object) in places {
        for product in others {
            claims.push((id.clone(), identity.clone(), owner(*product, object)));
        }
        claims.push((id, identity, owner(first, object)));
    }
    claims
}

/// Whether a product that exposes a contract's id means this contract: of several with one id, those of its own domain come first.
fn means(ownership: &Ownership, membership: &Membership, product: u32, contract: &Contract) -> bool {
    let same_id = contract
        .id
        .as_ref()
        .map_or(&[][..], |id| ownership.contracts_with_id(&id.value));
    if same_id.len() < 2 {
        return true;
    }
    let home = ownership
        .product(product)
        .and_then(|product| membership.domain_of(product.document));
    let is_home = |contract: &Contract| membership.domain_of(contract.document) == home;
    is_home(contract)
        || !same_id
            .iter()
            .filter_map(|index| ownership.contract(*index))
            .any(is_home)
}

/// The id of what a document hides: as stable as the document's place.
fn unresolvable_id(document: &Document) -> String {
    match document.index {
        0 => format!("unresolvable:{}", document.source.name()),
        index => format!("unresolvable:{}#{}", document.source.name(), index + 1),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::facts::testing::{contract, files, product, snapshot, subjects};
    use crate::snapshot::Kind;

    #[test]
    fn a_dataset_has_everyone_who_exposes_it() {
        let lake = |location: &str| json!([{"server": "prod", "type": "azure", "location": location}]);
        let output = |id: &str| json!({"outputPorts": [{"name": "out", "version": "1", "contractId": id}]});
        let mesh = files(&[
            ("a/p.json", product("a", "sales", "aggregate", output("ca"))),
            (
                "a/c.json",
                contract(
                    "ca",
                    json!({"servers": lake("abfss://gold@acct.dfs.core.windows.net/orders"), "schema": [{"name": "orders"}]}),
                ),
            ),
            ("b/p.json", product("b", "finance", "aggregate", output("cb"))),
            (
                "b/c.json",
                contract(
                    "cb",
                    json!({"servers": lake("https://acct.blob.core.windows.net/gold/"), "schema": [{"name": "orders"}]}),
                ),
            ),
            ("c/p.json", product("c", "finance", "aggregate", output("cc"))),
            (
                "c/c.json",
                contract(
                    "cc",
                    json!({"status": "retired", "servers": lake("az://gold@acct/orders"), "schema": [{"name": "orders"}]}),
                ),
            ),
            (
                "d/c.json",
                contract(
                    "cd",
                    json!({"domain": "hr", "servers": [{"server": "x", "type": "postgres", "host": "localhost", "database": "d"}],
                "schema": [{"name": "a"}, {"name": "b"}]}),
                ),
            ),
            (
                "e/c.json",
                contract(
                    "nobody",
                    json!({"servers": lake("az://gold@acct/orders"), "schema": [{"name": "orders"}]}),
                ),
            ),
        ]);
        let snapshot = snapshot(&mesh);
        let found = subjects(&snapshot, Kind::Dataset);
        let ids: Vec<_> = found.iter().map(|dataset| dataset["id"].as_str()).collect();
        assert_eq!(
            ids,
            [Some("azure_storage://acct/gold/orders"), Some("unresolvable:d/c.json")]
        );
        assert_eq!(found[0]["domains"], json!(["finance", "sales"]));
        let owners = |key: &str| {
            found[0]["owners"]
                .as_array()
                .map(|owners| owners.iter().map(|owner| owner[key].clone()).collect::<Vec<_>>())
        };
        assert_eq!(owners("contract"), Some(vec![json!("ca"), json!("cb")]));
        assert_eq!([&found[1]["reason"], &found[1]["evidence"]], ["local", "unresolvable"]);
    }
}
