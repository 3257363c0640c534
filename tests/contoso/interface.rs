//! What is planted in contoso for the rules of interface.

use super::place::{At, Expected};

#[rustfmt::skip]
pub(crate) const EXPECTED: &[Expected] = &[
    // INT-001: The contract of the consents has no version, which its standard asks for.
    ("mesh.interface.valid_contract", "violation", "deny", "contract Consents",
        At::Line("domains/customer/consents/contract.yaml", "id: 4937eb91")),
    // INT-002: The price list is a CSV file.
    ("mesh.interface.storage_format", "violation", "deny", "contract Price list",
        At::Line("domains/sales/price-list/contract.yaml", "- server: lake")),
    // INT-003: The discount of a promotion is a floating number.
    ("mesh.interface.time_and_money", "violation", "note", "contract Promotions",
        At::Line("domains/marketing/promotions/contract.yaml", "- name: discount_amount")),
    // INT-004: An article is a number in the price list and a text in the stock.
    ("mesh.interface.shared_identifier", "exempt", "deny", "dataset stcontosologistics/stock/stock",
        At::Line("domains/logistics/stock/contract.yaml", "- name: article_id")),
    ("mesh.interface.shared_identifier", "violation", "deny", "dataset stcontososales/price-list/price_list",
        At::Line("domains/sales/price-list/contract.yaml", "- name: article_id")),
    // INT-005: The columns of the web visits are named as the shop's code has them.
    ("mesh.interface.naming", "violation", "note", "contract Web visits",
        At::Line("domains/marketing/web-visits/contract.yaml", "- name: visitId")),
    // INT-006: A channel is a medium to marketing and a wish of the customer to the customer domain.
    ("mesh.interface.same_name_same_meaning", "violation", "note", "dataset stcontosocustomer/customer-360/customer_360",
        At::Line("domains/customer/customer-360/contract.yaml", "- name: channel")),
    ("mesh.interface.same_name_same_meaning", "violation", "note", "dataset stcontosomarketing/campaigns/campaigns",
        At::Line("domains/marketing/campaigns/contract.yaml", "- name: channel")),
];
