//! Relations of the mesh, derived and never judged: one file per relation.

mod fields;
mod subject;

pub use fields::Fields;
pub use subject::{SubjectKey, SubjectRef};
