//! Documents of every variant, through the one door that adapters have.

use serde_json::{Value as Json, json};

use super::{Adapted, Format, Object, adapt, recognise};
use crate::snapshot::{DocumentIndex, Factory, Location, Problem, ProblemCode, Setting};
use crate::text::{Document, Limits, parse};

fn parsed(file: &str, text: &str) -> Document {
    let parsed = parse(file, text.as_bytes(), &Limits::default());
    assert_eq!(parsed.problems, []);
    let Some(document) = parsed.documents.into_iter().next() else {
        panic!("{file} holds no document");
    };
    document
}

fn adapted(file: &str, json: &Json) -> Option<(Format, Adapted)> {
    let document = parsed(file, &json.to_string());
    let format = recognise(file, &document.root)?;
    Some((format, adapt(DocumentIndex(0), &document, format)))
}

fn format(json: &Json) -> Option<Format> {
    recognise("a/b.yaml", &parsed("a/b.yaml", &json.to_string()).root)
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
    let bare = parsed("batch.json", r#"{"type": "AzureBatch", "typeProperties": {}}"#).root;
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

/// What a reader sees of a problem: line, column, pointer, message, help.
fn shown(problem: &Problem) -> (u32, u32, &str, &str, &str) {
    let Location::File {
        place: Some(place),
        pointer: Some(pointer),
        ..
    } = &problem.location
    else {
        panic!("no place: {problem:?}");
    };
    let help = problem.help.as_deref().unwrap_or_default();
    (
        place.line.get(),
        place.column.get(),
        pointer.as_str(),
        &problem.message,
        help,
    )
}

#[test]
fn unknown_keys_and_wrong_values_of_our_documents_are_shown_where_they_stand() {
    let text = "apiVersion: meshgov/v1
kind: Mesh
name: contoso
node: subscriptions
taginheritance: none
";
    let document = parsed("mesh.yaml", text);
    let adapted = adapt(DocumentIndex(0), &document, Format::Mesh);
    assert!(matches!(adapted.object, Some(Object::Mesh(_))));
    let mut problems: Vec<_> = adapted.problems.iter().map(shown).collect();
    problems.sort_unstable();
    let [node, key] = problems[..] else {
        panic!("{problems:?}");
    };
    assert_eq!(
        (node.0, node.1, node.2, node.4),
        (4, 7, "/node", "did you mean `subscription`?")
    );
    assert!(
        node.3.contains("resource_group") && node.3.contains("subscription"),
        "{}",
        node.3
    );
    assert_eq!(
        key,
        (
            5,
            1,
            "/taginheritance",
            "`taginheritance` is not known in a Mesh",
            "did you mean `tagInheritance`?"
        )
    );
}

#[test]
fn a_slip_deep_inside_is_told_with_the_names_that_are_known_there() {
    let text = "apiVersion: meshgov/v1
kind: Domain
name: sales
team:
  name: sales
  members:
    - username: ann
      roel: owner
    - role: owner
";
    let document = parsed("domain.yaml", text);
    let adapted = adapt(DocumentIndex(0), &document, Format::Mesh);
    let Some(Object::Domain(domain)) = &adapted.object else {
        panic!("the domain is lost");
    };
    assert_eq!(domain.team.as_ref().map(|team| team.members.len()), Some(2));
    let problems: Vec<_> = adapted.problems.iter().map(shown).collect();
    assert_eq!(
        problems[0],
        (
            8,
            7,
            "/team/members/0/roel",
            "`roel` is not known in `team.members` of a Domain",
            "did you mean `role`?"
        )
    );
    assert_eq!(problems[1].0, 9, "{problems:?}");
}

#[test]
fn the_whole_of_our_kinds_is_accepted_as_documented() {
    for text in [
        "{kind: Mesh, name: contoso, node: subscription, tagInheritance: resource_group, description: All of it}",
        "{kind: Domain, name: sales, parent: retail, paths: [adf/**], nodes: [/subscriptions/s], team: {name: sales}}",
        "{kind: SourceSystem, name: erp, domain: finance, servers: [{type: sqlserver, host: erp.example.com, database: erp}]}",
        "{kind: Blueprint, name: lake, versions: ['2.0'], minimumVersion: '2.0'}",
        "{kind: Authority, name: cdo, scope: {mesh: contoso}, team: governance, members: [ann], groups: [g], roots: [mesh], tree: policies}",
        "{kind: PolicySet, name: strict, authority: cdo, overrides: [{policy: ING-001, levels: {gate: {warn: 2027-01-01, deny: 2027-02-01}, audit: warn}, parameters: {max: 1}}]}",
        "{kind: Exemption, name: one, policy: ING-001, subject: {kind: source, id: x}, category: waiver, reason: r, approvedBy: ann, expires: 2027-01-01}",
        "{kind: Approval, name: yes, policy: ING-001, domain: sales, decision: approve, by: ann, on: 2027-01-01}",
    ] {
        let document = parsed("x.yaml", &text.replacen('{', "{apiVersion: meshgov/v1, ", 1));
        let adapted = adapt(DocumentIndex(0), &document, Format::Mesh);
        assert_eq!(adapted.problems, [], "{text}");
        assert!(adapted.object.is_some(), "{text}");
    }
}

#[test]
fn breaches_of_a_standard_are_one_problem_and_all_in_the_conformance() {
    let text = "kind: DataContract
apiVersion: v3.1.0
id: a
version: 1.0.0
status: active
servers: x
slaProperties: {}
";
    let adapted = adapt(DocumentIndex(0), &parsed("c.yaml", text), Format::Odcs);
    let Some(Object::Contract(contract)) = &adapted.object else {
        panic!("the contract is lost");
    };
    let places: Vec<_> = contract
        .conformance
        .errors
        .iter()
        .map(|error| error.pointer.as_str())
        .collect();
    assert_eq!(places, ["/servers", "/slaProperties"]);
    assert_eq!(codes(&adapted), [ProblemCode::BreaksStandard]);
    let (line, column, pointer, message, _) = shown(&adapted.problems[0]);
    assert_eq!((line, column, pointer), (6, 10, "/servers"));
    assert!(
        message.starts_with("breaks odcs 3.1.0: `/servers` ") && message.ends_with("; and 1 more"),
        "{message}"
    );

    let newer = adapt(
        DocumentIndex(0),
        &parsed("c.yaml", &text.replace("v3.1.0", "v9.0.0")),
        Format::Odcs,
    );
    assert_eq!(codes(&newer), [ProblemCode::UnknownVersion]);
    assert!(newer.object.is_some());
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
