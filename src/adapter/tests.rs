//! Documents of every variant, through the one door that adapters have.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::{Adapted, Format, Object, adapt, recognise};
use crate::snapshot::{DocumentIndex, Factory, ProblemCode, Setting};
use crate::text::{Document, Entry, Node, Source, Span, Value};

fn node(json: &Json) -> Node {
    let value = match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => Value::Number(number.clone()),
        Json::String(text) => Value::String(text.as_str().into()),
        Json::Array(elements) => Value::Array(elements.iter().map(node).collect()),
        Json::Object(members) => Value::Object(
            members
                .iter()
                .map(|(key, value)| Entry {
                    key: key.as_str().into(),
                    key_span: Span::default(),
                    node: node(value),
                })
                .collect(),
        ),
    };
    Node {
        span: Span::default(),
        value,
    }
}

fn adapted(file: &str, json: &Json) -> Option<(Format, Adapted)> {
    let root = node(json);
    let format = recognise(file, &root)?;
    let document = Document {
        source: Arc::new(Source::new(file, json.to_string())),
        index: 0,
        root,
    };
    Some((format, adapt(DocumentIndex(0), &document, format)))
}

fn format(json: &Json) -> Option<Format> {
    recognise("a/b.yaml", &node(json))
}

fn codes(adapted: &Adapted) -> Vec<ProblemCode> {
    adapted.problems.iter().map(|problem| problem.code).collect()
}

#[test]
fn documents_are_recognised_by_what_they_hold() {
    let reference = json!({"referenceName": "db", "type": "LinkedServiceReference"});
    for (json, expected) in [
        (
            json!({"kind": "DataContract", "apiVersion": "v3.1.0"}),
            Some(Format::Odcs),
        ),
        (json!({"kind": "DataContract"}), Some(Format::Odcs)),
        (json!({"kind": "DataContract", "apiVersion": 3}), Some(Format::Odcs)),
        (
            json!({"kind": "Datacontract", "apiVersion": "3.0.2"}),
            Some(Format::Odcs),
        ),
        (json!({"kind": "DataContract", "apiVersion": "example.com/v1"}), None),
        (json!({"apiVersion": "v3.0.2", "schema": []}), Some(Format::Odcs)),
        (json!({"apiVersion": "v3.0.2", "swagger": 2}), None),
        (json!({"dataContractSpecification": "1.2.1", "id": "x"}), None),
        (
            json!({"kind": "DataProduct", "apiVersion": "v1.0.0"}),
            Some(Format::Odps),
        ),
        (
            json!({"kind": "DataProducts", "apiVersion": "v1.0.0"}),
            Some(Format::Odps),
        ),
        (json!({"kind": "dataproduct", "version": "1.0.0"}), None),
        (json!({"kind": "Deployment", "apiVersion": "apps/v1"}), None),
        (json!({"kind": "Service", "apiVersion": "v1"}), None),
        (
            json!({"kind": "Domain", "apiVersion": "meshgov/v1"}),
            Some(Format::Mesh),
        ),
        (
            json!({"kind": "Anything", "apiVersion": "meshgov/v7"}),
            Some(Format::Mesh),
        ),
        (json!({"kind": "Domain", "name": "sales"}), Some(Format::Mesh)),
        (
            json!({"kind": "Domain", "apiVersion": "backstage.io/v1alpha1", "metadata": {}}),
            None,
        ),
        (
            json!({"name": "p", "properties": {"activities": []}}),
            Some(Format::Pipeline),
        ),
        (json!({"properties": {"activities": []}}), Some(Format::Pipeline)),
        (
            json!({"name": "d", "properties": {"type": "Parquet", "linkedServiceName": reference}}),
            Some(Format::PipelineDataset),
        ),
        (
            json!({"name": "l", "properties": {"type": "AzureBlobFS", "typeProperties": {}}}),
            Some(Format::LinkedService),
        ),
        (
            json!({"name": "t", "properties": {"type": "ScheduleTrigger", "typeProperties": {}}}),
            None,
        ),
        (
            json!({"name": "f", "properties": {"type": "MappingDataFlow", "typeProperties": {}}}),
            None,
        ),
        (
            json!({"name": "r", "properties": {"type": "SelfHosted", "typeProperties": {}}}),
            None,
        ),
        (json!({"type": "AzureBatch", "typeProperties": {}}), None),
        (
            json!({"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "resources": []}),
            None,
        ),
        (json!({"parameters": {"name": {"value": "x"}}}), None),
        (json!([{"kind": "DataContract"}]), None),
        (json!("kind"), None),
    ] {
        assert_eq!(format(&json), expected, "{json}");
    }
    let bare = node(&json!({"type": "AzureBatch", "typeProperties": {}}));
    assert_eq!(
        recognise("adf/linkedService/batch.json", &bare),
        Some(Format::LinkedService)
    );
}

#[test]
fn a_contract_full_of_wrong_types_keeps_what_is_right() {
    let json = json!({
        "kind": "DataContract", "apiVersion": "v3.1.0", "id": 42, "version": 1.5, "name": "", "status": null,
        "servers": "x", "team": 3, "slaProperties": {}, "schema": [1, {"name": "orders", "properties": "none"}],
        "customProperties": {"costCenter": 7},
    });
    let Some((
        _,
        Adapted {
            object: Some(Object::Contract(contract)),
            ..
        },
    )) = adapted("c.yaml", &json)
    else {
        panic!("the contract is lost");
    };
    assert_eq!(contract.id.map(|id| id.value).as_deref(), Some("42"));
    assert_eq!(contract.version.map(|version| version.value).as_deref(), Some("1.5"));
    assert_eq!((contract.name, contract.status, contract.team), (None, None, None));
    assert_eq!(
        (contract.servers.len(), contract.sla.len(), contract.schema.len()),
        (0, 0, 1)
    );
    assert_eq!(contract.schema[0].pointer.as_str(), "/schema/1");
    assert_eq!(
        contract.custom["costCenter"].pointer.as_str(),
        "/customProperties/costCenter"
    );
}

#[test]
fn both_shapes_of_a_team_and_all_shapes_of_a_service_level_are_read() {
    let member = json!({"username": "ann", "role": "owner", "dateOut": "2024-01-01"});
    for (team, name, place) in [
        (json!([member]), None, "/team/0"),
        (
            json!({"name": "sales", "members": [member]}),
            Some("sales"),
            "/team/members/0",
        ),
    ] {
        let json = json!({
            "kind": "DataContract", "apiVersion": "v3.1.0", "id": "a", "team": team,
            "slaProperties": [
                {"property": "availability", "value": 99.9},
                {"property": "latency", "value": "P1D", "unit": "d", "element": "orders.id"},
                {"property": "retention", "value": {"value": 3, "unit": "y"}},
            ],
            "servers": [{"server": "prod", "type": "postgres", "host": "${HOST}", "port": 5432, "database": "erp",
                         "password": "hunter2", "roles": [{"role": "x"}]}],
            "customProperties": [{"property": "onCall", "value": ["a"]}, {"property": "onCall", "value": "later"}, 3],
        });
        let Some((
            _,
            Adapted {
                object: Some(Object::Contract(contract)),
                ..
            },
        )) = adapted("c.yaml", &json)
        else {
            panic!("the contract is lost");
        };
        let Some(team) = contract.team else {
            panic!("the team is lost")
        };
        assert_eq!(team.name.map(|name| name.value).as_deref(), name);
        assert_eq!(team.members[0].pointer.as_str(), place);
        assert_eq!(team.members[0].date_out.as_deref(), Some("2024-01-01"));
        let values: Vec<_> = contract.sla.into_iter().map(|property| property.value).collect();
        assert_eq!(values, [json!(99.9), json!("P1D"), json!({"value": 3, "unit": "y"})]);
        let settings: Vec<_> = contract.servers[0].settings.clone().into_iter().collect();
        assert_eq!(
            settings,
            [
                ("database".into(), Setting::Literal("erp".into())),
                ("host".into(), Setting::Unresolved("${HOST}".into())),
                ("port".into(), Setting::Literal("5432".into())),
            ]
        );
        assert_eq!(contract.custom["onCall"].value, json!(["a"]));
    }
}

#[test]
fn a_product_keeps_its_ports_and_their_contracts() {
    let json = json!({
        "kind": "dataProduct", "apiVersion": "v1.1.0", "id": "p", "type": "sourceAligned",
        "inputPorts": [{"name": "in", "version": 1, "contractId": 7,
                        "customProperties": [{"property": "sourceSystem", "value": "erp"}]}],
        "outputPorts": [{"name": "out", "inputContracts": [{"id": "a", "version": "1"}, "b"]}],
    });
    let Some((Format::Odps, adapted)) = adapted("p.yaml", &json) else {
        panic!("not recognised");
    };
    assert_eq!(
        codes(&adapted).first(),
        Some(&ProblemCode::Invalid),
        "the slip in `kind`"
    );
    let Some(Object::Product(product)) = adapted.object else {
        panic!("the product is lost");
    };
    assert_eq!(
        product.alignment.map(|kind| kind.value).as_deref(),
        Some("sourceAligned")
    );
    let contract = product.inputs[0]
        .contract_id
        .as_ref()
        .map(|id| (&*id.value, id.pointer.as_str()));
    assert_eq!(contract, Some(("7", "/inputPorts/0/contractId")));
    assert_eq!(product.inputs[0].custom["sourceSystem"].value, json!("erp"));
    let inputs: Vec<_> = product.outputs[0]
        .input_contracts
        .iter()
        .map(|id| (&*id.value, id.pointer.as_str()))
        .collect();
    assert_eq!(
        inputs,
        [
            ("a", "/outputPorts/0/inputContracts/0/id"),
            ("b", "/outputPorts/0/inputContracts/1")
        ]
    );
}

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
    let Some(Object::LinkedService(observed)) = super::from_row(crate::snapshot::Kind::LinkedService, &row) else {
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
fn a_slip_in_our_own_documents_is_told_and_the_object_is_kept() {
    let (Some((_, kind)), Some((_, version)), Some((_, nothing)), Some((_, nameless))) = (
        adapted(
            "d.yaml",
            &json!({"apiVersion": "meshgov/v1", "kind": "Domian", "name": "sales"}),
        ),
        adapted(
            "d.yaml",
            &json!({"apiVersion": "meshgov/v2", "kind": "Domain", "name": "sales"}),
        ),
        adapted(
            "d.yaml",
            &json!({"apiVersion": "meshgov/v1", "kind": "Deployment", "name": "sales"}),
        ),
        adapted(
            "d.yaml",
            &json!({"apiVersion": "meshgov/v1", "kind": "Domain", "team": {"name": "x"}}),
        ),
    ) else {
        panic!("not recognised");
    };
    assert!(matches!(kind.object, Some(Object::Domain(_))));
    assert_eq!(kind.problems[0].help.as_deref(), Some("did you mean `Domain`?"));
    assert!(matches!(version.object, Some(Object::Domain(_))));
    assert_eq!(codes(&version), [ProblemCode::UnknownVersion]);
    assert_eq!((nothing.object, nothing.problems.len()), (None, 1));
    assert_eq!(nameless.object, None);
    assert_eq!(nameless.problems[0].kind, Some(crate::snapshot::Kind::Domain));
}
