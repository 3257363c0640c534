//! What is planted in contoso for the rules of access.

use super::place::{At, Expected};

#[rustfmt::skip]
pub(crate) const EXPECTED: &[Expected] = &[
    // ACC-001: Three people and the platform team own one node.
    ("mesh.access.few_owners", "violation", "warn", "node rg-customer-customer-360",
        At::Azure("/subscriptions/1c0a2a4e-0001-4b7d-9a51-6d2f5f1c0001/resourceGroups/rg-customer-customer-360")),
    // ACC-002: Owners are people, and six people may read another node.
    ("mesh.access.groups_not_users", "violation", "warn", "node rg-customer-customer-360",
        At::Azure("/subscriptions/1c0a2a4e-0001-4b7d-9a51-6d2f5f1c0001/resourceGroups/rg-customer-customer-360")),
    ("mesh.access.groups_not_users", "violation", "warn", "node rg-finance-revenue-report",
        At::Azure("/subscriptions/1c0a2a4e-0001-4b7d-9a51-6d2f5f1c0001/resourceGroups/rg-finance-revenue-report")),
    // ACC-003: The marketing factory reads orders that no product declares; sales keeps its grants at a node that finance claims. Nobody says whose the store analysts are.
    ("mesh.access.declared_consumers", "violation", "warn", "principal b7f076e5-7a76-5a5e-a584-e79316557a6d",
        At::Azure("/subscriptions/1c0a2a4e-0002-4b7d-9a51-6d2f5f1c0002/resourceGroups/rg-sales-price-list/providers/Microsoft.Authorization/roleAssignments/1510acde-2552-5eb4-b87b-956e51479538")),
    ("mesh.access.declared_consumers", "violation", "warn", "principal cb7d57d7-71c8-5c35-9a77-44ce14c3d336",
        At::Azure("/subscriptions/1c0a2a4e-0002-4b7d-9a51-6d2f5f1c0002/resourceGroups/rg-sales-price-list/providers/Microsoft.Authorization/roleAssignments/9c601c92-9344-5978-8064-efc78c1cac3c")),
    ("mesh.access.declared_consumers", "violation", "warn", "principal ef3d4bf1-01b3-5a29-9cae-b917e30fa1e5",
        At::Azure("/subscriptions/1c0a2a4e-0002-4b7d-9a51-6d2f5f1c0002/resourceGroups/rg-sales-orders/providers/Microsoft.Authorization/roleAssignments/bf4fcec5-fa85-59e0-8ff4-4017245dc75c")),
    ("mesh.access.declared_consumers", "cannot_evaluate", "warn", "principal 0004b1a8-5e0e-5b04-ab5c-af0d31d23f8e",
        At::Azure("/subscriptions/1c0a2a4e-0002-4b7d-9a51-6d2f5f1c0002/resourceGroups/rg-sales-orders/providers/Microsoft.Authorization/roleAssignments/1f82aec3-e93d-5485-b6e9-9637ef77f2b9")),
    // ACC-004: Access to the price list was last reviewed a year ago; one node has no tags to say so.
    ("mesh.access.recent_review", "violation", "note", "node rg-sales-price-list",
        At::Azure("/subscriptions/1c0a2a4e-0002-4b7d-9a51-6d2f5f1c0002/resourceGroups/rg-sales-price-list")),
    ("mesh.access.recent_review", "cannot_evaluate", "note", "node rg-logistics-delivery-performance",
        At::Azure("/subscriptions/1c0a2a4e-0002-4b7d-9a51-6d2f5f1c0002/resourceGroups/rg-logistics-delivery-performance")),
    // ACC-005: The platform's own role allows everything of storage.
    ("mesh.access.no_wildcard_roles", "violation", "warn", "role_definition c03f7392-13f4-5981-88dc-647040c88223",
        At::Azure("/providers/Microsoft.Authorization/roleDefinitions/c03f7392-13f4-5981-88dc-647040c88223")),
    // ACC-006: Nobody confirms who may read the members of the programme.
    ("mesh.access.restricted_port_approvers", "violation", "deny", "contract Loyalty accounts",
        At::Line("domains/loyalty/loyalty-accounts/contract.yaml", "- role: loyalty-reader")),
    // ACC-007: Controllers let their own group in at the orders; sales granted at the node that finance claims.
    ("mesh.access.granted_by_owner", "violation", "note", "role_assignment 1510acde-2552-5eb4-b87b-956e51479538",
        At::Azure("/subscriptions/1c0a2a4e-0002-4b7d-9a51-6d2f5f1c0002/resourceGroups/rg-sales-price-list/providers/Microsoft.Authorization/roleAssignments/1510acde-2552-5eb4-b87b-956e51479538")),
    ("mesh.access.granted_by_owner", "violation", "note", "role_assignment 74f909a1-102a-529e-afd4-1860cfb79704",
        At::Azure("/subscriptions/1c0a2a4e-0002-4b7d-9a51-6d2f5f1c0002/resourceGroups/rg-sales-orders/providers/Microsoft.Authorization/roleAssignments/74f909a1-102a-529e-afd4-1860cfb79704")),
    ("mesh.access.granted_by_owner", "violation", "note", "role_assignment 9c601c92-9344-5978-8064-efc78c1cac3c",
        At::Azure("/subscriptions/1c0a2a4e-0002-4b7d-9a51-6d2f5f1c0002/resourceGroups/rg-sales-price-list/providers/Microsoft.Authorization/roleAssignments/9c601c92-9344-5978-8064-efc78c1cac3c")),
    // ACC-008: Marketing plans promotions with a stock that is for sales and finance.
    ("mesh.access.inside_audience", "violation", "deny", "edge Promotions <- stock",
        At::Line("domains/marketing/promotions/product.yaml", "- name: stock")),
    // ACC-009: Marketing reads the consents, which are private to their domain.
    ("mesh.access.private_port", "violation", "deny", "edge Promotions <- consents",
        At::Line("domains/marketing/promotions/product.yaml", "- name: consents")),
    // ACC-010: The platform team and one administrator may write everywhere.
    ("mesh.access.writer_of_few_domains", "violation", "warn", "principal 0d11d939-50fd-5957-b596-231f2df4f2a2",
        At::Azure("/subscriptions/1c0a2a4e-0001-4b7d-9a51-6d2f5f1c0001/providers/Microsoft.Authorization/roleAssignments/bd65b502-e43a-5cb1-8aa0-4e27edbdc0be")),
    ("mesh.access.writer_of_few_domains", "violation", "warn", "principal 0e940117-8f98-5354-9255-21e31638ed80",
        At::Azure("/providers/Microsoft.Authorization/roleAssignments/f6d72bb3-71ee-5c81-8cdd-db4d73cb845f")),
];
