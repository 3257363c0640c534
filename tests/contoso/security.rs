//! What is planted in contoso for the rules of security.

use super::place::{At, Expected};

#[rustfmt::skip]
pub(crate) const EXPECTED: &[Expected] = &[
    // SEC-001: Nobody classified a column of the promotions.
    ("mesh.security.classified", "violation", "deny", "contract Promotions",
        At::Line("domains/marketing/promotions/contract.yaml", "- name: promotions")),
    // SEC-002: Two products expose personal data without a tag.
    ("mesh.security.personal_data_tagged", "violation", "deny", "product Customer 360",
        At::Line("domains/customer/customer-360/product.yaml", "id: 917e37d2")),
    ("mesh.security.personal_data_tagged", "violation", "deny", "product Loyalty accounts",
        At::Line("domains/loyalty/loyalty-accounts/product.yaml", "id: 30504ce4")),
    // SEC-003: The audience takes personal data for internal; the scorecard gives nothing to compare.
    ("mesh.security.classification_never_falls", "violation", "deny", "edge Audience <- customers",
        At::Line("domains/marketing/audience/product.yaml", "- name: customers")),
    ("mesh.security.classification_never_falls", "cannot_evaluate", "deny", "edge Supplier scorecard <- shipments",
        At::Line("domains/logistics/supplier-scorecard/product.yaml", "- name: shipments")),
    // SEC-004: An old account still accepts TLS 1.0.
    ("mesh.security.encrypted", "violation", "deny", "resource stmarketingcampaigns",
        At::Azure("/subscriptions/1c0a2a4e-0003-4b7d-9a51-6d2f5f1c0003/resourceGroups/rg-marketing-campaigns/providers/Microsoft.Storage/storageAccounts/stmarketingcampaigns")),
    // SEC-005: The web visits of Europe lie in America.
    ("mesh.security.region", "violation", "deny", "node rg-marketing-web-visits",
        At::Azure("/subscriptions/1c0a2a4e-0003-4b7d-9a51-6d2f5f1c0003/resourceGroups/rg-marketing-web-visits")),
    // SEC-006: Nobody wrote how a member's address is erased.
    ("mesh.security.personal_data_retention", "violation", "deny", "contract Loyalty accounts",
        At::Line("domains/loyalty/loyalty-accounts/contract.yaml", "slaProperties:")),
];
