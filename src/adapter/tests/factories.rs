//! Pipelines, datasets and linked services.

use serde_json::json;

use super::super::{Adapted, Object, from_row};
use super::adapted;
use crate::snapshot::{Factory, Kind, Setting};

#[test]
fn copies_are_found_however_deeply_they_are_nested() {
    let copy =
        |name: &str| json!({"name": name, "type": "Copy", "typeProperties": {"source": {"type": "AzureSqlSource"}}});
    let json = json!({"name": "load", "properties": {"activities": [
        copy("top"),
        {"name": "look", "type": "Lookup", "typeProperties": {"source": {"type": "AzureSqlSource"}}},
        {"name": "each", "type": "ForEach", "typeProperties": {"activities": [
            {"name": "if", "type": "IfCondition", "typeProperties": {
                "ifTrueActivities": [copy("true")],
                "ifFalseActivities": [{"name": "until", "type": "Until", "typeProperties": {"activities": [copy("until")]}}],
            }},
        ]}},
        {"name": "switch", "type": "Switch", "typeProperties": {
            "cases": [{"value": "a", "activities": [copy("case")]}], "defaultActivities": [copy("default")],
        }},
    ]}});
    let Some((
        _,
        Adapted {
            object: Some(Object::Pipeline(pipeline)),
            ..
        },
    )) = adapted("x/adf/pipeline/load.json", &json)
    else {
        panic!("the pipeline is lost");
    };
    assert_eq!(pipeline.factory, Factory::Folder("x/adf".into()));
    let mut copies: Vec<_> = pipeline
        .copies
        .iter()
        .map(|copy| (&*copy.name, copy.pointer.as_str()))
        .collect();
    copies.sort_unstable();
    assert_eq!(
        copies,
        [
            ("case", "/properties/activities/3/typeProperties/cases/0/activities/0"),
            ("default", "/properties/activities/3/typeProperties/defaultActivities/0"),
            ("top", "/properties/activities/0"),
            (
                "true",
                "/properties/activities/2/typeProperties/activities/0/typeProperties/ifTrueActivities/0"
            ),
            (
                "until",
                "/properties/activities/2/typeProperties/activities/0/typeProperties/ifFalseActivities/0/typeProperties/activities/0"
            ),
        ]
    );
}

#[test]
fn a_file_and_a_row_of_one_linked_service_read_alike() {
    let properties = json!({
        "type": "AzureSqlDatabase",
        "parameters": {"db": {"type": "String", "defaultValue": "erp"}, "pw": {"type": "SecureString", "defaultValue": "x"},
                       "none": {"type": "String"}},
        "typeProperties": {
            "connectionString": "Server=erp.example.com;Database=@{linkedService().db};Password=hunter2",
            "servicePrincipalKey": "hunter2",
            "password": {"type": "AzureKeyVaultSecret", "store": {"referenceName": "kv"}, "secretName": "erp"},
            "encryptedCredential": "abc",
        },
    });
    let file = json!({"name": "db", "properties": properties});
    let Some((
        _,
        Adapted {
            object: Some(Object::LinkedService(declared)),
            ..
        },
    )) = adapted("linkedService/db.json", &file)
    else {
        panic!("the linked service is lost");
    };
    let row = json!({
        "id": "/subscriptions/S/resourceGroups/RG/providers/Microsoft.DataFactory/factories/F/linkedservices/db",
        "name": "db", "properties": properties,
    });
    let Some(Object::LinkedService(observed)) = from_row(Kind::LinkedService, &row) else {
        panic!("the row is lost");
    };
    let factory = "/subscriptions/s/resourcegroups/rg/providers/microsoft.datafactory/factories/f";
    assert_eq!(observed.factory, Factory::Azure(factory.into()));
    assert_eq!(declared.factory, Factory::Folder(".".into()));
    assert_eq!(
        (&observed.settings, &observed.parameters),
        (&declared.settings, &declared.parameters)
    );
    let settings: Vec<_> = declared.settings.keys().map(|key| &**key).collect();
    assert_eq!(
        settings,
        ["connectionString.database", "connectionString.server", "password"]
    );
    assert_eq!(declared.parameters["pw"], Setting::Masked);
    assert_eq!(declared.parameters.len(), 2);
    assert!(!format!("{declared:?}").contains("hunter2"));
}

#[test]
fn what_a_copy_reads_beside_its_dataset_is_kept() {
    let json = json!({"properties": {"activities": [
        {"name": "sql", "type": "Copy", "inputs": [{"referenceName": "orders", "parameters": {"table": "@item()", "pwd": "x"}}],
         "typeProperties": {"source": {"type": "AzureSqlSource", "sqlReaderQuery": "select * from dbo.orders",
                                       "storeSettings": {"type": "x", "wildcardFileName": "*.csv"}}, "sink": {"type": "ParquetSink"}}},
        {"name": "fabric", "type": "Copy", "typeProperties": {"source": {"type": "SqlServerSource", "datasetSettings": {
            "type": "SqlServerTable", "typeProperties": {"schema": "dbo", "table": "orders", "location": {"fileName": "a"}},
            "externalReferences": {"connection": "c-1"}}}}},
    ]}});
    let Some((
        _,
        Adapted {
            object: Some(Object::Pipeline(pipeline)),
            ..
        },
    )) = adapted("lake/load.DataPipeline/pipeline-content.json", &json)
    else {
        panic!("the pipeline is lost");
    };
    assert_eq!(&*pipeline.name, "load");
    let [sql, fabric] = &pipeline.copies[..] else {
        panic!("{:?}", pipeline.copies);
    };
    let literals = |copy: &crate::snapshot::Copy| -> Vec<String> {
        let settings = copy.source_settings.iter();
        settings
            .map(|(key, setting)| format!("{key}={}", setting.literal().unwrap_or("?")))
            .collect()
    };
    assert_eq!(
        literals(sql),
        ["sqlReaderQuery=select * from dbo.orders", "wildcardFileName=*.csv"]
    );
    assert_eq!(
        literals(fabric),
        ["connection=c-1", "fileName=a", "schema=dbo", "table=orders"]
    );
    assert_eq!(
        (sql.source_kind.as_deref(), sql.sink_kind.as_deref()),
        (Some("AzureSqlSource"), Some("ParquetSink"))
    );
    assert_eq!(sql.inputs[0].pointer.as_str(), "/properties/activities/0/inputs/0");
    assert_eq!(sql.inputs[0].arguments["table"], Setting::Expression("@item()".into()));
    assert_eq!(sql.inputs[0].arguments["pwd"], Setting::Masked);
}
