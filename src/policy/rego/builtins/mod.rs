//! Builtins of OPA that the interpreter lacks or answers differently: here they are, or here is said what to write instead.

mod cast;
mod cidr;
mod digest;
mod list;
mod metadata;
mod missing;
mod network;
mod text;

use regorus::Value;

pub(in crate::policy) use metadata::MetadataCalls;
pub(super) use missing::alternative;
pub use missing::missing_builtins;

/// A builtin of ours: its name, how many arguments it takes, and what it answers; nothing where an argument is not what it
/// must be, which leaves the call undefined.
#[derive(Clone, Copy, Debug)]
pub(super) struct Builtin {
    pub(super) name: &'static str,
    pub(super) arity: u8,
    pub(super) answer: fn(&[Value]) -> Option<Value>,
}

const fn builtin(name: &'static str, arity: u8, answer: fn(&[Value]) -> Option<Value>) -> Builtin {
    Builtin { name, arity, answer }
}

/// Builtins of OPA that go by another name in the interpreter.
const RENAMED: &[(&str, &str)] = &[("re_match", "regex.match")];

/// The builtins of ours.
pub(super) fn all() -> impl Iterator<Item = &'static Builtin> {
    [
        cast::BUILTINS,
        digest::BUILTINS,
        list::BUILTINS,
        network::BUILTINS,
        text::BUILTINS,
    ]
    .into_iter()
    .flatten()
}

/// The builtin of ours with this name.
pub(super) fn find(name: &str) -> Option<&'static Builtin> {
    all().find(|builtin| builtin.name == name)
}

/// What the interpreter calls a builtin.
pub(super) fn native(name: &str) -> &str {
    RENAMED
        .iter()
        .find(|(renamed, _)| *renamed == name)
        .map_or(name, |(_, native)| native)
}

/// Whether a builtin is supplied here.
pub(super) fn supplies(name: &str) -> bool {
    find(name).is_some() || native(name) != name || metadata::answers(name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use regorus::unstable::BUILTINS;

    use super::missing::MISSING;
    use super::{all, supplies};
    use crate::policy::rego::guard;

    /// The builtins of `opa capabilities --current`, one a line.
    const OPA: &str = include_str!("opa-1.22.2.txt");

    #[test]
    fn what_opa_has_is_here_or_known_to_be_missing() {
        let absent: BTreeSet<&str> = OPA
            .lines()
            .filter(|name| !(BUILTINS.contains_key(*name) || supplies(name) || guard::is_refused(name)))
            .filter(|name| *name != "print" && !name.starts_with("internal."))
            .collect();
        let known: BTreeSet<&str> = MISSING.iter().map(|(name, _)| *name).collect();
        assert_eq!(
            known, absent,
            "a new interpreter has more builtins, or less: mend the table"
        );
    }

    #[test]
    fn what_is_supplied_is_opas_and_no_more() {
        let opa: BTreeSet<&str> = OPA.lines().collect();
        for builtin in all() {
            assert!(opa.contains(builtin.name), "{}", builtin.name);
        }
    }

    /// Those that the interpreter answers differently; where it learns of one of the others, ours can go.
    #[test]
    fn what_is_supplied_is_lacking_or_known_to_differ() {
        let both: Vec<&str> = all()
            .map(|builtin| builtin.name)
            .filter(|name| BUILTINS.contains_key(name))
            .collect();
        let differing = [
            "net.cidr_contains",
            "net.cidr_expand",
            "net.cidr_is_valid",
            "strings.count",
        ];
        assert_eq!(both, differing);
    }
}
