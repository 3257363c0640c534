//! The files that a new policy begins with.

mod files;
mod id;

pub use files::{NewFile, NewPolicy, NewPolicyLanguage};
pub use id::{BadPolicyId, new_id};
