package mesh.service_level.incident_plan_test

import data.mesh.service_level.incident_plan

parameters := {"tiers": ["1"]}

subject := {
	"kind": "product",
	"name": "Orders",
	"domain": "sales",
	"life_cycle": "active",
	"tier": "1",
	"incident_plan": null,
	"consumer_domains": ["finance"],
	"consumers_complete": true,
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := incident_plan.deny with input as given with data.parameters as parameters
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	incident_plan.not_applicable with input as given with data.parameters as parameters
}

unknown(given) := reasons if {
	reasons := incident_plan.cannot_evaluate with input as given with data.parameters as parameters
}

test_tier_without_plan_is_denied if {
	messages(subject) == {"is of tier 1, and links no incident plan"}
	count(denied(subject)) == 1
	some violation in denied(subject)
	violation.path == ["customProperties"]
	not violation.level
	not skipped(subject)
}

test_blank_plan_is_none if {
	given := changed({"incident_plan": " "})
	messages(given) == {"is of tier 1, and links no incident plan"}
	count(denied(given)) == 1
	not skipped(given)
}

test_tier_with_plan_passes if {
	given := changed({"incident_plan": "https://wiki/plan"})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
	every other in [
		{"incident_plan": "plan", "tier": null},
		{"incident_plan": "plan", "tier": null, "consumers_complete": false},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == set()
		not skipped(changed(other))
	}
}

test_product_that_others_read_is_noted if {
	given := changed({"tier": null})
	messages(given) == {"links no incident plan, and is read by finance"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.path == ["customProperties"]
	violation.level == "note"
	violation.parties == {"finance", "sales"}
	not skipped(given)
}

test_other_tier_is_left_alone if {
	given := changed({"tier": "3"})
	skipped(given)
	messages(given) == set()
	unknown(given) == set()
	every other in [
		{"tier": "3", "consumers_complete": false},
	] {
		skipped(changed(other))
		messages(changed(other)) == set()
		unknown(changed(other)) == set()
	}
}

test_product_that_nobody_else_reads_is_left_alone if {
	given := changed({"tier": null, "consumer_domains": []})
	skipped(given)
	messages(given) == set()
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

test_unknown_consumers_cannot_be_evaluated if {
	given := changed({"tier": null, "consumer_domains": [], "consumers_complete": false})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"not every product could be read, so its consumers are not known"}
}
