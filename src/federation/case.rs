//! What decides the values of a policy for a subject: who takes part in it, and which settings reach them.

use std::collections::BTreeSet;

use crate::facts::{Facts, Party, SubjectRef};
use crate::snapshot::{Kind, Scope};

use super::policy_set::{Rule, Setting};
use super::tree::Tree;

/// What decides the values of a policy for a subject: its parties, each with the settings that reach it. Equal cases have
/// equal values.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Case {
    pub(super) parties: Vec<(Option<Box<str>>, Vec<usize>)>,
}

impl Rule {
    /// Whether the values are the same for all subjects.
    pub fn is_uniform(&self) -> bool {
        let is_for_all = |setting: &Setting| setting.scope == Scope::Mesh && setting.subjects.is_none();
        self.owner == Scope::Mesh && self.settings.iter().all(is_for_all)
    }

    /// What decides the values as the owner has them: of a policy of the mesh for what is of the whole mesh, and where they
    /// are the same for all subjects.
    pub fn case_of_owner(&self) -> Case {
        let own = |setting: &Setting| setting.scope == self.owner && setting.subjects.is_none();
        let settings = (0..self.settings.len()).filter(|index| self.settings.get(*index).is_some_and(own));
        let domain = match &self.owner {
            Scope::Domain(name) => Some(name.clone()),
            Scope::Mesh | Scope::Product(_) => None,
        };
        Case {
            parties: vec![(domain, settings.collect())],
        }
    }

    /// What decides the values for a subject; none where the policy does not speak of it: that of a domain speaks only of what
    /// the domain, or one that is part of it, takes part in.
    pub fn case(&self, tree: &Tree, facts: &Facts<'_>, subject: SubjectRef) -> Option<Case> {
        let taking_part = facts.parties(subject);
        let mesh_alone = [Party {
            domain: None,
            product: None,
        }];
        let parties = if taking_part.is_empty() {
            &mesh_alone[..]
        } else {
            &taking_part
        };
        let mut case: Vec<(Option<Box<str>>, Vec<usize>)> = parties
            .iter()
            .filter(|party| self.speaks_of(tree, party.domain))
            .map(|party| {
                let reaches = |setting: &Setting| {
                    let is_above = match &setting.scope {
                        Scope::Mesh => true,
                        Scope::Domain(name) => party.domain.is_some_and(|domain| tree.is_within(domain, name)),
                        Scope::Product(id) => party.product.is_some_and(|product| facts.product_id(product) == *id),
                    };
                    is_above
                        && setting
                            .subjects
                            .as_ref()
                            .is_none_or(|selector| facts.selects(selector, subject, parties))
                };
                let settings = (0..self.settings.len()).filter(|at| self.settings.get(*at).is_some_and(reaches));
                (party.domain.map(Into::into), settings.collect())
            })
            .collect();
        case.sort();
        case.dedup();
        // A policy of a domain may look at the mesh as a whole; what it finds there is filtered by its parties.
        if case.is_empty() && taking_part.is_empty() && matches!(subject.kind, Kind::Mesh | Kind::Document) {
            return Some(self.case_of_owner());
        }
        (!case.is_empty()).then_some(Case { parties: case })
    }

    /// The settings that reach a subject, the outermost first.
    pub fn reaching<'r>(&'r self, case: &Case) -> impl Iterator<Item = &'r Setting> {
        let indexes: BTreeSet<usize> = case
            .parties
            .iter()
            .flat_map(|(_, settings)| settings)
            .copied()
            .collect();
        indexes.into_iter().filter_map(|index| self.settings.get(index))
    }

    fn speaks_of(&self, tree: &Tree, domain: Option<&str>) -> bool {
        match &self.owner {
            Scope::Domain(name) => domain.is_some_and(|domain| tree.is_within(domain, name)),
            Scope::Mesh | Scope::Product(_) => true,
        }
    }
}
