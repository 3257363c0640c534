//! What the references of a module lead to, by the schema of its `input`.
//!
//! Types are followed through `some x in`, `every`, `:=`, comprehensions and rules without arguments. Whatever cannot be told
//! is unknown, and nothing is said of it; a name that a query declares is unknown until its declaration is met.

mod infer;
mod misread;
mod plain;
mod types;
mod walk;

pub(in crate::policy) use misread::Misread;
pub(in crate::policy) use walk::misreadings;
