package mesh.service_level.parsable_test

import data.mesh.service_level.parsable

subject := {
	"kind": "contract",
	"life_cycle": "active",
	"unparsed_levels": [{"dimension": "freshness", "text": "soon", "wanted": "duration", "path": ["slaProperties", 1]}],
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := parsable.deny with input as given
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	parsable.not_applicable with input as given
}

unknown(given) := reasons if {
	reasons := parsable.cannot_evaluate with input as given
}

test_level_that_is_a_word_is_denied if {
	messages(subject) == {"the service level freshness says `soon`, which is no duration"}
	count(denied(subject)) == 1
	some violation in denied(subject)
	violation.path == ["slaProperties", 1]
	violation.key == "freshness"
	violation.actual == "soon"
	not skipped(subject)
}

test_blank_level_says_nothing if {
	given := changed({"unparsed_levels": [{"dimension": "freshness", "text": " ", "wanted": "duration", "path": ["slaProperties", 1]}, {"dimension": "retention", "text": null, "wanted": "duration", "path": ["slaProperties", 2]}]})
	messages(given) == {
		"the service level freshness says nothing, which is no duration",
		"the service level retention says nothing, which is no duration",
	}
	count(denied(given)) == 2
	not skipped(given)
}

test_quantities_pass if {
	given := changed({"unparsed_levels": []})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_contract_not_in_use_is_left_alone if {
	given := changed({"life_cycle": "draft"})
	skipped(given)
	every other in [
		{"life_cycle": "proposed"},
		{"life_cycle": "retired"},
	] {
		skipped(changed(other))
	}
}

test_unknown_levels_cannot_be_evaluated if {
	given := object.remove(subject, ["unparsed_levels"])
	messages(given) == set()
	unknown(given) == {"the service levels are not known"}
}
