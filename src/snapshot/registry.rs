//! What registries of teams and catalogues of software hold: Backstage entities, and groups of Microsoft Entra.

use std::collections::BTreeMap;

use crate::text::Pointer;

use super::located::DocumentIndex;

/// Which registry a team is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Registry {
    /// A `Group` of Backstage.
    Backstage,
    /// A group in an export of Microsoft Graph.
    MicrosoftGraph,
}

/// A registered team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisteredTeam {
    /// The document that holds it.
    pub document: DocumentIndex,
    /// Where it is declared; the root where the document is the team.
    pub pointer: Pointer,
    /// Which registry it is from.
    pub registry: Registry,
    /// How other objects of the registry refer to it: `metadata.name`, or the object id.
    pub id: Box<str>,
    /// Its name for people.
    pub name: Box<str>,
    /// Every name that it is known by, with `id` and `name`; mail addresses too.
    pub names: Vec<Box<str>>,
    /// Who is in it, as far as its own record says; none where the record does not say.
    pub members: Option<Vec<RegisteredMember>>,
    /// The teams that its record says it consists of.
    pub children: Vec<Box<str>>,
    /// The team that it is a part of.
    pub parent: Option<Box<str>>,
}

/// A member of a registered team: the names by which a record knows that person, the best first. Never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisteredMember {
    /// Accounts, mail addresses and names for people.
    pub names: Vec<Box<str>>,
}

/// A `User` of Backstage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisteredUser {
    /// The document that it is.
    pub document: DocumentIndex,
    /// The user, by all names.
    pub member: RegisteredMember,
    /// `spec.memberOf`: names of groups.
    pub groups: Vec<Box<str>>,
}

/// A `Component`, `API`, `Resource` or `System` of Backstage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogEntity {
    /// The document that it is.
    pub document: DocumentIndex,
    /// Its reference, such as `component:default/orders`.
    pub reference: Box<str>,
    /// `metadata.name`.
    pub name: Box<str>,
    /// `metadata.title`.
    pub title: Option<Box<str>>,
    /// `metadata.annotations`.
    pub annotations: BTreeMap<Box<str>, Box<str>>,
}
