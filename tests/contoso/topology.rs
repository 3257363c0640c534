//! What is planted in contoso for the rules of topology.

use super::place::{At, Expected};

#[rustfmt::skip]
pub(crate) const EXPECTED: &[Expected] = &[
    // TOP-001: Customer 360 asks for a version that marketing does not offer; nobody has a contract for carrier events.
    ("mesh.topology.resolved_input", "violation", "deny", "edge Customer 360 <- web-visits",
        At::Line("domains/customer/customer-360/product.yaml", "- name: web-visits")),
    ("mesh.topology.resolved_input", "violation", "deny", "edge Delivery performance <- carrier-events",
        At::Line("domains/logistics/delivery-performance/product.yaml", "- name: carrier-events")),
    // TOP-002: Shipments and delivery performance read each other; so do three domains.
    ("mesh.topology.no_cycle", "violation", "warn", "domain customer",
        At::Line("domains/customer/domain.yaml", "name: customer")),
    ("mesh.topology.no_cycle", "violation", "warn", "domain marketing",
        At::Line("domains/marketing/domain.yaml", "name: marketing")),
    ("mesh.topology.no_cycle", "violation", "warn", "domain sales",
        At::Line("domains/sales/domain.yaml", "name: sales")),
    ("mesh.topology.no_cycle", "violation", "deny", "product Delivery performance",
        At::Line("domains/logistics/delivery-performance/product.yaml", "id: 1e3d6a31")),
    ("mesh.topology.no_cycle", "violation", "deny", "product Shipments",
        At::Line("domains/logistics/shipments/product.yaml", "id: 9ef19b0b")),
    // TOP-003: Marketing copies the orders past their port.
    ("mesh.topology.declared_edge", "violation", "deny", "edge Campaigns <- Orders",
        At::LineAbove("domains/marketing/campaigns/factory/pipeline/CopyOrders.json", "\"name\": \"Copy orders\",")),
    // TOP-004: The shipments take back what delivery performance made of them.
    ("mesh.topology.direction", "violation", "deny", "edge Shipments <- delivery-performance",
        At::Line("domains/logistics/shipments/product.yaml", "- name: delivery-performance")),
    // TOP-005: The dashboard of the board reads everything.
    ("mesh.topology.fan_out", "violation", "warn", "product Board dashboard",
        At::Line("domains/finance/board-dashboard/product.yaml", "inputPorts:")),
    // TOP-006: The invoices declare the ledger, and their factory reads something else.
    ("mesh.topology.lineage_agrees", "violation", "note", "edge Invoices <- general-ledger",
        At::Line("domains/finance/invoices/product.yaml", "- name: general-ledger")),
    ("mesh.topology.lineage_agrees", "cannot_evaluate", "note", "edge Customer 360 <- customers",
        At::Line("domains/customer/customer-360/product.yaml", "- name: customers")),
    // TOP-007: The scorecard has no output.
    ("mesh.topology.has_output", "violation", "deny", "product Supplier scorecard",
        At::Line("domains/logistics/supplier-scorecard/product.yaml", "id: 3f943767")),
];
