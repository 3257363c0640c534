//! What products, contracts and edges were in the base, or in their version before.

use serde_json::{Map, Value, json};

use crate::facts::breaking::{self, Edition};
use crate::facts::derive::Facts;
use crate::facts::earlier::{Earlier, Home, Standing};
use crate::facts::fields::Fields;
use crate::facts::life_cycle::LifeCycle;
use crate::facts::lineage::{Edge, Resolution};
use crate::facts::origin::Origin;
use crate::facts::relation::path_json;
use crate::facts::subject::SubjectRef;
use crate::facts::version;
use crate::snapshot::{Contract, DocumentIndex, Located, OutputPort, Product, Snapshot};

use super::declared::{document, origin_json};
use super::party;

/// Puts `previous` and `base` of a product.
pub(super) fn put_product(
    facts: &Facts,
    subject: SubjectRef,
    product: &Product,
    fields: &Fields,
    members: &mut Map<String, Value>,
) {
    if !fields.wants("previous") && !fields.wants("base") {
        return;
    }
    let earlier = facts.earlier.as_ref();
    let found = earlier.map(|earlier| earlier.product(product, home(facts, product.document)));
    if fields.wants("base") {
        members.insert("base".into(), found.map(|(standing, _)| standing.name()).into());
    }
    if fields.wants("previous") {
        let was = earlier.zip(found.and_then(|(_, was)| was));
        let previous = was.map(|(earlier, was)| {
            json!({
                "version": text(was.version.as_ref()),
                "life_cycle": LifeCycle::of(text(was.status.as_ref())).name(),
                "removed_ports": removed_ports(facts, subject, was, product),
                "origin": Origin::document(was.document).to_json(earlier.snapshot),
            })
        });
        members.insert("previous".into(), previous.into());
    }
}

/// Puts `previous` and `base` of a contract.
pub(super) fn put_contract(facts: &Facts, contract: &Contract, fields: &Fields, members: &mut Map<String, Value>) {
    if !fields.wants("previous") && !fields.wants("base") {
        return;
    }
    let home = home(facts, contract.document);
    let found = facts.earlier.as_ref().map(|earlier| earlier.contract(contract, home));
    if fields.wants("base") {
        members.insert("base".into(), found.map(|(standing, _)| standing.name()).into());
    }
    if fields.wants("previous") {
        let previous = match (&facts.earlier, found) {
            (Some(earlier), Some((_, Some(was)))) => changed(facts, "base", (earlier.snapshot, was), contract),
            (Some(_), Some((Standing::Unknown, None))) => Value::Null,
            _ => match version_before(facts, contract) {
                Some(was) => changed(facts, "version", (facts.snapshot, was), contract),
                None => Value::Null,
            },
        };
        members.insert("previous".into(), previous);
    }
}

/// Puts `is_new` of an edge; the base is not asked about reads that no port declares.
pub(super) fn put_edge(facts: &Facts, edge: Option<&Edge>, fields: &Fields, members: &mut Map<String, Value>) {
    if fields.wants("is_new") {
        let is_new = |(earlier, edge): (&Earlier<'_>, &Edge)| earlier.is_new(&facts.ownership, &facts.lineage, edge);
        members.insert(
            "is_new".into(),
            facts.earlier.as_ref().zip(edge).and_then(is_new).into(),
        );
    }
}

/// Output ports that the product had, and whose contract it no longer exposes in that major version; those without a contract
/// count by their names.
fn removed_ports(facts: &Facts, subject: SubjectRef, was: &Product, now: &Product) -> Value {
    let is_kept = |port: &&OutputPort| {
        let mut ports = now.outputs.iter();
        match &port.contract_id {
            Some(id) => ports.any(|other| {
                let same = other.contract_id.as_ref().is_some_and(|other| other.value == id.value);
                same && same_major(port.version.as_deref(), other.version.as_deref())
            }),
            None => ports.any(|other| other.name == port.name),
        }
    };
    let removed = was.outputs.iter().filter(|port| !is_kept(port));
    let removed = removed.map(|port| {
        json!({
            "name": port.name,
            "version": port.version,
            "contractId": port.contract_id.as_ref().map(|id| &id.value),
            "consumers": still_reading(facts, subject, port),
        })
    });
    removed.collect()
}

/// The products that ask for what a port gave, and that no other port gives it to.
fn still_reading(facts: &Facts, subject: SubjectRef, port: &OutputPort) -> Value {
    let Some(contract) = &port.contract_id else {
        return json!([]);
    };
    let edges = facts.lineage.edges().iter().filter(|edge| {
        let input = facts.lineage.input(edge);
        let asks = input.is_some_and(|input| {
            let named = input.contract_id.as_ref();
            named.is_some_and(|named| named.value == contract.value)
                && same_major(input.version.as_deref(), port.version.as_deref())
        });
        asks && edge.product != subject.index && edge.resolution != Resolution::Resolved
    });
    edges
        .filter_map(|edge| {
            let product = facts.ownership.product(edge.product)?;
            let input = facts.lineage.input(edge)?;
            let mut members = Map::new();
            party::put_product(facts, Some(edge.product), &mut members);
            members.insert("domain".into(), facts.membership.domain_of(product.document).into());
            let origin = Origin::Declared(product.document, input.pointer.clone());
            members.insert("origin".into(), origin.to_json(facts.snapshot));
            Some(Value::Object(members))
        })
        .collect()
}

/// Whether two versions have one major version; what states none goes with any.
fn same_major(one: Option<&str>, other: Option<&str>) -> bool {
    let parse = |text: Option<&str>| text.and_then(version::lenient);
    match (parse(one), parse(other)) {
        (Some(one), Some(other)) => one.major == other.major,
        (None, None) => one.is_none() || other.is_none() || one == other,
        _ => true,
    }
}

/// The contract of this id and domain with the nearest lower version.
fn version_before<'f>(facts: &'f Facts, contract: &Contract) -> Option<&'f Contract> {
    let own = version::lenient(text(contract.version.as_ref())?)?;
    let home = facts.membership.domain_of(contract.document);
    let same_id = facts.ownership.contracts_with_id(&contract.id.as_ref()?.value).iter();
    let lower = same_id.filter_map(|index| {
        let other = facts.ownership.contract(*index)?;
        let version = version::lenient(text(other.version.as_ref())?)?;
        let is_one = version < own && facts.membership.domain_of(other.document) == home;
        is_one.then_some((version, other))
    });
    // Of two with one version the first stands.
    let nearest = lower.reduce(|best, next| if next.0 > best.0 { next } else { best });
    nearest.map(|(_, contract)| contract)
}

fn changed(facts: &Facts, from: &str, (snapshot, was): (&Snapshot, &Contract), now: &Contract) -> Value {
    let before = snapshot.documents.get(was.document.0 as usize);
    let roots = before.zip(document(facts, now.document));
    let changes = roots.map(|(before, after)| {
        let before = Edition {
            contract: was,
            root: &before.root,
        };
        let after = Edition {
            contract: now,
            root: &after.root,
        };
        breaking::changes(before, after)
    });
    let changes = changes.iter().flatten().map(|change| {
        json!({
            "kind": change.kind,
            "breaking": change.breaking,
            "message": change.message,
            "path": path_json(&change.pointer),
            // The path is one of this contract, while the earlier one has its own origin.
            "origin": origin_json(facts, now.document),
        })
    });
    json!({
        "from": from,
        "version": text(was.version.as_ref()),
        "changes": changes.collect::<Vec<_>>(),
        "origin": Origin::document(was.document).to_json(snapshot),
    })
}

fn home<'f>(facts: &'f Facts, index: DocumentIndex) -> Home<'f> {
    Home {
        domain: facts.membership.domain_of(index),
        file: document(facts, index).map_or("", |document| document.source.name()),
    }
}

fn text(located: Option<&Located<Box<str>>>) -> Option<&str> {
    located.map(|located| &*located.value)
}
