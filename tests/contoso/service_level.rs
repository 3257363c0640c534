//! What is planted in contoso for the rules of service level.

use super::place::{At, Expected};

#[rustfmt::skip]
pub(crate) const EXPECTED: &[Expected] = &[
    // SLA-001: The contract of the price list says nothing of retention.
    ("mesh.service_level.declared", "violation", "deny", "product Price list",
        At::Line("domains/sales/price-list/product.yaml", "- name: price-list")),
    // SLA-002: A repair is promised as soon as possible.
    ("mesh.service_level.parsable", "violation", "deny", "contract Web visits",
        At::Line("domains/marketing/web-visits/contract.yaml", "- property: timeToRepair")),
    // SLA-003: Three products promise more than their inputs do, one of them with a budget; one input is known to nobody.
    ("mesh.service_level.composite_availability", "violation", "deny", "product Customer 360",
        At::Line("domains/customer/customer-360/contract.yaml", "- property: availability")),
    ("mesh.service_level.composite_availability", "violation", "warn", "product Revenue report",
        At::Line("domains/finance/revenue-report/contract.yaml", "- property: availability")),
    ("mesh.service_level.composite_availability", "violation", "deny", "product Shipments",
        At::Line("domains/logistics/shipments/contract.yaml", "- property: availability")),
    ("mesh.service_level.composite_availability", "cannot_evaluate", "deny", "product Delivery performance",
        At::Line("domains/logistics/delivery-performance/product.yaml", "id: 1e3d6a31")),
    // SLA-004: The audience promises fresher data than its inputs give; a dangling input leaves another unknown.
    ("mesh.service_level.composite_freshness", "violation", "deny", "product Audience",
        At::Line("domains/marketing/audience/contract.yaml", "- property: latency")),
    ("mesh.service_level.composite_freshness", "cannot_evaluate", "deny", "product Customer 360",
        At::Line("domains/customer/customer-360/product.yaml", "id: 917e37d2")),
    // SLA-005: Nothing watches the stock.
    ("mesh.service_level.monitored", "violation", "deny", "product Stock",
        At::Line("domains/logistics/stock/product.yaml", "id: 83fef1c4")),
    // SLA-006: Nobody says how fast somebody looks after the revenue report.
    ("mesh.service_level.on_call", "violation", "deny", "product Revenue report",
        At::Line("domains/finance/revenue-report/product.yaml", "support:")),
    // SLA-007: The customers are of the highest tier and have no plan.
    ("mesh.service_level.incident_plan", "violation", "deny", "product Customers",
        At::After("domains/customer/customers/product.yaml", "tool: slack", "customProperties:")),
    // SLA-008: The shipments end with the warehouse system, and two products that read them do not.
    ("mesh.service_level.inputs_outlive_product", "violation", "warn", "edge Board dashboard <- shipments",
        At::Line("domains/finance/board-dashboard/product.yaml", "- name: shipments")),
    ("mesh.service_level.inputs_outlive_product", "violation", "deny", "edge Delivery performance <- shipments",
        At::Line("domains/logistics/delivery-performance/product.yaml", "- name: shipments")),
    // SLA-009: The orders promise when they are repaired, and not when a fault is seen and told.
    ("mesh.service_level.incident_times", "violation", "warn", "product Orders",
        At::Line("domains/sales/orders/product.yaml", "outputPorts:")),
    // SLA-010: The order history keeps ten years of what its inputs keep for three.
    ("mesh.service_level.retention", "violation", "warn", "product Order history",
        At::Line("domains/sales/order-history/contract.yaml", "- property: retention")),
    ("mesh.service_level.retention", "cannot_evaluate", "deny", "product Customer 360",
        At::Line("domains/customer/customer-360/product.yaml", "id: 917e37d2")),
    // SLA-011: Nobody pays for what customer 360, the audience and the shipments promise beyond their inputs.
    ("mesh.service_level.funded_upgrade", "violation", "warn", "product Audience",
        At::Line("domains/marketing/audience/contract.yaml", "- property: latency")),
    ("mesh.service_level.funded_upgrade", "violation", "warn", "product Customer 360",
        At::Line("domains/customer/customer-360/contract.yaml", "- property: availability")),
    ("mesh.service_level.funded_upgrade", "violation", "warn", "product Shipments",
        At::Line("domains/logistics/shipments/contract.yaml", "- property: availability")),
    ("mesh.service_level.funded_upgrade", "cannot_evaluate", "warn", "product Delivery performance",
        At::Line("domains/logistics/delivery-performance/product.yaml", "id: 1e3d6a31")),
];
