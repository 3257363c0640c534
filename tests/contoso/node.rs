//! What is planted in contoso for the rules of node.

use super::place::{At, Expected};

#[rustfmt::skip]
pub(crate) const EXPECTED: &[Expected] = &[
    // NODE-001: Finance claims the node of the price list before sales let go of it.
    ("mesh.node.covers_resource", "violation", "deny", "resource stsalespricelist",
        At::Azure("/subscriptions/1c0a2a4e-0002-4b7d-9a51-6d2f5f1c0002/resourceGroups/rg-sales-price-list/providers/Microsoft.Storage/storageAccounts/stsalespricelist")),
    // NODE-002: Sales keeps its returns in an account in the node of the shipments.
    ("mesh.node.no_split_below", "violation", "deny", "node rg-logistics-shipments",
        At::Azure("/subscriptions/1c0a2a4e-0002-4b7d-9a51-6d2f5f1c0002/resourceGroups/rg-logistics-shipments")),
    // NODE-003: The analysts of one node fill a subscription for all others.
    ("mesh.node.promote_to_subscription", "violation", "warn", "subscription sub-data-operations",
        At::Azure("/subscriptions/1c0a2a4e-0002-4b7d-9a51-6d2f5f1c0002")),
];
