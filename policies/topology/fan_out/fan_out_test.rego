package mesh.topology.fan_out_test

import data.mesh.topology.fan_out

parameters := {"max_fan_in": 12, "max_fan_out": 40, "max_depth": 6}

subject := {
	"kind": "product",
	"name": "Orders",
	"life_cycle": "active",
	"fan_in": 12,
	"fan_out": 40,
	"depth": 6,
	"consumers_complete": true,
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := fan_out.deny with input as given with data.parameters as parameters
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	fan_out.not_applicable with input as given with data.parameters as parameters
}

unknown(given) := reasons if {
	reasons := fan_out.cannot_evaluate with input as given with data.parameters as parameters
}

test_limits_themselves_pass if {
	messages(subject) == set()
	not skipped(subject)
	unknown(subject) == set()
}

test_many_inputs_are_told if {
	given := changed({"fan_in": 13})
	messages(given) == {"reads 13 products, and at most 12 are few enough to follow"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.path == ["inputPorts"]
	violation.key == "fan_in"
	violation.actual == 13
	violation.expected == 12
	not skipped(given)
}

test_many_readers_are_told if {
	given := changed({"fan_out": 41})
	messages(given) == {"is read by 41 products, and at most 40 can agree on a change"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.path == ["outputPorts"]
	violation.key == "fan_out"
	violation.actual == 41
	violation.expected == 40
	not skipped(given)
}

test_long_chains_are_told if {
	given := changed({"depth": 7})
	messages(given) == {"is 7 hops away from the sources, and at most 6 can be followed"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.path == ["inputPorts"]
	violation.key == "depth"
	violation.actual == 7
	violation.expected == 6
	not skipped(given)
}

test_cycle_has_no_depth if {
	given := changed({"depth": null})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_limits_are_parameters if {
	violations := fan_out.deny with input as subject with data.parameters as {"max_fan_in": 12, "max_fan_out": 41, "max_depth": 6}
	{violation.message | some violation in violations} == set()
}

test_retired_product_is_left_alone if {
	given := changed({"life_cycle": "retired"})
	skipped(given)
}

test_unread_products_may_be_readers if {
	given := changed({"consumers_complete": false})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"not every product could be read, so its consumers are not known"}
}

test_unknown_neighbours_cannot_be_evaluated if {
	given := changed({"fan_out": null})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"how many products it reads and is read by is not known"}
	every other in [
		{"fan_in": null},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == {"how many products it reads and is read by is not known"}
		not skipped(changed(other))
	}
}
