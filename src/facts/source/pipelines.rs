//! Copies of pipelines as ingestions.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

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

/// A host or account, and the database or container in it.
type StoreAndSpace = (Box<str>, Box<str>);

/// Places that belong to the mesh itself: reading them is no ingestion of an operational system.
struct Own<'s> {
    /// What copies write.
    written: BTreeSet<Identity>,
    /// By domain, the stores and their databases or containers in which its products expose something.
    stores: BTreeMap<&'s str, BTreeSet<StoreAndSpace>>,
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
            stores: BTreeMap::new(),
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
                    let place = (identity.store.clone(), identity.space.clone());
                    own.stores.entry(domain).or_default().insert(place);
                }
            }
            if is_exposed {
                own.exposed.insert(fixed(identity.clone()));
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
        let holds_tables_or_files = matches!(
            identity.family.shape(),
            Shape::Storage | Shape::Bucket | Shape::Tables(_) | Shape::TwoLevels | Shape::Catalog
        );
        let in_own_store = domain
            .filter(|_| holds_tables_or_files)
            .and_then(|domain| self.stores.get(domain))
            .is_some_and(|stores| stores.contains(&(identity.store.clone(), identity.space.clone())));
        in_own_store || overlaps(&self.exposed, identity) || overlaps(&self.written, identity)
    }
}

/// A place up to its first pattern: what stands for all its files.
fn fixed(identity: Identity) -> Identity {
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

fn is_path(identity: &Identity) -> bool {
    matches!(identity.family.shape(), Shape::Storage | Shape::Bucket | Shape::Files)
}

/// Whether a place is one of these, or lies in one or around one: paths may stop at a folder or go on to a file.
fn overlaps(places: &BTreeSet<Identity>, wanted: &Identity) -> bool {
    let mut place = fixed(wanted.clone());
    if places.contains(&place) {
        return true;
    }
    if places.is_empty() || !is_path(&place) {
        return false;
    }
    let mut below = place.object.to_string();
    if !below.is_empty() {
        below.push('/');
    }
    let first = Identity {
        object: below.as_str().into(),
        ..place.clone()
    };
    let is_around = places.range(first..).next().is_some_and(|next| {
        next.family == place.family
            && next.store == place.store
            && next.space == place.space
            && next.object.starts_with(&below)
    });
    let mut folder = &*below;
    while let Some((outer, _)) = folder.trim_end_matches('/').rsplit_once('/') {
        place.object = outer.into();
        if places.contains(&place) {
            return true;
        }
        folder = outer;
    }
    place.object = Box::default();
    is_around || places.contains(&place)
}
