package mesh.ingestion.source_owner_ingests_test

import data.mesh.ingestion.source_owner_ingests

ingestion(domain, changes) := object.union(
	{"domain": domain, "product": "p", "product_name": "Orders", "pipeline": null, "type_class": "source_aligned"},
	changes,
)

source(ingestions) := {
	"kind": "source",
	"system": "erp",
	"system_domain": "sales",
	"primary_domain": "sales",
	"ingestions": ingestions,
}

denied(of) := found if {
	found := source_owner_ingests.deny with input as of
}

unknown(of) := found if {
	found := source_owner_ingests.cannot_evaluate with input as of
}

test_owner_of_the_system_ingests if {
	denied(source([ingestion("sales", {})])) == set()
	unknown(source([ingestion("sales", {})])) == set()
}

test_other_domain_is_denied if {
	denied(source([ingestion("sales", {}), ingestion("finance", {"product_name": "Ledger"})])) == {{
		"message": "Ledger of the domain finance ingests it, and the system erp belongs to the domain sales",
		"path": ["ingestions", 1],
		"key": "Ledger",
		"parties": {"finance", "sales"},
		"actual": "finance",
		"expected": "sales",
	}}
}

test_pipeline_without_product_is_told_by_name if {
	some violation in denied(source([ingestion("finance", {"product_name": null, "pipeline": "Load", "type_class": null})]))
	violation.message == "the pipeline Load of the domain finance ingests it, and the system erp belongs to the domain sales"
	some other in denied(source([ingestion("finance", {"product_name": null})]))
	other.key == "a product"
}

test_primary_domain_may_ingest if {
	denied(object.union(source([ingestion("finance", {})]), {"primary_domain": "finance"})) == set()
}

test_other_types_break_another_rule if {
	denied(source([ingestion("finance", {"type_class": "aggregate"}), ingestion("finance", {"type_class": "consumer_aligned"})])) == set()
}

test_unknown_facts_cannot_be_evaluated if {
	unknown(object.union(source([ingestion("sales", {})]), {"system": null, "system_domain": null})) == {"the source belongs to no declared SourceSystem"}
	unknown(object.union(source([ingestion("sales", {})]), {"system_domain": null})) == {"no domain is named for the source system"}
	denied(object.union(source([ingestion("sales", {})]), {"system_domain": null, "primary_domain": null})) == set()
	unknown(source([ingestion(null, {})])) == {"a product or pipeline that reads the source belongs to no domain"}
	denied(source([ingestion(null, {})])) == set()
}
