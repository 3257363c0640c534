//! From parsed documents to declared objects: one file per format, each a pure function of one document.
//!
//! Architecture invariant: an adapter never loses an object. What is right is loaded, and what is wrong, by the standard
//! that the document declares or by our own schemas, becomes a problem with its place.

mod adapted;
mod backstage;
mod custom;
mod data_factory;
mod federation;
mod difference;
mod field;
mod format;
mod lines;
mod freeze;
mod load;
mod marker;
mod mesh;
mod mesh_schema;
mod nearest;
mod odcs;
mod odps;
mod overlay;
mod problem;
mod raw;
mod standard;
mod team;
#[cfg(test)]
mod tests;

pub use adapted::{Adapted, Object, adapt};
pub use backstage::reference_name;
pub use data_factory::from_row;
pub use format::{Format, recognise};
pub use freeze::{Freezing, freeze};
pub use load::{Request, load};
pub use nearest::nearest;
pub use overlay::{Gate, GateRequest, OverlayError, Place, Placement, load_gate};
pub use standard::{Standard, judge, standard_schema};
