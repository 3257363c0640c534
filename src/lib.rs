//! meshgov reads a data mesh, its contracts and product descriptors in git and its infrastructure in Azure, into one
//! snapshot, and judges that snapshot by the policies that a federation of domains agreed on.
//!
//! The modules form one line, and each imports only from those before it.

pub mod text;
pub mod snapshot;
pub mod collect;
pub mod adapter;
pub mod facts;
pub mod policy;
pub mod federation;
pub mod engine;
pub mod finding;
pub mod report;
pub mod history;
pub mod cli;
