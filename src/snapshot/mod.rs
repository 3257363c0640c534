//! The mesh as inert, ordered data: declared objects, observed rows, coverage and problems.

mod contract;
mod coverage;
mod factory;
mod files;
mod folder;
mod kind;
mod located;
mod mesh;
mod model;
mod observed;
mod problem;
mod product;
mod registry;
mod setting;
mod table;
mod team;

pub use contract::{Column, Contract, Price, SchemaObject, Server, SlaProperty};
pub use coverage::{Coverage, Status};
pub use factory::{Copy, DatasetReference, Factory, LinkedService, Pipeline, PipelineDataset};
pub use files::{FoundFile, FoundFiles, find, relative_name};
pub use folder::{DeclaredLines, FORMAT, Folder, digest};
pub use kind::Kind;
pub use located::{DocumentIndex, Located};
pub use mesh::{Domain, Mesh, NodeKind, Other, SourceSystem, SystemServer, TagInheritance};
pub use model::{Counts, Declared, Snapshot};
pub use observed::{Observed, Table};
pub use problem::{Location, Problem, ProblemCode};
pub use product::{InputPort, ManagementPort, OutputPort, Product, SupportChannel};
pub use registry::{CatalogEntity, RegisteredMember, RegisteredTeam, RegisteredUser, Registry};
pub use setting::Setting;
pub use team::{Conformance, Member, StandardError, Team};
