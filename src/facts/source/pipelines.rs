//! Copies of pipelines as ingestions.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::facts::physical::{Identity, Reason, Shape};
use crate::facts::subject::number;
use crate::snapshot::{Copy, DatasetReference, Pipeline};

use super::copy::Factories;
use super::exposure::{Exposure, below, lies_below, outwards};
use super::fingerprint::Fingerprint;
use super::gather::Gather;
use super::observed::ObservedFactories;
use super::sources::{Home, Ingestion, PipelineKey, Place, Read, Via};
use super::touch::{Act, Sight, Touch};

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
    /// What contracts describe.
    exposure: Exposure,
    /// By pipeline, declared ones first, which of its copies write which datasets.
    writes: Vec<Vec<(u32, u32)>>,
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
            self.writes(&own, index, &runner);
        }
        for (at, (row, id, pipeline)) in observed.pipelines.iter().enumerate() {
            let home = home(id);
            let runner = Runner {
                pipeline,
                key: PipelineKey::Observed(*row),
                domain: home.domain.map(|domain| Cow::Owned(domain.into())),
                product: home.product,
                place: id,
            };
            self.pipeline(&factories, &own, &runner);
            self.writes(&own, declared.pipelines.len() + at, &runner);
        }
    }

    fn writes(&mut self, own: &Own<'s>, pipeline: usize, runner: &Runner<'_, 's>) {
        for (copy, dataset) in own.writes.get(pipeline).into_iter().flatten() {
            if let Some(copy) = runner.pipeline.copies.get(*copy as usize) {
                self.touches.push(runner.touch(copy, *dataset, Act::Writes));
            }
        }
    }

    fn pipeline(&mut self, factories: &Factories, own: &Own<'s>, runner: &Runner<'_, 's>) {
        for (index, copy) in runner.pipeline.copies.iter().enumerate() {
            if copy.inputs.is_empty() {
                self.read(own, runner, (number(index), copy), &Err(Reason::Missing), None);
            }
            for input in &copy.inputs {
                let identity = factories.source(runner.pipeline, copy, input);
                // A file that only a run names is the mesh's own where its folder is.
                let folder = match identity {
                    Ok(_) => None,
                    Err(_) => factories.folder(runner.pipeline, input).ok(),
                };
                self.read(own, runner, (number(index), copy), &identity, folder.as_ref());
            }
        }
    }

    fn read(
        &mut self,
        own: &Own<'s>,
        runner: &Runner<'_, 's>,
        (index, copy): (u32, &Copy),
        identity: &Result<Identity, Reason>,
        folder: Option<&Identity>,
    ) {
        let fingerprint = match identity {
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
        if let Some(product) = runner.product {
            let sight = self.sights.entry(product).or_insert(Sight::Whole);
            if identity.is_err() {
                *sight = Sight::Partial;
            }
        }
        let place = identity.as_ref().ok().or(folder);
        let mut is_own = false;
        if let Some(place) = place.filter(|_| fingerprint.system.is_none()) {
            let mut datasets = own.exposure.around(place);
            let within = own.exposure.inside(place);
            is_own = datasets
                .iter()
                .chain(&within)
                .any(|dataset| own.exposure.is_exposed(*dataset))
                || own.holds(place, runner.domain.as_deref());
            // A folder of which a run picks a file is no proof that it picks this dataset.
            if identity.is_ok() {
                datasets.extend(within);
            }
            let touches = datasets
                .into_iter()
                .map(|dataset| runner.touch(copy, dataset, Act::Reads));
            self.touches.extend(touches);
        }
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
            exposure: Exposure::of(self.datasets),
            writes: Vec::new(),
        };
        let seen = observed.pipelines.iter().map(|(_, _, pipeline)| pipeline);
        for pipeline in self.snapshot.declared.pipelines.iter().chain(seen) {
            let mut writes = Vec::new();
            for (index, copy) in pipeline.copies.iter().enumerate() {
                let outputs = copy.outputs.iter();
                let written = outputs.filter_map(|output: &DatasetReference| factories.sink(pipeline, output).ok());
                for identity in written.filter(|identity| !identity.object.is_empty()) {
                    let datasets = own.exposure.around(&identity).into_iter();
                    writes.extend(datasets.map(|dataset| (number(index), dataset)));
                    own.written.insert(identity);
                }
            }
            own.writes.push(writes);
        }
        for dataset in self.datasets.all() {
            let Ok(identity) = &dataset.identity else {
                continue;
            };
            let products = self.datasets.owners(dataset).iter().filter_map(|owner| owner.product);
            for product in products.filter_map(|product| self.ownership.product(product)) {
                if let Some(domain) = self.membership.domain_of(product.document) {
                    let place = (identity.store.clone(), identity.space.clone());
                    own.stores.entry(domain).or_default().insert(place);
                }
            }
        }
        own
    }
}

impl<'s> Runner<'_, 's> {
    fn ingestion(&self, copy: &Copy, fingerprint: &Fingerprint) -> Ingestion<'s> {
        Ingestion {
            domain: self.domain.clone(),
            product: self.product,
            via: Via::Pipeline,
            pipeline: Some(Cow::Owned(self.pipeline.name.to_string())),
            contract: None,
            evidence: fingerprint.evidence,
            input: None,
            place: self.place_of(copy),
        }
    }

    fn touch(&self, copy: &Copy, dataset: u32, act: Act) -> Touch<'s> {
        Touch {
            dataset,
            act,
            product: self.product,
            domain: self.domain.clone(),
            pipeline: self.pipeline.name.clone(),
            copy: copy.name.clone(),
            place: self.place_of(copy),
        }
    }

    fn place_of(&self, copy: &Copy) -> Place<'s> {
        match self.pipeline.document {
            Some(document) => Place::Document(document, Cow::Owned(copy.pointer.clone())),
            None => Place::Azure(self.place.into()),
        }
    }
}

impl Own<'_> {
    /// Whether a place that no product exposes belongs to the mesh: copies write it, or it lies in a database or container in
    /// which the reader's own domain exposes something.
    fn holds(&self, identity: &Identity, domain: Option<&str>) -> bool {
        let holds_tables_or_files = matches!(
            identity.family.shape(),
            Shape::Storage | Shape::Bucket | Shape::Tables(_) | Shape::TwoLevels | Shape::Catalog
        );
        let in_own_store = domain
            .filter(|_| holds_tables_or_files)
            .and_then(|domain| self.stores.get(domain))
            .is_some_and(|stores| stores.contains(&(identity.store.clone(), identity.space.clone())));
        in_own_store || overlaps(&self.written, identity)
    }
}

/// Whether a place is one of these, or lies in one or around one: paths may stop at a folder or go on to a file.
fn overlaps(places: &BTreeSet<Identity>, wanted: &Identity) -> bool {
    if places.is_empty() {
        return false;
    }
    let is_around = || {
        below(wanted).is_some_and(|below| {
            let next = places.range(below.clone()..).next();
            next.is_some_and(|next| lies_below(next, &below))
        })
    };
    outwards(wanted).iter().any(|place| places.contains(place)) || is_around()
}
