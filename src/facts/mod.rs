//! Relations of the mesh, derived and never judged: one file per relation, and one per kind of subject.

mod catalogue;
mod completeness;
mod derive;
mod document;
mod fields;
mod folder;
mod life_cycle;
mod origin;
mod relation;
mod subject;
mod subjects;

mod access;
mod arm_id;
mod assignment;
mod dataset;
mod hierarchy;
mod intern;
mod inventory;
mod lineage;
mod measure;
mod membership;
mod no_case;
mod node;
mod ownership;
mod physical;
mod place;
mod role;
mod row_index;
mod rows;
mod service_level;
mod source;
mod tagging;
#[cfg(test)]
mod testing;

pub use completeness::Completeness;
pub use derive::Facts;
pub use fields::Fields;
pub use subject::{SubjectKey, SubjectRef};
