//! The registry of teams: which teams there are by which names, and who is in them.

use std::collections::{BTreeMap, BTreeSet};

use crate::adapter::{nearest, reference_name};
use crate::snapshot::{Kind, RegisteredMember, RegisteredTeam, Snapshot};

use super::completeness::Completeness;
use super::naming::folded;

/// Registered teams and people. Names compare without case and signs.
#[derive(Debug)]
pub(super) struct Teams<'s> {
    snapshot: &'s Snapshot,
    by_name: BTreeMap<String, BTreeSet<usize>>,
    /// The members of each record that are known, by a folded name, with the one for people.
    members: Vec<Option<BTreeMap<String, &'s str>>>,
    people: BTreeMap<String, &'s str>,
    /// The teams that say they are a part of another, by its name.
    parts: BTreeMap<String, Vec<usize>>,
    count: usize,
    is_whole: bool,
}

/// What the registry knows of an owner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Registration<'s> {
    /// Whether it is registered; none where that is not known.
    pub(super) registered: Option<bool>,
    /// How many people are in the team; none where that is not known, or it is a person.
    pub(super) size: Option<usize>,
    /// The registered name most like one that is not registered.
    pub(super) nearest: Option<&'s str>,
}

impl<'s> Teams<'s> {
    /// Joins the records of a snapshot.
    pub(super) fn derive(snapshot: &'s Snapshot) -> Self {
        let declared = &snapshot.declared;
        let mut teams = Self {
            snapshot,
            by_name: BTreeMap::new(),
            members: Vec::new(),
            people: BTreeMap::new(),
            parts: BTreeMap::new(),
            count: 0,
            is_whole: Completeness::of(snapshot, Kind::Team) == Completeness::Complete,
        };
        for (index, team) in declared.teams.iter().enumerate() {
            for name in team
                .names
                .iter()
                .map(|name| folded(name))
                .filter(|name| !name.is_empty())
            {
                teams.by_name.entry(name).or_default().insert(index);
            }
            if let Some(parent) = &team.parent {
                teams.parts.entry(folded(parent)).or_default().push(index);
            }
            let own = team.members.as_ref().map(|members| members.iter().collect::<Vec<_>>());
            // Where users say which teams they are in, a team that none names has nobody.
            let known = own.or_else(|| (!declared.users.is_empty()).then(Vec::new));
            teams
                .members
                .push(known.map(|known| known.into_iter().filter_map(keyed).collect()));
        }
        for user in &declared.users {
            for group in &user.groups {
                for index in teams.by_name.get(&folded(group)).into_iter().flatten() {
                    if let Some(slot) = teams.members.get_mut(*index) {
                        slot.get_or_insert_default().extend(keyed(&user.member));
                    }
                }
            }
        }
        let in_teams = declared.teams.iter().flat_map(|team| team.members.iter().flatten());
        for member in in_teams.chain(declared.users.iter().map(|user| &user.member)) {
            for name in &member.names {
                teams.people.entry(folded(name)).or_insert(name);
            }
        }
        let names: BTreeSet<String> = declared.teams.iter().map(|team| folded(&team.name)).collect();
        teams.count = names.len();
        teams
    }

    /// How many teams there are; none where no registry was given.
    pub(super) fn count(&self) -> Option<usize> {
        (self.count > 0).then_some(self.count)
    }

    /// What is known of a team by its name.
    pub(super) fn team(&self, name: &str) -> Registration<'s> {
        if self.count == 0 {
            return Registration::default();
        }
        let found = self.find(name);
        if found.is_empty() {
            let names = self.snapshot.declared.teams.iter();
            let names = names.flat_map(|team| [&*team.name, &*team.id]);
            return self.missing(nearest(reference_name(name), names));
        }
        Registration {
            registered: Some(true),
            size: self.size(found),
            nearest: None,
        }
    }

    /// What is known of a person by account or name.
    pub(super) fn person(&self, name: &str) -> Registration<'s> {
        if self.count == 0 || self.people.is_empty() {
            return Registration::default();
        }
        if [name, reference_name(name)]
            .iter()
            .any(|name| self.people.contains_key(&folded(name)))
        {
            return Registration {
                registered: Some(true),
                ..Registration::default()
            };
        }
        self.missing(nearest(name, self.people.values().copied()))
    }

    /// Whether a person is in a team, by any of the names of the two; none where nobody can say.
    pub(super) fn holds(&self, team: &str, person: &str) -> Option<bool> {
        let declared = &self.snapshot.declared;
        let person = folded(person);
        let is_meant = |member: &RegisteredMember| member.names.iter().any(|name| folded(name) == person);
        let mut answer = None;
        for index in self.find(team) {
            let record = declared.teams.get(index)?;
            let is_listed = record.members.iter().flatten().any(is_meant);
            let is_of_user = declared.users.iter().any(|user| {
                let mut groups = user.groups.iter();
                is_meant(&user.member) && groups.any(|group| self.find(group).contains(&index))
            });
            if is_listed || is_of_user {
                return Some(true);
            }
            if self.members.get(index).is_some_and(Option::is_some) {
                answer = Some(false);
            }
        }
        answer
    }

    /// The members of one record, by the names for people, sorted; none where they are not known.
    pub(super) fn members(&self, index: usize) -> Option<Vec<&'s str>> {
        let mut names: Vec<&str> = self.members.get(index)?.as_ref()?.values().copied().collect();
        names.sort_unstable();
        Some(names)
    }

    /// The records that a team has beside this one.
    pub(super) fn others(&self, index: usize) -> Vec<&'s RegisteredTeam> {
        let teams = &self.snapshot.declared.teams;
        let name = teams.get(index).map(|team| folded(&team.name)).unwrap_or_default();
        let same = self.by_name.get(&name).into_iter().flatten();
        same.filter(|other| **other != index)
            .filter_map(|other| teams.get(*other))
            .collect()
    }

    fn missing(&self, nearest: Option<&'s str>) -> Registration<'s> {
        Registration {
            registered: self.is_whole.then_some(false),
            size: None,
            nearest,
        }
    }

    fn find(&self, name: &str) -> BTreeSet<usize> {
        let by = |name: &str| self.by_name.get(&folded(name));
        by(name)
            .or_else(|| by(reference_name(name)))
            .cloned()
            .unwrap_or_default()
    }

    /// How many people are in a team and in the teams that it consists of.
    fn size(&self, records: BTreeSet<usize>) -> Option<usize> {
        let teams = &self.snapshot.declared.teams;
        let mut people: Option<BTreeSet<&str>> = None;
        let mut waiting: Vec<usize> = records.iter().copied().collect();
        let mut seen = records;
        while let Some(index) = waiting.pop() {
            if let Some(Some(members)) = self.members.get(index) {
                people
                    .get_or_insert_default()
                    .extend(members.keys().map(String::as_str));
            }
            let Some(team) = teams.get(index) else {
                continue;
            };
            let mut parts: BTreeSet<usize> = team.children.iter().flat_map(|child| self.find(child)).collect();
            let below = team.names.iter().filter_map(|name| self.parts.get(&folded(name)));
            parts.extend(below.flatten());
            waiting.extend(parts.into_iter().filter(|part| seen.insert(*part)));
        }
        people.map(|people| people.len())
    }
}

fn keyed(member: &RegisteredMember) -> Option<(String, &str)> {
    let name = member.names.first()?;
    Some((folded(name), name))
}

#[cfg(test)]
mod tests;
