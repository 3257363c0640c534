package mesh.life_cycle.deprecation_names_successor_test

import data.mesh.life_cycle.deprecation_names_successor

subject := {
	"kind": "contract",
	"life_cycle": "active",
	"deprecated": [{"name": "orders.total", "path": ["schema", 0, "properties", 1], "successor": null, "end_of_support": "2027-01-01"}],
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := deprecation_names_successor.deny with input as given
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	deprecation_names_successor.not_applicable with input as given
}

unknown(given) := reasons if {
	reasons := deprecation_names_successor.cannot_evaluate with input as given
}

test_missing_successor_is_denied if {
	messages(subject) == {"orders.total is deprecated, and names no successor"}
	count(denied(subject)) == 1
	some violation in denied(subject)
	violation.path == ["schema", 0, "properties", 1]
	violation.key == "orders.total"
	violation.expected == ["successor"]
	not skipped(subject)
}

test_missing_end_is_denied if {
	given := changed({"deprecated": [{"name": "orders.total", "path": ["schema", 0, "properties", 1], "successor": "orders.net", "end_of_support": null}]})
	messages(given) == {"orders.total is deprecated, and names no end of support"}
	count(denied(given)) == 1
	not skipped(given)
}

test_both_are_one_finding if {
	given := changed({"deprecated": [{"name": "orders.total", "path": ["schema", 0, "properties", 1], "successor": null, "end_of_support": null}]})
	messages(given) == {"orders.total is deprecated, and names no successor and no end of support"}
	count(denied(given)) == 1
	not skipped(given)
}

test_complete_deprecation_passes if {
	given := changed({"deprecated": [{"name": "orders.total", "path": ["schema", 0, "properties", 1], "successor": "orders.net", "end_of_support": "2027-01-01"}]})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
}

test_contract_without_deprecation_is_left_alone if {
	given := changed({"deprecated": []})
	skipped(given)
	messages(given) == set()
	unknown(given) == set()
}

test_retired_contract_is_left_alone if {
	given := changed({"life_cycle": "retired"})
	skipped(given)
}

test_unknown_deprecations_cannot_be_evaluated if {
	given := object.remove(subject, ["deprecated"])
	messages(given) == set()
	unknown(given) == {"what is deprecated is not known"}
	not skipped(given)
}
