//! Snapshots made from rows, and what facts make of them.

use meshgov::facts::{Facts, Fields, SubjectRef};
use meshgov::snapshot::{Kind, Snapshot, Table};
use serde_json::{Value, json};

/// The id of a subscription.
pub(crate) const S: &str = "/subscriptions/5b1c0e5a-0000-4000-8000-000000000001";
/// The role Owner.
pub(crate) const OWNER: &str = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
/// The role Reader.
pub(crate) const READER: &str = "acdd72a7-3385-48ef-bd42-f606fba81ae7";

/// A snapshot that observed these rows.
pub(crate) fn snapshot(tables: &[(Kind, &[Value])]) -> Snapshot {
    let mut snapshot = Snapshot::default();
    for (kind, rows) in tables {
        let mut text = String::new();
        let mut ranges = Vec::new();
        for (line, row) in (1..).zip(*rows) {
            let start = u32::try_from(text.len()).unwrap();
            text.push_str(&row.to_string());
            ranges.push((start..u32::try_from(text.len()).unwrap(), line));
            text.push('\n');
        }
        let table = Table {
            file: format!("{kind}.ndjson").into(),
            text: text.into(),
            rows: ranges,
        };
        snapshot.observed.tables.insert(*kind, table.into());
    }
    snapshot
}

/// The facts of a snapshot.
pub(crate) fn facts(snapshot: &Snapshot) -> Facts<'_> {
    Facts::derive(snapshot, None, jiff::civil::date(2026, 11, 23))
}

/// Every subject of a kind.
pub(crate) fn all(facts: &Facts, kind: Kind) -> Vec<Value> {
    (0..facts.count(kind))
        .map(|index| facts.subject(SubjectRef { kind, index }, &Fields::All))
        .collect()
}

/// The only subject of a kind.
pub(crate) fn one(snapshot: &Snapshot, kind: Kind) -> Value {
    let facts = facts(snapshot);
    assert_eq!(facts.count(kind), 1);
    facts.subject(SubjectRef { kind, index: 0 }, &Fields::All)
}

/// The row of a resource group.
pub(crate) fn group(name: &str, tags: &Value) -> Value {
    json!({"id": format!("{S}/resourceGroups/{name}"), "name": name, "type": "Microsoft.Resources/resourceGroups", "tags": tags})
}

/// The row of the subscription.
pub(crate) fn subscription(tags: &Value) -> Value {
    json!({"id": S, "displayName": "Sales", "tags": tags})
}
