//! What is planted in contoso for the rules of ingestion.

use super::place::{At, Expected};

#[rustfmt::skip]
pub(crate) const EXPECTED: &[Expected] = &[
    // ING-001: Finance copies the orders that sales already ingests; logistics hides its tables behind an expression.
    ("mesh.ingestion.one_domain_per_source", "violation", "deny", "source erp.sales.orders",
        At::LineAbove("domains/finance/invoices/factory/pipeline/IngestOrders.json", "\"name\": \"Copy orders\",")),
    ("mesh.ingestion.one_domain_per_source", "cannot_evaluate", "deny", "source IngestWarehouse/Copy table",
        At::LineAbove("domains/logistics/factory/pipeline/IngestWarehouse.json", "\"name\": \"Copy table\",")),
    // ING-002: Marketing claims the customers too, so nobody decides; the orders forget two of their readers.
    ("mesh.ingestion.primary_domain", "violation", "deny", "dataset stcontosocustomer/customers/customers",
        At::Line("domains/customer/customers/contract.yaml", "id: 5312ecd0")),
    ("mesh.ingestion.primary_domain", "violation", "deny", "dataset stcontososales/orders/orders",
        At::Line("domains/sales/orders/contract.yaml", "id: d8955bd7")),
    // ING-003: Delivery performance reads a table of the warehouse system itself; the stock states no type.
    ("mesh.ingestion.source_aligned_only", "violation", "deny", "edge Delivery performance <- wms-carriers",
        At::Line("domains/logistics/delivery-performance/product.yaml", "- name: wms-carriers")),
    ("mesh.ingestion.source_aligned_only", "cannot_evaluate", "deny", "edge Stock <- wms-stock",
        At::Line("domains/logistics/stock/product.yaml", "- name: wms-stock")),
    // ING-004: Finance reads the orders in a system of sales; the lake's bronze folders are no declared system.
    ("mesh.ingestion.source_owner_ingests", "violation", "warn", "source erp.sales.orders",
        At::LineAbove("domains/finance/invoices/factory/pipeline/IngestOrders.json", "\"name\": \"Copy orders\",")),
    ("mesh.ingestion.source_owner_ingests", "cannot_evaluate", "warn", "source stcontosofinance/bronze/freight/corrections",
        At::LineAbove("domains/finance/invoices/factory/pipeline/CorrectFreight.json", "\"name\": \"Write corrected freight\",")),
    // ING-005: The invoices are the orders with one column more.
    ("mesh.ingestion.near_duplicate_port", "violation", "warn", "dataset stcontosofinance/invoices/invoices",
        At::Line("domains/sales/orders/contract.yaml", "id: d8955bd7")),
    ("mesh.ingestion.near_duplicate_port", "violation", "warn", "dataset stcontososales/orders/orders",
        At::Line("domains/finance/invoices/contract.yaml", "id: 495d361c")),
    // ING-006: Finance corrects freight in the table that logistics loads.
    ("mesh.ingestion.one_writer_per_location", "violation", "deny", "dataset stcontosologistics/shipments/shipments",
        At::LineAbove("domains/logistics/factory/pipeline/LoadShipments.json", "\"name\": \"Load shipments\",")),
    // ING-007: Customers and consents together ask more of the CRM system than its vendor allows.
    ("mesh.ingestion.source_capacity", "violation", "deny", "source_system crm",
        At::Line("source-systems.yaml", "extractsPerDay: 24")),
    // ING-008: The consents read one table at two ports.
    ("mesh.ingestion.one_declaration_per_relation", "violation", "warn", "product Consents",
        At::Line("domains/customer/consents/product.yaml", "- name: crm-consents-backfill")),
    // ING-009: Marketing copies the orders, and registered no copy.
    ("mesh.ingestion.registered_copy", "violation", "deny", "edge Campaigns <- Orders",
        At::LineAbove("domains/marketing/campaigns/factory/pipeline/CopyOrders.json", "\"name\": \"Copy orders\",")),
];
