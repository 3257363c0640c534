//! Source systems: by the name that products use, and by the place at which pipelines reach them.

use std::collections::BTreeMap;

use crate::facts::physical::{Identity, Shape, name_parts, path, store_of};
use crate::facts::subject::number;
use crate::snapshot::Snapshot;

use super::fingerprint::{Evidence, Fingerprint};

/// The declared source systems.
#[derive(Debug)]
pub(super) struct Systems<'s> {
    by_name: BTreeMap<String, u32>,
    by_store: BTreeMap<(String, String), Vec<Reach>>,
    known: Vec<System<'s>>,
}

#[derive(Debug)]
struct System<'s> {
    name: &'s str,
    shape: Option<Shape>,
    databases: Vec<String>,
}

/// A place at which a system is reached.
#[derive(Debug)]
struct Reach {
    system: u32,
    space: Option<String>,
    prefix: String,
}

impl<'s> Systems<'s> {
    /// Indexes them. Of two systems with one name or one place the first counts.
    pub(super) fn of(snapshot: &'s Snapshot) -> Self {
        let mut systems = Self {
            by_name: BTreeMap::new(),
            by_store: BTreeMap::new(),
            known: Vec::new(),
        };
        for (index, declared) in snapshot.declared.source_systems.iter().enumerate() {
            let index = number(index);
            systems.by_name.entry(key(&declared.name.value)).or_insert(index);
            let mut system = System {
                name: declared.name.value.trim(),
                shape: None,
                databases: Vec::new(),
            };
            for server in &declared.servers {
                let Ok((family, store, space, prefix)) = store_of(server) else {
                    continue;
                };
                system.shape = system.shape.or(Some(family.shape()));
                system.databases.extend(space.clone());
                // A catalog of Databricks is the same from every workspace.
                let store = match (family.shape(), &space) {
                    (Shape::Catalog, Some(_)) => "unity".to_owned(),
                    _ => store,
                };
                let place = (family.name().to_owned(), store);
                systems.by_store.entry(place).or_default().push(Reach {
                    system: index,
                    space,
                    prefix,
                });
            }
            systems.known.push(system);
        }
        systems
    }

    /// The fingerprint of an object that somebody declares.
    pub(super) fn declared(&self, system: &str, object: &str) -> Fingerprint {
        let key = key(system);
        let index = self.by_name.get(&key).copied();
        let known = index.and_then(|index| self.known.get(index as usize));
        let object = match known.and_then(|system| system.shape) {
            Some(Shape::Storage | Shape::Bucket | Shape::Web | Shape::Files) => path(object),
            Some(Shape::Topics) => object.trim().to_owned(),
            shape => {
                let databases = known.map_or(&[][..], |system| &system.databases);
                named_object(object, shape, databases)
            }
        };
        let shown = known.map_or(&*key, |system| system.name);
        Fingerprint {
            id: format!("system:{key}/{object}").into(),
            name: joined(shown, &object).into(),
            evidence: Evidence::Declared,
            system: index,
            system_name: index.is_none().then(|| key.as_str().into()),
            object: Some(object.into()),
            reason: None,
        }
    }

    /// The fingerprint of a physical object: that of the declared system which is reached there, where there is one.
    pub(super) fn physical(&self, identity: &Identity) -> Fingerprint {
        if let Some((index, object)) = self.reached(identity) {
            let name = self.known.get(index as usize).map_or("", |system| system.name);
            return Fingerprint {
                id: format!("system:{}/{object}", key(name)).into(),
                name: joined(name, &object).into(),
                evidence: Evidence::Physical,
                system: Some(index),
                system_name: None,
                object: Some(object.into()),
                reason: None,
            };
        }
        Fingerprint {
            id: identity.id().into(),
            name: identity.name().into(),
            evidence: Evidence::Physical,
            system: None,
            system_name: None,
            object: Some(identity.object.clone()).filter(|object| !object.is_empty()),
            reason: None,
        }
    }

    /// The system at a place and the object within it. The most precise description of a place wins.
    fn reached(&self, identity: &Identity) -> Option<(u32, String)> {
        if self.by_store.is_empty() {
            return None;
        }
        let place = (identity.family.name().to_owned(), identity.store.to_string());
        let reaches = self.by_store.get(&place)?.iter();
        let (reach, rest) = reaches
            .filter_map(|reach| Some((reach, reach.rest(identity)?)))
            .max_by_key(|(reach, _)| {
                (
                    reach.space.is_some(),
                    reach.prefix.len(),
                    std::cmp::Reverse(reach.system),
                )
            })?;
        // A system that names no database may hold several: the database then tells two tables of one name apart.
        let object = if reach.space.is_some() || identity.space.is_empty() {
            rest.to_owned()
        } else {
            let between = if matches!(identity.family.shape(), Shape::Storage) {
                '/'
            } else {
                '.'
            };
            let single = self
                .known
                .get(reach.system as usize)
                .map(|system| system.databases.as_slice());
            match single {
                Some([only]) if **only == *identity.space => rest.to_owned(),
                _ => format!("{}{between}{rest}", identity.space),
            }
        };
        Some((reach.system, object))
    }
}

impl Reach {
    /// What of an identity lies behind this place.
    fn rest<'i>(&self, identity: &'i Identity) -> Option<&'i str> {
        if self.space.as_deref().is_some_and(|space| space != &*identity.space) {
            return None;
        }
        let rest = identity.object.strip_prefix(&self.prefix)?;
        if self.prefix.is_empty() || rest.is_empty() {
            return Some(rest);
        }
        rest.strip_prefix('/').or_else(|| rest.starts_with('?').then_some(rest))
    }
}

/// How system names compare.
fn key(name: &str) -> String {
    name.trim().to_lowercase()
}

fn joined(system: &str, object: &str) -> String {
    let between = if object.contains('/') { '/' } else { '.' };
    format!("{system}{between}{object}")
}

/// The normal form of a table's name within a system: the same that a physical place comes to.
fn named_object(object: &str, shape: Option<Shape>, databases: &[String]) -> String {
    let mut parts = name_parts(object);
    let needed = match shape {
        Some(Shape::Tables(_) | Shape::Catalog) => 2,
        Some(Shape::TwoLevels) => 1,
        _ => return parts.join("."),
    };
    if parts.len() > needed && parts.first().is_some_and(|first| databases.contains(first)) {
        parts.remove(0);
    }
    if let (Some(Shape::Tables(Some(schema))), [_]) = (shape, parts.as_slice()) {
        parts.insert(0, schema.to_owned());
    }
    parts.join(".")
}
