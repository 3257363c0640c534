//! The snapshot itself.

use std::sync::Arc;

use crate::text::{Document, Source};

use super::approval::Approval;
use super::authority::Authority;
use super::contract::Contract;
use super::coverage::Coverage;
use super::exemption::Exemption;
use super::factory::{LinkedService, Pipeline, PipelineDataset};
use super::mesh::{Domain, Mesh, Other, SourceSystem};
use super::observed::Observed;
use super::policy_set::PolicySet;
use super::problem::Problem;
use super::product::Product;
use super::registry::{CatalogEntity, RegisteredTeam, RegisteredUser};

/// Everything that is known of the mesh. Documents are in the order of file name and place in the file, and declared
/// objects in the order of their documents, so that nothing depends on how files were found.
#[derive(Debug, Default)]
pub struct Snapshot {
    /// Every parsed document of a recognised format.
    pub documents: Vec<Arc<Document>>,
    /// The texts of files that hold no document because they are broken, in order of name.
    pub unparsed: Vec<Arc<Source>>,
    /// What the documents declare.
    pub declared: Declared,
    /// What the tenant was seen to hold.
    pub observed: Observed,
    /// What was read completely, and what was not.
    pub coverage: Vec<Coverage>,
    /// What could not be read as it should be, in order of place.
    pub problems: Vec<Problem>,
    /// How many files there were.
    pub counts: Counts,
}

/// The declared objects, each list in the order of documents.
#[derive(Debug, Default)]
pub struct Declared {
    /// `kind: Mesh`.
    pub meshes: Vec<Mesh>,
    /// `kind: Domain`.
    pub domains: Vec<Domain>,
    /// `kind: SourceSystem`.
    pub source_systems: Vec<SourceSystem>,
    /// Our kinds that are subjects as they stand: blueprints, and those of the federation.
    pub others: Vec<Other>,
    /// `kind: Authority`, as the federation reads them; in the order of their entries in `others`, as the next three are.
    pub authorities: Vec<Authority>,
    /// `kind: PolicySet`.
    pub policy_sets: Vec<PolicySet>,
    /// `kind: Exemption`.
    pub exemptions: Vec<Exemption>,
    /// `kind: Approval`.
    pub approvals: Vec<Approval>,
    /// `kind: DataProduct`.
    pub products: Vec<Product>,
    /// `kind: DataContract`.
    pub contracts: Vec<Contract>,
    /// Pipelines of git folders.
    pub pipelines: Vec<Pipeline>,
    /// Datasets of git folders.
    pub pipeline_datasets: Vec<PipelineDataset>,
    /// Linked services of git folders.
    pub linked_services: Vec<LinkedService>,
    /// Teams of registries.
    pub teams: Vec<RegisteredTeam>,
    /// Users of registries.
    pub users: Vec<RegisteredUser>,
    /// Entities of a software catalogue.
    pub entities: Vec<CatalogEntity>,
}

/// Files met on the way in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Files whose name says YAML or JSON, and which were opened.
    pub files: u64,
    /// Documents of a recognised format.
    pub documents: u64,
    /// Documents of none of our formats.
    pub others: u64,
}
