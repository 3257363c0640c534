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
mod allocation;
mod arm_id;
mod assignment;
mod built_in_role;
mod census;
mod data_type;
mod dataset;
mod hierarchy;
mod intern;
mod inventory;
mod lineage;
mod measure;
mod membership;
mod no_case;
mod node;
mod owned_below;
mod ownership;
mod permission;
mod physical;
mod place;
mod principal_home;
mod product_place;
mod reach;
mod role;
mod row_index;
mod rows;
mod service_level;
mod source;
mod tagging;
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
