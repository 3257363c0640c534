package mesh.service_level.composite_freshness_test

import data.mesh.service_level.composite_freshness

parameters := {"tolerance": 0}

supplier(name, value) := {"product": name, "product_name": name, "domain": "sales", "port": "p", "value": value, "text": "", "via": "promise"}

level(promised, bound) := {
	"promised": promised, "text": "", "port": "mart", "path": ["outputPorts", 0], "bound": bound,
	"inputs": [supplier("Orders", 14400), supplier("Visits", 60)], "unknown": [],
}

product(freshness) := {
	"kind": "product",
	"domain": "finance",
	"life_cycle": "active",
	"composite": {"freshness": freshness},
	"upgrade_funded_by": null,
}

denied(subject) := violations if {
	violations := composite_freshness.deny with input as subject with data.parameters as parameters
}

test_slower_promise_passes if {
	denied(product(level(86400, 14400))) == set()
	denied(product(level(14400, 14400))) == set()
	not composite_freshness.not_applicable with input as product(level(86400, 14400))
	count(composite_freshness.cannot_evaluate) == 0 with input as product(level(86400, 14400))
}

test_tighter_promise_is_denied_and_the_slowest_input_named if {
	violations := denied(product(level(3600, 14400)))
	count(violations) == 1
	some violation in violations
	violation.message == "promises data no older than 60 minutes, and Orders (sales) gives it only after 4 hours"
	violation.path == ["composite", "freshness"]
	violation.parties == {"finance", "sales"}
	violation.actual == 3600
	violation.expected == 14400
	not violation.level
}

test_slowness_further_up_is_told if {
	some violation in denied(product(level(3600, 86400)))
	violation.message == "promises data no older than 60 minutes, and the slowest path of inputs gives it only after 24 hours"
}

test_tolerance_is_a_parameter if {
	near := product(level(14000, 14400))
	count(composite_freshness.deny) == 0 with input as near with data.parameters as {"tolerance": 400}
	count(composite_freshness.deny) == 1 with input as near with data.parameters as {"tolerance": 399}
}

test_funded_upgrade_is_a_warning if {
	some violation in denied(object.union(product(level(3600, 14400)), {"upgrade_funded_by": "CC-2"}))
	violation.level == "warn"
}

test_product_without_inputs_is_bound_by_nothing if {
	denied(product(level(3600, null))) == set()
	count(composite_freshness.cannot_evaluate) == 0 with input as product(level(3600, null))
}

test_product_that_promises_nothing_is_left_alone if {
	denied(product(level(null, 14400))) == set()
	composite_freshness.not_applicable with input as product(level(null, 14400))
}

test_retired_product_is_left_alone if {
	composite_freshness.not_applicable with input as object.union(product(level(3600, 14400)), {"life_cycle": "retired"})
}

test_unknown_input_cannot_be_evaluated if {
	dim := object.union(level(86400, 14400), {"unknown": ["Stock"]})
	composite_freshness.cannot_evaluate == {"the freshness of an input is not known"} with input as product(dim)
}

test_missing_composite_cannot_be_evaluated if {
	composite_freshness.cannot_evaluate == {"what its output ports promise is not known"} with input as {"kind": "product"}
	composite_freshness.cannot_evaluate == {"what its output ports promise is not known"} with input as product(null)
	not composite_freshness.not_applicable with input as {"kind": "product"}
}

test_several_slowest_inputs_are_all_named if {
	two := object.union(level(3600, 14400), {"inputs": [
		{"product": "a", "product_name": "A", "domain": "sales", "value": 14400},
		{"product": "b", "product_name": "B", "domain": "sales", "value": 14400},
	]})
	some violation in denied(product(two))
	violation.message == "promises data no older than 60 minutes, and A (sales) and B (sales) give it only after 4 hours"
}
