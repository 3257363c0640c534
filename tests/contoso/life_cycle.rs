//! What is planted in contoso for the rules of life cycle.

use super::place::{At, Expected};

#[rustfmt::skip]
pub(crate) const EXPECTED: &[Expected] = &[
    // LIF-001: One product is live, a word of its team's own; another was retired and came back.
    ("mesh.life_cycle.status", "violation", "note", "product Delivery performance",
        At::Line("domains/logistics/delivery-performance/product.yaml", "status: live")),
    ("mesh.life_cycle.status", "violation", "deny", "product Supplier scorecard",
        At::Line("domains/logistics/supplier-scorecard/product.yaml", "status: active")),
    // LIF-002: The contract of the consents has no version.
    ("mesh.life_cycle.semantic_version", "violation", "warn", "contract Consents",
        At::Line("domains/customer/consents/contract.yaml", "id: 4937eb91")),
    // LIF-003: The telephone number went from the customers without a new major version.
    ("mesh.life_cycle.breaking_change", "violation", "deny", "contract Customers",
        At::Line("domains/customer/customers/contract.yaml", "version: 1.0.0")),
    // LIF-004: The deprecated order history does not say until when it is supported.
    ("mesh.life_cycle.deprecation_names_successor", "violation", "deny", "contract Order history",
        At::Line("domains/sales/order-history/contract.yaml", "status: deprecated")),
    // LIF-005: Promotions begin to read the order history after it was deprecated.
    ("mesh.life_cycle.no_new_consumer_of_retired", "violation", "deny", "edge Promotions <- order-history",
        At::Line("domains/marketing/promotions/product.yaml", "- name: order-history")),
    // LIF-006: Nobody read the price list for five months, and the scorecard ever.
    ("mesh.life_cycle.unused_product", "violation", "warn", "product Price list",
        At::Line("domains/sales/price-list/product.yaml", "status: active")),
    ("mesh.life_cycle.unused_product", "violation", "warn", "product Supplier scorecard",
        At::Line("domains/logistics/supplier-scorecard/product.yaml", "status: active")),
    // LIF-007: The revenue report rests on a forecast that is a draft.
    ("mesh.life_cycle.active_on_draft", "violation", "deny", "edge Revenue report <- sales-forecast",
        At::Line("domains/finance/revenue-report/product.yaml", "- name: sales-forecast")),
    // LIF-008: The audience still reads the newsletter of which the contract is retired.
    ("mesh.life_cycle.live_contract_version", "violation", "deny", "edge Audience <- newsletter-responses",
        At::Line("domains/marketing/audience/product.yaml", "- name: newsletter-responses")),
    // LIF-009: The newsletter is retired, and the audience still reads it.
    ("mesh.life_cycle.removed_port_has_consumers", "violation", "deny", "product Newsletter responses",
        At::Line("domains/marketing/newsletter-responses/product.yaml", "status: retired")),
];
