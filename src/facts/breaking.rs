//! What changed between two versions of a contract, and whether it breaks those who read the data.
//!
//! The view is the consumer's. What was there and is gone, what may hold values that it could not hold before, what lies
//! elsewhere, and what is promised less, breaks; what is new does not.

mod data_type;
mod keys;
mod level;
mod pairing;
mod schema;
mod server;
#[cfg(test)]
mod tests;

use crate::snapshot::Contract;
use crate::text::{Node, Pointer};

use super::life_cycle::LifeCycle;

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    /// Which sort: `column_removed`, `service_level_loosened`, ...
    pub(super) kind: &'static str,
    /// Whether it breaks those who read the data.
    pub(super) breaking: bool,
    /// What is different, for people.
    pub(super) message: String,
    /// Where the later document says it; for what is gone, what held it.
    pub(super) pointer: Pointer,
}

/// A version of a contract, with its document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edition<'a> {
    /// What was read of it.
    pub(super) contract: &'a Contract,
    /// All that it says.
    pub(super) root: &'a Node,
}

/// The differences between an earlier and a later version, in the order of the standard: status, servers, schema, service levels.
pub(super) fn changes(before: Edition<'_>, after: Edition<'_>) -> Vec<Change> {
    let mut changes = Changes::default();
    status(before.contract, after.contract, &mut changes);
    server::compare(&before.contract.servers, &after.contract.servers, &mut changes);
    schema::compare(before.root, after.root, &mut changes);
    level::compare(&before.contract.sla, &after.contract.sla, &mut changes);
    changes.list
}

/// The differences found so far.
#[derive(Debug, Default)]
struct Changes {
    list: Vec<Change>,
}

impl Changes {
    fn breaking(&mut self, kind: &'static str, pointer: &Pointer, message: String) {
        self.put(kind, true, pointer, message);
    }

    fn harmless(&mut self, kind: &'static str, pointer: &Pointer, message: String) {
        self.put(kind, false, pointer, message);
    }

    fn put(&mut self, kind: &'static str, breaking: bool, pointer: &Pointer, message: String) {
        self.list.push(Change {
            kind,
            breaking,
            message,
            pointer: pointer.clone(),
        });
    }
}

fn status(before: &Contract, after: &Contract, changes: &mut Changes) {
    let of = |contract: &Contract| LifeCycle::of(contract.status.as_ref().map(|status| &*status.value));
    let pointer = Pointer::root().key("status");
    match (of(before), of(after)) {
        (before, after) if before == after => {}
        (_, LifeCycle::Retired) => changes.breaking("retired", &pointer, "the contract is retired".to_owned()),
        (_, LifeCycle::Deprecated) => {
            changes.harmless("deprecated", &pointer, "the contract is deprecated".to_owned());
        }
        (before, after) => {
            let message = format!("the contract is {} where it was {}", after.name(), before.name());
            changes.harmless("status_changed", &pointer, message);
        }
    }
}
