//! What is planted in contoso for the rules about the federation itself.

use super::place::{At, Expected};

#[rustfmt::skip]
pub(crate) const EXPECTED: &[Expected] = &[
    // FED-001: Growth was to become a domain.
    ("mesh.federation.accepted_authority", "violation", "deny", "authority growth",
        At::Line("domains/marketing/authority.yaml", "scope: {domain: growth}")),
    // FED-002: Finance would like the gate to look away while the year is closed.
    ("mesh.federation.accepted_settings", "violation", "deny", "policy_set finance-settings",
        At::Line("domains/finance/governance/settings.yaml", "levels: {gate: warn}")),
    // FED-003: Somebody of marketing signed for sales, so that DSC-003 lacks a consent.
    ("mesh.federation.accepted_approval", "violation", "deny", "approval sales-on-catalogue",
        At::Line("domains/sales/governance/approvals.yaml", "by: noor.aziz@contoso.com")),
    // FED-004: An exemption for a year.
    ("mesh.federation.accepted_exemption", "violation", "deny", "exemption board-dashboard-for-good",
        At::Line("governance/exemptions.yaml", "expires: 2027-11-02")),
    // FED-005: Finance wrote itself an exemption, into its own tree.
    ("mesh.federation.exemption_in_place", "violation", "deny", "exemption invoices-read-orders",
        At::Line("domains/finance/governance/exemption.yaml", "policy: ING-001")),
    // FED-006: It is signed by finance; and a member of the council approved what he had asked for.
    ("mesh.federation.exemption_signed", "violation", "deny", "exemption invoices-read-orders",
        At::Line("domains/finance/governance/exemption.yaml", "approvedBy: ines.faria@contoso.com")),
    ("mesh.federation.exemption_signed", "violation", "deny", "exemption price-list-storage",
        At::After("governance/exemptions.yaml", "name: price-list-storage", "approvedBy: omar.haddad@contoso.com")),
    // FED-007: The keys of the shared factory were promised for October.
    ("mesh.federation.exemption_expired", "violation", "warn", "exemption shared-factory",
        At::Line("governance/exemptions.yaml", "expires: 2026-10-31")),
    // FED-008: The new scanners arrive in eleven days.
    ("mesh.federation.exemption_ends_soon", "violation", "note", "exemption stock-article-id",
        At::Line("governance/exemptions.yaml", "expires: 2026-12-04")),
    // FED-009: The archive is gone already, and the product has another id.
    ("mesh.federation.exemption_used", "violation", "warn", "exemption archive-subscription",
        At::Line("governance/exemptions.yaml", "subject: {kind: subscription")),
    ("mesh.federation.exemption_used", "violation", "warn", "exemption board-dashboard-for-good",
        At::Line("governance/exemptions.yaml", "subject: {kind: product, id: 7a3a4e57")),
    // FED-010: All products of a domain are a fifth of the mesh.
    ("mesh.federation.exemption_narrow", "violation", "deny", "exemption all-of-logistics",
        At::Line("governance/exemptions.yaml", "subject: {kind: product, id: \"*\"")),
    // FED-011: What finance brings for itself counts for nothing before somebody merged it.
    ("mesh.federation.granted_in_base", "violation", "note", "exemption invoices-read-orders",
        At::Line("domains/finance/governance/exemption.yaml", "name: invoices-read-orders")),
    // FED-012: Nobody asked those who read the customers.
    ("mesh.federation.contract_change_consented", "violation", "warn", "contract Customers",
        At::Line("domains/customer/customers/contract.yaml", "version:")),
];
