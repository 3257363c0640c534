//! The places that contracts describe, and which of them a pipeline touches.

use std::collections::BTreeMap;

use crate::facts::dataset::Datasets;
use crate::facts::physical::{Identity, Shape};
use crate::facts::subject::number;

/// How many datasets below one folder are told.
const MAX_INSIDE: usize = 200;

/// Datasets by their places.
#[derive(Debug, Default)]
pub(super) struct Exposure {
    places: BTreeMap<Identity, Vec<u32>>,
    /// By dataset, whether a product exposes it.
    is_exposed: Vec<bool>,
}

impl Exposure {
    /// Indexes them. A pattern stands for its folder.
    pub(super) fn of(datasets: &Datasets) -> Self {
        let mut exposure = Self::default();
        for (index, dataset) in datasets.all().iter().enumerate() {
            let mut owners = datasets.owners(dataset).iter();
            exposure.is_exposed.push(owners.any(|owner| owner.product.is_some()));
            if let Ok(identity) = &dataset.identity {
                let place = fixed(identity.clone());
                exposure.places.entry(place).or_default().push(number(index));
            }
        }
        exposure
    }

    /// Whether a product exposes a dataset.
    pub(super) fn is_exposed(&self, dataset: u32) -> bool {
        self.is_exposed.get(dataset as usize).copied().unwrap_or(false)
    }

    /// The datasets that a place is, or lies in.
    pub(super) fn around(&self, place: &Identity) -> Vec<u32> {
        let mut found = Vec::new();
        for outer in outwards(place) {
            found.extend(self.places.get(&outer).into_iter().flatten());
        }
        found
    }

    /// The datasets that lie in a place: paths may stop at a folder.
    pub(super) fn inside(&self, place: &Identity) -> Vec<u32> {
        let Some(below) = below(place) else {
            return Vec::new();
        };
        let inner = self.places.range(below.clone()..);
        let inner = inner.take_while(|(other, _)| lies_below(other, &below));
        inner
            .flat_map(|(_, datasets)| datasets)
            .copied()
            .take(MAX_INSIDE)
            .collect()
    }
}

/// A place up to its first pattern: what stands for all its files.
pub(super) fn fixed(identity: Identity) -> Identity {
    let Some(wildcard) = identity.object.find(['*', '?']).filter(|_| is_path(&identity)) else {
        return identity;
    };
    let before = identity.object.get(..wildcard).unwrap_or("");
    let folder = before.rsplit_once('/').map_or("", |(folder, _)| folder).into();
    Identity {
        object: folder,
        ..identity
    }
}

/// Whether objects of a place are paths, that lie in one another.
pub(super) fn is_path(identity: &Identity) -> bool {
    matches!(identity.family.shape(), Shape::Storage | Shape::Bucket | Shape::Files)
}

/// The place itself, then every folder around it.
pub(super) fn outwards(place: &Identity) -> Vec<Identity> {
    let place = fixed(place.clone());
    let mut places = vec![place.clone()];
    if !is_path(&place) {
        return places;
    }
    let mut folder = &*place.object;
    while let Some((outer, _)) = folder.trim_end_matches('/').rsplit_once('/') {
        places.push(Identity {
            object: outer.into(),
            ..place.clone()
        });
        folder = outer;
    }
    if !place.object.is_empty() {
        places.push(Identity {
            object: Box::default(),
            ..place.clone()
        });
    }
    places
}

/// Where the places below a folder begin in their order; none where nothing lies below.
pub(super) fn below(place: &Identity) -> Option<Identity> {
    let place = fixed(place.clone());
    if !is_path(&place) {
        return None;
    }
    let mut folder = place.object.to_string();
    if !folder.is_empty() {
        folder.push('/');
    }
    Some(Identity {
        object: folder.as_str().into(),
        ..place
    })
}

/// Whether a place lies below such a beginning.
pub(super) fn lies_below(place: &Identity, below: &Identity) -> bool {
    place.family == below.family
        && place.store == below.store
        && place.space == below.space
        && place.object.len() > below.object.len()
        && place.object.starts_with(&*below.object)
}
