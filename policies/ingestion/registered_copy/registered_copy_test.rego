package mesh.ingestion.registered_copy_test

import data.mesh.ingestion.registered_copy

edge(changes) := object.union(
	{
		"kind": "edge",
		"declared": true,
		"crosses_domains": true,
		"consumer": {"product": "mart", "domain": "finance"},
		"producer": {"product": "orders", "product_name": "Orders", "domain": "sales"},
		"observed": [{"pipeline": "CopyOrders", "copy": "c", "domain": "finance"}],
		"payer": {"value": "CC-1", "from": "port", "known": null},
	},
	changes,
)

unpaid := object.union(object.remove(edge({}), ["payer"]), {"payer": null})

denied(of) := found if {
	found := registered_copy.deny with input as of
}

unknown(of) := found if {
	found := registered_copy.cannot_evaluate with input as of
}

test_registered_and_paid_copy_passes if {
	denied(edge({})) == set()
	unknown(edge({})) == set()
	not registered_copy.not_applicable with input as edge({})
}

test_undeclared_copy_is_denied if {
	denied(edge({"declared": false})) == {{
		"message": "data of Orders (domain sales) is copied by the pipeline CopyOrders, and no input port registers the copy",
		"path": ["observed", 0],
		"key": "declared",
		"parties": {"finance", "sales"},
	}}
}

test_several_pipelines_are_counted if {
	some violation in denied(edge({"declared": false, "observed": [{"pipeline": "B"}, {"pipeline": "A"}, {"pipeline": "A"}]}))
	violation.message == "data of Orders (domain sales) is copied by 2 pipelines, A among them, and no input port registers the copy"
}

test_copy_that_nobody_pays_is_denied if {
	denied(unpaid) == {{
		"message": "data of Orders (domain sales) is copied by the pipeline CopyOrders, and no cost centre pays for it",
		"path": ["consumer"],
		"key": "payer",
		"parties": {"finance", "sales"},
		"remediation": "Write the custom property costCenter at the input port or at the consumer product.",
	}}
	unknown(unpaid) == set()
}

test_copy_within_a_domain_needs_no_payer if {
	denied(object.union(unpaid, {"crosses_domains": false})) == set()
	unknown(object.union(unpaid, {"crosses_domains": false})) == set()
}

test_producer_without_domain_is_told_by_name if {
	some violation in denied(edge({"declared": false, "producer": {"domain": null}}))
	violation.message == "data of Orders is copied by the pipeline CopyOrders, and no input port registers the copy"
	violation.parties == {"finance"}
}

test_producer_without_name_is_told_by_id if {
	some violation in denied(edge({"declared": false, "producer": {"product_name": null}}))
	violation.message == "data of the product orders (domain sales) is copied by the pipeline CopyOrders, and no input port registers the copy"
}

test_unknown_domains_cannot_be_evaluated if {
	unknown(object.union(unpaid, {"crosses_domains": null})) == {"whether the copy crosses domains is not known"}
	denied(object.union(unpaid, {"crosses_domains": null})) == set()
	unknown(edge({"crosses_domains": null})) == set()
	unknown(object.union(unpaid, {"crosses_domains": null, "declared": false})) == set()
}

test_unknown_declaration_cannot_be_evaluated if {
	unknown(edge({"declared": null})) == {"whether an input port declares the copy is not known"}
}

test_unknown_copies_cannot_be_evaluated if {
	unknown(edge({"observed": null})) == {"whether the consumer copies is not known"}
	not registered_copy.not_applicable with input as edge({"observed": null})
}

test_edge_without_a_copy_is_left_alone if {
	idle := object.union(unpaid, {"observed": []})
	registered_copy.not_applicable with input as idle
	denied(idle) == set()
	denied(object.union(idle, {"declared": false})) == set()
	unknown(object.union(idle, {"crosses_domains": null, "declared": null})) == set()
	unknown(object.union(idle, {"crosses_domains": null})) == set()
}

test_edge_to_no_product_is_left_alone if {
	registered_copy.not_applicable with input as object.union(object.remove(unpaid, ["producer"]), {"producer": null})
	denied(object.union(object.remove(unpaid, ["producer"]), {"producer": null})) == set()
}
