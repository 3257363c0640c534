//! Where the data lies, before and after.

use crate::snapshot::{Server, Setting};
use crate::text::Pointer;

use super::Changes;

/// Compares the servers: those of one name are one, and so are those that differ in their name only.
pub(super) fn compare(before: &[Server], after: &[Server], changes: &mut Changes) {
    let mut new: Vec<&Server> = after.iter().collect();
    let mut pairs = Vec::new();
    let mut removed: Vec<&Server> = before.iter().collect();
    for is_same in [same_name, same_place, same_environment] {
        removed.retain(|was| {
            let found = new.iter().position(|now| is_same(was, now));
            if let Some(at) = found {
                pairs.push((*was, new.remove(at)));
            }
            found.is_none()
        });
    }
    pairs.sort_by_key(|(_, now)| position(after, now));
    for (was, now) in pairs {
        server(was, now, changes);
    }
    for was in removed {
        let message = format!("{} was removed", label(was));
        changes.put(
            "server_removed",
            serves_consumers(was),
            &Pointer::root().key("servers"),
            message,
        );
    }
    for now in new {
        changes.harmless("server_added", &now.pointer, format!("{} is new", label(now)));
    }
}

fn position(servers: &[Server], server: &Server) -> Option<usize> {
    servers.iter().position(|other| std::ptr::eq(other, server))
}

fn same_name(was: &Server, now: &Server) -> bool {
    was.name.is_some() && was.name == now.name
}

fn same_place(was: &Server, now: &Server) -> bool {
    was.kind == now.kind && was.settings == now.settings && was.environment == now.environment
}

/// A server without a name is told by the environment that it serves.
fn same_environment(was: &Server, now: &Server) -> bool {
    (was.name.is_none() || now.name.is_none()) && was.environment == now.environment
}

fn server(was: &Server, now: &Server, changes: &mut Changes) {
    let breaks = serves_consumers(was);
    if let (Some(old), Some(new)) = (&was.kind, &now.kind)
        && !old.eq_ignore_ascii_case(new)
    {
        let message = format!("{} is of type {new} where it was {old}", label(now));
        changes.put("server_type_changed", breaks, &now.pointer.key("type"), message);
        return;
    }
    for (key, old) in &was.settings {
        // What is not known from the file alone, before or after, is no change that we know.
        let (Some(old), Some(new)) = (old.literal(), now.settings.get(key).and_then(Setting::literal)) else {
            continue;
        };
        let is_same = match &**key {
            "host" | "account" => old.eq_ignore_ascii_case(new),
            _ => old == new,
        };
        if is_same {
            continue;
        }
        let kind = match &**key {
            "format" | "delimiter" | "encoding" => "server_format_changed",
            _ => "server_location_changed",
        };
        let message = format!("the {key} of {} is {new} where it was {old}", label(now));
        changes.put(kind, breaks, &now.pointer.key(key), message);
    }
}

/// Whether consumers read it: all servers do, but those that say that they are for trying things out.
fn serves_consumers(server: &Server) -> bool {
    let environment = server.environment.as_deref().unwrap_or("").to_lowercase();
    let mut words = environment.split(|character: char| !character.is_alphanumeric());
    !words.any(|word| {
        matches!(
            word,
            "dev"
                | "development"
                | "test"
                | "testing"
                | "tst"
                | "qa"
                | "uat"
                | "int"
                | "integration"
                | "acc"
                | "acceptance"
                | "stage"
                | "staging"
                | "sandbox"
                | "local"
                | "preprod"
                | "nonprod"
        )
    })
}

fn label(server: &Server) -> String {
    match (&server.name, &server.environment) {
        (Some(name), _) => format!("server `{name}`"),
        (None, Some(environment)) => format!("the server of `{environment}`"),
        (None, None) => "the server".to_owned(),
    }
}
