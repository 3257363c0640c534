//! The files that govern a mesh.

use std::collections::BTreeSet;

use crate::snapshot::{
    Approval, Authority, Domain, Exemption, FederationTerms, Location, PolicySet as PolicySetFile, Scope, Snapshot,
};
use crate::text::{Document, Pointer};

/// An object with the document that declares it.
#[derive(Debug)]
pub struct Placed<'a, T> {
    /// The object.
    pub object: &'a T,
    /// Its document.
    pub document: &'a Document,
    /// Its place among the objects of its kind, which is its index as a subject.
    pub index: u32,
}

// By hand: deriving them would ask it of the object too.
impl<T> Clone for Placed<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Placed<'_, T> {}

impl<T> Placed<'_, T> {
    /// The name of its file.
    pub fn file(&self) -> &str {
        self.document.source.name()
    }

    /// What its document says, whatever its form: its values in the order of their keys.
    pub fn text(&self) -> String {
        let mut value = self.document.root.to_json();
        value.sort_all_objects();
        value.to_string()
    }

    /// Where a reader finds a pointer of it.
    pub fn location(&self, pointer: &Pointer) -> Location {
        Location::File {
            file: self.file().into(),
            place: Some(self.document.place(pointer)),
            pointer: Some(pointer.clone()),
        }
    }
}

/// What governs a mesh: of one state of it, or at the gate of the base and the change together.
#[derive(Clone, Debug, Default)]
pub struct Governance<'a> {
    /// The terms of the mesh.
    pub terms: FederationTerms,
    /// Its domains, of which the first with a name counts.
    pub domains: Vec<Placed<'a, Domain>>,
    /// Who governs what.
    pub authorities: Vec<Placed<'a, Authority>>,
    /// What they set.
    pub policy_sets: Vec<Placed<'a, PolicySetFile>>,
    /// What they except.
    pub exemptions: Vec<Placed<'a, Exemption>>,
    /// What they consent to.
    pub approvals: Vec<Placed<'a, Approval>>,
}

impl<'a> Governance<'a> {
    /// What governs one state of a mesh.
    pub fn of(snapshot: &'a Snapshot) -> Self {
        let declared = &snapshot.declared;
        Self {
            terms: declared.meshes.first().map(|mesh| mesh.federation).unwrap_or_default(),
            domains: placed(snapshot, &declared.domains, |object| object.document.0),
            authorities: placed(snapshot, &declared.authorities, |object| object.document.0),
            policy_sets: placed(snapshot, &declared.policy_sets, |object| object.document.0),
            exemptions: placed(snapshot, &declared.exemptions, |object| object.document.0),
            approvals: placed(snapshot, &declared.approvals, |object| object.document.0),
        }
    }

    /// What governs at the gate. A change cannot grant itself anything: the terms, the authorities, the exemptions, the
    /// approvals, the settings of the mesh and the place of a domain among others are those of the base. What a domain sets
    /// for itself counts as the change has it.
    pub fn at_gate(base: &'a Snapshot, change: &'a Snapshot) -> Self {
        let before = Self::of(base);
        let now = Self::of(change);
        let of_mesh: BTreeSet<&str> = before
            .authorities
            .iter()
            .filter(|authority| {
                let scope = authority.object.scope.as_ref();
                scope.is_none_or(|scope| scope.value == Scope::Mesh)
            })
            .map(|authority| &*authority.object.name.value)
            .collect();
        let is_of_mesh = |set: &Placed<'_, PolicySetFile>| {
            let authority = set.object.authority.as_ref();
            authority.is_none_or(|name| of_mesh.contains(&*name.value))
        };
        let known: BTreeSet<&str> = before.domains.iter().map(|domain| &*domain.object.name.value).collect();
        let new_domains = now.domains.iter().copied();
        let new_domains = new_domains.filter(|domain| !known.contains(&*domain.object.name.value));
        let sets_of_mesh = before.policy_sets.iter().copied().filter(&is_of_mesh);
        let sets_of_domains = now.policy_sets.iter().copied().filter(|set| !is_of_mesh(set));
        Self {
            terms: before.terms,
            policy_sets: sets_of_mesh.chain(sets_of_domains).collect(),
            domains: before.domains.iter().copied().chain(new_domains).collect(),
            authorities: before.authorities,
            exemptions: before.exemptions,
            approvals: before.approvals,
        }
    }
}

fn placed<'a, T>(snapshot: &'a Snapshot, objects: &'a [T], document: impl Fn(&T) -> u32) -> Vec<Placed<'a, T>> {
    (0..)
        .zip(objects)
        .filter_map(|(index, object)| {
            Some(Placed {
                object,
                document: snapshot.documents.get(document(object) as usize)?,
                index,
            })
        })
        .collect()
}
