//! Folders of policies: what lies in them, what it says about itself, and whether it fits together.

mod annotation;
mod assemble;
mod data;
mod described;
mod files;
mod foreign;
mod head;
mod load;
mod manifest;
mod program;
mod reader;
mod schema_policy;

pub(super) use files::{BundleFile, BundleFiles, Role};
pub use foreign::{Foreign, Namespaces};
pub use load::{Pack, Shipped, load, load_with};
pub(super) use load::{bundles, data_of, of_bundles, shared_beside};
pub(super) use program::unsound;
