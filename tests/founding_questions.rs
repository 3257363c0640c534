//! The questions of the founding text of meshgov, each with what the rules that answer it say of contoso.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot run the command should fail loudly"
)]

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::LazyLock;

use serde_json::Value;

/// Code of the rule, subject and message of every violation in contoso.
static SAID: LazyLock<BTreeSet<[String; 3]>> = LazyLock::new(|| {
    let output = Command::new(env!("CARGO_BIN_EXE_meshgov"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args([
            "check",
            "fixtures/contoso",
            "--base",
            "fixtures/contoso-before",
            "--at",
            ".",
            "--strict",
        ])
        .args(["--output", "json", "--as-of", "2026-11-23"])
        .output()
        .expect("the command runs");
    let report: Value = serde_json::from_slice(&output.stdout).expect("the report is JSON");
    let text = |value: &Value| value.as_str().unwrap_or("?").to_owned();
    let list = |name: &str| report[name].as_array().expect("it is a list").clone();
    let policies = list("policies");
    let code = |id: &Value| {
        let policy = policies.iter().find(|policy| policy["id"] == *id);
        text(&policy.expect("the policy is listed")["code"])
    };
    list("findings")
        .iter()
        .filter(|finding| finding["outcome"] == "violation" && finding["baseline"] != "fixed")
        .map(|finding| {
            let subject = &finding["subject"];
            let name = format!("{} {}", text(&subject["kind"]), text(&subject["name"]));
            // What the change did to it is another test's business.
            let message = text(&finding["message"]);
            let message = message.split("; this change ").next().unwrap_or_default();
            [code(&finding["policy"]), name, message.to_owned()]
        })
        .collect()
});

/// The rules say exactly this of contoso: code, subject, message.
#[track_caller]
fn answers(expected: &[[&str; 3]]) {
    let codes: BTreeSet<&str> = expected.iter().map(|[code, ..]| *code).collect();
    let said: BTreeSet<[&str; 3]> = SAID
        .iter()
        .map(|[code, subject, message]| [code.as_str(), subject.as_str(), message.as_str()])
        .filter(|[code, ..]| codes.contains(code))
        .collect();
    assert_eq!(said, expected.iter().copied().collect());
}

/// What stops disconnected domains ingesting the same data and stressing the operational system?
#[test]
#[rustfmt::skip]
fn what_stops_disconnected_domains_ingesting_the_same_data_and_stressing_the_operational_system() {
    answers(&[
        ["ING-001", "source erp.sales.orders",
            "erp.sales.orders is ingested by the domains finance and sales"],
        ["ING-003", "edge Delivery performance <- wms-carriers",
            "a consumer-aligned product reads the operational system wms, and only source-aligned ones may"],
        ["ING-005", "dataset stcontosofinance/invoices/invoices",
            "4 of 5 columns are those of stcontososales/orders/orders (domain sales)"],
        ["ING-005", "dataset stcontososales/orders/orders",
            "4 of 4 columns are those of stcontosofinance/invoices/invoices (domain finance)"],
        ["ING-007", "source_system crm",
            "30 extracts a day by Consents (6) and Customers (24), and it bears 24"],
    ]);
}

/// What governs ownership when several products require one dataset?
#[test]
#[rustfmt::skip]
fn what_governs_ownership_when_several_products_require_one_dataset() {
    answers(&[
        ["OWN-003", "dataset stcontosocustomer/customers/customers",
            "stcontosocustomer/customers/customers is claimed by the domains customer and marketing"],
        ["ING-002", "dataset stcontosocustomer/customers/customers",
            "4 products of the domains finance and sales need it, and no primaryDomain says which domain decides"],
        ["ING-002", "dataset stcontososales/orders/orders",
            "requiredByDomains lacks finance and marketing, whose products read it"],
    ]);
}

/// Resource groups as nodes, subscriptions where that no longer scales, never storage accounts.
#[test]
#[rustfmt::skip]
fn resource_groups_are_nodes_and_subscriptions_where_that_no_longer_scales_never_storage_accounts() {
    answers(&[
        ["PLT-001", "node rg-marketing-audience",
            "it holds 2 products: Audience (domain marketing) and Promotions (domain marketing)"],
        ["PLT-003", "subscription sub-data-core",
            "holds nodes of 2 domains: customer and finance"],
        ["PLT-003", "subscription sub-data-growth",
            "holds nodes of 2 domains: loyalty and marketing"],
        ["PLT-003", "subscription sub-data-operations",
            "holds nodes of 3 domains: finance, logistics and sales"],
        ["NODE-001", "resource stsalespricelist",
            "carries data, and its node rg-sales-price-list is claimed by the domains finance and sales"],
        ["NODE-002", "node rg-logistics-shipments",
            "what it holds belongs to 2 domains: logistics (the node itself) and sales (stsalesreturns)"],
        ["NODE-003", "subscription sub-data-operations",
            "its 8 nodes use 3846 of 4000 role assignments (96 %); rg-sales-orders (domain sales) should move first, with 3831 of them"],
    ]);
}

/// Service limits at subscription level, RBAC above all. LIM-008 is not built: no snapshot holds policy assignments.
#[test]
#[rustfmt::skip]
fn which_service_limits_are_near_role_assignments_above_all() {
    answers(&[
        ["LIM-001", "subscription sub-data-operations",
            "3846 of 4000 role assignments are used (96 %); rg-sales-orders alone has 3831"],
        ["LIM-002", "management_group contoso-data",
            "413 of 500 role assignments are used (82 %)"],
        ["LIM-003", "tenant Contoso",
            "4011 of 5000 custom roles are used (80 %)"],
        ["LIM-004", "subscription sub-data-experiments",
            "800 of 980 resource groups are used (81 %)"],
        ["LIM-005", "resource_group rg-finance-general-ledger",
            "648 of 800 resources are of the type Microsoft.Insights/metricAlerts (81 %)"],
        ["LIM-006", "resource adf-contoso-finance",
            "42 of 50 tags are used (84 %)"],
        ["LIM-007", "subscription sub-data-experiments",
            "206 of 250 storage accounts are used in the region westeurope (82 %)"],
    ]);
}

/// Chargeback by tags, or by the subscription as the natural bucket.
#[test]
#[rustfmt::skip]
fn who_is_charged_by_tags_or_by_the_subscription() {
    answers(&[
        ["CST-001", "node rg-logistics-delivery-performance",
            "required tags are missing: costCenter, domain, environment and product"],
        ["CST-001", "node rg-marketing-campaigns",
            "a required tag is missing: costCenter"],
        ["CST-001", "resource kv-logist-delivery-p",
            "required tags are missing: costCenter, domain, environment and product"],
        ["CST-001", "resource kv-market-campaigns",
            "a required tag is missing: costCenter"],
        ["CST-001", "resource stlogisticsdeliveryp",
            "required tags are missing: costCenter, domain, environment and product"],
        ["CST-001", "resource stmarketingcampaigns",
            "a required tag is missing: costCenter"],
        ["CST-002", "node rg-logistics-stock",
            "the cost centre CC-1707 is not in the mesh's list"],
        ["CST-003", "node rg-logistics-delivery-performance",
            "the tag owner says Data Management and Analytics Scenario, and the product Delivery performance says Warehouse and transport"],
        ["CST-004", "product Stock",
            "output port stock is read by finance and marketing, and states no price"],
        ["CST-005", "edge Delivery performance <- shipments",
            "Shipments (logistics) costs 40 EUR, and the consumer names no cost centre that pays"],
        ["CST-006", "resource adf-contoso-logistics",
            "the keys of its allocation add up to 90 %: logistics=60;sales=30"],
        ["CST-006", "resource kv-sales-price-list",
            "is shared by the domains finance and sales, and no tag allocation divides its cost"],
        ["CST-006", "resource stsalespricelist",
            "is shared by the domains finance and sales, and no tag allocation divides its cost"],
        ["CST-007", "contract Web visits",
            "the price has no currency"],
    ]);
}

/// A domain that serves others must give an SLA; composite as a start; upgrades driven by budget.
#[test]
#[rustfmt::skip]
fn a_domain_that_serves_others_gives_an_sla_a_composite_one_and_upgrades_have_a_budget() {
    answers(&[
        ["SLA-001", "product Price list",
            "this output port declares no retention"],
        ["SLA-003", "product Customer 360",
            "promises 99.9 % availability, and Customers (customer) with 99.5 %, Orders (sales) with 99.5 % and the platform with 99.9 % allow at most 98.903 %"],
        ["SLA-003", "product Revenue report",
            "promises 99.5 % availability, and General ledger (finance) with 99.5 %, Orders (sales) with 99.5 %, Sales forecast (sales) with 99 % and the platform with 99.9 % allow at most 97.914 %"],
        ["SLA-003", "product Shipments",
            "promises 99.5 % availability, and Delivery performance (logistics) with 95 % and the platform with 99.9 % allow at most 94.905 %"],
        ["SLA-004", "product Audience",
            "promises data no older than 60 minutes, and Campaigns (marketing), Customers (customer) and Newsletter responses (marketing) give it only after 4 hours"],
        ["SLA-011", "product Audience",
            "promises data no older than 60 minutes where its inputs allow 4 hours, and nobody funds the upgrade"],
        ["SLA-011", "product Customer 360",
            "promises 99.9 % availability where its inputs allow 98.903 %, and nobody funds the upgrade"],
        ["SLA-011", "product Shipments",
            "promises 99.5 % availability where its inputs allow 94.905 %, and nobody funds the upgrade"],
    ]);
}

/// An SLA needs monitoring, an incident plan, people on call; not every domain can.
#[test]
#[rustfmt::skip]
fn an_sla_has_monitoring_an_incident_plan_and_people_on_call() {
    answers(&[
        ["SLA-005", "product Stock",
            "promises availability and freshness, and nothing watches them"],
        ["SLA-006", "product Revenue report",
            "is of tier 1, and no contact says how fast it answers"],
        ["SLA-007", "product Customers",
            "is of tier 1, and links no incident plan"],
    ]);
}

/// Blueprints that domains deploy themselves; products discoverable; sanctioned redundant copies.
#[test]
#[rustfmt::skip]
fn blueprints_are_deployed_products_are_found_and_copies_are_sanctioned() {
    answers(&[
        ["PLT-002", "node rg-customer-consents",
            "comes from data-product-node 1.4.0, and 2.0.0 is the lowest that may be used"],
        ["DSC-001", "product Stock",
            "the description says nothing of limitations"],
        ["DSC-003", "product Order history",
            "is not in the catalogue"],
        ["ING-009", "edge Campaigns <- Orders",
            "data of Orders (domain sales) is copied by the pipeline CopyOrders, and no input port registers the copy"],
    ]);
}

/// The owner of the data and the owner of the infrastructure may differ.
#[test]
#[rustfmt::skip]
fn the_owner_of_the_data_and_the_owner_of_the_infrastructure_may_differ() {
    answers(&[
        ["OWN-011", "node rg-logistics-delivery-performance",
            "nobody is named as owner of its infrastructure: no tag infrastructureOwner, opsTeam, technicalOwner"],
        ["OWN-011", "node rg-marketing-campaigns",
            "nobody is named as owner of its infrastructure: no tag infrastructureOwner, opsTeam, technicalOwner"],
    ]);
}

/// The producer owns, the consumers pay.
#[test]
#[rustfmt::skip]
fn the_producer_owns_and_the_consumers_pay() {
    answers(&[
        ["CST-005", "edge Delivery performance <- shipments",
            "Shipments (logistics) costs 40 EUR, and the consumer names no cost centre that pays"],
    ]);
}

/// A product that nobody uses should stop.
#[test]
#[rustfmt::skip]
fn a_product_that_nobody_uses_should_stop() {
    answers(&[
        ["LIF-006", "product Price list",
            "no product reads it, and it was last used 5 months ago, on 2026-06-10"],
        ["LIF-006", "product Supplier scorecard",
            "no product reads it, and it was made 32 months ago, on 2024-03-04"],
    ]);
}

/// Data mesh is input-driven and lacks outputs that bring value.
#[test]
#[rustfmt::skip]
fn the_mesh_has_outputs_that_bring_value() {
    answers(&[
        ["LIF-006", "product Price list",
            "no product reads it, and it was last used 5 months ago, on 2026-06-10"],
        ["LIF-006", "product Supplier scorecard",
            "no product reads it, and it was made 32 months ago, on 2024-03-04"],
        ["OWN-009", "contract Returns",
            "is active, and no output port exposes it; it names the product returns"],
        ["TOP-007", "product Supplier scorecard",
            "has no output port"],
        ["DSC-002", "contract Web visits",
            "2 columns of web_visits have no description: pageUrl and referrer"],
    ]);
}
