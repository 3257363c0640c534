package mesh.topology.declared_edge_test

import data.mesh.topology.declared_edge

subject := {
	"kind": "edge",
	"declared": false,
	"resolution": "undeclared",
	"crosses_domains": true,
	"crosses_nodes": true,
	"observed": [{"pipeline": "CopyOrders", "copy": "Copy", "domain": "finance"}],
	"consumer": {"product": "mart", "product_name": "Mart", "domain": "finance", "life_cycle": "active"},
	"producer": {"product": "orders", "product_name": "Orders", "domain": "sales", "life_cycle": "active", "port_life_cycle": "active", "contract": {"id": "c-1", "version": "1.0.0", "life_cycle": "active", "end_of_life": null, "end_of_support": null}},
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := declared_edge.deny with input as given
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	declared_edge.not_applicable with input as given
}

unknown(given) := reasons if {
	reasons := declared_edge.cannot_evaluate with input as given
}

test_undeclared_copy_between_domains_is_denied if {
	messages(subject) == {"pipeline CopyOrders copies from Orders (sales), and no input port declares it"}
	count(denied(subject)) == 1
	some violation in denied(subject)
	violation.path == ["observed", 0]
	violation.parties == {"finance", "sales"}
	not violation.level
	not skipped(subject)
}

test_undeclared_copy_between_domains_is_denied_wherever_it_lies if {
	given := changed({"crosses_nodes": null})
	messages(given) == {"pipeline CopyOrders copies from Orders (sales), and no input port declares it"}
	count(denied(given)) == 1
	some violation in denied(given)
	not violation.level
	not skipped(given)
}

test_undeclared_copy_between_nodes_is_a_warning if {
	given := changed({"crosses_domains": false})
	messages(given) == {"pipeline CopyOrders copies from Orders (sales), and no input port declares it"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.level == "warn"
	not skipped(given)
}

test_undeclared_copy_within_a_node_is_left_alone if {
	given := changed({"crosses_domains": false, "crosses_nodes": false})
	skipped(given)
}

test_declared_edge_passes if {
	given := changed({"declared": true})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
	every other in [
		{"declared": true, "crosses_domains": false},
		{"declared": true, "crosses_domains": false, "crosses_nodes": false},
		{"declared": true, "crosses_domains": null},
		{"declared": true, "crosses_domains": false, "crosses_nodes": null},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == set()
		not skipped(changed(other))
	}
}

test_unknown_node_cannot_be_evaluated if {
	given := changed({"crosses_domains": false, "crosses_nodes": null})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"the node of the reader or of the data is not known"}
}

test_unknown_domain_cannot_be_evaluated if {
	given := changed({"crosses_domains": null, "crosses_nodes": false})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"the domain of the reader or of the data is not known"}
}

test_unknown_declaration_cannot_be_evaluated if {
	given := changed({"declared": null})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"it is not known whether an input port declares it"}
}

test_unknown_domain_between_nodes_cannot_be_passed if {
	given := changed({"crosses_domains": null})
	count(denied(given)) == 0
	unknown(given) == {"the domain of the reader or of the data is not known"}
}
