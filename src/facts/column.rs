//! The columns of a contract, nested ones too, and how each is classified.

use crate::snapshot::{self, Contract};

use super::classification::{UNKNOWN_RANK, is_personal, rank};
use super::stated;

/// A column, with what it takes from the columns around and within it.
#[derive(Clone, Debug)]
pub(super) struct Column<'s> {
    /// `object.column.inner`.
    pub(super) name: String,
    /// The schema object that it is of.
    pub(super) object: String,
    /// What the contract says of it.
    pub(super) native: &'s snapshot::Column,
    /// Its own class; else that of the column around it; else the highest of those in it.
    pub(super) classification: Option<&'s str>,
    /// What that class stands for.
    pub(super) rank: u8,
    /// Whether the class is a word that we know.
    pub(super) is_understood: bool,
    /// Whether it is about persons.
    pub(super) is_personal: bool,
    /// Whether it is judged itself: a column that only holds others is as sensitive as they are.
    pub(super) counts: bool,
}

/// What a column takes from the one around it.
#[derive(Clone, Copy, Default)]
struct Around<'s> {
    classification: Option<&'s str>,
    is_personal: bool,
}

/// Every column of a contract, each before those in it.
pub(super) fn columns(contract: &Contract) -> Vec<Column<'_>> {
    let mut columns = Vec::new();
    for (index, object) in contract.schema.iter().enumerate() {
        let name = object.name.as_deref().or(object.physical_name.as_deref());
        let name = name.map_or_else(|| format!("#{index}"), str::to_owned);
        for (index, column) in object.columns.iter().enumerate() {
            add(&mut columns, (&name, &name), (index, column), Around::default());
        }
    }
    columns
}

fn add<'s>(
    columns: &mut Vec<Column<'s>>,
    (object, prefix): (&str, &str),
    (index, native): (usize, &'s snapshot::Column),
    around: Around<'s>,
) {
    let name = match native.name.as_deref() {
        Some(own) => format!("{prefix}.{own}"),
        None => format!("{prefix}.#{index}"),
    };
    let own = native.classification.as_deref().map(str::trim);
    let classification = own.or(around.classification);
    let is_marked = native.tags.iter().any(|tag| is_personal(tag))
        || stated::first(&native.custom, &["personalData", "pii", "personal"])
            .is_some_and(|property| stated::affirms(&property.value));
    let here = Around {
        classification,
        is_personal: around.is_personal || is_marked || classification.is_some_and(is_personal),
    };
    let known = classification.and_then(rank);
    let at = columns.len();
    columns.push(Column {
        name: name.clone(),
        object: object.to_owned(),
        native,
        classification,
        rank: known.unwrap_or(UNKNOWN_RANK),
        is_understood: known.is_some(),
        is_personal: here.is_personal,
        counts: own.is_some() || native.columns.is_empty(),
    });
    for (index, inner) in native.columns.iter().enumerate() {
        add(columns, (object, &name), (index, inner), here);
    }
    if classification.is_none() && !native.columns.is_empty() {
        let within = columns.get(at + 1..).unwrap_or(&[]);
        let highest = within
            .iter()
            .filter(|column| column.counts)
            .max_by_key(|column| (column.rank, column.classification.is_some()))
            .map(|column| (column.classification, column.rank, column.is_understood));
        if let (Some((classification, rank, is_understood)), Some(column)) = (highest, columns.get_mut(at)) {
            (column.classification, column.rank, column.is_understood) = (classification, rank, is_understood);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::columns;
    use crate::facts::classification::Classification;
    use crate::facts::testing::{contract, files, snapshot};

    #[test]
    fn columns_nest_and_take_their_class_from_around_and_within() {
        let snapshot = snapshot(&files(&[(
            "c.json",
            contract(
                "c",
                json!({"schema": [{"name": "t", "properties": [
                    {"name": "plain", "classification": "internal"},
                    {"name": "open"},
                    {"name": "holder", "logicalType": "object", "properties": [{"name": "in", "classification": "restricted"}]},
                    {"name": "list", "classification": "public", "logicalType": "array",
                        "items": {"logicalType": "object", "properties": [{"name": "in", "tags": ["pii"]}]}},
                    {"classification": "blue"},
                ]}]}),
            ),
        )]));
        let found = columns(&snapshot.declared.contracts[0]);
        let told: Vec<String> = found
            .iter()
            .map(|column| {
                format!(
                    "{} {} {} {} {}",
                    column.name,
                    column.classification.unwrap_or("-"),
                    column.rank,
                    column.is_understood,
                    column.is_personal
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                "t.plain internal 1 true false",
                "t.open - 2 false false",
                "t.holder restricted 3 true false",
                "t.holder.in restricted 3 true false",
                "t.list public 0 true false",
                "t.list.in public 0 true true",
                "t.#4 blue 2 false false",
            ]
        );
        assert_eq!(
            Classification::of(&found),
            Some(Classification {
                name: "restricted".to_owned(),
                rank: 3,
                unclassified: 1
            })
        );
        assert_eq!(Classification::of(&[]), None);
    }

    #[test]
    fn a_written_class_stands_before_none_of_the_same_rank() {
        let of = |classes: serde_json::Value| {
            let snapshot = snapshot(&files(&[(
                "c.json",
                contract("c", json!({"schema": [{"name": "t", "properties": classes}]})),
            )]));
            Classification::of(&columns(&snapshot.declared.contracts[0])).map(|class| class.name)
        };
        let confidential = json!([{"name": "a"}, {"name": "b", "classification": "Confidential"}]);
        assert_eq!(of(confidential).as_deref(), Some("Confidential"));
        let internal = json!([{"name": "b", "classification": "internal"}, {"name": "a"}]);
        assert_eq!(of(internal).as_deref(), Some("unclassified"));
    }
}
