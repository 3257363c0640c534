//! Whole meshes, from the text of their files to subjects.

use std::path::Path;

use serde_json::{Value, json};

use crate::adapter::{Object, adapt, recognise};
use crate::facts::{Facts, Fields, SubjectRef};
use crate::snapshot::{DocumentIndex, Kind, Location, Observed, Snapshot, Table};
use crate::text::{Limits, Step, parse};

/// A snapshot of these files, in the order of their names whatever order they come in.
fn snapshot(files: &[(String, String)]) -> Snapshot {
    let mut files: Vec<&(String, String)> = files.iter().collect();
    files.sort();
    let mut snapshot = Snapshot::default();
    for (name, text) in files {
        for document in parse(name, text.as_bytes(), &Limits::default()).documents {
            let Some(format) = recognise(name, &document.root) else {
                continue;
            };
            let index = DocumentIndex(u32::try_from(snapshot.documents.len()).unwrap_or(u32::MAX));
            let declared = &mut snapshot.declared;
            match adapt(index, &document, format).object {
                Some(Object::Product(product)) => declared.products.push(product),
                Some(Object::Contract(contract)) => declared.contracts.push(contract),
                Some(Object::SourceSystem(system)) => declared.source_systems.push(system),
                Some(Object::Domain(domain)) => declared.domains.push(domain),
                Some(Object::Pipeline(pipeline)) => declared.pipelines.push(pipeline),
                Some(Object::PipelineDataset(dataset)) => declared.pipeline_datasets.push(dataset),
                Some(Object::LinkedService(linked_service)) => declared.linked_services.push(linked_service),
                _ => continue,
            }
            snapshot.documents.push(document);
        }
    }
    snapshot
}

fn files(list: &[(&str, Value)]) -> Vec<(String, String)> {
    list.iter()
        .map(|(name, document)| ((*name).to_owned(), document.to_string()))
        .collect()
}

fn subjects(snapshot: &Snapshot, kind: Kind) -> Vec<Value> {
    let facts = Facts::derive(snapshot, jiff::civil::date(2026, 11, 23));
    (0..facts.count(kind))
        .map(|index| facts.subject(SubjectRef { kind, index }, &Fields::All))
        .collect()
}

/// `id <- domain/product via evidence, ...` of every source.
fn sources(snapshot: &Snapshot) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let line = |source: &Value| {
        let ingestions = source["ingestions"].as_array().cloned().unwrap_or_default();
        let readers: Vec<String> = ingestions
            .iter()
            .map(|one| {
                format!(
                    "{}/{} {} {}",
                    text(&one["domain"]),
                    text(&one["product"]),
                    text(&one["via"]),
                    text(&one["evidence"])
                )
            })
            .collect();
        let reason = source["reason"]
            .as_str()
            .map(|reason| format!(" ({reason})"))
            .unwrap_or_default();
        format!("{}{reason} <- {}", text(&source["id"]), readers.join(", "))
    };
    subjects(snapshot, Kind::Source).iter().map(line).collect()
}

fn product(id: &str, domain: &str, alignment: &str, more: Value) -> Value {
    let mut product = json!({"apiVersion": "v1.0.0", "kind": "DataProduct", "id": id, "name": id, "status": "active",
        "domain": domain, "type": alignment});
    if let (Some(product), Value::Object(more)) = (product.as_object_mut(), more) {
        product.extend(more);
    }
    product
}

fn contract(id: &str, more: Value) -> Value {
    let mut contract =
        json!({"apiVersion": "v3.0.2", "kind": "DataContract", "id": id, "version": "1.0.0", "status": "active"});
    if let (Some(contract), Value::Object(more)) = (contract.as_object_mut(), more) {
        contract.extend(more);
    }
    contract
}

fn custom(properties: &[(&str, Value)]) -> Value {
    properties
        .iter()
        .map(|(property, value)| json!({"property": property, "value": value}))
        .collect()
}

fn sql_server(database: &str) -> Value {
    json!([{"server": "prod", "type": "sqlserver", "host": "sql-erp.database.windows.net", "database": database, "schema": "sales"}])
}

fn erp() -> Value {
    json!({"apiVersion": "meshgov/v1", "kind": "SourceSystem", "name": "ERP", "domain": "sales",
        "servers": [{"type": "sqlserver", "host": "sql-erp.database.windows.net", "database": "erp"}]})
}

fn domain(name: &str) -> Value {
    json!({"apiVersion": "meshgov/v1", "kind": "Domain", "name": name})
}

fn linked_service(kind: &str, settings: Value) -> Value {
    json!({"name": "link", "properties": {"type": kind, "typeProperties": settings}})
}

fn dataset(kind: &str, settings: Value, parameters: Value) -> Value {
    json!({"name": "data", "properties": {"type": kind, "typeProperties": settings, "parameters": parameters,
        "linkedServiceName": {"referenceName": "link", "type": "LinkedServiceReference"}}})
}

fn pipeline(source: Value, arguments: Value) -> Value {
    json!({"name": "load", "properties": {"activities": [{"name": "orders", "type": "Copy",
        "typeProperties": {"source": source, "sink": {"type": "ParquetSink"}},
        "inputs": [{"referenceName": "data", "type": "DatasetReference", "parameters": arguments}]}]}})
}

#[test]
fn one_table_is_one_source_however_it_is_declared() {
    let mesh = files(&[
        ("erp.json", erp()),
        (
            "finance/orders.json",
            product(
                "fin-orders",
                "finance",
                "sourceAligned",
                json!({"inputPorts": [
                    {"name": "erp", "version": "1", "customProperties": custom(&[("sourceSystem", json!("erp")), ("sourceObject", json!("Sales.Orders"))])},
                ]}),
            ),
        ),
        (
            "logistics/orders.json",
            product(
                "log-orders",
                "logistics",
                "sourceAligned",
                json!({"customProperties": custom(&[("sourceSystem", json!("ERP")), ("sourceObject", json!(["[sales].[orders]", "sales.items"]))])}),
            ),
        ),
        (
            "sales/orders.json",
            product(
                "sal-orders",
                "sales",
                "sourceAligned",
                json!({"inputPorts": [{"name": "in", "version": "1", "contractId": "erp-sales"}]}),
            ),
        ),
        (
            "sales/erp.json",
            contract(
                "erp-sales",
                json!({"servers": sql_server("erp"), "schema": [{"name": "Orders"}]}),
            ),
        ),
        ("marketing/domain.json", domain("marketing")),
        (
            "marketing/adf/linkedService/link.json",
            linked_service(
                "AzureSqlDatabase",
                json!({"connectionString": "Server=tcp:SQL-ERP.database.windows.net,1433;Initial Catalog=erp"}),
            ),
        ),
        (
            "marketing/adf/dataset/data.json",
            dataset(
                "AzureSqlTable",
                json!({"schema": "sales", "table": "Orders"}),
                json!({}),
            ),
        ),
        (
            "marketing/adf/pipeline/load.json",
            pipeline(json!({"type": "AzureSqlSource"}), json!({})),
        ),
    ]);
    let snapshot = snapshot(&mesh);
    assert_eq!(
        sources(&snapshot),
        [
            "system:erp/sales.items <- logistics/log-orders product declared",
            "system:erp/sales.orders <- finance/fin-orders input_port declared, logistics/log-orders product declared, \
             marketing/- pipeline physical, sales/sal-orders input_port physical",
        ]
    );
    let orders = &subjects(&snapshot, Kind::Source)[1];
    assert_eq!(orders["name"], "ERP.sales.orders");
    assert_eq!(orders["evidence"], "declared");
    assert_eq!(orders["domains"], json!(["finance", "logistics", "marketing", "sales"]));
    assert_eq!([&orders["system"], &orders["system_domain"]], ["ERP", "sales"]);
    assert_eq!(
        [&orders["primary_domain"], &orders["primary_product"]],
        ["sales", "sal-orders"]
    );

    let facts = Facts::derive(&snapshot, jiff::civil::date(2026, 11, 23));
    let subject = SubjectRef {
        kind: Kind::Source,
        index: 1,
    };
    let file = |location: Option<Location>| match location {
        Some(Location::File { file, pointer, .. }) => format!("{file}{}", pointer.unwrap_or_default()),
        other => format!("{other:?}"),
    };
    let ingestion = |index| [Step::Key("ingestions".into()), Step::Index(index)];
    assert_eq!(file(facts.locate(subject, &[])), "finance/orders.json/inputPorts/0");
    assert_eq!(
        file(facts.locate(subject, &ingestion(2))),
        "marketing/adf/pipeline/load.json/properties/activities/0"
    );
    let here = facts.locate(subject, &[]);
    let related: Vec<String> = facts
        .related(subject, here.as_ref())
        .into_iter()
        .map(|(_, message)| message)
        .collect();
    assert_eq!(
        related,
        [
            "ingested by logistics, product log-orders, here",
            "ingested by marketing here",
            "ingested by sales, product sal-orders, here",
        ]
    );
}

#[test]
fn one_base_url_reached_by_two_connectors_is_one_source() {
    let factory = |kind: &str, folder: &str, url: &str, settings: Value| {
        [
            (
                format!("{folder}/linkedService/link.json"),
                linked_service(kind, json!({"url": url})).to_string(),
            ),
            (
                format!("{folder}/dataset/data.json"),
                dataset("Json", settings, json!({})).to_string(),
            ),
            (
                format!("{folder}/pipeline/load.json"),
                pipeline(json!({"type": "JsonSource"}), json!({})).to_string(),
            ),
        ]
    };
    // As the parking sample of the modern data warehouse does.
    let rest = factory(
        "RestService",
        "a",
        "https://data.melbourne.vic.gov.au/resource/",
        json!({"relativeUrl": "parking.json"}),
    );
    let http = factory(
        "HttpServer",
        "b",
        "https://data.melbourne.vic.gov.au/",
        json!({"location": {"type": "HttpServerLocation", "relativeUrl": {"value": "resource/parking.json", "type": "Expression"}}}),
    );
    let mesh: Vec<_> = rest.into_iter().chain(http).collect();
    assert_eq!(
        sources(&snapshot(&mesh)),
        ["http://data.melbourne.vic.gov.au/resource/parking.json <- -/- pipeline physical, -/- pipeline physical"]
    );
}

#[test]
fn what_cannot_be_resolved_is_never_merged() {
    let hidden = [
        (
            "AzureSqlDatabase",
            json!({"connectionString": "**********"}),
            json!({"tableName": "dbo.t"}),
            "masked",
        ),
        (
            "AzureSqlDatabase",
            json!({"connectionString": {"type": "AzureKeyVaultSecret", "store": {"referenceName": "kv", "type": "LinkedServiceReference"}, "secretName": "erp"}}),
            json!({"tableName": "dbo.t"}),
            "key_vault",
        ),
        (
            "AzureSqlDatabase",
            json!({"connectionString": "Server=a.net;Database=${DB}"}),
            json!({"tableName": "dbo.t"}),
            "variable",
        ),
        (
            "AzureSqlDatabase",
            json!({"connectionString": "Server=a.net;Database=erp"}),
            json!({"tableName": "@item().name"}),
            "expression",
        ),
        (
            "AzureSqlDatabase",
            json!({"connectionString": "Server=a.net"}),
            json!({"tableName": "dbo.t"}),
            "missing",
        ),
        (
            "AzureSqlDatabase",
            json!({"connectionString": "Server=localhost;Database=erp"}),
            json!({"tableName": "dbo.t"}),
            "local",
        ),
    ];
    for (kind, link, table, reason) in hidden {
        let mesh: Vec<(String, String)> = ["a", "b"]
            .iter()
            .flat_map(|folder| {
                [
                    (
                        format!("{folder}/linkedService/link.json"),
                        linked_service(kind, link.clone()).to_string(),
                    ),
                    (
                        format!("{folder}/dataset/data.json"),
                        dataset("AzureSqlTable", table.clone(), json!({})).to_string(),
                    ),
                    (
                        format!("{folder}/pipeline/load.json"),
                        pipeline(json!({"type": "AzureSqlSource"}), json!({})).to_string(),
                    ),
                ]
            })
            .collect();
        assert_eq!(
            sources(&snapshot(&mesh)),
            ["a", "b"].map(|folder| format!(
                "unresolvable:{folder}/pipeline/load.json:load/orders ({reason}) <- -/- pipeline unresolvable"
            )),
        );
    }
}

#[test]
fn a_query_is_a_source_only_where_it_reads_one_table() {
    let with = |query: &str| {
        let mesh = files(&[
            (
                "linkedService/link.json",
                linked_service("SqlServer", json!({"connectionString": "Server=a.net;Database=erp"})),
            ),
            (
                "dataset/data.json",
                dataset("SqlServerTable", json!({"tableName": "dbo.other"}), json!({})),
            ),
            (
                "pipeline/load.json",
                pipeline(json!({"type": "SqlServerSource", "sqlReaderQuery": query}), json!({})),
            ),
        ]);
        sources(&snapshot(&mesh))
    };
    assert_eq!(
        with("select * from [orders] where day = 1"),
        ["sqlserver://a.net/erp/dbo.orders <- -/- pipeline physical"]
    );
    assert_eq!(
        with("select * from a join b on 1 = 1"),
        ["unresolvable:pipeline/load.json:load/orders (query) <- -/- pipeline unresolvable"]
    );
}

#[test]
fn reading_what_the_mesh_itself_holds_is_no_ingestion() {
    let lake = |path: &str| json!({"location": {"type": "AzureBlobFSLocation", "fileSystem": "lake", "folderPath": path, "fileName": "@dataset().file"}});
    let mesh = |path: &str, folder: &str| {
        files(&[
            ("sales/domain.json", domain("sales")),
            ("finance/domain.json", domain("finance")),
            (
                "sales/product.json",
                product(
                    "p",
                    "sales",
                    "aggregate",
                    json!({"outputPorts": [{"name": "out", "version": "1", "contractId": "c"}]}),
                ),
            ),
            (
                "sales/contract.json",
                contract(
                    "c",
                    json!({"servers": [{"server": "prod", "type": "azure", "location": "abfss://lake@acct.dfs.core.windows.net/silver"}],
                "schema": [{"name": "orders"}]}),
                ),
            ),
            (
                &format!("{folder}/adf/linkedService/link.json"),
                linked_service("AzureBlobFS", json!({"url": "https://acct.dfs.core.windows.net/"})),
            ),
            (
                &format!("{folder}/adf/dataset/data.json"),
                dataset("Parquet", lake(path), json!({"file": {"type": "string"}})),
            ),
            (
                &format!("{folder}/adf/pipeline/load.json"),
                pipeline(json!({"type": "ParquetSource"}), json!({"file": "@item()"})),
            ),
        ])
    };
    // Own lake, another folder; then another domain that reads the exposed path.
    assert_eq!(sources(&snapshot(&mesh("bronze", "sales"))), [""; 0]);
    assert_eq!(sources(&snapshot(&mesh("silver/orders", "finance"))), [""; 0]);
    // Another domain that reads elsewhere in that lake: nobody exposes that, so it counts, and cannot be told.
    assert_eq!(sources(&snapshot(&mesh("bronze", "finance"))).len(), 1);
}

#[test]
fn observed_pipelines_read_like_declared_ones() {
    let factory = "/subscriptions/s/resourceGroups/g/providers/Microsoft.DataFactory/factories/F";
    let row = |kind: &str, mut object: Value| {
        object["id"] = format!("{factory}/{kind}/{}", object["name"].as_str().unwrap_or_default()).into();
        object.to_string()
    };
    let table = |text: String| Table {
        file: "x.ndjson".into(),
        rows: vec![(0..u32::try_from(text.len()).unwrap_or(0), 1)],
        text: text.into(),
    };
    let snapshot = Snapshot {
        observed: Observed {
            tables: [
                (
                    Kind::Pipeline,
                    table(row(
                        "pipelines",
                        pipeline(json!({"type": "SqlServerSource"}), json!({"t": "orders"})),
                    )),
                ),
                (
                    Kind::PipelineDataset,
                    table(row(
                        "datasets",
                        dataset(
                            "SqlServerTable",
                            json!({"tableName": "@dataset().t"}),
                            json!({"t": {"type": "string"}}),
                        ),
                    )),
                ),
                (
                    Kind::LinkedService,
                    table(row(
                        "linkedservices",
                        linked_service("SqlServer", json!({"connectionString": "Server=a.net;Database=erp"})),
                    )),
                ),
            ]
            .into(),
            tenant: None,
        },
        ..Snapshot::default()
    };
    assert_eq!(
        sources(&snapshot),
        ["sqlserver://a.net/erp/dbo.orders <- -/- pipeline physical"]
    );
    let seen = &subjects(&snapshot, Kind::Pipeline)[0];
    assert_eq!(
        seen["copies"],
        json!([{"name": "orders", "reads": ["sqlserver://a.net/erp/dbo.orders"], "path": []}])
    );
    assert_eq!(seen["id"], format!("{factory}/pipelines/load"));
}

#[test]
fn a_dataset_has_everyone_who_exposes_it() {
    let lake = |location: &str| json!([{"server": "prod", "type": "azure", "location": location}]);
    let output = |id: &str| json!({"outputPorts": [{"name": "out", "version": "1", "contractId": id}]});
    let mesh = files(&[
        ("a/p.json", product("a", "sales", "aggregate", output("ca"))),
        (
            "a/c.json",
            contract(
                "ca",
                json!({"servers": lake("abfss://gold@acct.dfs.core.windows.net/orders"), "schema": [{"name": "orders"}]}),
            ),
        ),
        ("b/p.json", product("b", "finance", "aggregate", output("cb"))),
        (
            "b/c.json",
            contract(
                "cb",
                json!({"servers": lake("https://acct.blob.core.windows.net/gold/"), "schema": [{"name": "orders"}]}),
            ),
        ),
        ("c/p.json", product("c", "finance", "aggregate", output("cc"))),
        (
            "c/c.json",
            contract(
                "cc",
                json!({"status": "retired", "servers": lake("az://gold@acct/orders"), "schema": [{"name": "orders"}]}),
            ),
        ),
        (
            "d/c.json",
            contract(
                "cd",
                json!({"domain": "hr", "servers": [{"server": "x", "type": "postgres", "host": "localhost", "database": "d"}],
            "schema": [{"name": "a"}, {"name": "b"}]}),
            ),
        ),
        (
            "e/c.json",
            contract(
                "nobody",
                json!({"servers": lake("az://gold@acct/orders"), "schema": [{"name": "orders"}]}),
            ),
        ),
    ]);
    let snapshot = snapshot(&mesh);
    let found = subjects(&snapshot, Kind::Dataset);
    let ids: Vec<_> = found.iter().map(|dataset| dataset["id"].as_str()).collect();
    assert_eq!(
        ids,
        [Some("azure_storage://acct/gold/orders"), Some("unresolvable:d/c.json")]
    );
    assert_eq!(found[0]["domains"], json!(["finance", "sales"]));
    let owners = |key: &str| {
        found[0]["owners"]
            .as_array()
            .map(|owners| owners.iter().map(|owner| owner[key].clone()).collect::<Vec<_>>())
    };
    assert_eq!(owners("contract"), Some(vec![json!("ca"), json!("cb")]));
    assert_eq!([&found[1]["reason"], &found[1]["evidence"]], ["local", "unresolvable"]);
}

#[test]
fn every_input_port_has_one_resolution() {
    let port =
        |name: &str, contract: &str, version: &str| json!({"name": name, "version": version, "contractId": contract});
    let mesh = files(&[
        (
            "a.json",
            product(
                "producer",
                "sales",
                "aggregate",
                json!({"outputPorts": [port("v1", "c", "v1.4.0"), port("v2", "c", "2.0.0")]}),
            ),
        ),
        (
            "b.json",
            product(
                "consumer",
                "finance",
                "consumerAligned",
                json!({"inputPorts": [
                    port("resolved", "c", "1.4.0"), port("major", "c", "2"), {"name": "any", "contractId": "c"}, port("other", "c", "3.0.0"),
                    port("unexposed", "hidden", "1"), port("dangling", "nothing", "1"), {"name": "none", "version": "1"},
                    {"name": "system", "version": "1", "customProperties": custom(&[("sourceSystem", json!("erp"))])},
                ]}),
            ),
        ),
        (
            "c.json",
            product(
                "aligned",
                "finance",
                "source-aligned",
                json!({"inputPorts": [port("system", "hidden", "1"), port("forgotten", "owned", "1")]}),
            ),
        ),
        ("d.json", contract("hidden", json!({}))),
        ("e.json", contract("owned", json!({"dataProduct": "producer"}))),
    ]);
    let snapshot = snapshot(&mesh);
    let edges = subjects(&snapshot, Kind::Edge);
    let found: Vec<String> = edges
        .iter()
        .map(|edge| {
            format!(
                "{} {} {}",
                edge["id"].as_str().unwrap_or(""),
                edge["resolution"].as_str().unwrap_or(""),
                edge["producer"]["port"].as_str().unwrap_or("-")
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            "consumer/resolved resolved v1",
            "consumer/major resolved v2",
            "consumer/any resolved v1",
            "consumer/other other_version v1",
            "consumer/unexposed unexposed -",
            "consumer/dangling dangling -",
            "consumer/none no_contract -",
            "consumer/system source -",
            "aligned/system source -",
            "aligned/forgotten unexposed -",
        ]
    );
    assert_eq!(edges[3]["versions_offered"], json!(["2.0.0", "v1.4.0"]));
}

#[test]
fn real_factories_are_read_as_an_independent_count_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/azure/modern-data-warehouse-dataops");
    let mut mesh = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            return; // The samples are not part of this repository.
        };
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if let (Ok(text), Ok(name)) = (std::fs::read_to_string(&path), path.strip_prefix(&root)) {
                mesh.push((name.to_string_lossy().into_owned(), text));
            }
        }
    }
    let snapshot = snapshot(&mesh);
    let copies: usize = snapshot
        .declared
        .pipelines
        .iter()
        .map(|pipeline| pipeline.copies.len())
        .sum();
    // Every copy is either an ingestion or moves data within the mesh; none vanishes.
    let in_pipelines: usize = subjects(&snapshot, Kind::Pipeline)
        .iter()
        .map(|pipeline| pipeline["copies"].as_array().map_or(0, Vec::len))
        .sum();
    assert_eq!(in_pipelines, copies);
    let written_in_files: usize = mesh
        .iter()
        .filter(|(name, _)| snapshot.documents.iter().any(|document| document.source.name() == name))
        .map(|(_, text)| {
            text.split_whitespace()
                .collect::<String>()
                .matches("\"type\":\"Copy\"")
                .count()
        })
        .sum();
    assert_eq!(copies, written_in_files);
    let found = sources(&snapshot);
    assert_eq!(
        found.iter().filter(|line| line.starts_with("unresolvable:")).count() + 1,
        found.len(),
        "{found:#?}"
    );
    assert!(
        found
            .iter()
            .any(|line| line.starts_with("azure_storage://synapseetlde/datalake/bronze/cereal.csv <-")),
        "{found:#?}"
    );
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]
    #[test]
    fn the_order_of_files_changes_nothing(seed in proptest::collection::vec(0_usize..100, 12)) {
        let mut mesh = files(&[("erp.json", erp())]);
        for (index, pick) in seed.iter().enumerate() {
            let object = format!("sales.t{}", pick % 3);
            let own = custom(&[("sourceSystem", json!("erp")), ("sourceObject", json!(object))]);
            let name = format!("d{}/p{index}.json", pick % 4);
            let document = product(&format!("p{}", pick % 5), &format!("d{}", pick % 4), "sourceAligned", json!({"customProperties": own}));
            mesh.push((name, document.to_string()));
        }
        let forward = subjects(&snapshot(&mesh), Kind::Source);
        let count: usize = forward.iter().map(|source| source["ingestions"].as_array().map_or(0, Vec::len)).sum();
        proptest::prop_assert_eq!(count, seed.len());
        mesh.reverse();
        mesh.rotate_left(seed.first().map_or(0, |first| first % 13));
        proptest::prop_assert_eq!(forward, subjects(&snapshot(&mesh), Kind::Source));
    }
}
