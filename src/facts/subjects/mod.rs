//! The kinds of subject, one file each or one for a few that are alike, all with the same six functions.

mod arm;
mod contract;
mod contract_columns;
mod contract_use;
mod dataset;
mod dataset_columns;
mod dataset_use;
mod declared;
mod document;
mod domain;
mod edge;
mod edge_side;
mod edge_use;
mod factory;
mod mesh;
mod node;
mod node_access;
mod ours;
mod output_port;
mod party;
mod principal;
mod problem;
mod product;
mod product_lineage;
mod product_service;
mod role_assignments;
mod route;
mod row;
mod source;
mod source_system;
mod terms;

pub(super) use route::{build, count, domain_of as domain, key, origin, related};
