//! Relations of the mesh, derived and never judged: one file per relation, and one per kind of subject.

mod catalogue;
mod completeness;
mod derive;
mod fields;
mod folder;
mod life_cycle;
mod origin;
mod relation;
mod subject;
mod subjects;

mod access;
mod dataset;
mod lineage;
mod measure;
mod membership;
mod node;
mod ownership;
mod physical;
mod service_level;
mod source;
mod tagging;

pub use completeness::Completeness;
pub use derive::Facts;
pub use fields::Fields;
pub use subject::{SubjectKey, SubjectRef};
