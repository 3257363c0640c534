package mesh.ingestion.one_domain_per_source_test

import data.mesh.ingestion.one_domain_per_source

parameters := {"max_domains": 1, "max_products": 1}

ingestion(domain, product) := {"domain": domain, "product": product, "product_name": upper(product)}

subject(ingestions) := {
	"kind": "source",
	"name": "erp.sales.orders",
	"evidence": "declared",
	"reason": null,
	"ingestions": ingestions,
	"domains": sort({i.domain | some i in ingestions; i.domain != null}),
	"primary_product": null,
	"primary_domain": null,
}

test_one_ingestion_passes if {
	count(one_domain_per_source.deny) == 0 with input as subject([ingestion("sales", "orders")]) with data.parameters as parameters
}

test_two_domains_are_denied_and_named if {
	shared := subject([ingestion("sales", "orders"), ingestion("finance", "invoices")])
	denied := one_domain_per_source.deny with input as shared with data.parameters as parameters
	count(denied) == 1
	some violation in denied
	violation.message == "erp.sales.orders is ingested by the domains finance and sales"
	violation.parties == ["finance", "sales"]
	violation.remediation == "Agree which domain ingests erp.sales.orders; the others read its output port."
	not violation.level
}

test_primary_product_is_the_advice if {
	shared := object.union(
		subject([ingestion("sales", "orders"), ingestion("finance", "invoices")]),
		{"primary_product": "orders", "primary_domain": "sales"},
	)
	some violation in one_domain_per_source.deny with input as shared with data.parameters as parameters
	violation.remediation == "Read the output port of ORDERS (domain sales) instead, or ask sales to publish one."
}

test_two_products_of_one_domain_are_a_warning if {
	shared := subject([ingestion("sales", "orders"), ingestion("sales", "returns")])
	some violation in one_domain_per_source.deny with input as shared with data.parameters as parameters
	violation.level == "warn"
	violation.message == "erp.sales.orders is ingested by 2 products of one domain: ORDERS and RETURNS"
}

test_one_product_in_two_places_passes if {
	twice := subject([ingestion("sales", "orders"), ingestion("sales", "orders")])
	count(one_domain_per_source.deny) == 0 with input as twice with data.parameters as parameters
}

test_pipeline_without_product_counts_by_domain if {
	shared := subject([ingestion("sales", "orders"), {"domain": "finance", "product": null, "product_name": null}])
	count(one_domain_per_source.deny) == 1 with input as shared with data.parameters as parameters
}

test_product_without_name_is_told_by_id if {
	shared := subject([{"domain": "sales", "product": "p1", "product_name": null}, ingestion("sales", "orders")])
	some violation in one_domain_per_source.deny with input as shared with data.parameters as parameters
	violation.message == "erp.sales.orders is ingested by 2 products of one domain: ORDERS and p1"
}

test_limits_are_parameters if {
	shared := subject([ingestion("sales", "orders"), ingestion("finance", "invoices")])
	count(one_domain_per_source.deny) == 0 with input as shared with data.parameters as {"max_domains": 2, "max_products": 2}
}

test_expression_cannot_be_evaluated if {
	hidden := object.union(subject([ingestion("sales", "orders")]), {"evidence": "unresolvable", "reason": "expression"})
	one_domain_per_source.cannot_evaluate == {"the source is behind an expression"} with input as hidden
}

test_known_source_can_be_evaluated if {
	count(one_domain_per_source.cannot_evaluate) == 0 with input as subject([ingestion("sales", "orders")])
}

test_reader_without_domain_cannot_be_evaluated if {
	shared := subject([ingestion("sales", "orders"), {"domain": null, "product": "p1", "product_name": null}])
	count(one_domain_per_source.deny) == 0 with input as shared with data.parameters as parameters
	count(one_domain_per_source.cannot_evaluate) == 1 with input as shared
}

test_only_reader_may_lack_a_domain if {
	alone := subject([{"domain": null, "product": "p1", "product_name": null}])
	count(one_domain_per_source.cannot_evaluate) == 0 with input as alone
}

test_pipeline_is_not_told_to_write_custom_properties if {
	unnamed := {
		"name": "Ingest/Copy",
		"evidence": "unresolvable",
		"reason": "missing",
		"domains": [],
		"primary_domain": null,
		"ingestions": [{"pipeline": "Ingest", "product": null, "domain": null}],
	}
	one_domain_per_source.cannot_evaluate == {"which table or file the copy reads is not known"} with input as unnamed
}
