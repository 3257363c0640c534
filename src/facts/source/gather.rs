//! Every place at which a mesh says that it reads an operational system.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::facts::dataset::Datasets;
use crate::facts::lineage::{Lineage, is_source_aligned};
use crate::facts::membership::Membership;
use crate::facts::ownership::Ownership;
use crate::facts::physical::{Identity, Reason, identities};
use crate::facts::subject::number;
use crate::snapshot::{Contract, InputPort, Product, Server, Snapshot};
use crate::text::Pointer;

use super::declared::Statement;
use super::fingerprint::{Evidence, Fingerprint};
use super::sources::{Ingestion, Place, Read, Via};
use super::system::Systems;
use super::touch::{Sight, Touch};

/// Collects ingestions.
pub(super) struct Gather<'g, 's> {
    pub(super) snapshot: &'s Snapshot,
    pub(super) membership: &'g Membership<'s>,
    pub(super) ownership: &'g Ownership<'s>,
    lineage: &'g Lineage<'s>,
    pub(super) datasets: &'g Datasets,
    pub(super) systems: Systems<'s>,
    pub(super) found: Vec<(Fingerprint, Ingestion<'s>)>,
    pub(super) reads: Vec<Read>,
    pub(super) touches: Vec<Touch<'s>>,
    /// By product, how well the reads of its pipelines are known.
    pub(super) sights: BTreeMap<u32, Sight>,
    /// What unexposed contracts describe, each read once however many ports name it.
    described: BTreeMap<u32, Vec<Result<Fingerprint, Reason>>>,
}

/// Who reads, and where it is stated.
struct Reader<'s> {
    product: u32,
    via: Via,
    contract: Option<u32>,
    place: Place<'s>,
    /// The name of the port, where one reads.
    port: Option<Cow<'s, str>>,
    /// Its index.
    input: Option<u32>,
}

impl<'g, 's> Gather<'g, 's> {
    /// A collection that is still empty.
    pub(super) fn new(
        snapshot: &'s Snapshot,
        membership: &'g Membership<'s>,
        ownership: &'g Ownership<'s>,
        lineage: &'g Lineage<'s>,
        datasets: &'g Datasets,
    ) -> Self {
        Self {
            snapshot,
            membership,
            ownership,
            lineage,
            datasets,
            systems: Systems::of(snapshot),
            found: Vec::new(),
            reads: Vec::new(),
            touches: Vec::new(),
            sights: BTreeMap::new(),
            described: BTreeMap::new(),
        }
    }

    /// Ingestions that products state themselves.
    pub(super) fn products(&mut self) {
        let snapshot = self.snapshot;
        for (index, product) in snapshot.declared.products.iter().enumerate() {
            let index = number(index);
            self.product(index, product);
            for (port, input) in product.inputs.iter().enumerate() {
                self.input(index, product, number(port), input);
            }
            if is_source_aligned(product) {
                self.outputs(index, product);
            }
        }
    }

    /// `sourceSystem` on the product as a whole.
    fn product(&mut self, index: u32, product: &'s Product) {
        let statement = Statement::of(&product.custom);
        if statement.system.is_none() && statement.reason.is_none() {
            return;
        }
        let at = product
            .custom
            .get("sourceObject")
            .or_else(|| product.custom.get("sourceSystem"));
        let reader = Reader {
            product: index,
            via: Via::Product,
            contract: None,
            place: Place::Document(
                product.document,
                at.map_or(Cow::Owned(Pointer::root()), |at| Cow::Borrowed(&at.pointer)),
            ),
            port: None,
            input: None,
        };
        self.state(&reader, &statement);
    }

    fn input(&mut self, index: u32, product: &'s Product, port: u32, input: &'s InputPort) {
        let statement = Statement::of(&input.custom);
        let contract_id = input.contract_id.as_ref().map(|id| &*id.value);
        let name = input.name.as_deref().or(contract_id);
        let mut reader = Reader {
            product: index,
            via: Via::InputPort,
            contract: None,
            place: Place::Document(product.document, Cow::Borrowed(&input.pointer)),
            port: Some(name.map_or_else(|| Cow::Owned(format!("#{port}")), Cow::Borrowed)),
            input: Some(port),
        };
        let contract = contract_id
            .and_then(|id| self.contract_for(product, id, input.version.as_deref()))
            .filter(|contract| self.is_of_system(*contract));
        reader.contract = contract;
        if statement.system.is_some() && !statement.objects.is_empty() {
            self.state(&reader, &statement);
            return;
        }
        if let Some(contract) = contract {
            self.described(&reader, contract, statement.system);
            return;
        }
        if statement.system.is_some() || statement.reason.is_some() {
            self.state(&reader, &statement);
        }
    }

    fn contract_for(&self, product: &Product, contract_id: &str, version: Option<&str>) -> Option<u32> {
        let home = self.membership.domain_of(product.document);
        self.ownership
            .contract_for(contract_id, version, (self.membership, home))
    }

    /// What a source-aligned product says through the contracts that it exposes.
    fn outputs(&mut self, index: u32, product: &'s Product) {
        for output in &product.outputs {
            let Some(contract_id) = &output.contract_id else {
                continue;
            };
            let number = self.contract_for(product, &contract_id.value, output.version.as_deref());
            let Some((number, contract)) = number.and_then(|number| Some((number, self.ownership.contract(number)?)))
            else {
                continue;
            };
            let whole = Statement::of(&contract.custom);
            let mut reader = Reader {
                product: index,
                via: Via::Contract,
                contract: Some(number),
                place: Place::Document(contract.document, Cow::Owned(Pointer::root())),
                port: None,
                input: None,
            };
            if whole.system.is_some() && !whole.objects.is_empty() {
                self.state(&reader, &whole);
            }
            for object in &contract.schema {
                let mut statement = Statement::of(&object.custom);
                statement.system = statement.system.or(whole.system);
                if statement.system.is_some() && !statement.objects.is_empty() {
                    reader.place = Place::Document(contract.document, Cow::Borrowed(&object.pointer));
                    self.state(&reader, &statement);
                }
            }
        }
    }

    /// Adds every object of a statement; a system without an object, or a variable, is one unresolvable source.
    fn state(&mut self, reader: &Reader<'s>, statement: &Statement) {
        match statement.system {
            Some(system) if !statement.objects.is_empty() => {
                for object in &statement.objects {
                    let fingerprint = self.systems.declared(system, object);
                    self.push(reader, fingerprint);
                }
            }
            _ => self.hidden(reader, statement.reason.unwrap_or(Reason::Missing)),
        }
    }

    /// Adds what a contract of an operational system describes.
    fn described(&mut self, reader: &Reader<'s>, number: u32, system: Option<&str>) {
        let Some(contract) = self.ownership.contract(number) else {
            return;
        };
        let fingerprints = match (system, self.described.get(&number)) {
            (None, Some(known)) => known.clone(),
            (None, None) => {
                let fresh = self.fingerprints(contract, None);
                self.described.insert(number, fresh.clone());
                fresh
            }
            (Some(_), _) => self.fingerprints(contract, system),
        };
        let mut hidden = None;
        let mut is_known = false;
        for fingerprint in fingerprints {
            match fingerprint {
                Ok(fingerprint) => {
                    is_known = true;
                    self.push(reader, fingerprint);
                }
                Err(reason) => hidden = Some(reason),
            }
        }
        if !is_known {
            self.hidden(reader, hidden.unwrap_or(Reason::Missing));
        }
    }

    /// The fingerprints of a contract's objects: as declared on the object or the contract, else by its servers.
    fn fingerprints(&self, contract: &Contract, system: Option<&str>) -> Vec<Result<Fingerprint, Reason>> {
        let whole = Statement::of(&contract.custom);
        let whole_system = system.or(whole.system);
        if let (Some(system), false) = (whole_system, whole.objects.is_empty()) {
            let objects = whole.objects.iter();
            return objects
                .map(|object| Ok(self.systems.declared(system, object)))
                .collect();
        }
        let mut fingerprints = Vec::new();
        for object in &contract.schema {
            let own = Statement::of(&object.custom);
            let named = object.physical_name.as_deref().or(object.name.as_deref());
            match own.system.or(whole_system) {
                Some(system) if !own.objects.is_empty() => {
                    fingerprints.extend(
                        own.objects
                            .iter()
                            .map(|object| Ok(self.systems.declared(system, object))),
                    );
                }
                Some(system) => fingerprints.push(match named {
                    Some(named) => Ok(self.systems.declared(system, named)),
                    None => Err(Reason::Missing),
                }),
                None => {}
            }
        }
        if !fingerprints.is_empty() {
            return fingerprints;
        }
        for server in productive(&contract.servers) {
            for (_, identity) in identities(contract, server) {
                fingerprints.push(identity.map(|identity| self.systems.physical(&identity)));
            }
        }
        fingerprints
    }

    fn is_of_system(&self, contract: u32) -> bool {
        self.ownership
            .contract(contract)
            .is_some_and(|contract| self.lineage.is_without_product(self.ownership, contract))
    }

    fn push(&mut self, reader: &Reader<'s>, fingerprint: Fingerprint) {
        let product = self.ownership.product(reader.product);
        let ingestion = Ingestion {
            domain: product
                .and_then(|product| self.membership.domain_of(product.document))
                .map(Cow::Borrowed),
            product: Some(reader.product),
            via: reader.via,
            pipeline: None,
            contract: reader.contract,
            evidence: fingerprint.evidence,
            input: reader.input,
            place: reader.place.clone(),
        };
        self.found.push((fingerprint, ingestion));
    }

    fn hidden(&mut self, reader: &Reader<'s>, reason: Reason) {
        let file = match &reader.place {
            Place::Document(document, _) => self.snapshot.documents.get(document.0 as usize),
            Place::Azure(_) => None,
        };
        let file = file.map_or("", |document| document.source.name());
        let product = self.ownership.product(reader.product);
        let mut name = product.map_or("", |product| self.name_of(product)).to_owned();
        if let Some(port) = &reader.port {
            name.push('/');
            name.push_str(port);
        }
        let fingerprint = Fingerprint::unresolvable(&format!("{file}:{name}"), &name, reason);
        debug_assert_eq!(
            fingerprint.evidence,
            Evidence::Unresolvable,
            "hidden sources are never merged"
        );
        self.push(reader, fingerprint);
    }

    fn name_of(&self, product: &'s Product) -> &'s str {
        let document = self.snapshot.documents.get(product.document.0 as usize);
        let id = product.id.as_ref().or(product.name.as_ref());
        id.map_or_else(
            || document.map_or("product", |document| document.source.name()),
            |id| &id.value,
        )
    }

    /// What a place is called as a source.
    pub(super) fn physical(&self, identity: &Identity) -> Fingerprint {
        self.systems.physical(identity)
    }
}

/// The servers that count for an operational system: those of production where any says that it is one, else all.
fn productive(servers: &[Server]) -> impl Iterator<Item = &Server> {
    let is_productive = |server: &Server| {
        server.environment.as_deref().is_some_and(|environment| {
            matches!(
                environment.trim().to_ascii_lowercase().as_str(),
                "prod" | "production" | "prd" | "live"
            )
        })
    };
    let any = servers.iter().any(is_productive);
    servers.iter().filter(move |server| !any || is_productive(server))
}
