//! Families of connectors: names that different formats give to one way of reaching a store.

use std::borrow::Cow;

/// A family: what two connector types must share for their objects to be one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::facts) struct Family {
    name: Cow<'static, str>,
    shape: Shape,
}

/// How objects of a family are addressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::facts) enum Shape {
    /// Host, database, schema and table; the schema that an unqualified table lies in, where the family has one.
    Tables(Option<&'static str>),
    /// Host, database and table: what stands before the table is the database.
    TwoLevels,
    /// Three names within one workspace-wide catalog.
    Catalog,
    /// Account, container and path of Azure storage.
    Storage,
    /// Bucket and path.
    Bucket,
    /// A URL, whatever connector calls it.
    Web,
    /// Host and path of a file server.
    Files,
    /// Host and topic.
    Topics,
    /// Host, perhaps a database, and an object: applications and document stores.
    Objects,
    /// Files of one machine.
    Local,
}

impl Family {
    /// The family that a server type of a contract or a connector type of a factory belongs to. A type that we do
    /// not know is a family of its own.
    pub(in crate::facts) fn of(kind: &str) -> Self {
        let key: String = kind
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|character| character.to_ascii_lowercase())
            .collect();
        let (name, shape) = match key.as_str() {
            "sqlserver"
            | "mssql"
            | "azuresql"
            | "azuresqldatabase"
            | "azuresqlmi"
            | "azuresqldw"
            | "synapse"
            | "azuresynapse"
            | "azuresynapseanalytics"
            | "amazonrdsforsqlserver"
            | "warehouse"
            | "fabricwarehouse" => ("sqlserver", Shape::Tables(Some("dbo"))),
            "postgres" | "postgresql" | "postgresqlv2" | "azurepostgresql" | "azurepostgres" | "greenplum"
            | "cloudsql" => ("postgres", Shape::Tables(Some("public"))),
            "redshift" | "amazonredshift" => ("redshift", Shape::Tables(Some("public"))),
            "snowflake" | "snowflakev2" => ("snowflake", Shape::Tables(Some("public"))),
            "oracle" | "amazonrdsfororacle" | "oracleservicecloud" => ("oracle", Shape::Tables(None)),
            "db2" => ("db2", Shape::Tables(None)),
            "trino" | "presto" => ("trino", Shape::Tables(None)),
            "saphana" => ("saphana", Shape::Tables(None)),
            "dremio" | "denodo" | "vertica" | "informix" | "sybase" | "netezza" | "zen" => {
                return Self::other(key, Shape::Tables(None));
            }
            "mysql" | "azuremysql" => ("mysql", Shape::TwoLevels),
            "mariadb" | "azuremariadb" => ("mariadb", Shape::TwoLevels),
            "bigquery" | "googlebigquery" | "googlebigqueryv2" => ("bigquery", Shape::TwoLevels),
            "glue" | "athena" | "awsglue" | "amazonathena" => ("glue", Shape::TwoLevels),
            "hive" | "impala" | "clickhouse" | "teradata" => return Self::other(key, Shape::TwoLevels),
            "databricks" | "azuredatabricks" | "azuredatabricksdeltalake" | "deltalake" | "unitycatalog" => {
                ("databricks", Shape::Catalog)
            }
            "azure"
            | "azureblob"
            | "azureblobstorage"
            | "azureblobfs"
            | "azurestorage"
            | "adls"
            | "adlsgen2"
            | "azuredatalakestoragegen2"
            | "abfss"
            | "abfs"
            | "wasbs"
            | "wasb"
            | "onelake" => ("azure_storage", Shape::Storage),
            "s3" | "amazons3" | "amazons3compatible" | "minio" => ("s3", Shape::Bucket),
            "gcs" | "googlecloudstorage" => ("gcs", Shape::Bucket),
            "restservice"
            | "httpserver"
            | "odata"
            | "web"
            | "api"
            | "http"
            | "https"
            | "rest"
            | "sapecc"
            | "sapcloudforcustomer" => ("http", Shape::Web),
            "sftp" => ("sftp", Shape::Files),
            "ftp" | "ftpserver" => ("ftp", Shape::Files),
            "fileserver" | "azurefilestorage" | "smb" => ("files", Shape::Files),
            "azuredatalakestore" => ("adl", Shape::Files),
            "hdfs" => ("hdfs", Shape::Files),
            "kafka" | "eventhub" | "eventhubs" | "azureeventhubs" => ("kafka", Shape::Topics),
            "kinesis" | "pubsub" | "servicebus" => return Self::other(key, Shape::Topics),
            "cosmosdb" | "cosmos" => ("cosmosdb", Shape::Objects),
            "mongodb" | "mongodbv2" | "mongodbatlas" | "cosmosdbmongodbapi" => ("mongodb", Shape::Objects),
            "salesforce" | "salesforcev2" | "salesforceservicecloud" | "salesforceservicecloudv2" => {
                ("salesforce", Shape::Objects)
            }
            "dynamics" | "dynamicscrm" | "commondataserviceforapps" | "dataverse" => ("dataverse", Shape::Objects),
            "saptable" | "sapodp" | "sapopenhub" | "sap" => ("sap", Shape::Objects),
            "local" | "duckdb" | "sqlite" => ("local", Shape::Local),
            _ => return Self::other(key, Shape::Objects),
        };
        Self {
            name: Cow::Borrowed(name),
            shape,
        }
    }

    /// The family's name, which starts a fingerprint.
    pub(in crate::facts) fn name(&self) -> &str {
        &self.name
    }

    /// How its objects are addressed.
    pub(in crate::facts) const fn shape(&self) -> Shape {
        self.shape
    }

    /// The port that need not be said.
    pub(super) fn port(&self) -> Option<&'static str> {
        Some(match &*self.name {
            "sqlserver" => "1433",
            "postgres" => "5432",
            "redshift" => "5439",
            "snowflake" | "databricks" | "http" | "cosmosdb" | "salesforce" | "dataverse" => "443",
            "oracle" => "1521",
            "mysql" | "mariadb" => "3306",
            "trino" => "8080",
            "kafka" => "9092",
            "sftp" => "22",
            "ftp" => "21",
            "mongodb" => "27017",
            _ => return None,
        })
    }

    fn other(key: String, shape: Shape) -> Self {
        let name = if key.is_empty() { "unknown".into() } else { key };
        Self {
            name: Cow::Owned(name),
            shape,
        }
    }
}
