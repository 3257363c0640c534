package mesh.service_level.funded_upgrade_test

import data.mesh.service_level.funded_upgrade

parameters := {"tolerance": 0.001}

subject := {
	"kind": "product",
	"domain": "finance",
	"life_cycle": "active",
	"upgrade_funded_by": null,
	"composite": {"availability": {"promised": 99.9, "text": "", "port": "mart", "path": ["outputPorts", 0], "bound": 99.5, "inputs": [{"product": "orders", "product_name": "Orders", "domain": "sales", "port": "p", "value": 99.5, "text": "", "via": "promise"}], "unknown": [], "platform": null}, "freshness": {"promised": 14400, "text": "", "port": "mart", "path": ["outputPorts", 0], "bound": 14400, "inputs": [{"product": "orders", "product_name": "Orders", "domain": "sales", "port": "p", "value": 14400, "text": "", "via": "promise"}], "unknown": [], "platform": null}},
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := funded_upgrade.deny with input as given with data.parameters as parameters
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	funded_upgrade.not_applicable with input as given with data.parameters as parameters
}

unknown(given) := reasons if {
	reasons := funded_upgrade.cannot_evaluate with input as given with data.parameters as parameters
}

test_unfunded_availability_is_denied if {
	messages(subject) == {"promises 99.9 % availability where its inputs allow 99.5 %, and nobody funds the upgrade"}
	count(denied(subject)) == 1
	some violation in denied(subject)
	violation.path == ["composite", "availability"]
	not skipped(subject)
}

test_unfunded_freshness_is_denied if {
	given := changed({"composite": {"availability": {"promised": null, "text": "", "port": "mart", "path": ["outputPorts", 0], "bound": 99, "inputs": [{"product": "orders", "product_name": "Orders", "domain": "sales", "port": "p", "value": 99, "text": "", "via": "promise"}], "unknown": [], "platform": null}, "freshness": {"promised": 7200, "text": "", "port": "mart", "path": ["outputPorts", 0], "bound": 14400, "inputs": [{"product": "orders", "product_name": "Orders", "domain": "sales", "port": "p", "value": 14400, "text": "", "via": "promise"}], "unknown": [], "platform": null}}})
	messages(given) == {"promises data no older than 2 hours where its inputs allow 4 hours, and nobody funds the upgrade"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.path == ["composite", "freshness"]
	not skipped(given)
}

test_funded_upgrade_passes if {
	given := changed({"upgrade_funded_by": "CC-2", "composite": {"freshness": {"promised": 7200, "text": "", "port": "mart", "path": ["outputPorts", 0], "bound": 14400, "inputs": [{"product": "orders", "product_name": "Orders", "domain": "sales", "port": "p", "value": 14400, "text": "", "via": "promise"}], "unknown": ["Stock"], "platform": null}}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_blank_cost_centre_pays_nothing if {
	given := changed({"upgrade_funded_by": " "})
	messages(given) == {"promises 99.9 % availability where its inputs allow 99.5 %, and nobody funds the upgrade"}
	count(denied(given)) == 1
	not skipped(given)
}

test_promise_within_the_bounds_passes if {
	given := changed({"composite": {"availability": {"promised": 99.5, "text": "", "port": "mart", "path": ["outputPorts", 0], "bound": 99.5, "inputs": [{"product": "orders", "product_name": "Orders", "domain": "sales", "port": "p", "value": 99.5, "text": "", "via": "promise"}], "unknown": [], "platform": null}}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
	every other in [
		{"composite": {"availability": {"promised": 99.5009, "text": "", "port": "mart", "path": ["outputPorts", 0], "bound": 99.5, "inputs": [{"product": "orders", "product_name": "Orders", "domain": "sales", "port": "p", "value": 99.5, "text": "", "via": "promise"}], "unknown": [], "platform": null}, "freshness": {"promised": null, "text": "", "port": "mart", "path": ["outputPorts", 0], "bound": 14400, "inputs": [{"product": "orders", "product_name": "Orders", "domain": "sales", "port": "p", "value": 14400, "text": "", "via": "promise"}], "unknown": ["x"], "platform": null}}},
		{"composite": {"availability": {"promised": 99.5, "text": "", "port": "mart", "path": ["outputPorts", 0], "bound": null, "inputs": [{"product": "orders", "product_name": "Orders", "domain": "sales", "port": "p", "value": null, "text": "", "via": "promise"}], "unknown": [], "platform": null}, "freshness": {"promised": 60, "text": "", "port": "mart", "path": ["outputPorts", 0], "bound": null, "inputs": [{"product": "orders", "product_name": "Orders", "domain": "sales", "port": "p", "value": null, "text": "", "via": "promise"}], "unknown": [], "platform": null}}},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == set()
		not skipped(changed(other))
	}
}

test_tolerance_itself_passes if {
	given := changed({"composite": {"availability": {"promised": 100, "text": "", "port": "mart", "path": ["outputPorts", 0], "bound": 99.5, "inputs": [{"product": "orders", "product_name": "Orders", "domain": "sales", "port": "p", "value": 99.5, "text": "", "via": "promise"}], "unknown": [], "platform": null}}})
	violations := funded_upgrade.deny with input as given with data.parameters as {"tolerance": 0.5}
	{violation.message | some violation in violations} == set()
}

test_product_that_promises_nothing_is_left_alone if {
	given := changed({"composite": {"availability": {"promised": null, "text": "", "port": "mart", "path": ["outputPorts", 0], "bound": 99, "inputs": [{"product": "orders", "product_name": "Orders", "domain": "sales", "port": "p", "value": 99, "text": "", "via": "promise"}], "unknown": ["Stock"], "platform": null}, "freshness": {"promised": null, "text": "", "port": "mart", "path": ["outputPorts", 0], "bound": 60, "inputs": [{"product": "orders", "product_name": "Orders", "domain": "sales", "port": "p", "value": 60, "text": "", "via": "promise"}], "unknown": [], "platform": null}}})
	skipped(given)
	messages(given) == set()
	unknown(given) == set()
}

test_retired_product_is_left_alone if {
	given := changed({"life_cycle": "retired"})
	skipped(given)
}

test_unknown_input_cannot_be_evaluated if {
	given := changed({"composite": {"availability": {"promised": 99, "text": "", "port": "mart", "path": ["outputPorts", 0], "bound": null, "inputs": [{"product": "orders", "product_name": "Orders", "domain": "sales", "port": "p", "value": null, "text": "", "via": "promise"}], "unknown": ["Stock"], "platform": null}}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"the availability of an input is not known"}
}

test_unknown_freshness_cannot_be_evaluated if {
	given := changed({"composite": {"availability": {"promised": null, "text": "", "port": "mart", "path": ["outputPorts", 0], "bound": null, "inputs": [{"product": "orders", "product_name": "Orders", "domain": "sales", "port": "p", "value": null, "text": "", "via": "promise"}], "unknown": [], "platform": null}, "freshness": {"promised": 60, "text": "", "port": "mart", "path": ["outputPorts", 0], "bound": null, "inputs": [{"product": "orders", "product_name": "Orders", "domain": "sales", "port": "p", "value": null, "text": "", "via": "promise"}], "unknown": ["Stock"], "platform": null}}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"the freshness of an input is not known"}
}

test_missing_composite_cannot_be_evaluated if {
	given := changed({"composite": null})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"what its output ports promise is not known"}
}
