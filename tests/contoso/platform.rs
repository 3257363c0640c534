//! What is planted in contoso for the rules of platform.

use super::place::{At, Expected};

#[rustfmt::skip]
pub(crate) const EXPECTED: &[Expected] = &[
    // PLT-001: The promotions moved into the node of the audience.
    ("mesh.platform.one_node_per_product", "violation", "deny", "node rg-marketing-audience",
        At::Line("domains/marketing/audience/product.yaml", "id: d4ea1cc4")),
    // PLT-002: The node of the consents was deployed from a blueprint that is too old; one node says nothing.
    ("mesh.platform.approved_blueprint", "violation", "deny", "node rg-customer-consents",
        At::Azure("/subscriptions/1c0a2a4e-0001-4b7d-9a51-6d2f5f1c0001/resourceGroups/rg-customer-consents")),
    ("mesh.platform.approved_blueprint", "cannot_evaluate", "deny", "node rg-logistics-delivery-performance",
        At::Azure("/subscriptions/1c0a2a4e-0002-4b7d-9a51-6d2f5f1c0002/resourceGroups/rg-logistics-delivery-performance")),
    // PLT-003: Domains share subscriptions.
    ("mesh.platform.subscription_per_domain", "violation", "note", "subscription sub-data-core",
        At::Azure("/subscriptions/1c0a2a4e-0001-4b7d-9a51-6d2f5f1c0001")),
    ("mesh.platform.subscription_per_domain", "violation", "note", "subscription sub-data-growth",
        At::Azure("/subscriptions/1c0a2a4e-0003-4b7d-9a51-6d2f5f1c0003")),
    ("mesh.platform.subscription_per_domain", "violation", "note", "subscription sub-data-operations",
        At::Azure("/subscriptions/1c0a2a4e-0002-4b7d-9a51-6d2f5f1c0002")),
    // PLT-006: The members are served by a database.
    ("mesh.platform.agreed_endpoint", "violation", "warn", "product Loyalty accounts",
        At::Line("domains/loyalty/loyalty-accounts/product.yaml", "- name: loyalty-accounts")),
];
