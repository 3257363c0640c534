//! Who owns what inside a node, whoever owns the node: by tags of things, by datasets, and by pipelines of its factories.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::snapshot::Kind;

use super::census::{account_name, nested_text};
use super::derive::Facts;
use super::no_case::{Folding, NoCase};
use super::place::PlaceId;
use super::rows::row_id;
use super::tagging::own_tag;

/// How a thing is known to be a domain's, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Evidence {
    /// Its own `domain` tag, or that of a container's metadata.
    Tag,
    /// It runs pipelines of the domain.
    Pipeline,
    /// A product of the domain has a dataset in it.
    Dataset,
}

impl Evidence {
    /// The name in subjects.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Pipeline => "pipeline",
            Self::Dataset => "dataset",
        }
    }
}

/// What a thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// A resource.
    Resource,
    /// A container of a storage account.
    Container,
}

impl Form {
    /// The name in subjects.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Resource => "resource",
            Self::Container => "container",
        }
    }
}

/// A thing inside a node that is a domain's.
#[derive(Clone, Debug)]
pub(super) struct Owned {
    /// Whose.
    pub(super) domain: String,
    /// What it is.
    pub(super) form: Form,
    /// Its Azure id.
    pub(super) id: String,
    /// How it is known.
    pub(super) evidence: Evidence,
}

/// What datasets and pipelines say, by the number of the place; tags are read node by node.
#[derive(Debug, Default)]
pub(super) struct OwnedBelow {
    by_place: BTreeMap<u32, Vec<Owned>>,
}

impl OwnedBelow {
    /// Joins datasets with the storage accounts that they lie in, and pipelines with the factories that run them.
    pub(super) fn derive(facts: &Facts<'_>) -> Self {
        let mut owned = Self::default();
        owned.put_datasets(facts);
        owned.put_pipelines(facts);
        owned
    }

    fn put_datasets(&mut self, facts: &Facts<'_>) {
        let Some(rows) = facts.inventory.rows(Kind::Resource) else {
            return;
        };
        if facts.datasets.all().is_empty() {
            return;
        }
        let mut accounts: HashMap<NoCase<'_>, u32, Folding> = HashMap::default();
        for index in 0..rows.len() {
            if let Some(name) = account_name(&rows.id(index)) {
                accounts
                    .entry(NoCase::new(Cow::Owned(name.to_owned())))
                    .or_insert(index);
            }
        }
        for dataset in facts.datasets.all() {
            let identity = dataset.identity.as_ref().ok();
            let stored = identity.filter(|identity| identity.family.name() == "azure_storage");
            let Some((identity, account)) = stored.and_then(|identity| {
                let name = NoCase::new(Cow::Borrowed(&*identity.store));
                Some((identity, *accounts.get(&name)?))
            }) else {
                continue;
            };
            let Some(place) = rows.place(account) else { continue };
            let id = format!(
                "{}/blobServices/default/containers/{}",
                rows.id(account),
                identity.space
            );
            let owners = facts.datasets.owners(dataset).iter();
            let domains: BTreeSet<&str> = owners
                .filter_map(|owner| facts.ownership.product(owner.product?))
                .filter_map(|product| facts.membership.domain_of(product.document))
                .collect();
            for domain in domains {
                self.put(place, domain, Form::Container, id.clone(), Evidence::Dataset);
            }
        }
    }

    /// A factory of the tenant runs a domain's pipeline where only this domain declares one of that name.
    fn put_pipelines(&mut self, facts: &Facts<'_>) {
        let declared = &facts.snapshot.declared.pipelines;
        let Some(table) = facts.snapshot.observed.tables.get(&Kind::Pipeline) else {
            return;
        };
        let mut domains: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for pipeline in declared {
            let domain = pipeline
                .document
                .and_then(|document| facts.membership.domain_of(document));
            if let Some(domain) = domain {
                domains.entry(pipeline.name.to_lowercase()).or_default().insert(domain);
            }
        }
        for index in 0..table.len() {
            let id = row_id(table.row(index));
            let mut segments = id.rsplitn(3, '/');
            let name = segments.next().unwrap_or_default().to_lowercase();
            let (Some(_), Some(factory)) = (segments.next(), segments.next()) else {
                continue;
            };
            let only = domains.get(&name).filter(|domains| domains.len() == 1);
            let domain = only.and_then(|domains| domains.first());
            if let (Some(domain), Some(place)) = (domain, facts.place_at(factory)) {
                self.put(place, domain, Form::Resource, factory.to_owned(), Evidence::Pipeline);
            }
        }
    }

    fn put(&mut self, place: PlaceId, domain: &str, form: Form, id: String, evidence: Evidence) {
        self.by_place.entry(place.number()).or_default().push(Owned {
            domain: domain.to_owned(),
            form,
            id,
            evidence,
        });
    }
}

impl Facts<'_> {
    /// Everything inside a node that says whose it is, by domain, each thing once, with its strongest evidence. None where
    /// nobody collected resources.
    pub(super) fn owned_below(&self, node: PlaceId) -> Option<BTreeMap<String, Vec<Owned>>> {
        let census = self.census();
        let rows = self.inventory.rows(Kind::Resource)?;
        let mut things: Vec<Owned> = Vec::new();
        for index in census.resources(node)? {
            let row = rows.text(index);
            if let Some(domain) = own_tag("domain", row) {
                things.push(tagged(&domain, Form::Resource, row));
            }
        }
        if let Some(rows) = self.inventory.rows(Kind::Container) {
            for index in census.containers(node) {
                let row = rows.text(index);
                if let Some(domain) = nested_text(row, ["properties", "metadata"], "domain") {
                    things.push(tagged(&domain, Form::Container, row));
                }
            }
        }
        let inferred = self.tenancy.owned_below(self);
        let places = std::iter::once(&node).chain(census.groups(node));
        let found = places.filter_map(|place| inferred.by_place.get(&place.number()));
        things.extend(found.flatten().cloned());
        let mut by_domain: BTreeMap<String, BTreeMap<(Form, String), Owned>> = BTreeMap::new();
        for thing in things {
            let key = (thing.form, thing.id.to_lowercase());
            by_domain
                .entry(thing.domain.clone())
                .or_default()
                .entry(key)
                .and_modify(|known| known.evidence = known.evidence.min(thing.evidence))
                .or_insert(thing);
        }
        let listed = by_domain.into_iter();
        Some(
            listed
                .map(|(domain, things)| (domain, things.into_values().collect()))
                .collect(),
        )
    }
}

fn tagged(domain: &str, form: Form, row: &str) -> Owned {
    Owned {
        domain: domain.trim().to_owned(),
        form,
        id: row_id(row).into_owned(),
        evidence: Evidence::Tag,
    }
}
