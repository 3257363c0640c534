//! Relations of the mesh, derived and never judged: one file per relation, and one per kind of subject.

mod completeness;
mod derive;
mod fields;
mod origin;
mod relation;
mod subject;
mod subjects;

mod access;
mod arm_id;
mod assignment;
mod hierarchy;
mod intern;
mod inventory;
mod lineage;
mod membership;
mod node;
mod ownership;
mod place;
mod role;
mod row_index;
mod rows;
mod source;
mod tagging;

pub use completeness::Completeness;
pub use derive::Facts;
pub use fields::Fields;
pub use subject::{SubjectKey, SubjectRef};
