//! Changes of contracts, told from whole documents.

#![expect(clippy::needless_pass_by_value, reason = "tests hand over what they make with json!")]

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Change, Edition, changes};
use crate::facts::testing::{contract, files, snapshot};

/// What changed between two contracts with these fields.
fn between(before: &Value, after: &Value) -> Vec<Change> {
    let of = |fields: &Value| snapshot(&files(&[("c.json", contract("c", fields.clone()))]));
    let (before, after) = (of(before), of(after));
    let edition = |snapshot| {
        let snapshot: &crate::snapshot::Snapshot = snapshot;
        (&snapshot.declared.contracts[0], &snapshot.documents[0].root)
    };
    let ((was, was_root), (is, is_root)) = (edition(&before), edition(&after));
    changes(
        Edition {
            contract: was,
            root: was_root,
        },
        Edition {
            contract: is,
            root: is_root,
        },
    )
}

/// `! message @ pointer` of what breaks, `- ..` of what does not.
fn told(before: &Value, after: &Value) -> Vec<String> {
    let line = |change: &Change| {
        let mark = if change.breaking { "!" } else { "-" };
        format!(
            "{mark} {} {} @ {}",
            change.kind,
            change.message,
            change.pointer.as_str()
        )
    };
    between(before, after).iter().map(line).collect()
}

fn columns(columns: Value) -> Value {
    json!({"schema": [{"name": "orders", "properties": columns}]})
}

#[test]
fn what_is_gone_or_called_otherwise_breaks_and_what_is_new_does_not() {
    let before =
        columns(json!([{"name": "id"}, {"name": "customerId"}, {"name": "note", "id": "c3"}, {"name": "old"}]));
    let after =
        columns(json!([{"name": "id"}, {"name": "customer_id"}, {"name": "remark", "id": "c3"}, {"name": "new"}]));
    assert_eq!(
        told(&before, &after),
        [
            "! column_renamed column `customerId` of `orders` is now called `customer_id` @ /schema/0/properties/1",
            "! column_renamed column `note` of `orders` is now called `remark` @ /schema/0/properties/2",
            "! column_removed column `old` of `orders` was removed @ /schema/0/properties",
            "- column_added column `new` of `orders` is new @ /schema/0/properties/3",
        ]
    );
    let two = json!({"schema": [{"name": "orders"}, {"name": "lines"}]});
    let other = json!({"schema": [{"name": "Orders"}, {"name": "refunds"}]});
    assert_eq!(
        told(&two, &other),
        [
            "! object_renamed `orders` is now called `Orders` @ /schema/0",
            "! object_removed `lines` was removed @ /schema",
            "- object_added `refunds` is new @ /schema/1",
        ]
    );
}

#[test]
fn types_flags_and_keys_are_seen_by_the_consumer() {
    let before = columns(json!([
        {"name": "id", "logicalType": "integer", "physicalType": "int", "required": true, "unique": true, "primaryKey": true},
        {"name": "price", "logicalType": "number", "physicalType": "decimal(10,2)", "classification": "internal"},
        {"name": "day", "logicalType": "date", "logicalTypeOptions": {"format": "yyyy-MM-dd"}, "physicalName": "order_day"},
        {"name": "state", "quality": [{"rule": "nullCheck"}], "logicalTypeOptions": {"enum": ["a"]}},
    ]));
    let after = columns(json!([
        {"name": "id", "logicalType": "integer", "physicalType": "bigint"},
        {"name": "price", "logicalType": "string", "physicalType": "text", "required": true, "classification": "public"},
        {"name": "day", "logicalType": "date", "logicalTypeOptions": {"format": "dd.MM.yyyy"}, "primaryKey": true},
        {"name": "state", "logicalTypeOptions": {"enum": ["a", "b"]}},
    ]));
    assert_eq!(
        told(&before, &after),
        [
            "- column_type_widened column `id` of `orders` is widened to bigint where it was int @ /schema/0/properties/0/physicalType",
            "! column_nullable column `id` of `orders` may be empty, which it could not be @ /schema/0/properties/0",
            "! column_not_unique column `id` of `orders` may repeat values, which it could not @ /schema/0/properties/0",
            "! column_type_changed column `price` of `orders` is of type string where it was number @ /schema/0/properties/1/logicalType",
            "- column_required column `price` of `orders` is never empty any more @ /schema/0/properties/1/required",
            "- classification_changed column `price` of `orders` is classified as public where it was internal @ /schema/0/properties/1/classification",
            "! physical_name_changed column `day` of `orders` is called `day` in the store where it was `order_day` @ /schema/0/properties/2",
            "! column_format_changed column `day` of `orders` is written as dd.MM.yyyy where it was yyyy-MM-dd @ /schema/0/properties/2/logicalTypeOptions/format",
            "- quality_changed the quality rules of column `state` of `orders` are other ones @ /schema/0/properties/3",
            "- enum_changed the allowed values of column `state` of `orders` are other ones @ /schema/0/properties/3",
            "! primary_key_changed the primary key of `orders` is `day` where it was `id` @ /schema/0/properties",
        ]
    );
}

#[test]
fn columns_within_columns_are_columns_too() {
    let nested = |inner: Value| {
        columns(json!([
            {"name": "customer", "logicalType": "object", "properties": inner},
            {"name": "lines", "logicalType": "array", "items": {"logicalType": "object", "properties": inner}},
        ]))
    };
    assert_eq!(
        told(
            &nested(json!([{"name": "id"}, {"name": "vat"}])),
            &nested(json!([{"name": "id"}]))
        ),
        [
            "! column_removed column `customer.vat` of `orders` was removed @ /schema/0/properties/0/properties",
            "! column_removed column `lines[].vat` of `orders` was removed @ /schema/0/properties/1/items/properties",
        ]
    );
}

#[test]
fn a_promise_that_is_weaker_or_gone_breaks() {
    let before = json!({"slaProperties": [
        {"property": "availability", "value": 99.9, "unit": "%"}, {"property": "latency", "value": 4, "unit": "h"},
        {"property": "retention", "value": "P2Y"}, {"property": "timeToRepair", "value": "2h"},
        {"property": "endOfSupport", "value": "2030-01-01"}, {"property": "supportHours", "value": "8-18"},
    ]});
    let after = json!({"slaProperties": [
        {"property": "availability", "value": "99.5%"}, {"property": "freshness", "value": 240, "unit": "min"},
        {"property": "retention", "value": "P3Y"},
        {"property": "endOfSupport", "value": "2028-01-01"}, {"property": "supportHours", "value": "9-17"},
    ]});
    assert_eq!(
        told(&before, &after),
        [
            "! service_level_loosened the availability is 99.5% where it was 99.9 % @ /slaProperties/0",
            "- service_level_tightened the retention is P3Y where it was P2Y @ /slaProperties/2",
            "! service_level_removed the time to repair is no longer promised @ /slaProperties",
            "! service_level_loosened the end of support is 2028-01-01 where it was 2030-01-01 @ /slaProperties/3",
            "- service_level_changed the support hours is 9-17 where it was 8-18 @ /slaProperties/4",
        ]
    );
}

#[test]
fn data_that_moves_breaks_but_not_where_it_is_tried_out() {
    let servers = |host: &str, kind: &str| {
        json!({"servers": [
            {"server": "prod", "type": "sqlserver", "host": host, "database": "sales"},
            {"server": "try", "environment": "dev", "type": kind, "host": host},
            {"server": "lake", "type": kind, "location": "abfss://a/b", "format": "parquet"},
        ]})
    };
    assert_eq!(
        told(&servers("a.example", "azure"), &servers("b.example", "s3")),
        [
            "! server_location_changed the host of server `prod` is b.example where it was a.example @ /servers/0/host",
            "- server_type_changed server `try` is of type s3 where it was azure @ /servers/1/type",
            "! server_type_changed server `lake` is of type s3 where it was azure @ /servers/2/type",
        ]
    );
    let one = json!({"servers": [{"server": "prod", "type": "azure", "location": "${PLACE}"}]});
    let other = json!({"servers": [{"server": "main", "type": "azure", "location": "${OTHER}"}]});
    let gone = json!({"servers": []});
    assert_eq!(
        told(&one, &gone),
        ["! server_removed server `prod` was removed @ /servers"]
    );
    assert_eq!(
        told(&gone, &other),
        ["- server_added server `main` is new @ /servers/0"]
    );
}

#[test]
fn a_contract_that_is_retired_breaks_and_one_that_is_deprecated_does_not() {
    let status = |status: &str| json!({ "status": status });
    assert_eq!(
        told(&status("active"), &status("retired")),
        ["! retired the contract is retired @ /status"]
    );
    assert_eq!(
        told(&status("active"), &status("deprecated")),
        ["- deprecated the contract is deprecated @ /status"]
    );
    assert_eq!(told(&status("production"), &status("active")), Vec::<String>::new());
}

/// A column of any shape, without its name.
fn column() -> impl Strategy<Value = Value> {
    let types = prop_oneof![Just("string"), Just("integer"), Just("date")];
    let stores = prop_oneof![
        Just("varchar(10)"),
        Just("int"),
        Just("decimal(10,2)"),
        Just("odd<type>")
    ];
    (types, stores, any::<bool>(), any::<bool>(), "[ab]{0,2}").prop_map(|(logical, physical, required, unique, text)| {
        json!({"logicalType": logical, "physicalType": physical, "required": required, "unique": unique, "description": text})
    })
}

fn named(columns: &[Value]) -> Vec<Value> {
    let name = |(index, column): (usize, &Value)| {
        let mut column = column.clone();
        column["name"] = format!("c{index}").into();
        column
    };
    columns.iter().enumerate().map(name).collect()
}

proptest! {
    #[test]
    fn a_contract_compared_with_itself_has_no_changes(list in prop::collection::vec(column(), 0..6)) {
        let one = columns(named(&list).into());
        prop_assert_eq!(between(&one, &one), vec![]);
    }

    #[test]
    fn adding_a_column_never_breaks(list in prop::collection::vec(column(), 0..6), new in column(), at in 0..6_usize) {
        let before = named(&list);
        let mut after = before.clone();
        let mut new = new;
        new["name"] = "new".into();
        after.insert(at.min(after.len()), new);
        let found = between(&columns(before.into()), &columns(after.into()));
        prop_assert!(found.iter().all(|change| !change.breaking), "{found:?}");
        prop_assert_eq!(found.len(), 1);
    }

    #[test]
    fn removing_a_column_always_breaks(list in prop::collection::vec(column(), 1..6), at in 0..6_usize) {
        let before = named(&list);
        let mut after = before.clone();
        after.remove(at.min(after.len() - 1));
        let found = between(&columns(before.into()), &columns(after.into()));
        prop_assert!(found.iter().any(|change| change.breaking), "{found:?}");
    }

    #[test]
    fn the_order_of_columns_is_no_change(list in prop::collection::vec(column(), 0..6).prop_flat_map(|list| {
        let list = named(&list);
        (Just(list.clone()), Just(list).prop_shuffle())
    })) {
        let (before, after) = list;
        prop_assert_eq!(between(&columns(before.into()), &columns(after.into())), vec![]);
    }
}
