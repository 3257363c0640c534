//! What is planted in contoso for the rules of ownership.

use super::place::{At, Expected};

#[rustfmt::skip]
pub(crate) const EXPECTED: &[Expected] = &[
    // OWN-001: Nobody is in the team of the campaigns, and two people own the contract of the stock.
    ("mesh.ownership.accountable_owner", "violation", "deny", "contract Stock",
        At::Line("domains/logistics/stock/contract.yaml", "team:")),
    ("mesh.ownership.accountable_owner", "violation", "deny", "product Campaigns",
        At::Line("domains/marketing/campaigns/product.yaml", "id: a8707dbc")),
    // OWN-002: Nobody is in the team of the loyalty programme, and the audience misspells its own.
    ("mesh.ownership.known_team", "violation", "deny", "contract Audience",
        At::Line("domains/marketing/audience/contract.yaml", "name: Growth marketting")),
    ("mesh.ownership.known_team", "violation", "deny", "contract Loyalty accounts",
        At::Line("domains/loyalty/loyalty-accounts/contract.yaml", "name: Loyalty programme")),
    ("mesh.ownership.known_team", "violation", "deny", "product Loyalty accounts",
        At::Line("domains/loyalty/loyalty-accounts/product.yaml", "name: Loyalty programme")),
    // OWN-003: Marketing describes the table of the customer domain in a contract of its own.
    ("mesh.ownership.one_owner_per_dataset", "violation", "deny", "dataset stcontosocustomer/customers/customers",
        At::Line("domains/customer/customers/contract.yaml", "id: 5312ecd0")),
    // OWN-004: Marketing copied the price list's contract, id included.
    ("mesh.ownership.unique_contract_id", "violation", "deny", "contract Campaigns",
        At::Line("domains/marketing/campaigns/contract.yaml", "id: 9cf30553")),
    ("mesh.ownership.unique_contract_id", "violation", "deny", "contract Price list",
        At::Line("domains/sales/price-list/contract.yaml", "id: 9cf30553")),
    // OWN-005: Marketing copied the revenue report's product, id included.
    ("mesh.ownership.unique_product_id", "violation", "deny", "product Audience",
        At::Line("domains/marketing/audience/product.yaml", "id: d4ea1cc4")),
    ("mesh.ownership.unique_product_id", "violation", "deny", "product Revenue report",
        At::Line("domains/finance/revenue-report/product.yaml", "id: d4ea1cc4")),
    // OWN-006: The loyalty domain was a part of one that is gone.
    ("mesh.ownership.known_domain", "violation", "deny", "domain loyalty",
        At::Line("domains/loyalty/domain.yaml", "parent: membership")),
    // OWN-007: The copied id makes each of the two contracts one that the other domain exposes.
    ("mesh.ownership.contract_in_product_domain", "violation", "deny", "contract Campaigns",
        At::Line("domains/marketing/campaigns/contract.yaml", "domain: marketing")),
    ("mesh.ownership.contract_in_product_domain", "violation", "deny", "contract Price list",
        At::Line("domains/sales/price-list/contract.yaml", "domain: sales")),
    // OWN-008: The steward of the ledger left, and the successor is not in the team.
    ("mesh.ownership.current_owner", "violation", "warn", "contract General ledger",
        At::Line("domains/finance/general-ledger/contract.yaml", "- username: mia.wong@contoso.com")),
    // OWN-009: The product of the returns went, and its contract stayed.
    ("mesh.ownership.exposed_contract", "violation", "warn", "contract Returns",
        At::Line("domains/sales/returns.yaml", "id: e7fc8ccf")),
    // OWN-010: Nobody looks after the restricted data of the members.
    ("mesh.ownership.restricted_data_has_steward", "violation", "deny", "contract Loyalty accounts",
        At::Line("domains/loyalty/loyalty-accounts/contract.yaml", "name: Loyalty programme")),
    // OWN-011: Two nodes do not say who runs them.
    ("mesh.ownership.infrastructure_owner", "violation", "note", "node rg-logistics-delivery-performance",
        At::Line("domains/logistics/delivery-performance/product.yaml", "value: rg-logistics-delivery-performance")),
    ("mesh.ownership.infrastructure_owner", "violation", "note", "node rg-marketing-campaigns",
        At::Azure("/subscriptions/1c0a2a4e-0003-4b7d-9a51-6d2f5f1c0003/resourceGroups/rg-marketing-campaigns")),
];
