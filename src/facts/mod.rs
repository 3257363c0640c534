//! Relations of the mesh, derived and never judged: one file per relation, and one per kind of subject.

mod catalogue;
mod breaking;
mod completeness;
mod day;
mod deprecation;
mod derive;
mod earlier;
mod entities;
mod document;
mod fields;
mod folder;
mod life_cycle;
mod origin;
mod registry;
mod relation;
mod subject;
mod subjects;

mod access;
mod allocation;
mod arm_id;
mod assignment;
mod brief;
mod capacity;
mod classification;
mod column;
mod composite;
mod consumer;
mod cost;
mod built_in_role;
mod census;
mod data_type;
mod dataset;
mod graph;
mod domains;
mod hierarchy;
mod intern;
mod inventory;
mod lineage;
mod measure;
mod membership;
mod near_duplicate;
mod naming;
mod no_case;
mod node;
mod observed_edge;
mod owned_below;
mod ownership;
mod permission;
mod physical;
mod place;
mod promise;
mod principal_home;
mod product_place;
mod reach;
mod role;
mod row_index;
mod rows;
mod service_level;
mod source;
mod stated;
mod tagging;
mod usage;
mod version;
mod tenancy;
#[cfg(test)]
mod data_access_tests;
#[cfg(test)]
mod tenancy_tests;
#[cfg(test)]
mod testing;

pub use completeness::Completeness;
pub use derive::Facts;
pub use fields::Fields;
pub use subject::{SubjectKey, SubjectRef};
