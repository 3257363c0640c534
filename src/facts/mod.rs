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
mod arm_id;
mod assignment;
mod brief;
mod capacity;
mod classification;
mod column;
mod composite;
mod consumer;
mod cost;
mod dataset;
mod graph;
mod hierarchy;
mod intern;
mod inventory;
mod lineage;
mod measure;
mod membership;
mod near_duplicate;
mod no_case;
mod node;
mod observed_edge;
mod ownership;
mod physical;
mod place;
mod promise;
mod role;
mod row_index;
mod rows;
mod service_level;
mod source;
mod stated;
mod tagging;
#[cfg(test)]
mod testing;

pub use completeness::Completeness;
pub use derive::Facts;
pub use fields::Fields;
pub use subject::{SubjectKey, SubjectRef};
