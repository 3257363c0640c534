//! All facts of one snapshot, and the subjects that they make.

use std::sync::OnceLock;

use serde_json::{Map, Value};

use crate::snapshot::{DocumentIndex, Kind, Location, Snapshot};
use crate::text::{Pointer, Step};

use super::access::Access;
use super::arm_id::ArmId;
use super::brief::Brief;
use super::catalogue::Catalogue;
use super::completeness::Completeness;
use super::composite::Composites;
use super::dataset::Datasets;
use super::document::{Part, parts};
use super::domains::Domains;
use super::earlier::Earlier;
use super::entities::Entities;
use super::fields::Fields;
use super::forecast::LimitSample;
use super::graph::Graph;
use super::inventory::Inventory;
use super::lineage::Lineage;
use super::membership::Membership;
use super::near_duplicate::ColumnIndex;
use super::node::Nodes;
use super::observed_edge::ObservedEdges;
use super::origin::Origin;
use super::ownership::Ownership;
use super::place::PlaceId;
use super::registry::Teams;
use super::relation;
use super::row_index::RowIndex;
use super::source::{Home, Sources};
use super::standing::Standings;
use super::subject::{SubjectKey, SubjectRef};
use super::subjects;
use super::tagging::Tagging;
use super::tenancy::Tenancy;
use super::usage::Usage;

/// The relations of one snapshot. Deriving them is one pass over it; subjects are built from them one at a time.
#[derive(Debug)]
pub struct Facts<'s> {
    pub(super) snapshot: &'s Snapshot,
    pub(super) as_of: jiff::civil::Date,
    pub(super) documents: Vec<Part>,
    pub(super) catalogue: Catalogue,
    pub(super) membership: Membership<'s>,
    pub(super) ownership: Ownership<'s>,
    pub(super) datasets: Datasets,
    pub(super) sources: Sources<'s>,
    pub(super) lineage: Lineage<'s>,
    pub(super) observed_edges: ObservedEdges,
    pub(super) graph: Graph,
    pub(super) inventory: Inventory<'s>,
    pub(super) access: Access<'s>,
    pub(super) tagging: Tagging<'s>,
    pub(super) nodes: Nodes<'s>,
    composites: OnceLock<Composites>,
    columns: OnceLock<ColumnIndex>,
    briefs: OnceLock<Vec<Brief>>,
    pub(super) usage: Usage,
    pub(super) domains: Domains<'s>,
    pub(super) teams: Teams<'s>,
    pub(super) entities: Entities<'s>,
    pub(super) earlier: Option<Earlier<'s>>,
    pub(super) tenancy: Tenancy,
    pub(super) standings: Standings,
    pub(super) history: Vec<LimitSample>,
}

impl<'s> Facts<'s> {
    /// Joins a snapshot. `base` is the earlier state that it is compared with; `as_of` is the day on which memberships and
    /// dates are judged.
    pub fn derive(snapshot: &'s Snapshot, base: Option<&'s Snapshot>, as_of: jiff::civil::Date) -> Self {
        // The declared and the observed side know nothing of each other until sources join them.
        let (declared, observed) = rayon::join(
            || {
                let (membership, ownership) =
                    rayon::join(|| Membership::derive(snapshot), || Ownership::derive(snapshot));
                let (lineage, datasets) = rayon::join(
                    || Lineage::derive(snapshot, &ownership),
                    || Datasets::derive(snapshot, &membership, &ownership),
                );
                (membership, ownership, lineage, datasets)
            },
            || {
                let mut inventory = Inventory::derive(snapshot);
                let access = Access::derive(snapshot, &mut inventory);
                let tagging = Tagging::derive(snapshot, &inventory);
                (inventory, access, tagging)
            },
        );
        let (membership, ownership, lineage, datasets) = declared;
        let (inventory, access, tagging) = observed;
        let nodes = Nodes::derive(snapshot, &inventory, &tagging, |product| {
            membership.domain_of(product.document)
        });
        let sources = Sources::derive(snapshot, &membership, &ownership, &lineage, &datasets, &|id| {
            home(&inventory, &nodes, id)
        });
        let observed_edges = ObservedEdges::derive(&lineage, &ownership, &membership, &datasets, &sources);
        let graph = Graph::new(snapshot.declared.products.len(), lineage.arcs(&observed_edges));
        let usage = Usage::derive(snapshot, &ownership, &lineage, &observed_edges);
        let declared = (&membership, &ownership, &lineage);
        let domains = Domains::derive(snapshot, declared, (&inventory, &nodes));
        Self {
            snapshot,
            as_of,
            documents: parts(snapshot),
            catalogue: Catalogue::derive(snapshot),
            membership,
            ownership,
            datasets,
            sources,
            lineage,
            observed_edges,
            graph,
            inventory,
            access,
            tagging,
            nodes,
            composites: OnceLock::new(),
            columns: OnceLock::new(),
            briefs: OnceLock::new(),
            usage,
            domains,
            teams: Teams::derive(snapshot),
            entities: Entities::derive(snapshot),
            earlier: base.map(Earlier::derive),
            tenancy: Tenancy::default(),
            standings: Standings::default(),
            history: Vec::new(),
        }
    }

    /// The same facts, with how full limits were on earlier nights, from which forecasts are made.
    #[must_use]
    pub fn with_history(self, history: Vec<LimitSample>) -> Self {
        Self { history, ..self }
    }

    /// The same facts, with what the federation made of the files that govern it.
    #[must_use]
    pub fn with_standings(self, standings: Standings) -> Self {
        Self { standings, ..self }
    }

    /// How many subjects there are of a kind.
    pub fn count(&self, kind: Kind) -> u32 {
        subjects::count(self, kind)
    }

    /// How many observed rows of a kind speak of an object that an earlier row speaks of. They are one subject.
    pub fn repeated(&self, kind: Kind) -> u32 {
        self.inventory.rows(kind).map_or(0, RowIndex::repeated)
    }

    /// How people name a subject.
    pub fn key(&self, subject: SubjectRef) -> SubjectKey {
        subjects::key(self, subject)
    }

    /// The domain that a subject belongs to, where one is known.
    pub fn domain(&self, subject: SubjectRef) -> Option<&str> {
        subjects::domain(self, subject)
    }

    /// The domain that a document belongs to, where one is known.
    pub fn domain_of_document(&self, document: DocumentIndex) -> Option<&str> {
        self.membership.domain_of(document)
    }

    /// A subject as JSON, with the fields that somebody will read.
    pub fn subject(&self, subject: SubjectRef, fields: &Fields) -> Value {
        let mut members = subjects::build(self, subject, fields);
        if subject.kind != Kind::Document {
            self.put_head(subject, fields, &mut members);
        }
        Value::Object(members)
    }

    /// Where a reader finds a path of a subject: the nearest declared place, or the Azure id.
    pub fn locate(&self, subject: SubjectRef, path: &[Step]) -> Option<Location> {
        self.place(subject, path)?.location(self.snapshot)
    }

    /// The other places that take part in a subject (each with what it is), but for the one at `except`.
    pub fn related(&self, subject: SubjectRef, except: Option<&Location>) -> Vec<(Location, String)> {
        subjects::related(self, subject)
            .into_iter()
            .filter_map(|(origin, message)| Some((origin.location(self.snapshot)?, message)))
            .filter(|(location, _)| except != Some(location))
            .collect()
    }

    /// How completely a kind is known.
    pub fn completeness(&self, kind: Kind) -> Completeness {
        Completeness::of(self.snapshot, kind)
    }

    /// Whether a person is in a team or a group of a registry; none where nobody can say.
    pub fn is_in_team(&self, team: &str, person: &str) -> Option<bool> {
        self.teams.holds(team, person)
    }

    /// The day on which memberships and dates are judged.
    pub const fn as_of(&self) -> jiff::civil::Date {
        self.as_of
    }

    /// The state of the mesh that these facts are about.
    pub const fn snapshot(&self) -> &'s Snapshot {
        self.snapshot
    }

    /// What inputs allow each product to promise, once somebody asks.
    pub(super) fn composites(&self) -> &Composites {
        self.composites.get_or_init(|| Composites::derive(self))
    }

    /// The columns of all datasets, once somebody asks.
    pub(super) fn columns(&self) -> &ColumnIndex {
        self.columns.get_or_init(|| ColumnIndex::derive(self))
    }

    /// Every contract in brief, once somebody asks.
    pub(super) fn briefs(&self) -> &[Brief] {
        self.briefs
            .get_or_init(|| Brief::of_all(&self.snapshot.declared.contracts))
    }

    /// The domain of whatever the tenant has under an id: that of its node.
    pub(super) fn domain_at(&self, azure_id: &str) -> Option<&str> {
        self.nodes.domain(&self.inventory, place_of(&self.inventory, azure_id)?)
    }

    /// The resource group, else the subscription, that holds an object of the tenant.
    pub(super) fn place_at(&self, azure_id: &str) -> Option<PlaceId> {
        place_of(&self.inventory, azure_id)
    }

    /// Puts the fields that every subject but a raw document has.
    fn put_head(&self, subject: SubjectRef, fields: &Fields, members: &mut Map<String, Value>) {
        if fields.wants("kind") {
            members.insert("kind".into(), subject.kind.name().into());
        }
        if fields.wants("id") || fields.wants("name") {
            let key = self.key(subject);
            if fields.wants("id") {
                members.insert("id".into(), String::from(key.id).into());
            }
            if fields.wants("name") {
                members.insert("name".into(), String::from(key.name).into());
            }
        }
        // The `domain` of the mesh is its list of domains.
        if fields.wants("domain") && subject.kind != Kind::Mesh {
            members.insert("domain".into(), self.domain(subject).into());
        }
        if fields.wants("origin") {
            let origin = subjects::origin(self, subject);
            members.insert(
                "origin".into(),
                origin.map_or(Value::Null, |origin| origin.to_json(self.snapshot)),
            );
        }
    }

    fn place(&self, subject: SubjectRef, path: &[Step]) -> Option<Origin<'_>> {
        let home = subjects::origin(self, subject);
        let (Some(Step::Key(first)), rest) = (path.first(), path.get(1..).unwrap_or(&[])) else {
            return home;
        };
        if let Some(Origin::Declared(document, base)) = &home {
            let native = if &**first == "document" { rest } else { path };
            let root = self
                .snapshot
                .documents
                .get(document.0 as usize)
                .map(|document| &document.root);
            let holds = root
                .and_then(|root| root.find(base))
                .is_some_and(|node| node.get(first).is_some());
            if holds || native.len() < path.len() {
                return Some(Origin::Declared(*document, base.join(&Pointer::from_steps(native))));
            }
            if let Some(pointer) = root.and_then(|root| relation::custom_property(root, path)) {
                return Some(Origin::Declared(*document, pointer));
            }
        }
        let wanted = Fields::Only([first.clone()].into());
        let built = self.subject(subject, &wanted);
        match built.get(&**first) {
            Some(field) => relation::follow(field, rest, home, self.snapshot),
            None => home,
        }
    }
}

/// To whom an object of the tenant belongs: to the domain of its node, and to the only product placed there.
fn home(inventory: &Inventory<'_>, nodes: &Nodes<'_>, azure_id: &str) -> Home {
    let Some(place) = place_of(inventory, azure_id) else {
        return Home::default();
    };
    let products = nodes
        .node_of(inventory, place)
        .map_or(&[][..], |node| nodes.products(node));
    Home {
        domain: nodes.domain(inventory, place).map(Into::into),
        product: match products {
            [only] => Some(*only),
            _ => None,
        },
    }
}

/// The resource group, else the subscription, that holds an object of the tenant.
fn place_of(inventory: &Inventory<'_>, azure_id: &str) -> Option<PlaceId> {
    let arm = ArmId::new(azure_id);
    let scope = arm.resource_group_scope().or_else(|| arm.subscription_scope())?;
    inventory.places.find(scope)
}
