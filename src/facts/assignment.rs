//! Role assignments, read from their rows into a few numbers each.

use std::borrow::Cow;

use rayon::prelude::*;

use crate::snapshot::Table;

use super::arm_id::{ArmId, compare};
use super::intern::Interner;
use super::rows::{RowIndex, members, number, string};

/// Rows that one thread reads at a time.
const BATCH: usize = 4096;

/// Who holds an assignment, as far as rules tell holders apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holder {
    /// `User`.
    User,
    /// `Group`.
    Group,
    /// Another type.
    Other,
    /// The row says no type.
    Unknown,
}

/// One role assignment. The numbers name texts of [`Assignments`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Assignment {
    /// The scope that it really applies at.
    pub(super) scope: u32,
    /// The principal; none where the row names none.
    pub(super) principal: Option<u32>,
    /// The role.
    pub(super) role: u32,
    /// The sort of principal.
    pub(super) holder: Holder,
}

/// All role assignments of a table, each once, in the order of their lower-cased ids.
#[derive(Debug)]
pub(super) struct Assignments<'s> {
    /// The assignments.
    pub(super) list: Box<[Assignment]>,
    /// `properties.scope`.
    pub(super) scopes: Vec<Cow<'s, str>>,
    /// `properties.principalId`.
    pub(super) principals: Vec<Cow<'s, str>>,
    /// The last segment of `properties.roleDefinitionId`: one role is listed as `/subscriptions/{id}/providers/...` and as
    /// `/providers/...`.
    pub(super) roles: Vec<Cow<'s, str>>,
}

#[derive(Debug)]
struct Read<'s> {
    id: Cow<'s, str>,
    row: u32,
    assignment: Assignment,
}

#[derive(Debug, Default)]
struct Batch<'s> {
    read: Vec<Read<'s>>,
    scopes: Interner<'s>,
    principals: Interner<'s>,
    roles: Interner<'s>,
}

impl<'s> Assignments<'s> {
    /// Reads a table. One assignment is listed for the subscription it is in, for every scope below it and for every
    /// subscription below its management group: it is one by its id.
    pub(super) fn read(table: &'s Table) -> (Self, RowIndex<'s>, Vec<Cow<'s, str>>) {
        let starts: Vec<usize> = (0..table.len()).step_by(BATCH).collect();
        let batches: Vec<Batch<'s>> = starts
            .into_par_iter()
            .map(|start| Batch::read(table, start..table.len().min(start + BATCH)))
            .collect();
        let mut all = Batch::default();
        all.read.reserve(table.len());
        for batch in batches {
            all.append(batch);
        }
        let mut read = all.read;
        read.par_sort_unstable_by(|left, right| compare(&left.id, &right.id).then(left.row.cmp(&right.row)));
        let before = read.len();
        read.dedup_by(|next, first| compare(&next.id, &first.id).is_eq());
        let repeated = number(before - read.len());
        let order = read.iter().map(|read| read.row).collect();
        let list = read.iter().map(|read| read.assignment).collect();
        let ids = read.into_iter().map(|read| read.id).collect();
        let assignments = Self {
            list,
            scopes: all.scopes.into_texts(),
            principals: all.principals.into_texts(),
            roles: all.roles.into_texts(),
        };
        (assignments, RowIndex::new(table, order, repeated), ids)
    }
}

impl<'s> Batch<'s> {
    fn read(table: &'s Table, rows: std::ops::Range<usize>) -> Self {
        let mut batch = Self::default();
        batch.read.reserve(rows.len());
        for row in rows {
            batch.add(table.row(row), number(row));
        }
        batch
    }

    fn add(&mut self, text: &'s str, row: u32) {
        let fields = RowFields::read(text);
        let id = fields.id.unwrap_or_default();
        let scope = fields.scope.or_else(|| put_on(&id)).unwrap_or(Cow::Borrowed("/"));
        let role = fields.role.map_or(Cow::Borrowed(""), |role| last_segment(&role));
        let assignment = Assignment {
            scope: self.scopes.intern(scope),
            principal: fields.principal.map(|principal| self.principals.intern(principal)),
            role: self.roles.intern(role),
            holder: fields.holder,
        };
        self.read.push(Read { id, row, assignment });
    }

    fn append(&mut self, other: Self) {
        let scopes = translate(&mut self.scopes, other.scopes);
        let principals = translate(&mut self.principals, other.principals);
        let roles = translate(&mut self.roles, other.roles);
        let known = |numbers: &[u32], local: u32| numbers.get(local as usize).copied().unwrap_or(local);
        self.read.extend(other.read.into_iter().map(|read| Read {
            assignment: Assignment {
                scope: known(&scopes, read.assignment.scope),
                principal: read.assignment.principal.map(|local| known(&principals, local)),
                role: known(&roles, read.assignment.role),
                holder: read.assignment.holder,
            },
            ..read
        }));
    }
}

fn translate<'s>(all: &mut Interner<'s>, some: Interner<'s>) -> Vec<u32> {
    some.into_texts().into_iter().map(|text| all.intern(text)).collect()
}

/// What the row of a role assignment says.
#[derive(Debug)]
struct RowFields<'s> {
    id: Option<Cow<'s, str>>,
    scope: Option<Cow<'s, str>>,
    principal: Option<Cow<'s, str>>,
    role: Option<Cow<'s, str>>,
    holder: Holder,
}

impl<'s> RowFields<'s> {
    fn read(text: &'s str) -> Self {
        let mut fields = Self {
            id: None,
            scope: None,
            principal: None,
            role: None,
            holder: Holder::Unknown,
        };
        for (key, value) in members(text) {
            match &*key {
                "id" => fields.id = Some(string(value).unwrap_or(Cow::Borrowed(value))),
                "properties" => fields.read_properties(value),
                _ => {}
            }
        }
        fields
    }

    fn read_properties(&mut self, text: &'s str) {
        let says = |value| string(value).filter(|value| !value.is_empty());
        for (key, value) in members(text) {
            match &*key {
                "scope" => self.scope = says(value),
                "principalId" => self.principal = says(value),
                "roleDefinitionId" => self.role = says(value),
                "principalType" => self.holder = says(value).map_or(Holder::Unknown, |holder| Holder::named(&holder)),
                _ => {}
            }
        }
    }
}

impl Holder {
    fn named(name: &str) -> Self {
        if name.eq_ignore_ascii_case("User") {
            Self::User
        } else if name.eq_ignore_ascii_case("Group") {
            Self::Group
        } else if name.eq_ignore_ascii_case("Unknown") {
            Self::Unknown
        } else {
            Self::Other
        }
    }
}

/// The scope that the id of an assignment says.
fn put_on<'s>(id: &Cow<'s, str>) -> Option<Cow<'s, str>> {
    let length = ArmId::new(id).extended()?.len();
    let scope = match id {
        Cow::Borrowed(id) => Cow::Borrowed(id.get(..length)?),
        Cow::Owned(id) => Cow::Owned(id.get(..length)?.to_owned()),
    };
    Some(if scope.is_empty() { Cow::Borrowed("/") } else { scope })
}

fn last_segment<'s>(id: &Cow<'s, str>) -> Cow<'s, str> {
    match id {
        Cow::Borrowed(id) => Cow::Borrowed(ArmId::new(id).name()),
        Cow::Owned(id) => Cow::Owned(ArmId::new(id).name().to_owned()),
    }
}
