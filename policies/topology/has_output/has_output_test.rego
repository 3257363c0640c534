package mesh.topology.has_output_test

import data.mesh.topology.has_output

subject := {
	"kind": "product",
	"name": "Orders",
	"domain": "sales",
	"life_cycle": "active",
	"output_ports": [],
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := has_output.deny with input as given
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	has_output.not_applicable with input as given
}

unknown(given) := reasons if {
	reasons := has_output.cannot_evaluate with input as given
}

test_product_without_port_is_denied if {
	messages(subject) == {"has no output port"}
	count(denied(subject)) == 1
	some violation in denied(subject)
	violation.path == ["outputPorts"]
	violation.parties == {"sales"}
	not skipped(subject)
}

test_product_with_a_port_passes if {
	given := changed({"output_ports": [{"index": 0, "name": "orders"}]})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_product_not_in_use_is_left_alone if {
	given := changed({"life_cycle": "draft"})
	skipped(given)
	every other in [
		{"life_cycle": "proposed"},
		{"life_cycle": "retired"},
	] {
		skipped(changed(other))
	}
}

test_unknown_ports_cannot_be_evaluated if {
	given := changed({"output_ports": null})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"its output ports are not known"}
}
