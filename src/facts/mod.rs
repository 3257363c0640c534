//! Relations of the mesh, derived and never judged: one file per relation, and one per kind of subject.

mod completeness;
mod derive;
mod fields;
mod subject;

pub use completeness::Completeness;
pub use derive::Facts;
pub use fields::Fields;
pub use subject::{SubjectKey, SubjectRef};
