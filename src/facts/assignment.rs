//! Role assignments, read from their rows into a few numbers each.

use std::borrow::Cow;
use std::num::NonZeroU32;

use crate::snapshot::Table;

use super::arm_id::{ArmId, ScopeKind};
use super::intern::Interner;
use super::place::{PlaceId, Places};
use super::row_index::{Batch, RowIndex};
use super::rows::{members, string};

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
    /// The subscription or resource group that its real scope is or lies in.
    pub(super) place: Option<PlaceId>,
    /// The principal; none where the row names none.
    pub(super) principal: Option<Number>,
    /// The role.
    pub(super) role: u32,
    /// What its real scope is.
    pub(super) scope_kind: ScopeKind,
    /// The sort of principal.
    pub(super) holder: Holder,
}

/// The number of a text, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Number(NonZeroU32);

impl Number {
    fn new(number: u32) -> Self {
        Self(NonZeroU32::MIN.saturating_add(number))
    }

    /// The number.
    pub(super) const fn get(self) -> u32 {
        self.0.get() - 1
    }
}

/// All role assignments of a table, each once, in the order of its [`RowIndex`].
#[derive(Debug)]
pub(super) struct Assignments<'s> {
    /// The assignments.
    pub(super) list: Box<[Assignment]>,
    /// `properties.principalId`.
    pub(super) principals: Vec<Cow<'s, str>>,
    /// The last segment of `properties.roleDefinitionId`: one role is listed as `/subscriptions/{id}/providers/...` and as
    /// `/providers/...`.
    pub(super) roles: Vec<Cow<'s, str>>,
}

/// The texts that assignments share.
#[derive(Debug, Default)]
struct Texts<'s> {
    principals: Interner<'s>,
    roles: Interner<'s>,
}

impl<'s> Assignments<'s> {
    /// Reads a table. One assignment is listed for the subscription it is in, for every scope below it and for every
    /// subscription below its management group: it is one by its id.
    pub(super) fn read(table: &'s Table, places: &mut Places<'s>) -> (Self, RowIndex<'s>) {
        let mut all = Texts::default();
        let (rows, list) = RowIndex::read(table, places, read_row, |texts: Texts<'s>, places, assignments| {
            let principals = translate(&mut all.principals, texts.principals);
            let roles = translate(&mut all.roles, texts.roles);
            for assignment in assignments {
                let known = |numbers: &[u32], local: u32| numbers.get(local as usize).copied().unwrap_or(local);
                assignment.place = assignment
                    .place
                    .and_then(|local| places.get(local.number() as usize).copied());
                assignment.principal = assignment
                    .principal
                    .map(|local| Number::new(known(&principals, local.get())));
                assignment.role = known(&roles, assignment.role);
            }
        });
        let assignments = Self {
            list: list.into(),
            principals: all.principals.into_texts(),
            roles: all.roles.into_texts(),
        };
        (assignments, rows)
    }
}

fn read_row<'s>(batch: &mut Batch<'s, Assignment, Texts<'s>>, text: &'s str) -> (Cow<'s, str>, Assignment) {
    let fields = RowFields::read(text);
    let id = fields.id.unwrap_or_default();
    let scope = fields.scope.or_else(|| put_on(&id)).unwrap_or(Cow::Borrowed("/"));
    let role = fields.role.map_or(Cow::Borrowed(""), |role| last_segment(&role));
    let (texts, places) = batch.shared();
    let assignment = Assignment {
        place: places.place(&scope),
        principal: fields
            .principal
            .map(|principal| Number::new(texts.principals.intern(principal))),
        role: texts.roles.intern(role),
        scope_kind: ArmId::new(&scope).kind(),
        holder: fields.holder,
    };
    (id, assignment)
}

/// The scope that an assignment really applies at, as its row spells it.
pub(super) fn scope_of(row: &str) -> Cow<'_, str> {
    let fields = RowFields::read(row);
    let id = fields.id.unwrap_or_default();
    fields.scope.or_else(|| put_on(&id)).unwrap_or(Cow::Borrowed("/"))
}

fn translate<'s>(all: &mut Interner<'s>, some: Interner<'s>) -> Vec<u32> {
    some.into_keys().into_iter().map(|text| all.intern_key(text)).collect()
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
        let mut row = members(text);
        while let Some((key, value)) = row.next_into("properties") {
            match &*key {
                "id" => fields.id = Some(string(value).unwrap_or(Cow::Borrowed(value))),
                "properties" => row.skip_to(fields.read_properties(value)),
                _ => {}
            }
        }
        fields
    }

    /// Reads the object at the beginning of a text, and says where it ends.
    fn read_properties(&mut self, text: &'s str) -> usize {
        let says = |value| string(value).filter(|value| !value.is_empty());
        let mut properties = members(text);
        for (key, value) in properties.by_ref() {
            match &*key {
                "scope" => self.scope = says(value),
                "principalId" => self.principal = says(value),
                "roleDefinitionId" => self.role = says(value),
                "principalType" => self.holder = says(value).map_or(Holder::Unknown, |holder| Holder::named(&holder)),
                _ => {}
            }
        }
        properties.end()
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
