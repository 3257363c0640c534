package mesh.service_level.retention_test

import data.mesh.service_level.retention

parameters := {"personal_years": 10}

subject := {
	"kind": "product",
	"domain": "finance",
	"life_cycle": "active",
	"personal_data": 0,
	"composite": {"retention": {"promised": 94608000, "text": "", "port": "mart", "path": ["outputPorts", 0], "bound": 31536000, "inputs": [{"product": "orders", "product_name": "Orders", "domain": "sales", "port": "p", "value": 31536000, "text": "", "via": "promise"}], "unknown": [], "platform": null}},
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := retention.deny with input as given with data.parameters as parameters
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	retention.not_applicable with input as given with data.parameters as parameters
}

unknown(given) := reasons if {
	reasons := retention.cannot_evaluate with input as given with data.parameters as parameters
}

test_history_longer_than_that_of_the_inputs_is_a_warning if {
	messages(subject) == {"keeps data for 3 years, and Orders (sales) for only 1 year: it cannot be rebuilt"}
	count(denied(subject)) == 1
	some violation in denied(subject)
	violation.path == ["composite", "retention"]
	violation.key == "inputs"
	violation.level == "warn"
	violation.parties == {"finance", "sales"}
	violation.actual == 94608000
	violation.expected == 31536000
	not skipped(subject)
}

test_bound_further_up_is_told if {
	given := changed({"composite": {"retention": {"inputs": []}}})
	messages(given) == {"keeps data for 3 years, and what it reads for only 1 year: it cannot be rebuilt"}
	count(denied(given)) == 1
	not skipped(given)
}

test_same_history_passes if {
	given := changed({"composite": {"retention": {"promised": 31536000, "text": "", "port": "mart", "path": ["outputPorts", 0], "bound": 31536000, "inputs": [{"product": "orders", "product_name": "Orders", "domain": "sales", "port": "p", "value": 31536000, "text": "", "via": "promise"}], "unknown": [], "platform": null}}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_personal_data_beyond_the_law_is_denied if {
	given := changed({"personal_data": 1, "composite": {"retention": {"promised": 378432000, "text": "", "port": "mart", "path": ["outputPorts", 0], "bound": 630720000, "inputs": [{"product": "orders", "product_name": "Orders", "domain": "sales", "port": "p", "value": 630720000, "text": "", "via": "promise"}], "unknown": [], "platform": null}}})
	messages(given) == {"keeps personal data for 12 years, and at most 10 years are allowed"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.path == ["composite", "retention"]
	violation.key == "law"
	not violation.level
	violation.actual == 378432000
	violation.expected == 315360000
	not skipped(given)
}

test_other_data_may_be_kept if {
	given := changed({"personal_data": 0, "composite": {"retention": {"promised": 378432000, "text": "", "port": "mart", "path": ["outputPorts", 0], "bound": 630720000, "inputs": [{"product": "orders", "product_name": "Orders", "domain": "sales", "port": "p", "value": 630720000, "text": "", "via": "promise"}], "unknown": [], "platform": null}}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_personal_data_up_to_the_law_passes if {
	given := changed({"personal_data": 2, "composite": {"retention": {"promised": 315360000, "text": "", "port": "mart", "path": ["outputPorts", 0], "bound": 630720000, "inputs": [{"product": "orders", "product_name": "Orders", "domain": "sales", "port": "p", "value": 630720000, "text": "", "via": "promise"}], "unknown": [], "platform": null}}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
	every other in [
		{"personal_data": null, "composite": {"retention": {"promised": 315360000, "text": "", "port": "mart", "path": ["outputPorts", 0], "bound": 630720000, "inputs": [{"product": "orders", "product_name": "Orders", "domain": "sales", "port": "p", "value": 630720000, "text": "", "via": "promise"}], "unknown": [], "platform": null}}},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == set()
		not skipped(changed(other))
	}
}

test_product_without_inputs_is_bound_by_nothing if {
	given := changed({"composite": {"retention": {"promised": 94608000, "text": "", "port": "mart", "path": ["outputPorts", 0], "bound": null, "inputs": [{"product": "orders", "product_name": "Orders", "domain": "sales", "port": "p", "value": null, "text": "", "via": "promise"}], "unknown": [], "platform": null}}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_product_that_promises_nothing_is_left_alone if {
	given := changed({"composite": {"retention": {"promised": null}}})
	skipped(given)
	messages(given) == set()
	unknown(given) == set()
}

test_retired_product_is_left_alone if {
	given := changed({"life_cycle": "retired"})
	skipped(given)
}

test_unknown_input_cannot_be_evaluated if {
	given := changed({"composite": {"retention": {"promised": 31536000, "text": "", "port": "mart", "path": ["outputPorts", 0], "bound": 31536000, "inputs": [{"product": "orders", "product_name": "Orders", "domain": "sales", "port": "p", "value": 31536000, "text": "", "via": "promise"}], "unknown": ["Stock"], "platform": null}}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"the retention of an input is not known"}
}

test_unknown_data_cannot_be_evaluated if {
	given := changed({"personal_data": null, "composite": {"retention": {"promised": 378432000, "text": "", "port": "mart", "path": ["outputPorts", 0], "bound": 630720000, "inputs": [{"product": "orders", "product_name": "Orders", "domain": "sales", "port": "p", "value": 630720000, "text": "", "via": "promise"}], "unknown": [], "platform": null}}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"whether its data is personal is not known"}
}

test_missing_composite_cannot_be_evaluated if {
	given := changed({"composite": null})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"what its output ports promise is not known"}
}
