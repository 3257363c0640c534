//! What the name of a domain stands for: its declarations, its parents, names like it, and who uses it.

use serde_json::{Map, Value, json};

use crate::facts::derive::Facts;
use crate::facts::domains::Named;
use crate::facts::fields::Fields;
use crate::facts::origin::Origin;
use crate::facts::subject::SubjectRef;
use crate::snapshot::{DocumentIndex, Kind, Located};

use super::declared::origin_json;

/// How many of those that name a domain are listed.
const MENTIONS: usize = 20;

/// Puts the fields about a domain's name.
pub(super) fn put(facts: &Facts, domain: &Named<'_>, fields: &Fields, members: &mut Map<String, Value>) {
    let domains = &facts.domains;
    let mut put = |name: &str, value: &dyn Fn() -> Value| {
        if fields.wants(name) {
            members.insert(name.into(), value());
        }
    };
    put("declared", &|| domain.is_declared().into());
    put("declarations", &|| {
        let files = domains.declarations(domain);
        files
            .map(|file| json!({"origin": origin_json(facts, file.document)}))
            .collect()
    });
    put("declared_domains", &|| domains.declared_count().into());
    put("depth", &|| domains.ancestry(domain).depth.into());
    put("ancestors", &|| domains.ancestry(domain).names.into());
    put("parent_known", &|| domains.ancestry(domain).parent_known.into());
    put("parent_cycle", &|| domains.ancestry(domain).is_cycle.into());
    put("similar", &|| {
        let similar = domains.similar(domain);
        similar
            .map(|other| json!({"name": other.name, "declared": other.is_declared()}))
            .collect()
    });
    put("mentions", &|| {
        let first = domain.mentions.iter().take(MENTIONS);
        first.map(|subject| mention(facts, *subject)).collect()
    });
    put("mention_count", &|| domain.mentions.len().into());
    put("product_count", &|| {
        facts.membership.products_of(&domain.name).len().into()
    });
    put("cycle", &|| domains.cycle(&domain.name).into());
}

fn mention(facts: &Facts, subject: SubjectRef) -> Value {
    let key = facts.key(subject);
    let origin = place(facts, subject).map(|origin| origin.to_json(facts.snapshot));
    json!({"kind": subject.kind.name(), "id": key.id, "name": key.name, "origin": origin})
}

/// Where a subject names its domain.
pub(super) fn place<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<Origin<'f>> {
    let declared = &facts.snapshot.declared;
    let index = subject.index as usize;
    let at = |document: DocumentIndex, name: Option<&Located<Box<str>>>| {
        Some(Origin::Declared(document, name?.pointer.clone()))
    };
    match subject.kind {
        Kind::Product => declared
            .products
            .get(index)
            .and_then(|one| at(one.document, one.domain.as_ref())),
        Kind::Contract => declared
            .contracts
            .get(index)
            .and_then(|one| at(one.document, one.domain.as_ref())),
        Kind::SourceSystem => {
            let system = declared.source_systems.get(index);
            system.and_then(|one| at(one.document, one.domain.as_ref()))
        }
        _ => super::origin(facts, subject),
    }
}
