//! The kinds of subject, one file each or one for a few that are alike, all with the same six functions.

mod arm;
mod contract;
mod contract_life;
mod dataset;
mod declared;
mod document;
mod domain;
mod domain_names;
mod edge;
mod factory;
mod members;
mod mesh;
mod node;
mod node_access;
mod ours;
mod party;
mod previous;
mod principal;
mod problem;
mod product;
mod product_life;
mod registration;
mod role_assignments;
mod route;
mod row;
mod source;
mod team;

pub(super) use route::{build, count, domain_of as domain, key, origin, related};
