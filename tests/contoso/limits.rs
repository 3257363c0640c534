//! What is planted in contoso for the rules of limits.

use super::place::{At, Expected};

#[rustfmt::skip]
pub(crate) const EXPECTED: &[Expected] = &[
    // LIM-001: Every store analyst has a role assignment of their own.
    ("mesh.limits.subscription_role_assignments", "violation", "deny", "subscription sub-data-operations",
        At::Azure("/subscriptions/1c0a2a4e-0002-4b7d-9a51-6d2f5f1c0002")),
    // LIM-002: Every visitor was let in at the management group.
    ("mesh.limits.management_group_role_assignments", "violation", "warn", "management_group contoso-data",
        At::Azure("/providers/Microsoft.Management/managementGroups/contoso-data")),
    // LIM-003: Every experiment brought a role that nobody deleted.
    ("mesh.limits.custom_roles", "violation", "warn", "tenant Contoso",
        At::Azure("/tenants/1c0a2a4e-ffff-4b7d-9a51-6d2f5f1cffff")),
    // LIM-004: Every experiment has a resource group that nobody deleted.
    ("mesh.limits.resource_groups", "violation", "warn", "subscription sub-data-experiments",
        At::Azure("/subscriptions/1c0a2a4e-0004-4b7d-9a51-6d2f5f1c0004")),
    // LIM-005: Every account of the ledger has an alert.
    ("mesh.limits.resources_of_type", "violation", "warn", "resource_group rg-finance-general-ledger",
        At::Azure("/subscriptions/1c0a2a4e-0001-4b7d-9a51-6d2f5f1c0001/resourceGroups/rg-finance-general-ledger")),
    // LIM-006: The factory of finance names the owner of each pipeline in a tag.
    ("mesh.limits.tags", "violation", "warn", "resource adf-contoso-finance",
        At::Azure("/subscriptions/1c0a2a4e-0001-4b7d-9a51-6d2f5f1c0001/resourceGroups/rg-finance-invoices/providers/Microsoft.DataFactory/factories/adf-contoso-finance")),
    // LIM-007: The first experiments had a storage account each.
    ("mesh.limits.storage_accounts", "violation", "warn", "subscription sub-data-experiments",
        At::Azure("/subscriptions/1c0a2a4e-0004-4b7d-9a51-6d2f5f1c0004")),
];
