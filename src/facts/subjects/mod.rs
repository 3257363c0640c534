//! The kinds of subject, one file each or one for a few that are alike, all with the same six functions.

mod arm;
mod assignment;
mod contract;
mod cost_center;
mod data_access;
mod dataset;
mod declared;
mod document;
mod domain;
mod edge;
mod edge_node;
mod factory;
mod limits;
mod management_group;
mod mesh;
mod node;
mod node_access;
mod node_blueprint;
mod node_detail;
mod node_owners;
mod node_products;
mod ours;
mod party;
mod principal;
mod problem;
mod product;
mod promotion;
mod resource;
mod role_assignments;
mod route;
mod row;
mod source;

pub(super) use route::{build, count, domain_of as domain, key, origin, related};
