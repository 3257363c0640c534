//! The tenant, with rows as Azure Resource Manager returns them (role assignments with the properties that the examples
//! of api-version 2022-04-01 show).

use std::fmt::Write as _;
use std::io;
use std::path::Path;

use super::planted::Planted;
use super::seed::{guid, number, pick};
use super::size::{FULL, NEARLY_FULL, Size};
use super::writer::Table;

const SUBSCRIPTION: u64 = 1;
const PRINCIPAL: u64 = 2;
const ASSIGNMENT: u64 = 3;
const CHOICE: u64 = 4;

const TENANT: &str = "72f988bf-0000-4000-8000-2d7cd011db47";
const OWNER: &str = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
/// Contributor, Reader and Storage Blob Data Reader.
const ROLES: [(&str, &str); 4] = [
    (OWNER, "Owner"),
    ("b24988ac-6180-42a0-ab88-20f7382dd24c", "Contributor"),
    ("acdd72a7-3385-48ef-bd42-f606fba81ae7", "Reader"),
    ("2a2b9908-6ea1-4ae2-8e65-a410df84e7d1", "Storage Blob Data Reader"),
];
const READER: &str = ROLES[2].0;
/// What most principals hold.
const COMMON: [&str; 3] = [ROLES[1].0, ROLES[2].0, ROLES[3].0];
const LOCATIONS: [&str; 4] = ["westeurope", "northeurope", "germanywestcentral", "francecentral"];
/// Type and the short name that resources of the type start with.
const TYPES: [&str; 6] = [
    "Microsoft.Storage/storageAccounts",
    "Microsoft.KeyVault/vaults",
    "Microsoft.Sql/servers",
    "Microsoft.DataFactory/factories",
    "Microsoft.Network/networkInterfaces",
    "Microsoft.Databricks/workspaces",
];
const ENVIRONMENTS: [&str; 3] = ["dev", "test", "prod"];
/// One principal is a user in a hundred node's readers; a node may have five.
const USERS: usize = 6;
/// Owners that a node gets on top of the two that it has anyway; three are allowed.
const EXTRA_OWNERS: usize = 3;

/// Writes the head and every table of the tenant.
pub(super) fn write(size: &Size, snapshot: &Path, planted: &mut Planted) -> io::Result<()> {
    head(snapshot)?;
    management_groups(snapshot)?;
    role_definitions(snapshot)?;
    subscriptions(size, snapshot)?;
    resource_groups(size, snapshot, planted)?;
    resources(size, snapshot, planted)?;
    role_assignments(size, snapshot, planted)
}

fn head(snapshot: &Path) -> io::Result<()> {
    let kinds = [
        "management_group",
        "subscription",
        "resource_group",
        "resource",
        "role_assignment",
        "role_definition",
    ];
    let coverage: Vec<String> = kinds
        .iter()
        .map(|kind| format!(r#"{{"scope":"{TENANT}","kind":"{kind}","status":"complete"}}"#))
        .collect();
    let coverage = coverage.join(",");
    std::fs::write(
        snapshot.join("snapshot.json"),
        format!(r#"{{"apiVersion":"meshgov/v1","kind":"Snapshot","tenant":"{TENANT}","coverage":[{coverage}]}}"#)
            + "\n",
    )
}

fn management_groups(snapshot: &Path) -> io::Result<()> {
    let mut table = Table::create(snapshot, "management_group")?;
    for (name, display) in [
        ("mg-contoso", "Contoso"),
        ("mg-mesh", "Data mesh"),
        ("mg-sandbox", "Sandbox"),
    ] {
        table.row(&format!(
            r#"{{"id":"{}","type":"Microsoft.Management/managementGroups","name":"{name}","properties":{{"tenantId":"{TENANT}","displayName":"{display}"}}}}"#,
            management_group(name)
        ))?;
    }
    table.finish()
}

fn management_group(name: &str) -> String {
    format!("/providers/Microsoft.Management/managementGroups/{name}")
}

fn role_definitions(snapshot: &Path) -> io::Result<()> {
    let mut table = Table::create(snapshot, "role_definition")?;
    for (id, name) in ROLES {
        table.row(&format!(
            r#"{{"id":"/providers/Microsoft.Authorization/roleDefinitions/{id}","type":"Microsoft.Authorization/roleDefinitions","name":"{id}","properties":{{"roleName":"{name}","type":"BuiltInRole","assignableScopes":["/"],"permissions":[{{"actions":["{}"],"notActions":[],"dataActions":[],"notDataActions":[]}}]}}}}"#,
            if name == "Owner" { "*" } else { "*/read" }
        ))?;
    }
    table.finish()
}

fn subscriptions(size: &Size, snapshot: &Path) -> io::Result<()> {
    let mut table = Table::create(snapshot, "subscription")?;
    for position in 0..size.subscriptions() {
        let id = guid(size.seed, SUBSCRIPTION, position);
        table.row(&format!(
            r#"{{"id":"/subscriptions/{id}","subscriptionId":"{id}","tenantId":"{TENANT}","displayName":"mesh-{position:03}","state":"Enabled","subscriptionPolicies":{{"locationPlacementId":"Public_2014-09-01","quotaId":"EnterpriseAgreement_2014-09-01","spendingLimit":"Off"}},"authorizationSource":"RoleBased","managedByTenants":[]}}"#
        ))?;
    }
    table.finish()
}

/// The Azure id of a resource group. Neighbours are in different subscriptions.
fn resource_group(size: &Size, position: usize) -> String {
    let subscription = guid(size.seed, SUBSCRIPTION, position % size.subscriptions());
    format!("/subscriptions/{subscription}/resourceGroups/rg-mesh-{position:05}")
}

fn resource_groups(size: &Size, snapshot: &Path, planted: &mut Planted) -> io::Result<()> {
    let mut table = Table::create(snapshot, "resource_group")?;
    for position in 0..size.resource_groups() {
        let tags = if position % 200 == 13 {
            planted.plant("CST-001");
            tags_without_owner(size, position)
        } else {
            tags(size, position)
        };
        table.row(&format!(
            r#"{{"id":"{}","name":"rg-mesh-{position:05}","type":"Microsoft.Resources/resourceGroups","location":"{}","tags":{tags},"properties":{{"provisioningState":"Succeeded"}}}}"#,
            resource_group(size, position),
            pick(&LOCATIONS, number(size.seed, CHOICE, position)),
        ))?;
    }
    table.finish()
}

fn resources(size: &Size, snapshot: &Path, planted: &mut Planted) -> io::Result<()> {
    let groups = size.resource_groups();
    let mut table = Table::create(snapshot, "resource")?;
    for position in 0..size.resources {
        let group = position % groups;
        let kind = pick(&TYPES, number(size.seed, CHOICE, position));
        let tags = match position % 400 {
            37 | 137 => {
                planted.plant("CST-001");
                tags_without_owner(size, group)
            }
            // Present without a value is missing.
            237 => {
                planted.plant("CST-001");
                format!(
                    r#"{{"costCenter":"","domain":"{0}","environment":"prod","owner":"team-{0}","product":"none"}}"#,
                    super::declared::domain(size, group)
                )
            }
            337 => {
                planted.plant("CST-001");
                "{}".to_owned()
            }
            _ => tags(size, group),
        };
        table.row(&format!(
            r#"{{"id":"{0}/providers/{kind}/{1}","name":"{1}","type":"{kind}","location":"{2}","tags":{tags}}}"#,
            resource_group(size, group),
            resource_name(position),
            pick(&LOCATIONS, number(size.seed, CHOICE, group)),
        ))?;
    }
    table.finish()
}

fn resource_name(position: usize) -> String {
    format!("mesh{position:06}")
}

/// Every tag that a bill needs; names compare without case, so that one spelling in twenty is another.
fn tags(size: &Size, group: usize) -> String {
    let cost_center = if group % 20 == 1 { "CostCenter" } else { "costCenter" };
    let domain = super::declared::domain(size, group);
    let environment = pick(&ENVIRONMENTS, number(size.seed, CHOICE, group));
    format!(
        r#"{{"{cost_center}":"cc-{:04}","domain":"{domain}","environment":"{environment}","owner":"team-{domain}","product":"product-{:05}"}}"#,
        group % 97,
        group % size.products.max(1),
    )
}

fn tags_without_owner(size: &Size, group: usize) -> String {
    let domain = super::declared::domain(size, group);
    format!(r#"{{"costCenter":"cc-0001","domain":"{domain}","environment":"prod","product":"none"}}"#)
}

/// The scopes and roles of every role assignment, in the order of subscriptions.
struct Assignments<'a> {
    size: &'a Size,
    table: Table,
    row: String,
    count: usize,
}

impl Assignments<'_> {
    fn add(&mut self, scope: &str, role: &str, principal: usize, kind: &str) -> io::Result<()> {
        let name = guid(self.size.seed, ASSIGNMENT, self.count);
        let principal = guid(self.size.seed, PRINCIPAL, principal);
        // ARM names the same definition with and without its subscription.
        let subscription = scope
            .split('/')
            .nth(2)
            .filter(|_| self.count.is_multiple_of(2) && scope.starts_with("/subscriptions/"));
        let definition = subscription.map_or_else(String::new, |subscription| format!("/subscriptions/{subscription}"));
        self.row.clear();
        // Writing to a String cannot fail.
        let _ = write!(
            self.row,
            r#"{{"properties":{{"roleDefinitionId":"{definition}/providers/Microsoft.Authorization/roleDefinitions/{role}","principalId":"{principal}","principalType":"{kind}","scope":"{scope}"}},"id":"{scope}/providers/Microsoft.Authorization/roleAssignments/{name}","type":"Microsoft.Authorization/roleAssignments","name":"{name}"}}"#
        );
        self.count += 1;
        self.table.row(&self.row)
    }
}

fn role_assignments(size: &Size, snapshot: &Path, planted: &mut Planted) -> io::Result<()> {
    let mut assignments = Assignments {
        size,
        table: Table::create(snapshot, "role_assignment")?,
        row: String::new(),
        count: 0,
    };
    // A listing of a subscription also shows what is inherited: it does not count towards the subscription's limit.
    for (position, group) in ["mg-contoso", "mg-mesh", "mg-sandbox"].into_iter().enumerate() {
        assignments.add(&management_group(group), READER, 900_000 + position, "Group")?;
    }
    let inherited = assignments.count;
    let (subscriptions, groups, crowded) = (size.subscriptions(), size.resource_groups(), size.crowded());
    let mut quotas = vec![0; subscriptions];
    let mut left = size.role_assignments;
    for (position, quota) in quotas.iter_mut().enumerate().take(2 * crowded) {
        *quota = if position < crowded { FULL } else { NEARLY_FULL };
        left -= *quota;
        planted.plant("LIM-001");
    }
    for position in 0..left {
        quotas[2 * crowded + position % (subscriptions - 2 * crowded)] += 1;
    }
    for (subscription, quota) in quotas.into_iter().enumerate() {
        let before = assignments.count;
        let own: Vec<usize> = (subscription..groups).step_by(subscriptions).collect();
        needed(&mut assignments, subscription, &own, planted)?;
        let resources = size.resources;
        for position in (assignments.count - before)..quota {
            let choice = number(size.seed, CHOICE, assignments.count - inherited);
            let group = own[position % own.len()];
            let scope = match choice % 10 {
                0..=2 => format!("/subscriptions/{}", guid(size.seed, SUBSCRIPTION, subscription)),
                3..=8 => resource_group(size, group),
                _ if group < resources => {
                    let kind = pick(&TYPES, number(size.seed, CHOICE, group));
                    format!(
                        "{}/providers/{kind}/{}",
                        resource_group(size, group),
                        resource_name(group)
                    )
                }
                _ => resource_group(size, group),
            };
            let kind = if choice.is_multiple_of(3) {
                "ServicePrincipal"
            } else {
                "Group"
            };
            let principal = usize::try_from(choice % 5_000).unwrap_or(0);
            assignments.add(&scope, pick(&COMMON, choice / 10), principal, kind)?;
        }
    }
    assignments.table.finish()
}

/// One Owner for the subscription and for each node, and the planted ones.
fn needed(
    assignments: &mut Assignments<'_>,
    subscription: usize,
    groups: &[usize],
    planted: &mut Planted,
) -> io::Result<()> {
    let size = assignments.size;
    let id = format!("/subscriptions/{}", guid(size.seed, SUBSCRIPTION, subscription));
    assignments.add(&id, OWNER, 800_000, "Group")?;
    for group in groups {
        let scope = resource_group(size, *group);
        assignments.add(&scope, OWNER, 800_001 + group, "Group")?;
        if group % 100 == 21 {
            planted.plant("ACC-001");
            for extra in 0..EXTRA_OWNERS {
                assignments.add(&scope, OWNER, 700_000 + extra, "ServicePrincipal")?;
            }
        }
        if group % 100 == 42 {
            planted.plant("ACC-002");
            for user in 0..USERS {
                assignments.add(&scope, READER, 600_000 + user, "User")?;
            }
        }
    }
    Ok(())
}
