//! The findings on the two fixture companies, against a list written by hand.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot run the command should fail loudly"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// What each planted flaw must lead to: policy, outcome, level, subject, and where: a file with the text on the line that is
/// meant, or an Azure id.
#[rustfmt::skip]
const EXPECTED: &[(&str, &str, &str, &str, At)] = &[
    // Nobody is in the team of the campaigns product, and two people own the contract of the stock.
    ("mesh.ownership.accountable_owner", "violation", "deny", "product Campaigns",
        At::Line("domains/marketing/campaigns/product.yaml", "id: a8707dbc")),
    ("mesh.ownership.accountable_owner", "violation", "deny", "contract Stock",
        At::Line("domains/logistics/stock/contract.yaml", "team:")),
    // Marketing describes the table of the customer domain in a contract of its own.
    ("mesh.ownership.one_owner_per_dataset", "violation", "deny", "dataset stcontosocustomer/customers/customers",
        At::Line("domains/customer/customers/contract.yaml", "id: 5312ecd0")),
    // Marketing copied the price list's contract and the revenue report's product, ids included.
    ("mesh.ownership.unique_contract_id", "violation", "deny", "contract Campaigns",
        At::Line("domains/marketing/campaigns/contract.yaml", "id: 9cf30553")),
    ("mesh.ownership.unique_contract_id", "violation", "deny", "contract Price list",
        At::Line("domains/sales/price-list/contract.yaml", "id: 9cf30553")),
    ("mesh.ownership.unique_product_id", "violation", "deny", "product Audience",
        At::Line("domains/marketing/audience/product.yaml", "id: d4ea1cc4")),
    ("mesh.ownership.unique_product_id", "violation", "deny", "product Revenue report",
        At::Line("domains/finance/revenue-report/product.yaml", "id: d4ea1cc4")),
    // Finance copies the orders that sales already ingests; logistics hides its tables behind an expression.
    ("mesh.ingestion.one_domain_per_source", "violation", "deny", "source erp.sales.orders",
        At::LineAbove("domains/finance/invoices/factory/pipeline/IngestOrders.json", "\"name\": \"Copy orders\"")),
    ("mesh.ingestion.one_domain_per_source", "cannot_evaluate", "deny", "source IngestWarehouse/Copy table",
        At::LineAbove("domains/logistics/factory/pipeline/IngestWarehouse.json", "\"name\": \"Copy table\"")),
    // Three people and the platform team own one node; six people may read another.
    ("mesh.access.few_owners", "violation", "warn", "node rg-customer-customer-360",
        At::Azure("/subscriptions/1c0a2a4e-0001-4b7d-9a51-6d2f5f1c0001/resourceGroups/rg-customer-customer-360")),
    ("mesh.access.groups_not_users", "violation", "warn", "node rg-customer-customer-360",
        At::Azure("/subscriptions/1c0a2a4e-0001-4b7d-9a51-6d2f5f1c0001/resourceGroups/rg-customer-customer-360")),
    ("mesh.access.groups_not_users", "violation", "warn", "node rg-finance-revenue-report",
        At::Azure("/subscriptions/1c0a2a4e-0001-4b7d-9a51-6d2f5f1c0001/resourceGroups/rg-finance-revenue-report")),
    // Every store analyst has a role assignment of their own.
    ("mesh.limits.subscription_role_assignments", "violation", "deny", "subscription sub-data-operations",
        At::Azure("/subscriptions/1c0a2a4e-0002-4b7d-9a51-6d2f5f1c0002")),
    // One node has only the tag of the landing zone, another lacks its cost centre; their resources inherit that.
    ("mesh.cost.required_tags", "violation", "deny", "node rg-logistics-delivery-performance",
        At::Azure("/subscriptions/1c0a2a4e-0002-4b7d-9a51-6d2f5f1c0002/resourceGroups/rg-logistics-delivery-performance")),
    ("mesh.cost.required_tags", "violation", "deny", "resource stlogisticsdeliveryp",
        At::Azure("/subscriptions/1c0a2a4e-0002-4b7d-9a51-6d2f5f1c0002/resourceGroups/rg-logistics-delivery-performance/providers/Microsoft.Storage/storageAccounts/stlogisticsdeliveryp")),
    ("mesh.cost.required_tags", "violation", "deny", "resource kv-logist-delivery-p",
        At::Azure("/subscriptions/1c0a2a4e-0002-4b7d-9a51-6d2f5f1c0002/resourcegroups/rg-logistics-delivery-performance/providers/Microsoft.KeyVault/vaults/kv-logist-delivery-p")),
    ("mesh.cost.required_tags", "violation", "deny", "node rg-marketing-campaigns",
        At::Azure("/subscriptions/1c0a2a4e-0003-4b7d-9a51-6d2f5f1c0003/resourceGroups/rg-marketing-campaigns")),
    ("mesh.cost.required_tags", "violation", "deny", "resource stmarketingcampaigns",
        At::Azure("/subscriptions/1c0a2a4e-0003-4b7d-9a51-6d2f5f1c0003/resourceGroups/rg-marketing-campaigns/providers/Microsoft.Storage/storageAccounts/stmarketingcampaigns")),
    ("mesh.cost.required_tags", "violation", "deny", "resource kv-market-campaigns",
        At::Azure("/subscriptions/1c0a2a4e-0003-4b7d-9a51-6d2f5f1c0003/resourcegroups/rg-marketing-campaigns/providers/Microsoft.KeyVault/vaults/kv-market-campaigns")),
    // The contract of the price list says nothing of retention.
    ("mesh.service_level.declared", "violation", "deny", "product Price list",
        At::Line("domains/sales/price-list/product.yaml", "- name: price-list")),
    // The contract of the consents has no version.
    ("mesh.interface.valid_contract", "violation", "deny", "contract Consents",
        At::Line("domains/customer/consents/contract.yaml", "id: 4937eb91")),
    // Customer 360 asks for a version that marketing does not offer; nobody has a contract for carrier events.
    ("mesh.topology.resolved_input", "violation", "deny", "edge Customer 360 <- web-visits",
        At::Line("domains/customer/customer-360/product.yaml", "- name: web-visits")),
    ("mesh.topology.resolved_input", "violation", "deny", "edge Delivery performance <- carrier-events",
        At::Line("domains/logistics/delivery-performance/product.yaml", "- name: carrier-events")),
];

#[derive(Clone, Copy)]
enum At {
    /// The only line of the file that has this text.
    Line(&'static str, &'static str),
    /// The line above it: the brace that opens an object of JSON.
    LineAbove(&'static str, &'static str),
    /// An Azure id.
    Azure(&'static str),
}

fn check(company: &str) -> (Option<i32>, Value) {
    let output = Command::new(env!("CARGO_BIN_EXE_meshgov"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["check", company, "--output", "json", "--as-of", "2026-11-23"])
        .output()
        .expect("the command runs");
    let report = serde_json::from_slice(&output.stdout).expect("the report is JSON");
    (output.status.code(), report)
}

/// The number of the only line with a text, counted in the file itself.
fn line_of(file: &str, text: &str) -> u64 {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/contoso")
        .join(file);
    let content = fs::read_to_string(path).expect("the fixture can be read");
    let lines: Vec<u64> = (1..)
        .zip(content.lines())
        .filter(|(_, line)| line.trim_start().starts_with(text))
        .map(|(number, _)| number)
        .collect();
    assert_eq!(lines.len(), 1, "{file} should have one line with {text}");
    lines.first().copied().unwrap_or_default()
}

fn expected() -> BTreeSet<String> {
    EXPECTED
        .iter()
        .map(|(policy, outcome, level, subject, at)| {
            let place = match at {
                At::Line(file, text) => format!("fixtures/contoso/{file}:{}", line_of(file, text)),
                At::LineAbove(file, text) => format!("fixtures/contoso/{file}:{}", line_of(file, text) - 1),
                At::Azure(id) => (*id).to_owned(),
            };
            format!("{policy} {outcome} {level} {subject} at {place}")
        })
        .collect()
}

fn found(report: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or("?").to_owned();
    report["findings"]
        .as_array()
        .expect("findings are a list")
        .iter()
        .map(|finding| {
            let location = &finding["location"];
            let place = match location["azure_id"].as_str() {
                Some(id) => id.to_owned(),
                None => format!("{}:{}", text(&location["file"]), location["line"]),
            };
            format!(
                "{} {} {} {} {} at {place}",
                text(&finding["policy"]),
                text(&finding["outcome"]),
                text(&finding["level"]),
                text(&finding["subject"]["kind"]),
                text(&finding["subject"]["name"]),
            )
        })
        .collect()
}

#[test]
fn contoso_breaks_what_was_planted_and_nothing_else() {
    let (code, report) = check("fixtures/contoso");
    assert_eq!(code, Some(1));
    let found = found(&report);
    let distinct: BTreeSet<String> = found.iter().cloned().collect();
    assert_eq!(distinct.len(), found.len(), "no finding is told twice");
    let expected = expected();
    let missing: Vec<_> = expected.difference(&distinct).collect();
    let surplus: Vec<_> = distinct.difference(&expected).collect();
    assert!(
        missing.is_empty() && surplus.is_empty(),
        "missing: {missing:#?}\nsurplus: {surplus:#?}"
    );
}

#[test]
fn contoso_breaks_every_rule_that_ships() {
    let (_, report) = check("fixtures/contoso");
    for policy in report["policies"].as_array().expect("policies are a list") {
        assert!(
            policy["violation"].as_u64() > Some(0),
            "{} has no violation in contoso",
            policy["id"]
        );
    }
}

#[test]
fn fabrikam_is_clean() {
    let (code, report) = check("fixtures/fabrikam");
    assert_eq!(code, Some(0));
    assert_eq!(report["verdict"], "clean");
    assert_eq!(found(&report), Vec::<String>::new());
    assert!(report["summary"]["pass"].as_u64() > Some(50), "{}", report["summary"]);
    for policy in report["policies"].as_array().expect("policies are a list") {
        assert!(
            policy["judgements"].as_u64() > Some(0),
            "{} judged nothing",
            policy["id"]
        );
    }
}

#[test]
fn the_role_assignments_of_contoso_are_counted_by_another_route() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/contoso/azure/role_assignment.ndjson.zst");
    let bytes = fs::read(path).expect("the fixture can be read");
    let text = zstd::decode_all(bytes.as_slice()).expect("the fixture is compressed by zstd");
    let scope = "/subscriptions/1c0a2a4e-0002-4b7d-9a51-6d2f5f1c0002";
    let ids: BTreeSet<String> = String::from_utf8(text)
        .expect("rows are UTF-8")
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("a row is JSON"))
        .filter(|row| {
            row["properties"]["scope"]
                .as_str()
                .is_some_and(|at| at == scope || at.starts_with(&format!("{scope}/")))
        })
        .filter_map(|row| row["id"].as_str().map(str::to_lowercase))
        .collect();
    let (_, report) = check("fixtures/contoso");
    let finding = report["findings"]
        .as_array()
        .and_then(|all| {
            all.iter()
                .find(|finding| finding["policy"] == "mesh.limits.subscription_role_assignments")
        })
        .expect("the subscription is nearly full");
    assert_eq!(finding["actual"].as_u64(), Some(ids.len() as u64));
}
