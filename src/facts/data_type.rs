//! Which types of Azure resource hold or move data, and so must belong to a node.
//!
//! Source: the resource providers that Azure's reference lists under "Storage", "Databases", "Analytics" and the messaging
//! services of "Integration". A type not listed, such as a key vault or a virtual network, carries no data of a product.

/// Types, lower-case. The parts of one, such as a database of a server, count with it.
const TYPES: [&str; 42] = [
    // Storage.
    "microsoft.storage/storageaccounts",
    "microsoft.netapp/netappaccounts",
    "microsoft.datalakestore/accounts",
    "microsoft.classicstorage/storageaccounts",
    "microsoft.storagecache/caches",
    "microsoft.storagecache/amlfilesystems",
    "microsoft.elasticsan/elasticsans",
    // Databases.
    "microsoft.sql/servers",
    "microsoft.sql/managedinstances",
    "microsoft.sql/instancepools",
    "microsoft.sqlvirtualmachine/sqlvirtualmachines",
    "microsoft.azurearcdata/sqlserverinstances",
    "microsoft.azurearcdata/sqlmanagedinstances",
    "microsoft.documentdb/databaseaccounts",
    "microsoft.documentdb/mongoclusters",
    "microsoft.documentdb/cassandraclusters",
    "microsoft.dbforpostgresql/servers",
    "microsoft.dbforpostgresql/flexibleservers",
    "microsoft.dbforpostgresql/servergroupsv2",
    "microsoft.dbformysql/servers",
    "microsoft.dbformysql/flexibleservers",
    "microsoft.dbformariadb/servers",
    "microsoft.cache/redis",
    "microsoft.cache/redisenterprise",
    "oracle.database/autonomousdatabases",
    "oracle.database/cloudvmclusters",
    // Analytics.
    "microsoft.synapse/workspaces",
    "microsoft.databricks/workspaces",
    "microsoft.fabric/capacities",
    "microsoft.powerbidedicated/capacities",
    "microsoft.analysisservices/servers",
    "microsoft.kusto/clusters",
    "microsoft.datafactory/factories",
    "microsoft.datafactory/datafactories",
    "microsoft.hdinsight/clusters",
    "microsoft.hdinsight/clusterpools",
    "microsoft.streamanalytics/streamingjobs",
    "microsoft.datalakeanalytics/accounts",
    "microsoft.search/searchservices",
    "microsoft.timeseriesinsights/environments",
    // Messages that are kept.
    "microsoft.eventhub/namespaces",
    "microsoft.servicebus/namespaces",
];

/// Whether a resource of this type, in any case, holds or moves data.
pub(super) fn carries_data(kind: &str) -> bool {
    TYPES.iter().any(|known| {
        let (Some(same), Some(rest)) = (kind.get(..known.len()), kind.get(known.len()..)) else {
            return false;
        };
        same.eq_ignore_ascii_case(known) && (rest.is_empty() || rest.starts_with('/'))
    })
}

#[cfg(test)]
mod tests {
    use super::{TYPES, carries_data};

    #[test]
    fn types_compare_without_case_and_parts_count_with_the_whole() {
        for kind in [
            "Microsoft.Storage/storageAccounts",
            "microsoft.SQL/servers/databases",
            "Microsoft.DataFactory/factories",
            "Microsoft.EventHub/namespaces",
            "Microsoft.DocumentDB/databaseAccounts",
        ] {
            assert!(carries_data(kind), "{kind}");
        }
        for kind in [
            "Microsoft.KeyVault/vaults",
            "Microsoft.Storage/storageAccountsX",
            "Microsoft.Storage",
            "Microsoft.Network/virtualNetworks",
            "Microsoft.ManagedIdentity/userAssignedIdentities",
            "",
        ] {
            assert!(!carries_data(kind), "{kind}");
        }
        assert!(TYPES.iter().all(|kind| *kind == kind.to_lowercase()));
    }
}
