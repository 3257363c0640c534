//! What copies of pipelines read.

use std::path::Path;

use serde_json::{Value, json};

use crate::facts::testing::{
    contract, dataset, domain, files, linked_service, pipeline, product, snapshot, sources, subjects,
};
use crate::snapshot::{Kind, Observed, Snapshot, Table};

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
    let table = |text: String| {
        std::sync::Arc::new(Table {
            file: "x.ndjson".into(),
            rows: vec![(0..u32::try_from(text.len()).unwrap_or(0), 1)],
            text: text.into(),
        })
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
            collected: None,
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
