//! Documents that no person would write: an adapter neither panics, nor loses the object, nor keeps a secret.

use meshgov::adapter::{Format, adapt, from_row, recognise};
use meshgov::snapshot::{DocumentIndex, Kind};
use meshgov::text::{Limits, parse};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Any JSON value, with the names that adapters look for more often than others.
fn value() -> impl Strategy<Value = Value> {
    let word = prop_oneof![
        prop::sample::select(vec![
            "@item()",
            "@@x",
            "a@{b}c",
            "***",
            "${X}",
            "Copy",
            "Expression",
            "SecureString",
            "AzureKeyVaultSecret",
            "https://u:p@h/x?sig=1",
            "Server=a;Password=b",
            "DataContract",
            "meshgov/v1",
            "v3.1.0",
            "é=;@{",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,12}",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        word.prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 48, 6, |inner| {
        let key = prop::sample::select(vec![
            "properties",
            "typeProperties",
            "activities",
            "ifTrueActivities",
            "cases",
            "type",
            "value",
            "name",
            "source",
            "location",
            "linkedServiceName",
            "referenceName",
            "parameters",
            "defaultValue",
            "connectionString",
            "inputs",
            "team",
            "members",
            "servers",
            "schema",
            "slaProperties",
            "customProperties",
            "property",
            "outputPorts",
            "inputContracts",
            "id",
            "x/y~z",
        ]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key, inner), 0..6).prop_map(|members| members
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_document_makes_an_adapter_panic(root in value()) {
        let parsed = parse("a/pipeline/b.json", root.to_string().as_bytes(), &Limits::default());
        for document in &parsed.documents {
            let _ = recognise("a/pipeline/b.json", &document.root);
            for format in [Format::Odcs, Format::Odps, Format::Pipeline, Format::PipelineDataset, Format::LinkedService] {
                prop_assert!(adapt(DocumentIndex(0), document, format).object.is_some());
            }
            let _ = adapt(DocumentIndex(0), document, Format::Mesh);
        }
        let row = json!({"id": "/a/b/c", "properties": root});
        for kind in [Kind::Pipeline, Kind::PipelineDataset, Kind::LinkedService] {
            prop_assert!(from_row(kind, &row).is_some());
        }
    }

    #[test]
    fn no_way_of_writing_a_connection_string_keeps_its_password(
        before in "([a-z=\"'{}@ ]{0,6};?){0,4}", after in "([a-z=\"'{}@ ]{0,6};?){0,4}", secure in any::<bool>(),
    ) {
        let text = format!("Server={before};Password=HUNTER2;{after}");
        let string = if secure { json!({"type": "SecureString", "value": text}) } else { json!(text) };
        let row = json!({"id": "/f/linkedservices/db", "properties": {
            "type": "SqlServer", "typeProperties": {"connectionString": string, "password": "HUNTER2", "sasToken": "HUNTER2"},
        }});
        let object = from_row(Kind::LinkedService, &row);
        prop_assert!(!format!("{object:?}").contains("HUNTER2"), "{object:?}");
    }
}
