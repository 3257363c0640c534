//! What is planted in contoso for the rules of discovery.

use super::place::{At, Expected};

#[rustfmt::skip]
pub(crate) const EXPECTED: &[Expected] = &[
    // DSC-001: The limitations of the stock are still to be written.
    ("mesh.discovery.described", "violation", "deny", "product Stock",
        At::After("domains/logistics/stock/product.yaml", "domain: logistics", "description:")),
    // DSC-002: Two columns of the web visits are not described.
    ("mesh.discovery.described_elements", "violation", "warn", "contract Web visits",
        At::Line("domains/marketing/web-visits/contract.yaml", "- name: web_visits")),
    // DSC-003: Nobody registered the order history in Backstage. The council wants to deny that, and one domain consents.
    ("mesh.discovery.in_catalog", "violation", "note", "product Order history",
        At::Line("domains/sales/order-history/product.yaml", "name: Order history")),
    // DSC-004: The price list shows no example. Sales loosened the rule to its floor.
    ("mesh.discovery.sample_data", "violation", "note", "product Price list",
        At::Line("domains/sales/price-list/product.yaml", "- name: price-list")),
    // DSC-005: The id of the promotions is a working title.
    ("mesh.discovery.id_scheme", "violation", "warn", "product Promotions",
        At::Line("domains/marketing/promotions/product.yaml", "id: PROMO 20")),
    // DSC-006: The key figure of the revenue report links to no definition. Finance raised the rule.
    ("mesh.discovery.glossary_link", "violation", "deny", "contract Revenue report",
        At::Line("domains/finance/revenue-report/contract.yaml", "- name: net_revenue_cents")),
];
