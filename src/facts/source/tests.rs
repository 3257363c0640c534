//! What products declare, together with what pipelines read.

use serde_json::{Value, json};

use crate::facts::testing::{
    contract, custom, dataset, domain, files, linked_service, pipeline, product, snapshot, sources, subjects,
};
use crate::facts::{Facts, SubjectRef};
use crate::snapshot::{Kind, Location};
use crate::text::Step;

fn sql_server(database: &str) -> Value {
    json!([{"server": "prod", "type": "sqlserver", "host": "sql-erp.database.windows.net", "database": database, "schema": "sales"}])
}

fn erp() -> Value {
    json!({"apiVersion": "meshgov/v1", "kind": "SourceSystem", "name": "ERP", "domain": "sales",
        "servers": [{"type": "sqlserver", "host": "sql-erp.database.windows.net", "database": "erp"}]})
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table of cases reads better whole")]
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

    let facts = Facts::derive(&snapshot, None, jiff::civil::date(2026, 11, 23));
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

/// Which domains and products read each source: what must not depend on how files are called.
fn readers(mesh: &[(String, String)]) -> Vec<(Value, Value, Vec<String>)> {
    let sources = subjects(&snapshot(mesh), Kind::Source);
    let readers = sources.into_iter().map(|source| {
        let ingestions = source["ingestions"].as_array().cloned().unwrap_or_default();
        let mut products: Vec<String> = ingestions.iter().map(|one| one["product"].to_string()).collect();
        products.sort();
        (source["id"].clone(), source["domains"].clone(), products)
    });
    readers.collect()
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]
    #[test]
    fn the_order_and_the_names_of_files_change_nothing(seed in proptest::collection::vec(0_usize..100, 12)) {
        let mesh = |name: &dyn Fn(usize) -> usize| {
            let mut mesh = files(&[("erp.json", erp())]);
            for (index, pick) in seed.iter().enumerate() {
                let object = json!(format!("sales.t{}", pick % 3));
                let own = custom(&[("sourceSystem", json!("erp")), ("sourceObject", object)]);
                let id = format!("p{}", pick % 5);
                let document = product(&id, &format!("d{}", pick % 4), "sourceAligned", json!({"customProperties": own}));
                mesh.push((format!("{:03}.json", name(index)), document.to_string()));
            }
            mesh
        };
        let expected = readers(&mesh(&|index| index));
        let count: usize = expected.iter().map(|(_, _, products)| products.len()).sum();
        proptest::prop_assert_eq!(count, seed.len());
        proptest::prop_assert_eq!(expected, readers(&mesh(&|index| 500 - index * 7)));
    }
}
