//! A tenant that answers as Azure Resource Manager does: its shapes, pages, limits and faults. Sources: recordings of Azure, and
//! the interfaces' specifications.

#![allow(unused_imports, reason = "each test takes what it needs")]

mod extras;
mod fault;
mod reply;
mod server;
mod tenant;
mod throttle;

pub(crate) use extras::{Extras, SECRETS};
pub(crate) use fault::{Fault, Faults, Rule};
pub(crate) use server::{Asked, Options, Simulator};
pub(crate) use tenant::{Tenant, id, rows};
