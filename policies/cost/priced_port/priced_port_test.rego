package mesh.cost.priced_port_test

import data.mesh.cost.priced_port

subject := {
	"kind": "product",
	"domain": "sales",
	"life_cycle": "active",
	"consumers_complete": true,
	"output_ports": [{"index": 0, "name": "orders", "path": ["outputPorts", 0], "contract": {"id": "c-1"}, "consumer_domains": ["finance", "stock"], "price": null}],
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := priced_port.deny with input as given
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	priced_port.not_applicable with input as given
}

unknown(given) := reasons if {
	reasons := priced_port.cannot_evaluate with input as given
}

test_port_without_price_is_denied if {
	messages(subject) == {"output port orders is read by finance and stock, and states no price"}
	count(denied(subject)) == 1
	some violation in denied(subject)
	violation.path == ["outputPorts", 0]
	violation.parties == {"finance", "sales", "stock"}
	not skipped(subject)
}

test_nameless_port_is_told_by_number if {
	given := changed({"output_ports": [{"index": 1, "name": null, "path": ["outputPorts", 1], "contract": {"id": "c-1"}, "consumer_domains": ["finance"], "price": null}]})
	messages(given) == {"output port 2 is read by finance, and states no price"}
	count(denied(given)) == 1
	not skipped(given)
}

test_free_port_passes if {
	given := changed({"output_ports": [{"index": 0, "name": "orders", "path": ["outputPorts", 0], "contract": {"id": "c-1"}, "consumer_domains": ["finance"], "price": {"amount": 0, "currency": "EUR", "unit": "month"}}]})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
	every other in [
		{"output_ports": [{"index": 0, "name": "orders", "path": ["outputPorts", 0], "contract": null, "consumer_domains": ["finance"], "price": {"amount": 0}}]},
		{"consumers_complete": false, "output_ports": [{"index": 0, "name": "orders", "path": ["outputPorts", 0], "contract": null, "consumer_domains": ["finance"], "price": {"amount": 0}}]},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == set()
		not skipped(changed(other))
	}
}

test_port_that_nobody_else_reads_is_left_alone if {
	given := changed({"output_ports": [{"index": 0, "name": "orders", "path": ["outputPorts", 0], "contract": {"id": "c-1"}, "consumer_domains": [], "price": null}]})
	skipped(given)
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

test_missing_contract_cannot_be_evaluated if {
	given := changed({"output_ports": [{"index": 0, "name": "orders", "path": ["outputPorts", 0], "contract": null, "consumer_domains": ["finance"], "price": null}]})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"the contract of an output port that others read is not in the mesh"}
}

test_unknown_consumers_cannot_be_evaluated if {
	given := changed({"consumers_complete": false, "output_ports": [{"index": 0, "name": "orders", "path": ["outputPorts", 0], "contract": {"id": "c-1"}, "consumer_domains": [], "price": null}]})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"not every product could be read, so its consumers are not known"}
}
