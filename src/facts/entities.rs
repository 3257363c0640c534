//! The catalogue of software, and which of its entities a product is.

use std::collections::BTreeMap;

use crate::snapshot::{Kind, Product, Snapshot};

use super::completeness::Completeness;
use super::naming::slug;

/// The annotation by which an entity names its product.
const PRODUCT_ID: &str = "meshgov/product-id";

/// The entities of the catalogue, by what products are found by.
#[derive(Debug)]
pub(super) struct Entities<'s> {
    by_id: BTreeMap<&'s str, &'s str>,
    by_name: BTreeMap<String, &'s str>,
    is_whole: bool,
}

/// Where a product stands in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Listing<'s> {
    /// It is this entity.
    Found(&'s str),
    /// It is none.
    Missing,
    /// There is no catalogue, or a part of it could not be read.
    Unknown,
}

impl<'s> Entities<'s> {
    /// Gathers them. Of two entities that claim one product the first by reference stands.
    pub(super) fn derive(snapshot: &'s Snapshot) -> Self {
        let mut entities = Self {
            by_id: BTreeMap::new(),
            by_name: BTreeMap::new(),
            is_whole: Completeness::of(snapshot, Kind::Team) == Completeness::Complete,
        };
        for entity in &snapshot.declared.entities {
            let reference = &*entity.reference;
            if let Some(id) = entity.annotations.get(PRODUCT_ID) {
                first(entities.by_id.entry(id.trim()).or_insert(reference), reference);
            }
            for name in [Some(&entity.name), entity.title.as_ref()].into_iter().flatten() {
                first(entities.by_name.entry(slug(name)).or_insert(reference), reference);
            }
        }
        entities
    }

    /// Finds a product: by the annotation, else by a name or title that is its id or name, without case and signs.
    pub(super) fn listing(&self, product: &Product) -> Listing<'s> {
        let id = product.id.as_ref().map(|id| &*id.value);
        let names = [&product.id, &product.name].into_iter().flatten();
        let mut slugs = names.map(|name| slug(&name.value)).filter(|slug| !slug.is_empty());
        let found = id
            .and_then(|id| self.by_id.get(id.trim()))
            .or_else(|| slugs.find_map(|slug| self.by_name.get(&slug)));
        match found {
            Some(reference) => Listing::Found(reference),
            None if self.by_name.is_empty() || !self.is_whole => Listing::Unknown,
            None => Listing::Missing,
        }
    }
}

fn first<'s>(slot: &mut &'s str, reference: &'s str) {
    if reference < *slot {
        *slot = reference;
    }
}
