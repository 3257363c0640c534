//! From parsed documents to declared objects: one file per format, each a pure function of one document.
//!
//! Architecture invariant: an adapter never judges and never loses an object. What is right is loaded, what is wrong
//! becomes a problem with its place.

mod adapted;
mod custom;
mod data_factory;
mod field;
mod format;
mod mesh;
mod lines;
mod load;
mod marker;
mod problem;
mod nearest;
mod odcs;
mod odps;
mod secret;
#[cfg(test)]
mod tests;
mod team;

pub use adapted::{Adapted, Object, adapt};
pub use data_factory::from_row;
pub use format::{Format, recognise};
pub use load::{Request, load};
pub use nearest::nearest;
