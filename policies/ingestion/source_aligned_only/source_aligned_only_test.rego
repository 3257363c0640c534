package mesh.ingestion.source_aligned_only_test

import data.mesh.ingestion.source_aligned_only

edge(type_class) := {
	"kind": "edge",
	"resolution": "source",
	"consumer": {"product": "mart", "domain": "finance", "type_class": type_class, "life_cycle": "active"},
	"source": {"system": "erp", "system_domain": "sales"},
}

test_source_aligned_product_reads_the_system if {
	count(source_aligned_only.deny) == 0 with input as edge("source_aligned")
	count(source_aligned_only.cannot_evaluate) == 0 with input as edge("source_aligned")
	not source_aligned_only.not_applicable with input as edge("source_aligned")
}

test_aggregate_is_denied if {
	some violation in source_aligned_only.deny with input as edge("aggregate")
	violation.message == "an aggregate product reads the operational system erp, and only source-aligned ones may"
	violation.parties == {"finance", "sales"}
	violation.path == ["consumer"]
}

test_consumer_aligned_product_is_denied if {
	unknown := object.union(edge("consumer_aligned"), {"source": {"system": null, "system_domain": null}})
	some violation in source_aligned_only.deny with input as unknown
	violation.message == "a consumer-aligned product reads an operational system, and only source-aligned ones may"
	violation.parties == {"finance"}
}

test_source_may_be_unknown if {
	some violation in source_aligned_only.deny with input as object.union(edge("aggregate"), {"source": null})
	violation.message == "an aggregate product reads an operational system, and only source-aligned ones may"
	violation.parties == {"finance"}
}

test_product_without_type_cannot_be_evaluated if {
	count(source_aligned_only.deny) == 0 with input as edge(null)
	count(source_aligned_only.cannot_evaluate) == 1 with input as edge(null)
}

test_other_edges_are_another_matter if {
	resolved := object.union(edge("aggregate"), {"resolution": "resolved"})
	count(source_aligned_only.deny) == 0 with input as resolved
	count(source_aligned_only.cannot_evaluate) == 0 with input as object.union(edge(null), {"resolution": "resolved"})
	source_aligned_only.not_applicable with input as resolved
}

test_unread_other_side_cannot_be_evaluated if {
	unread := object.union(edge("aggregate"), {"resolution": "unknown"})
	count(source_aligned_only.cannot_evaluate) == 1 with input as unread
	not source_aligned_only.not_applicable with input as unread
}

test_retired_products_are_left_alone if {
	source_aligned_only.not_applicable with input as object.union(edge("aggregate"), {"consumer": {"life_cycle": "retired"}})
}
