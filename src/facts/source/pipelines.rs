//! Copies of pipelines as ingestions.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::facts::physical::{Identity, Reason, Shape};
use crate::facts::subject::number;
use crate::snapshot::{Copy, DatasetReference, Pipeline};

use super::copy::Factories;
use super::fingerprint::Fingerprint;
use super::gather::Gather;
use super::observed::ObservedFactories;
use super::sources::{Home, Ingestion, PipelineKey, Place, Read, Via};

/// A pipeline, and who runs it.
struct Runner<'r, 's> {
    pipeline: &'r Pipeline,
    key: PipelineKey,
    domain: Option<Cow<'s, str>>,
    product: Option<u32>,
    /// The file or the Azure id: what tells a hidden source of this pipeline apart from every other.
    place: &'r str,
}

/// Places that belong to the mesh itself: reading them is no ingestion of an operational system.
struct Own<'s> {
    /// What copies write.
    written: BTreeSet<Identity>,
    /// Stores and databases or containers, with the domain whose products expose something there.
    stores: BTreeSet<(Box<str>, Box<str>, &'s str)>,
    /// What products expose.
    exposed: BTreeSet<Identity>,
}

impl<'s> Gather<'_, 's> {
    /// Ingestions by copies of declared and of observed pipelines. `home` says to whom an observed factory belongs.
    pub(super) fn pipelines(&mut self, home: &dyn Fn(&str) -> Home) {
        let observed = ObservedFactories::of(&self.snapshot.observed);
        let declared = &self.snapshot.declared;
        if declared.pipelines.is_empty() && observed.pipelines.is_empty() {
            return;
        }
        let factories = Factories::of(
            declared.pipeline_datasets.iter().chain(&observed.datasets),
            declared.linked_services.iter().chain(&observed.linked_services),
        );
        let own = self.own(&factories, &observed);
        for (index, pipeline) in declared.pipelines.iter().enumerate() {
            let document = pipeline.document;
            let file = document
                .and_then(|document| self.snapshot.documents.get(document.0 as usize))
                .map_or("", |document| document.source.name());
            let domain = document.and_then(|document| self.membership.domain_of(document));
            let runner = Runner {
                pipeline,
                key: PipelineKey::Declared(number(index)),
                domain: domain.map(Cow::Borrowed),
                product: self.membership.product_of(file),
                place: file,
            };
            self.pipeline(&factories, &own, &runner);
        }
        for (row, id, pipeline) in &observed.pipelines {
            let home = home(id);
            let runner = Runner {
                pipeline,
                key: PipelineKey::Observed(*row),
                domain: home.domain.map(|domain| Cow::Owned(domain.into())),
                product: home.product,
                place: id,
            };
            self.pipeline(&factories, &own, &runner);
        }
    }

    fn pipeline(&mut self, factories: &Factories, own: &Own<'s>, runner: &Runner<'_, 's>) {
        for (index, copy) in runner.pipeline.copies.iter().enumerate() {
            if copy.inputs.is_empty() {
                self.read(own, runner, (number(index), copy), Err(Reason::Missing), None);
            }
            for input in &copy.inputs {
                let identity = factories.source(runner.pipeline, copy, input);
                // A file that only a run names is the mesh's own where its folder is.
                let folder = match identity {
                    Ok(_) => None,
                    Err(_) => factories.folder(runner.pipeline, input).ok(),
                };
                self.read(own, runner, (number(index), copy), identity, folder);
            }
        }
    }

    fn read(
        &mut self,
        own: &Own<'s>,
        runner: &Runner<'_, 's>,
        (index, copy): (u32, &Copy),
        identity: Result<Identity, Reason>,
        folder: Option<Identity>,
    ) {
        let fingerprint = match &identity {
            Ok(identity) => self.physical(identity),
            Err(reason) => {
                let name = format!("{}/{}", runner.pipeline.name, copy.name);
                Fingerprint::unresolvable(&format!("{}:{name}", runner.place), &name, *reason)
            }
        };
        self.reads.push(Read {
            pipeline: runner.key.clone(),
            copy: index,
            name: copy.name.clone(),
            source: fingerprint.id.clone(),
        });
        let place = identity.ok().or(folder);
        let is_own =
            fingerprint.system.is_none() && place.is_some_and(|place| own.holds(&place, runner.domain.as_deref()));
        if !is_own {
            let ingestion = runner.ingestion(copy, &fingerprint);
            self.found.push((fingerprint, ingestion));
        }
    }

    /// What belongs to the mesh: what products expose, the stores that they expose it in, and what copies write.
    fn own(&self, factories: &Factories, observed: &ObservedFactories) -> Own<'s> {
        let mut own = Own {
            written: BTreeSet::new(),
            stores: BTreeSet::new(),
            exposed: BTreeSet::new(),
        };
        let seen = observed.pipelines.iter().map(|(_, _, pipeline)| pipeline);
        for pipeline in self.snapshot.declared.pipelines.iter().chain(seen) {
            let outputs = pipeline.copies.iter().flat_map(|copy| &copy.outputs);
            let written = outputs.filter_map(|output: &DatasetReference| factories.sink(pipeline, output).ok());
            own.written
                .extend(written.filter(|identity| !identity.object.is_empty()));
        }
        for dataset in self.datasets.all() {
            let Ok(identity) = &dataset.identity else {
                continue;
            };
            let products = self.datasets.owners(dataset).iter().filter_map(|owner| owner.product);
            let mut is_exposed = false;
            for product in products.filter_map(|product| self.ownership.product(product)) {
                is_exposed = true;
                if let Some(domain) = self.membership.domain_of(product.document) {
                    own.stores
                        .insert((identity.store.clone(), identity.space.clone(), domain));
                }
            }
            if is_exposed {
                own.exposed.insert(identity.clone());
            }
        }
        own
    }
}

impl<'s> Runner<'_, 's> {
    fn ingestion(&self, copy: &Copy, fingerprint: &Fingerprint) -> Ingestion<'s> {
        let place = match self.pipeline.document {
            Some(document) => Place::Document(document, Cow::Owned(copy.pointer.clone())),
            None => Place::Azure(self.place.into()),
        };
        Ingestion {
            domain: self.domain.clone(),
            product: self.product,
            via: Via::Pipeline,
            pipeline: Some(Cow::Owned(self.pipeline.name.to_string())),
            contract: None,
            evidence: fingerprint.evidence,
            place,
        }
    }
}

impl Own<'_> {
    /// Whether a place belongs to the mesh: products expose it, or something in or around it; copies write it; or it lies in a
    /// database or container in which the reader's own domain exposes something.
    fn holds(&self, identity: &Identity, domain: Option<&str>) -> bool {
        let in_own_store = domain.is_some_and(|domain| {
            matches!(
                identity.family.shape(),
                Shape::Storage | Shape::Bucket | Shape::Tables(_) | Shape::TwoLevels | Shape::Catalog
            ) && self
                .stores
                .iter()
                .any(|(store, space, owner)| *owner == domain && *store == identity.store && *space == identity.space)
        });
        in_own_store || overlaps(&self.exposed, identity) || overlaps(&self.written, identity)
    }
}

/// Whether a place is one of these, or lies in one or around one: paths may stop at a folder or go on to a file.
fn overlaps(places: &BTreeSet<Identity>, wanted: &Identity) -> bool {
    if places.contains(wanted) {
        return true;
    }
    if !matches!(wanted.family.shape(), Shape::Storage | Shape::Bucket | Shape::Files) {
        return false;
    }
    let first = Identity {
        object: Box::default(),
        ..wanted.clone()
    };
    places
        .range(first..)
        .take_while(|place| place.family == wanted.family && place.store == wanted.store && place.space == wanted.space)
        .any(|place| lies_in(&place.object, &wanted.object) || lies_in(&wanted.object, &place.object))
}

/// Whether a path is a folder's, which may be given as a pattern of its files.
fn lies_in(folder: &str, path: &str) -> bool {
    let folder = match folder.find(['*', '?']) {
        Some(wildcard) => {
            let fixed = folder.get(..wildcard).unwrap_or("");
            fixed.rsplit_once('/').map_or("", |(folder, _)| folder)
        }
        None => folder,
    };
    path.strip_prefix(folder)
        .is_some_and(|rest| folder.is_empty() || rest.is_empty() || rest.starts_with('/'))
}
