//! Many spellings of one place, and places that must stay apart.

use std::borrow::Cow;

use super::{Family, Identity, Parts, Reason};

type Fields<'a> = &'a [(&'a str, &'a str)];

fn identity(kind: &str, fields: Fields) -> Result<String, Reason> {
    let field = |name: &str| {
        let found = fields.iter().find(|(key, _)| *key == name);
        found.map(|(_, value)| Ok(Cow::Borrowed(*value)))
    };
    let parts = Parts {
        host: field("host"),
        port: field("port"),
        space: field("space"),
        schema: field("schema"),
        url: field("url"),
        object: field("object"),
    };
    Identity::of(Family::of(kind), parts).map(|identity| identity.to_string())
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table of cases reads better whole")]
fn many_spellings_of_one_place_are_one() {
    let groups: &[(&str, &[(&str, Fields)])] = &[
        (
            "sqlserver://sql-erp.database.windows.net/erp/sales.orders",
            &[
                (
                    "sqlserver",
                    &[
                        ("host", "sql-erp.database.windows.net"),
                        ("space", "erp"),
                        ("schema", "sales"),
                        ("object", "orders"),
                    ],
                ),
                (
                    "AzureSqlDatabase",
                    &[
                        ("host", "tcp:SQL-ERP.database.windows.net,1433"),
                        ("space", "ERP"),
                        ("object", "[Sales].[Orders]"),
                    ],
                ),
                (
                    "mssql",
                    &[
                        ("host", "sql-erp.database.windows.net."),
                        ("port", "1433"),
                        ("space", "[erp]"),
                        ("object", "sales.orders"),
                    ],
                ),
                (
                    "synapse",
                    &[
                        ("host", "sqlserver://sql-erp.database.windows.net:1433/"),
                        ("object", "\"erp\".\"sales\".\"orders\""),
                    ],
                ),
                (
                    "AzureSqlMI",
                    &[
                        ("host", " sql-erp.database.windows.net "),
                        ("space", "erp"),
                        ("object", "erp.sales.orders"),
                    ],
                ),
            ],
        ),
        (
            "sqlserver://db/erp/dbo.orders",
            &[
                ("SqlServer", &[("host", "db"), ("space", "erp"), ("object", "orders")]),
                (
                    "SqlServer",
                    &[("host", "DB"), ("space", "erp"), ("object", "dbo.Orders")],
                ),
                (
                    "SqlServer",
                    &[("host", "db"), ("space", "erp"), ("object", "erp..orders")],
                ),
            ],
        ),
        (
            "postgres://pg.contoso.net/crm/public.customers",
            &[
                (
                    "postgres",
                    &[
                        ("host", "pg.contoso.net"),
                        ("port", "5432"),
                        ("space", "crm"),
                        ("object", "customers"),
                    ],
                ),
                (
                    "AzurePostgreSql",
                    &[
                        ("host", "pg.contoso.net:5432"),
                        ("space", "crm"),
                        ("object", "\"public\".\"customers\""),
                    ],
                ),
            ],
        ),
        (
            "azure_storage://acct/raw/sales/Orders/*.parquet",
            &[
                (
                    "azure",
                    &[("url", "https://acct.dfs.core.windows.net/raw/sales/Orders/*.parquet")],
                ),
                (
                    "azure",
                    &[(
                        "url",
                        "https://ACCT.blob.core.windows.net/raw/sales/Orders/*.parquet?sv=1&sig=x",
                    )],
                ),
                (
                    "azure",
                    &[("url", "abfss://raw@acct.dfs.core.windows.net/sales/Orders/*.parquet")],
                ),
                (
                    "azure",
                    &[("url", "wasbs://raw@acct.blob.core.windows.net/sales/Orders//*.parquet")],
                ),
                ("azure", &[("url", "az://raw/sales/Orders/*.parquet"), ("host", "acct")]),
                ("azure", &[("url", "raw/sales/Orders/*.parquet"), ("host", "acct")]),
                (
                    "AzureBlobFS",
                    &[
                        ("url", "https://acct.dfs.core.windows.net"),
                        ("space", "raw"),
                        ("object", "/sales/Orders/*.parquet"),
                    ],
                ),
                (
                    "AzureBlobStorage",
                    &[("host", "acct"), ("object", "raw/sales/Orders/*.parquet")],
                ),
                (
                    "HttpServer",
                    &[
                        ("url", "https://acct.blob.core.windows.net/raw/"),
                        ("object", "sales/Orders/*.parquet"),
                    ],
                ),
            ],
        ),
        (
            "http://data.melbourne.vic.gov.au/api/datasets/parking/exports/json",
            &[
                (
                    "RestService",
                    &[
                        ("url", "https://data.melbourne.vic.gov.au/api/datasets"),
                        ("object", "/parking/exports/json"),
                    ],
                ),
                (
                    "HttpServer",
                    &[
                        ("url", "http://DATA.melbourne.vic.gov.au:80/api/datasets/"),
                        ("object", "parking/exports/json/"),
                    ],
                ),
                (
                    "OData",
                    &[
                        ("url", "https://data.melbourne.vic.gov.au:443/api"),
                        ("object", "datasets/parking/exports/json"),
                    ],
                ),
                (
                    "api",
                    &[("url", "data.melbourne.vic.gov.au/api/datasets/parking/exports/json")],
                ),
            ],
        ),
        (
            "snowflake://acct.west-europe/sales/public.orders",
            &[
                (
                    "snowflake",
                    &[
                        ("host", "acct.west-europe"),
                        ("space", "SALES"),
                        ("schema", "PUBLIC"),
                        ("object", "ORDERS"),
                    ],
                ),
                (
                    "Snowflake",
                    &[
                        ("host", "https://acct.west-europe.snowflakecomputing.com"),
                        ("space", "sales"),
                        ("object", "orders"),
                    ],
                ),
            ],
        ),
        (
            "kafka://a.net,b.net/Orders",
            &[
                ("kafka", &[("host", "b.net:9092,a.net:9092"), ("object", "Orders")]),
                ("kafka", &[("host", "a.net, b.net"), ("object", "Orders")]),
            ],
        ),
        (
            "databricks://unity/prod/sales.orders",
            &[
                (
                    "databricks",
                    &[("space", "prod"), ("schema", "sales"), ("object", "orders")],
                ),
                (
                    "AzureDatabricksDeltaLake",
                    &[
                        ("host", "https://adb-1.azuredatabricks.net"),
                        ("object", "prod.sales.orders"),
                    ],
                ),
            ],
        ),
        (
            "s3://bucket/data/orders/*.json",
            &[
                ("s3", &[("url", "s3://bucket/data/orders/*.json")]),
                ("AmazonS3", &[("space", "Bucket"), ("object", "/data/orders/*.json")]),
                (
                    "s3",
                    &[("url", "https://bucket.s3.eu-west-1.amazonaws.com/data/orders/*.json")],
                ),
            ],
        ),
        (
            "bigquery://acme/sales/orders",
            &[
                (
                    "bigquery",
                    &[("host", "acme"), ("space", "sales"), ("object", "orders")],
                ),
                (
                    "GoogleBigQueryV2",
                    &[("host", "acme"), ("object", "`acme`.`sales`.`orders`")],
                ),
            ],
        ),
        (
            "sftp://files.contoso.net/out/orders.csv",
            &[
                ("sftp", &[("url", "sftp://user@files.contoso.net:22/out/orders.csv")]),
                (
                    "Sftp",
                    &[
                        ("host", "files.contoso.net"),
                        ("port", "22"),
                        ("object", "out/orders.csv"),
                    ],
                ),
            ],
        ),
    ];
    for (expected, spellings) in groups {
        for (kind, fields) in *spellings {
            assert_eq!(identity(kind, fields).as_deref(), Ok(*expected), "{kind} {fields:?}");
        }
    }
}

#[test]
fn different_places_stay_apart() {
    let sql = |host, space, object| identity("sqlserver", &[("host", host), ("space", space), ("object", object)]);
    let places = [
        sql("a.net", "erp", "dbo.orders"),
        sql("a.net", "erp", "sales.orders"),
        sql("a.net", "crm", "dbo.orders"),
        sql("b.net", "erp", "dbo.orders"),
        sql("a.net:1444", "erp", "dbo.orders"),
        sql("a.net\\prod", "erp", "dbo.orders"),
        sql("a.net", "erp", "[dbo.orders]"),
        identity(
            "postgres",
            &[
                ("host", "a.net"),
                ("space", "erp"),
                ("schema", "dbo"),
                ("object", "orders"),
            ],
        ),
        identity("azure", &[("url", "abfss://raw@a.dfs.core.windows.net/Orders")]),
        identity("azure", &[("url", "abfss://raw@a.dfs.core.windows.net/orders")]),
        identity("azure", &[("url", "abfss://raw@b.dfs.core.windows.net/orders")]),
        identity("api", &[("url", "https://a.net/orders?region=eu")]),
        identity("api", &[("url", "https://a.net/orders?region=us")]),
    ];
    let distinct: std::collections::BTreeSet<&String> = places.iter().flatten().collect();
    assert_eq!(distinct.len(), places.len(), "{places:#?}");
}

#[test]
fn places_that_nobody_can_tell_have_a_reason() {
    for (kind, fields, expected) in [
        (
            "postgres",
            &[("host", "localhost"), ("space", "a"), ("object", "t")][..],
            Reason::Local,
        ),
        (
            "postgres",
            &[("host", "127.0.0.1"), ("port", "5433"), ("space", "a"), ("object", "t")],
            Reason::Local,
        ),
        (
            "mysql",
            &[("host", "host.docker.internal"), ("space", "a"), ("object", "t")],
            Reason::Local,
        ),
        (
            "sqlserver",
            &[("host", ".\\SQLEXPRESS"), ("space", "a"), ("object", "t")],
            Reason::Local,
        ),
        ("sftp", &[("url", "sftp://files.example.com/a")], Reason::Local),
        ("local", &[("url", "./orders.json")], Reason::Local),
        (
            "kafka",
            &[("host", "__KAFKA_HOST__"), ("object", "t")],
            Reason::Variable,
        ),
        ("kafka", &[("host", "${HOST}"), ("object", "t")], Reason::Variable),
        (
            "sqlserver",
            &[("host", "a.net"), ("space", "{{db}}"), ("object", "t")],
            Reason::Variable,
        ),
        (
            "azure",
            &[("url", "abfss://raw@${ACCOUNT}.dfs.core.windows.net/orders")],
            Reason::Variable,
        ),
        ("sqlserver", &[("host", "a.net"), ("object", "t")], Reason::Missing),
        ("sqlserver", &[("host", "a.net"), ("space", "erp")], Reason::Missing),
        ("sqlserver", &[("space", "erp"), ("object", "t")], Reason::Missing),
        ("azure", &[("url", "az://raw/orders")], Reason::Missing),
        (
            "databricks",
            &[("space", "hive_metastore"), ("schema", "s"), ("object", "t")],
            Reason::Missing,
        ),
        ("", &[], Reason::Missing),
    ] {
        assert_eq!(identity(kind, fields), Err(expected), "{kind} {fields:?}");
    }
}

proptest::proptest! {
    #[test]
    fn any_text_comes_to_a_place_or_a_reason(kind in "[a-zA-Z0-9 ]{0,12}", host in ".{0,24}", space in ".{0,12}", object in ".{0,24}") {
        let fields = [("host", &*host), ("url", &*host), ("space", &*space), ("object", &*object)];
        if let Ok(id) = identity(&kind, &fields) {
            let store = id.split_once("://").map_or("", |(_, store)| store);
            proptest::prop_assert!(!store.is_empty() && !store.starts_with('/'), "no place without a store: {id}");
        }
    }

    #[test]
    fn a_normal_form_is_its_own_normal_form(host in "[a-z]{1,8}\\.[a-z]{2,4}", space in "[a-z]{1,8}", table in "[a-z]{1,8}") {
        let object = format!("dbo.{table}");
        let once = identity("sqlserver", &[("host", &host), ("space", &space), ("object", &table)]);
        let twice = identity("SqlServer", &[("host", &host), ("space", &space), ("object", &object)]);
        proptest::prop_assert_eq!(once, twice);
    }
}
