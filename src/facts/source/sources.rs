//! The sources of a mesh, each with everyone who ingests it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::Value;

use crate::facts::dataset::Datasets;
use crate::facts::intern::Grouped;
use crate::facts::lineage::{Lineage, is_source_aligned};
use crate::facts::membership::Membership;
use crate::facts::ownership::Ownership;
use crate::facts::physical::Reason;
use crate::snapshot::{DocumentIndex, Located, Snapshot};
use crate::text::Pointer;

use super::fingerprint::{Evidence, Fingerprint};
use super::gather::Gather;
use super::touch::{Act, Sight, Touch};

/// The sources, in order of their ids.
#[derive(Debug)]
pub(in crate::facts) struct Sources<'s> {
    all: Vec<Source<'s>>,
    ingestions: Vec<Ingestion<'s>>,
    reads: Vec<Read>,
    /// In order of their datasets.
    touches: Vec<Touch<'s>>,
    sights: BTreeMap<u32, Sight>,
    /// Ingestions by product.
    by_product: Grouped,
    /// Sources by declared system.
    by_system: Grouped,
}

/// An object of an operational system.
#[derive(Debug)]
pub(in crate::facts) struct Source<'s> {
    /// Its fingerprint.
    pub(in crate::facts) id: Box<str>,
    /// Its name for people.
    pub(in crate::facts) name: Box<str>,
    /// The strongest evidence of any ingestion.
    pub(in crate::facts) evidence: Evidence,
    /// The source system, as an index into the declared ones.
    pub(in crate::facts) system: Option<u32>,
    /// The name of a source system that nobody describes.
    pub(in crate::facts) system_name: Option<Box<str>>,
    /// The domain that owns the system.
    pub(in crate::facts) system_domain: Option<&'s str>,
    /// The object within the system or store.
    pub(in crate::facts) object: Option<Box<str>>,
    /// The product that others should read instead.
    pub(in crate::facts) primary_product: Option<u32>,
    /// The domain that should ingest it.
    pub(in crate::facts) primary_domain: Option<&'s str>,
    /// Why it is not known.
    pub(in crate::facts) reason: Option<Reason>,
    ingestions: Range<usize>,
}

/// One product, or one pipeline of no product, that reads a source at one place.
#[derive(Clone, Debug)]
pub(in crate::facts) struct Ingestion<'s> {
    /// The domain that reads.
    pub(in crate::facts) domain: Option<Cow<'s, str>>,
    /// The product that reads, as an index into the declared products.
    pub(in crate::facts) product: Option<u32>,
    /// How the mesh knows of it.
    pub(in crate::facts) via: Via,
    /// The pipeline that reads.
    pub(in crate::facts) pipeline: Option<Cow<'s, str>>,
    /// The contract that describes what is read, as an index into the declared contracts.
    pub(in crate::facts) contract: Option<u32>,
    /// What the identity rests on here.
    pub(in crate::facts) evidence: Evidence,
    /// The input port that reads, as an index into the product's inputs.
    pub(in crate::facts) input: Option<u32>,
    /// Where it is stated.
    pub(in crate::facts) place: Place<'s>,
}

/// How the mesh knows of an ingestion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::facts) enum Via {
    /// An input port.
    InputPort,
    /// Custom properties of the product.
    Product,
    /// Custom properties of a contract that the source-aligned product exposes.
    Contract,
    /// A copy in a pipeline.
    Pipeline,
}

impl Via {
    /// The name in subjects.
    pub(in crate::facts) const fn name(self) -> &'static str {
        match self {
            Self::InputPort => "input_port",
            Self::Product => "product",
            Self::Contract => "contract",
            Self::Pipeline => "pipeline",
        }
    }
}

/// Where an ingestion is stated.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::facts) enum Place<'s> {
    /// A part of a document.
    Document(DocumentIndex, Cow<'s, Pointer>),
    /// A row of the tenant, by its Azure id.
    Azure(Box<str>),
}

/// To whom an object of the tenant belongs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::facts) struct Home {
    /// The domain of its node.
    pub(in crate::facts) domain: Option<Box<str>>,
    /// The only product that is placed in its node.
    pub(in crate::facts) product: Option<u32>,
}

/// What a copy of a pipeline reads, whether or not it counts as an ingestion.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::facts) struct Read {
    /// The pipeline's document, or its Azure id.
    pub(in crate::facts) pipeline: PipelineKey,
    /// The copy, by its index in the pipeline.
    pub(in crate::facts) copy: u32,
    /// The copy's name.
    pub(in crate::facts) name: Box<str>,
    /// The fingerprint.
    pub(in crate::facts) source: Box<str>,
}

/// Which pipeline.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::facts) enum PipelineKey {
    /// A declared one, by its index.
    Declared(u32),
    /// An observed one, by its row.
    Observed(u32),
}

impl<'s> Sources<'s> {
    /// Derives them. `home` says to whom an object of the tenant belongs, by its Azure id.
    pub(in crate::facts) fn derive(
        snapshot: &'s Snapshot,
        membership: &Membership<'s>,
        ownership: &Ownership<'s>,
        lineage: &Lineage<'s>,
        datasets: &Datasets,
        home: &dyn Fn(&str) -> Home,
    ) -> Self {
        let mut gather = Gather::new(snapshot, membership, ownership, lineage, datasets);
        gather.products();
        gather.pipelines(home);
        let (mut found, mut reads, mut touches) = (gather.found, gather.reads, gather.touches);
        reads.sort_unstable();
        touches.sort_unstable();
        touches.dedup();
        found.sort_unstable_by(|left, right| order(left).cmp(&order(right)));
        found.dedup_by(|left, right| order(left) == order(right));
        let mut sources = Self {
            all: Vec::new(),
            ingestions: Vec::with_capacity(found.len()),
            reads,
            touches,
            sights: gather.sights,
            by_product: Grouped::default(),
            by_system: Grouped::default(),
        };
        for (fingerprint, ingestion) in found {
            sources.add(fingerprint, ingestion);
        }
        for source in &mut sources.all {
            let ingestions = sources.ingestions.get(source.ingestions.clone()).unwrap_or(&[]);
            source.name_primary(snapshot, ingestions);
        }
        let declared = &snapshot.declared;
        let products = sources.ingestions.iter().map(|ingestion| ingestion.product);
        sources.by_product = Grouped::new(declared.products.len(), products);
        let systems = sources.all.iter().map(|source| source.system);
        sources.by_system = Grouped::new(declared.source_systems.len(), systems);
        sources
    }

    /// All of them.
    pub(in crate::facts) fn all(&self) -> &[Source<'s>] {
        &self.all
    }

    /// Everyone who ingests a source.
    pub(in crate::facts) fn ingestions(&self, source: &Source) -> &[Ingestion<'s>] {
        self.ingestions.get(source.ingestions.clone()).unwrap_or(&[])
    }

    /// What the copies of a pipeline read, in their order.
    pub(in crate::facts) fn reads(&self, pipeline: &PipelineKey) -> &[Read] {
        let start = self.reads.partition_point(|read| read.pipeline < *pipeline);
        let rest = self.reads.get(start..).unwrap_or(&[]);
        let length = rest.partition_point(|read| read.pipeline == *pipeline);
        rest.get(..length).unwrap_or(&[])
    }

    /// What a product ingests, each with its source, in the order of sources.
    pub(in crate::facts) fn ingestions_by(
        &self,
        product: u32,
    ) -> impl Iterator<Item = (&Source<'s>, &Ingestion<'s>)> + '_ {
        self.by_product.of(product).iter().filter_map(|index| {
            let index = *index as usize;
            let after = self.all.partition_point(|source| source.ingestions.start <= index);
            Some((self.all.get(after.checked_sub(1)?)?, self.ingestions.get(index)?))
        })
    }

    /// The sources of a declared system.
    pub(in crate::facts) fn of_system(&self, system: u32) -> impl Iterator<Item = &Source<'s>> + '_ {
        let sources = self.by_system.of(system).iter();
        sources.filter_map(|source| self.all.get(*source as usize))
    }

    /// Every copy that reads or writes a dataset, in the order of datasets.
    pub(in crate::facts) fn touches(&self) -> &[Touch<'s>] {
        &self.touches
    }

    /// The copies that do something to a dataset.
    pub(in crate::facts) fn touches_of(&self, dataset: u32, act: Act) -> &[Touch<'s>] {
        let start = self
            .touches
            .partition_point(|touch| (touch.dataset, touch.act) < (dataset, act));
        let rest = self.touches.get(start..).unwrap_or(&[]);
        let length = rest.partition_point(|touch| (touch.dataset, touch.act) == (dataset, act));
        rest.get(..length).unwrap_or(&[])
    }

    /// How well the reads of a product's pipelines are known; none where it has no pipeline that copies.
    pub(in crate::facts) fn sight_of(&self, product: u32) -> Option<Sight> {
        self.sights.get(&product).copied()
    }

    fn add(&mut self, fingerprint: Fingerprint, ingestion: Ingestion<'s>) {
        let at = self.ingestions.len();
        self.ingestions.push(ingestion);
        match self.all.last_mut() {
            Some(source) if source.id == fingerprint.id => {
                source.ingestions.end = at + 1;
                source.evidence = source.evidence.min(fingerprint.evidence);
            }
            _ => self.all.push(Source {
                id: fingerprint.id,
                name: fingerprint.name,
                evidence: fingerprint.evidence,
                system: fingerprint.system,
                system_name: fingerprint.system_name,
                system_domain: None,
                object: fingerprint.object,
                primary_product: None,
                primary_domain: None,
                reason: fingerprint.reason,
                ingestions: at..at + 1,
            }),
        }
    }
}

impl<'s> Source<'s> {
    /// Finds who should ingest the source: the domain that its readers name as `primaryDomain` with one voice, else the one
    /// that owns the system; and of that domain the product that reads it, a source-aligned one first.
    fn name_primary(&mut self, snapshot: &'s Snapshot, ingestions: &[Ingestion<'s>]) {
        let declared = &snapshot.declared;
        let system = self
            .system
            .and_then(|system| declared.source_systems.get(system as usize));
        self.system_domain = system
            .and_then(|system| system.domain.as_ref())
            .map(|domain| &*domain.value);
        let readers = || {
            let products = ingestions.iter().map(|ingestion| ingestion.product);
            products
                .flatten()
                .filter_map(|index| Some((index, declared.products.get(index as usize)?)))
        };
        let mut named: Vec<&'s str> = readers()
            .filter_map(|(_, product)| text(product.custom.get("primaryDomain")))
            .collect();
        named.sort_unstable();
        named.dedup();
        self.primary_domain = match named.as_slice() {
            [only] => Some(only),
            _ => self.system_domain,
        };
        let home = self.primary_domain;
        self.primary_product = ingestions
            .iter()
            .filter(|ingestion| home.is_some() && ingestion.domain.as_deref() == home)
            .filter_map(|ingestion| {
                let index = ingestion.product?;
                Some((!is_source_aligned(declared.products.get(index as usize)?), index))
            })
            .min()
            .map(|(_, index)| index);
    }
}

fn text(property: Option<&Located<Value>>) -> Option<&str> {
    property
        .and_then(|property| property.value.as_str())
        .map(str::trim)
        .filter(|text| !text.is_empty())
}

/// The order of ingestions: by source, then by reader, then by place, which depends on no order of files.
fn order<'o>(found: &'o (Fingerprint, Ingestion)) -> impl Ord + use<'o> {
    let (fingerprint, ingestion) = found;
    (
        &fingerprint.id,
        ingestion.domain.as_deref(),
        ingestion.product,
        ingestion.via,
        &ingestion.place,
        ingestion.pipeline.as_deref(),
    )
}
