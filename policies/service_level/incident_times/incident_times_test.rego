package mesh.service_level.incident_times_test

import data.mesh.service_level.incident_times

parameters := {"tiers": ["1"], "dimensions": ["time_to_detect", "time_to_notify", "time_to_repair"]}

subject := {
	"kind": "product",
	"name": "Orders",
	"life_cycle": "active",
	"tier": "1",
	"promised_levels": ["availability", "time_to_detect", "time_to_repair"],
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := incident_times.deny with input as given with data.parameters as parameters
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	incident_times.not_applicable with input as given with data.parameters as parameters
}

unknown(given) := reasons if {
	reasons := incident_times.cannot_evaluate with input as given with data.parameters as parameters
}

test_missing_time_is_named if {
	messages(subject) == {"is of tier 1, and promises no time_to_notify"}
	count(denied(subject)) == 1
	some violation in denied(subject)
	violation.path == ["outputPorts"]
	violation.actual == ["availability", "time_to_detect", "time_to_repair"]
	violation.expected == ["time_to_notify"]
	not skipped(subject)
}

test_promised_times_pass if {
	given := changed({"promised_levels": ["time_to_detect", "time_to_notify", "time_to_repair"]})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_other_tier_is_left_alone if {
	given := changed({"tier": "2"})
	skipped(given)
	messages(given) == set()
	unknown(given) == set()
	every other in [
		{"tier": null},
	] {
		skipped(changed(other))
		messages(changed(other)) == set()
		unknown(changed(other)) == set()
	}
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

test_unknown_promises_cannot_be_evaluated if {
	given := changed({"promised_levels": null})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"what its output ports promise is not known"}
}

test_tiers_and_times_are_parameters if {
	given := changed({"tier": "2", "promised_levels": []})
	violations := incident_times.deny with input as given with data.parameters as {"tiers": ["2"], "dimensions": ["time_to_repair"]}
	{violation.message | some violation in violations} == {"is of tier 2, and promises no time_to_repair"}
}
