//! What the generator leaves out: locks, accounts with containers, factories with what is in them, a workspace, Azure policies,
//! budgets. Shapes as in the examples of the Azure REST API specifications.

use std::sync::Arc;

use serde_json::{Value, json};

use super::tenant::{Tenant, id};

/// Texts that are secrets: no file that a run writes may hold one of them.
pub(crate) const SECRETS: [&str; 6] = [
    "planted-password-hunter2",
    "planted-account-key-abcd",
    "planted-sas-signature-xyz",
    "planted-secure-string-123",
    "planted-bearer-token-456",
    "planted-header-789",
];

/// How much of it there is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extras {
    /// Accounts of each subscription that show containers; all others have none.
    pub(crate) accounts: usize,
    /// Factories of each subscription that have pipelines.
    pub(crate) factories: usize,
    /// Containers of an account.
    pub(crate) containers: usize,
    /// Whether one subscription has a Synapse workspace.
    pub(crate) workspace: bool,
}

impl Default for Extras {
    fn default() -> Self {
        Self {
            accounts: 2,
            factories: 1,
            containers: 3,
            workspace: true,
        }
    }
}

impl Extras {
    pub(super) fn add(&self, tenant: &mut Tenant) {
        for (position, subscription) in tenant.subscriptions.clone().iter().enumerate() {
            let scope = format!("/subscriptions/{subscription}");
            let provider = |rest: &str| format!("{scope}/providers/{rest}");
            let lock = json!({"id": provider("Microsoft.Authorization/locks/keep"), "name": "keep", "type": "Microsoft.Authorization/locks", "properties": {"level": "CanNotDelete", "notes": "operational"}});
            tenant.put(&provider("Microsoft.Authorization/locks"), text(&lock));
            let assignment = json!({"id": provider("Microsoft.Authorization/policyAssignments/tags"), "name": "tags", "type": "Microsoft.Authorization/policyAssignments", "properties": {"displayName": "Tags", "scope": scope}});
            tenant.put(
                &provider("Microsoft.Authorization/policyAssignments"),
                text(&assignment),
            );
            let exemption = json!({"id": provider("Microsoft.Authorization/policyExemptions/old"), "name": "old", "type": "Microsoft.Authorization/policyExemptions", "properties": {"exemptionCategory": "Waiver", "expiresOn": "2027-01-01T00:00:00Z"}});
            tenant.put(&provider("Microsoft.Authorization/policyExemptions"), text(&exemption));
            let budget = json!({"id": provider("Microsoft.Consumption/budgets/month"), "name": "month", "type": "Microsoft.Consumption/budgets", "properties": {"amount": 100.65, "timeGrain": "Monthly", "category": "Cost"}});
            tenant.put(&provider("Microsoft.Consumption/budgets"), text(&budget));
            if position % 2 == 0 {
                tenant.objects.insert(
                    provider("Microsoft.CostManagement/settings/taginheritance").to_lowercase(),
                    json!({"id": provider("Microsoft.CostManagement/settings/taginheritance"), "name": "taginheritance", "kind": "taginheritance", "type": "Microsoft.CostManagement/settings", "properties": {"preferContainerTags": true}}),
                );
            }
            self.accounts(tenant, &scope);
            self.factories(tenant, &scope);
            if self.workspace && position == 0 {
                workspace(tenant, &scope);
            } else {
                tenant
                    .lists
                    .entry(provider("microsoft.synapse/workspaces").to_lowercase())
                    .or_default();
            }
        }
    }

    fn accounts(&self, tenant: &mut Tenant, scope: &str) {
        let list = format!("{scope}/providers/microsoft.storage/storageaccounts").to_lowercase();
        tenant.lists.entry(list.clone()).or_default();
        for account in of_type(tenant, scope, "Microsoft.Storage/storageAccounts")
            .into_iter()
            .take(self.accounts)
        {
            let mut row: Value = serde_json::from_str(&account).unwrap();
            let account = row["id"].as_str().unwrap().to_owned();
            row["properties"] = json!({"supportsHttpsTrafficOnly": true, "minimumTlsVersion": "TLS1_2", "encryption": {"keySource": "Microsoft.Storage"}});
            row["sku"] = json!({"name": "Standard_LRS", "tier": "Standard"});
            row["kind"] = "StorageV2".into();
            tenant.put(&list, text(&row));
            for container in 0..self.containers {
                let list = format!("{account}/blobServices/default/containers");
                let row = json!({"id": format!("{list}/c{container}"), "name": format!("c{container}"), "type": "Microsoft.Storage/storageAccounts/blobServices/containers", "etag": "\"0x8D\"", "properties": {"publicAccess": "None", "leaseState": "Available", "hasImmutabilityPolicy": false}});
                tenant.put(&list, text(&row));
            }
        }
    }

    fn factories(&self, tenant: &mut Tenant, scope: &str) {
        let list = format!("{scope}/providers/microsoft.datafactory/factories").to_lowercase();
        tenant.lists.entry(list.clone()).or_default();
        for factory in of_type(tenant, scope, "Microsoft.DataFactory/factories")
            .into_iter()
            .take(self.factories)
        {
            let mut row: Value = serde_json::from_str(&factory).unwrap();
            let factory = row["id"].as_str().unwrap().to_owned();
            row["properties"] = json!({"provisioningState": "Succeeded", "version": "2018-06-01"});
            row["eTag"] = "\"0\"".into();
            tenant.put(&list, text(&row));
            artifacts(tenant, &factory, &factory, "Microsoft.DataFactory/factories");
        }
    }
}

fn of_type(tenant: &Tenant, scope: &str, kind: &str) -> Vec<Arc<str>> {
    let rows = tenant.lists.get(&format!("{scope}/resources").to_lowercase());
    let of_kind = rows.into_iter().flatten().filter(|row| id(row).contains(kind));
    of_kind.cloned().collect()
}

/// A workspace, whose data plane the simulator stands for.
fn workspace(tenant: &mut Tenant, scope: &str) {
    let group = tenant.lists[&format!("{scope}/resourcegroups").to_lowercase()]
        .first()
        .map(|row| id(row))
        .unwrap();
    let workspace = format!("{group}/providers/Microsoft.Synapse/workspaces/synw");
    let row = json!({"id": workspace, "name": "synw", "type": "Microsoft.Synapse/workspaces", "location": "westeurope", "properties": {"connectivityEndpoints": {"dev": "http://SIMULATOR/synapse/synw"}}});
    tenant.put(&format!("{scope}/providers/microsoft.synapse/workspaces"), text(&row));
    artifacts(tenant, "/synapse/synw", &workspace, "Microsoft.Synapse/workspaces");
}

/// Linked services with secrets of every kind, datasets, pipelines with nested activities, triggers.
fn artifacts(tenant: &mut Tenant, lists: &str, owner: &str, kind: &str) {
    let mut put = |list: &str, name: &str, properties: Value| {
        let row = json!({"id": format!("{owner}/{list}/{name}"), "name": name, "type": format!("{kind}/{list}"), "etag": "e", "properties": properties});
        tenant.put(&format!("{lists}/{list}"), text(&row));
    };
    put(
        "linkedservices",
        "ls_erp",
        json!({"type": "AzureSqlDatabase", "typeProperties": {"connectionString": format!("Server=tcp:erp.example,1433;Database=sales;User ID=reader;Password={}", SECRETS[0])}}),
    );
    put(
        "linkedservices",
        "ls_blob",
        json!({"type": "AzureBlobStorage", "typeProperties": {"connectionString": {"type": "SecureString", "value": format!("DefaultEndpointsProtocol=https;AccountName=lake;AccountKey={}", SECRETS[1])}, "sasUri": {"type": "SecureString", "value": SECRETS[3]}}}),
    );
    put(
        "linkedservices",
        "ls_rest",
        json!({"type": "RestService", "typeProperties": {"url": format!("https://api.example/data?sv=2020&sig={}", SECRETS[2]), "authenticationType": "Anonymous"}}),
    );
    put(
        "linkedservices",
        "ls_masked",
        json!({"type": "AzureSqlDatabase", "typeProperties": {"connectionString": "Server=tcp:crm.example,1433;Database=crm;Password=**********", "password": {"type": "AzureKeyVaultSecret", "store": {"referenceName": "kv", "type": "LinkedServiceReference"}, "secretName": "crm"}}}),
    );
    put(
        "datasets",
        "ds_orders",
        json!({"type": "AzureSqlTable", "linkedServiceName": {"referenceName": "ls_erp", "type": "LinkedServiceReference"}, "typeProperties": {"schema": "dbo", "table": "orders"}}),
    );
    put(
        "pipelines",
        "pl_orders",
        json!({"activities": [
            {"name": "each", "type": "ForEach", "typeProperties": {"activities": [{"name": "copy", "type": "Copy", "inputs": [{"referenceName": "ds_orders", "type": "DatasetReference"}], "typeProperties": {"source": {"type": "AzureSqlSource"}}}]}},
            {"name": "call", "type": "WebActivity", "typeProperties": {"url": "https://api.example", "headers": {"Authorization": format!("Bearer {}", SECRETS[4])}}},
        ]}),
    );
    put(
        "triggers",
        "tr_daily",
        json!({"type": "ScheduleTrigger", "runtimeState": "Started", "typeProperties": {"recurrence": {"frequency": "Day", "interval": 1}}}),
    );
}

fn text(row: &Value) -> Arc<str> {
    row.to_string().into()
}
