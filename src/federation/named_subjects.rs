//! The subjects that an exemption names: by an id, or by a pattern of ids within one domain.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::{Facts, SubjectRef};
use crate::snapshot::{Exemption, Kind};

/// The ids of the subjects of each kind that an exemption asks for.
#[derive(Default)]
pub(super) struct NamedSubjects {
    of: BTreeMap<Kind, BTreeMap<Box<str>, Vec<u32>>>,
}

impl NamedSubjects {
    /// The subjects that an exemption names, by index.
    pub(super) fn matched(&mut self, facts: &Facts<'_>, exemption: &Exemption) -> BTreeSet<u32> {
        let (Some(kind), Some(id)) = (&exemption.kind, &exemption.id) else {
            return BTreeSet::new();
        };
        let kind = kind.value;
        let names = self.of.entry(kind).or_insert_with(|| {
            let mut names: BTreeMap<Box<str>, Vec<u32>> = BTreeMap::new();
            for index in 0..facts.count(kind) {
                let key = facts.key(SubjectRef { kind, index });
                names.entry(comparable(kind, &key.id)).or_default().push(index);
            }
            names
        });
        let wanted = comparable(kind, &id.value);
        if !is_pattern(&wanted) {
            return names.get(&wanted).into_iter().flatten().copied().collect();
        }
        let Some(domain) = &exemption.domain else {
            return BTreeSet::new();
        };
        names
            .iter()
            .filter(|(name, _)| fits(name, &wanted))
            .flat_map(|(_, indexes)| indexes.iter().copied())
            .filter(|index| facts.domain(SubjectRef { kind, index: *index }) == Some(&*domain.value))
            .collect()
    }
}

/// Ids of Azure compare without case.
fn comparable(kind: Kind, id: &str) -> Box<str> {
    if kind.is_only_observed() || kind == Kind::Node || kind == Kind::Principal {
        id.to_lowercase().into()
    } else {
        id.into()
    }
}

pub(super) fn is_pattern(id: &str) -> bool {
    id.contains('*')
}

/// Whether a text is what a pattern says, in which `*` stands for any text.
fn fits(text: &str, pattern: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else {
        return text == pattern;
    };
    let Some(mut left) = text.strip_prefix(first) else {
        return false;
    };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        match left.find(part) {
            Some(at) => left = left.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    left.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_star_stands_for_any_text() {
        for (text, pattern) in [
            ("orders-eu", "orders-*"),
            ("orders", "orders*"),
            ("a/b/c", "a/*/c"),
            ("abc", "*"),
            ("aab", "a*ab"),
        ] {
            assert!(fits(text, pattern), "{text} {pattern}");
        }
        for (text, pattern) in [("returns", "orders*"), ("ab", "a*ab"), ("orders-eu-old", "orders-*-eu")] {
            assert!(!fits(text, pattern), "{text} {pattern}");
        }
    }
}
