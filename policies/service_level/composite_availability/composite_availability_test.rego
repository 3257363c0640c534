package mesh.service_level.composite_availability_test

import data.mesh.service_level.composite_availability

parameters := {"tolerance": 0.001}

supplier(name, value) := {"product": name, "product_name": name, "domain": "sales", "port": "p", "value": value, "text": "", "via": "promise"}

level(promised, bound) := {
	"promised": promised, "text": "", "port": "mart", "path": ["outputPorts", 0], "bound": bound,
	"inputs": [supplier("Orders", 99.5)], "unknown": [], "platform": null,
}

product(availability) := {
	"kind": "product",
	"domain": "finance",
	"life_cycle": "active",
	"composite": {"availability": availability},
	"upgrade_funded_by": null,
}

denied(subject) := violations if {
	violations := composite_availability.deny with input as subject with data.parameters as parameters
}

test_promise_below_the_bound_passes if {
	denied(product(level(99, 99.5))) == set()
	denied(product(level(99.5, 99.5))) == set()
	not composite_availability.not_applicable with input as product(level(99, 99.5))
	count(composite_availability.cannot_evaluate) == 0 with input as product(level(99, 99.5))
}

test_promise_above_the_bound_is_denied if {
	violations := denied(product(level(99.9, 99.5)))
	count(violations) == 1
	some violation in violations
	violation.message == "promises 99.9 % availability, and Orders (sales) with 99.5 % allow at most 99.5 %"
	violation.path == ["composite", "availability"]
	violation.parties == {"finance", "sales"}
	violation.actual == 99.9
	violation.expected == 99.5
	not violation.level
}

test_bound_is_rounded_down if {
	some violation in denied(product(level(99.9, 99.4509)))
	violation.expected == 99.45
}

test_inputs_and_platform_are_named if {
	wide := object.union(level(99.9, 98.9), {
		"inputs": [supplier("Stock", 99.9), supplier("Orders", 99.5), supplier("Visits", null)],
		"platform": 99.5,
	})
	some violation in denied(product(wide))
	violation.message == concat("", [
		"promises 99.9 % availability, and Orders (sales) with 99.5 %, Stock (sales) with 99.9 % ",
		"and the platform with 99.5 % allow at most 98.9 %",
	])
}

test_tolerance_is_a_parameter if {
	loose := {"tolerance": 0.5}
	count(composite_availability.deny) == 0 with input as product(level(99.9, 99.5)) with data.parameters as loose
	exact := {"tolerance": 0.5}
	count(composite_availability.deny) == 0 with input as product(level(99.5, 99)) with data.parameters as exact
}

test_funded_upgrade_is_a_warning if {
	some violation in denied(object.union(product(level(99.9, 99.5)), {"upgrade_funded_by": "CC-2"}))
	violation.level == "warn"
}

test_product_without_inputs_is_bound_by_nothing if {
	denied(product(level(99.9, null))) == set()
	count(composite_availability.cannot_evaluate) == 0 with input as product(level(99.9, null))
}

test_product_that_promises_nothing_is_left_alone if {
	denied(product(level(null, 99.5))) == set()
	composite_availability.not_applicable with input as product(level(null, 99.5))
}

test_retired_product_is_left_alone if {
	composite_availability.not_applicable with input as object.union(product(level(99.9, 99.5)), {"life_cycle": "retired"})
}

test_unknown_input_cannot_be_evaluated if {
	dim := object.union(level(99, 99.5), {"unknown": ["Visits"]})
	composite_availability.cannot_evaluate == {"the availability of an input is not known"} with input as product(dim)
}

test_known_inputs_may_be_enough_to_deny if {
	dim := object.union(level(99.9, 99.5), {"unknown": ["Visits"]})
	count(denied(product(dim))) == 1
}

test_missing_composite_cannot_be_evaluated if {
	composite_availability.cannot_evaluate == {"what its output ports promise is not known"} with input as {"kind": "product"}
	composite_availability.cannot_evaluate == {"what its output ports promise is not known"} with input as product(null)
	not composite_availability.not_applicable with input as {"kind": "product"}
}
