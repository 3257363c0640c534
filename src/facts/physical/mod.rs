//! Physical identity: every spelling of one table, topic, path or address comes to one normal form.

mod expression;
mod family;
mod host;
mod identifier;
mod identity;
mod reason;
mod server;
mod storage;
#[cfg(test)]
mod tests;

pub(super) use expression::{Known, Scope};
pub(super) use family::{Family, Shape};
pub(super) use host::{is_placeholder, path};
pub(super) use identifier::parts as name_parts;
pub(super) use identity::{Identity, Parts};
pub(super) use reason::Reason;
pub(super) use server::{identities, store_of};
