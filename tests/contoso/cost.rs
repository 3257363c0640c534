//! What is planted in contoso for the rules of cost.

use super::place::{At, Expected};

#[rustfmt::skip]
pub(crate) const EXPECTED: &[Expected] = &[
    // CST-001: One node has only the tag of the landing zone, another lacks its cost centre; their resources inherit that.
    ("mesh.cost.required_tags", "violation", "deny", "node rg-logistics-delivery-performance",
        At::Azure("/subscriptions/1c0a2a4e-0002-4b7d-9a51-6d2f5f1c0002/resourceGroups/rg-logistics-delivery-performance")),
    ("mesh.cost.required_tags", "violation", "deny", "node rg-marketing-campaigns",
        At::Azure("/subscriptions/1c0a2a4e-0003-4b7d-9a51-6d2f5f1c0003/resourceGroups/rg-marketing-campaigns")),
    ("mesh.cost.required_tags", "violation", "deny", "resource kv-logist-delivery-p",
        At::Azure("/subscriptions/1c0a2a4e-0002-4b7d-9a51-6d2f5f1c0002/resourcegroups/rg-logistics-delivery-performance/providers/Microsoft.KeyVault/vaults/kv-logist-delivery-p")),
    ("mesh.cost.required_tags", "violation", "deny", "resource kv-market-campaigns",
        At::Azure("/subscriptions/1c0a2a4e-0003-4b7d-9a51-6d2f5f1c0003/resourcegroups/rg-marketing-campaigns/providers/Microsoft.KeyVault/vaults/kv-market-campaigns")),
    ("mesh.cost.required_tags", "violation", "deny", "resource stlogisticsdeliveryp",
        At::Azure("/subscriptions/1c0a2a4e-0002-4b7d-9a51-6d2f5f1c0002/resourceGroups/rg-logistics-delivery-performance/providers/Microsoft.Storage/storageAccounts/stlogisticsdeliveryp")),
    ("mesh.cost.required_tags", "violation", "deny", "resource stmarketingcampaigns",
        At::Azure("/subscriptions/1c0a2a4e-0003-4b7d-9a51-6d2f5f1c0003/resourceGroups/rg-marketing-campaigns/providers/Microsoft.Storage/storageAccounts/stmarketingcampaigns")),
    // CST-002: Two figures of the cost centre were swapped when the stock moved.
    ("mesh.cost.known_cost_center", "violation", "deny", "node rg-logistics-stock",
        At::Azure("/subscriptions/1c0a2a4e-0002-4b7d-9a51-6d2f5f1c0002/resourceGroups/rg-logistics-stock")),
    // CST-003: The landing zone left its own name in the tag owner; where a product names no owner, nothing can be compared.
    ("mesh.cost.tags_match_product", "violation", "deny", "node rg-logistics-delivery-performance",
        At::Line("domains/logistics/delivery-performance/product.yaml", "value: rg-logistics-delivery-performance")),
    ("mesh.cost.tags_match_product", "cannot_evaluate", "deny", "node rg-marketing-campaigns",
        At::Azure("/subscriptions/1c0a2a4e-0003-4b7d-9a51-6d2f5f1c0003/resourceGroups/rg-marketing-campaigns")),
    // CST-004: Others read the stock, and nobody said what it costs.
    ("mesh.cost.priced_port", "violation", "warn", "product Stock",
        At::Line("domains/logistics/stock/product.yaml", "- name: stock")),
    // CST-005: Delivery performance dropped its cost centre, and reads what has a price.
    ("mesh.cost.paying_consumer", "violation", "deny", "edge Delivery performance <- shipments",
        At::Line("domains/logistics/delivery-performance/product.yaml", "- name: shipments")),
    // CST-006: The keys of the shared factory leave 10 % over; two domains claim the node of the price list, and nothing divides its cost.
    ("mesh.cost.allocation_adds_up", "violation", "deny", "resource adf-contoso-logistics",
        At::Azure("/subscriptions/1c0a2a4e-0002-4b7d-9a51-6d2f5f1c0002/resourceGroups/rg-logistics-shipments/providers/Microsoft.DataFactory/factories/adf-contoso-logistics")),
    ("mesh.cost.allocation_adds_up", "violation", "warn", "resource kv-sales-price-list",
        At::Azure("/subscriptions/1c0a2a4e-0002-4b7d-9a51-6d2f5f1c0002/resourcegroups/rg-sales-price-list/providers/Microsoft.KeyVault/vaults/kv-sales-price-list")),
    ("mesh.cost.allocation_adds_up", "violation", "warn", "resource stsalespricelist",
        At::Azure("/subscriptions/1c0a2a4e-0002-4b7d-9a51-6d2f5f1c0002/resourceGroups/rg-sales-price-list/providers/Microsoft.Storage/storageAccounts/stsalespricelist")),
    // CST-007: The price of the web visits has no currency.
    ("mesh.cost.complete_price", "violation", "deny", "contract Web visits",
        At::Line("domains/marketing/web-visits/contract.yaml", "price:")),
];
